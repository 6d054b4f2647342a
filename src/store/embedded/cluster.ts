/**
 * The data directory of the embedded server: made once, refused where another major version made it.
 *
 * Source  https://www.postgresql.org/docs/18/app-initdb.html (builtin locale provider: the same order on every machine)
 * Proof   embedded.int.test.ts
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { OutcomeError } from '../../kernel/index.ts';
import { giveTo, type Account } from './account.ts';
import { isReachable, makeBase, type Places } from './places.ts';
import type { Program } from './program.ts';

const run = promisify(execFile);

/** Name of the superuser and the database inside of the cluster. */
export const OWNER = 'maru';

/**
 * The data directory as its process is told. Where the database's user may not pass the folders above it (a root-only
 * home), the process is started inside of it and told a path that leads there all the same.
 */
export function clusterArgument(places: Places, account: Account | undefined): string {
  if (account === undefined || isReachable(places.base) || process.platform !== 'linux') return places.cluster;
  return '/proc/self/cwd';
}

export function readPassword(places: Places): string {
  return readFileSync(places.password, 'utf8');
}

/** Makes the cluster where there is none. Two processes may try at once: one wins, the other uses what the winner made. */
export async function ensureCluster(
  places: Places,
  program: Program,
  account: Account | undefined,
  durable: boolean,
): Promise<'made' | 'there'> {
  const version = await majorVersion(program);
  makeBase(places);
  if (existsSync(join(places.cluster, 'PG_VERSION'))) {
    refuseOtherVersion(places, version);
    return 'there';
  }
  const password = ensurePassword(places);
  const draft: Places = {
    ...places,
    cluster: join(places.base, `cluster-${process.pid}-${Math.random().toString(36).slice(2)}`),
  };
  try {
    await initialise(draft, { program, account, durable, password });
    renameSync(draft.cluster, places.cluster);
  } catch (error) {
    if (!existsSync(join(places.cluster, 'PG_VERSION'))) throw error;
  } finally {
    rmSync(draft.cluster, { recursive: true, force: true });
  }
  return 'made';
}

function ensurePassword(places: Places): string {
  try {
    writeFileSync(places.password, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readPassword(places);
}

interface Initialisation {
  readonly program: Program;
  readonly account: Account | undefined;
  readonly durable: boolean;
  readonly password: string;
}

async function initialise(draft: Places, { program, account, durable, password }: Initialisation): Promise<void> {
  mkdirSync(draft.cluster, { mode: 0o700 });
  giveTo(draft.cluster, account);
  const file = `${draft.cluster}.password`;
  writeFileSync(file, `${password}\n`, { mode: 0o600 });
  giveTo(file, account);
  const input = openSync(file, 'r');
  // The database's user may not pass the folders above the file, but may read what it is handed as its input.
  const passwordFile = `--pwfile=${account === undefined ? file : '/dev/stdin'}`;
  const locale = (await majorVersion(program)) < 17 ? [] : ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const place = ['-D', clusterArgument(draft, account), '-U', OWNER];
  const rest = ['-E', 'UTF8', '--locale=C', '-A', 'scram-sha-256', ...(durable ? [] : ['--no-sync'])];
  try {
    const options = { cwd: draft.cluster, env: bareEnvironment(), ...account };
    await finished(
      spawn(program.initdb, [...place, ...locale, ...rest, passwordFile], {
        ...options,
        stdio: [input, 'ignore', 'pipe'],
      }),
    );
  } finally {
    closeSync(input);
    rmSync(file, { force: true });
  }
}

async function finished(child: ChildProcess): Promise<void> {
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
  const status = await new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', resolve);
  });
  if (status !== 0) throw failed(said === '' ? String(status) : said);
}

function failed(said: string): OutcomeError {
  const detail = said.trim().split('\n').slice(-3).join(' ');
  return new OutcomeError('exception', 'store.initdb-failed', `The embedded database could not be made: ${detail}`);
}

/** The child gets no variable of ours: PG* and LC_* would change what it does, and secrets are none of its business. */
export function bareEnvironment(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot, TEMP } = process.env;
  return { PATH, LC_ALL: 'C', TZ: 'UTC', ...(SystemRoot === undefined ? {} : { SystemRoot, TEMP }) };
}

async function majorVersion(program: Program): Promise<number> {
  const { stdout } = await run(program.postgres, ['--version'], { cwd: '/' });
  return Number(/(\d+)/.exec(stdout)?.[1] ?? 0);
}

function refuseOtherVersion(places: Places, version: number): void {
  const made = readFileSync(join(places.cluster, 'PG_VERSION'), 'utf8').trim();
  if (made === String(version)) return;
  throw new OutcomeError(
    'conflict',
    'store.other-version',
    `The data folder was made with PostgreSQL ${made}, and this Maru carries ${version}. With the Maru that made it run ` +
      "'maru backup FILE'; then, with this one and an empty --data folder, 'maru restore FILE'.",
  );
}
