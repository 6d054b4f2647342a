/**
 * The server process: started detached (Ctrl-C must not stop it before Maru has finished), found again, asked, stopped.
 *
 * Source  https://www.postgresql.org/docs/18/server-shutdown.html, storage-file-layout.html (postmaster.pid)
 * Proof   embedded.int.test.ts
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { ServerAddress } from '../database.ts';
import { databaseCode } from '../transaction.ts';
import type { Account } from './account.ts';
import { bareEnvironment, clusterArgument, OWNER, readPassword } from './cluster.ts';
import type { Places, ServerNote } from './places.ts';
import type { Program } from './program.ts';

const LARGEST_LOG = 8_388_608;
const STOP_TIMEOUT = 30_000;

/** Process number in postmaster.pid; undefined where there is none. */
export function postmasterOf(places: Places): number | undefined {
  try {
    const pid = Number(readFileSync(join(places.cluster, 'postmaster.pid'), 'utf8').split('\n')[0]);
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** The address that postmaster.pid gives: what an earlier Maru started may have left no other note. */
export function addressInPidFile(places: Places): { readonly host: string; readonly port: number } | undefined {
  try {
    const lines = readFileSync(join(places.cluster, 'postmaster.pid'), 'utf8').split('\n');
    const [, , , port, socket, listen] = lines.map((line) => line.trim());
    const host = socket || listen;
    return host === undefined || host === '' ? undefined : { host, port: Number(port) };
  } catch {
    return undefined;
  }
}

/** A pid file that its process did not take away (kill -9, power cut) would stop the next start where the number was used again. */
export function removeStalePidFile(places: Places): void {
  rmSync(join(places.cluster, 'postmaster.pid'), { force: true });
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Is this process a PostgreSQL server, or has its number been given to another program? */
export function isPostgres(pid: number): boolean {
  if (process.platform === 'win32') return isAlive(pid);
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres');
  } catch {
    if (process.platform === 'linux') return false;
    return spawnSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' }).stdout.includes('postgres');
  }
}

/** Address for sessions. */
export function addressOf(
  places: Places,
  { host, port }: { host: string; port: number },
  database = OWNER,
): ServerAddress {
  return { host, port, user: OWNER, password: readPassword(places), database };
}

/** What a server says when asked. */
export type Answer = 'ready' | 'starting' | 'refused';

/** Asks the server that should be there. */
export async function ask(address: ServerAddress): Promise<Answer> {
  const client = new pg.Client({ ...address, database: 'postgres', connectionTimeoutMillis: 3000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return 'ready';
  } catch (error) {
    return databaseCode(error) === '57P03' ? 'starting' : 'refused';
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** What is needed to start. */
export interface StartOptions {
  readonly places: Places;
  readonly program: Program;
  readonly account: Account | undefined;
  readonly settings: Readonly<Record<string, string>>;
  readonly host: string;
  readonly port: number;
}

/** Starts the process; it is not ready yet. */
export function startProcess({ places, program, account, settings, host, port }: StartOptions): ChildProcess {
  const onSocket = host.startsWith('/');
  const reached = {
    listen_addresses: onSocket ? '' : host,
    unix_socket_directories: onSocket ? host : '',
    unix_socket_permissions: '0700',
    port: String(port),
  };
  const words = Object.entries({ ...settings, ...reached }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = openLog(places.log);
  try {
    const child = spawn(program.postgres, ['-D', clusterArgument(places, account), ...words], {
      cwd: places.cluster,
      env: bareEnvironment(),
      detached: true,
      stdio: ['ignore', log, log],
      ...account,
    });
    child.on('error', () => undefined);
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

function openLog(path: string): number {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LARGEST_LOG) renameSync(path, `${path}.old`);
  return openSync(path, 'a', 0o600);
}

/** Asks for a clean end, and in the end for an immediate one: the write-ahead log keeps what was committed either way. */
export async function stopProcess(note: Pick<ServerNote, 'postmaster'>): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    if (!isRunning(note.postmaster)) return;
    process.kill(note.postmaster, signal);
    for (let waited = 0; waited < STOP_TIMEOUT && isRunning(note.postmaster); waited += 20) await sleep(20);
  }
}

/** Is this process a server that runs (and not one that ended and was not yet taken note of)? */
export function isRunning(pid: number): boolean {
  return isAlive(pid) && isPostgres(pid);
}

/** A loopback port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** The last lines of the server's log, for an error message. */
export function lastWords(places: Places): string {
  try {
    return readFileSync(places.log, 'utf8').trim().split('\n').slice(-4).join(' / ');
  } catch {
    return '';
  }
}
