/**
 * The embedded server of one data folder, shared by every Maru process that uses the folder.
 *
 * The first one starts it and owns it; others join. A server whose owner was killed is taken over. Whoever finds the server
 * gone starts it again, at the same address where that is possible. The owner stops it at the end, unless others still use
 * it: then the last of them does.
 *
 * Proof   embedded.int.test.ts (kill -9 of either, two at once, stale pid files, a root-only folder)
 */
import { rmSync } from 'node:fs';
import { totalmem } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { OutcomeError, type Log } from '../../kernel/index.ts';
import type { ServerAddress } from '../database.ts';
import { outcomeOf } from '../transaction.ts';
import { accountFor, type Account } from './account.ts';
import { ensureCluster, OWNER } from './cluster.ts';
import { placesIn, readNote, socketFolder, writeNote, type Places, type ServerNote } from './places.ts';
import {
  addressInPidFile,
  addressOf,
  ask,
  freePort,
  isAlive,
  isPostgres,
  lastWords,
  postmasterOf,
  removeStalePidFile,
  startProcess,
  stopProcess,
} from './postmaster.ts';
import { Presence } from './presence.ts';
import { findProgram, type Program } from './program.ts';
import { serverSettings } from './tuning.ts';

const SOCKET_PORT = 5432;
const PATIENCE = 120_000;
const STEP = 25;
const ATTEMPTS = 20;
/** Starts that end at once: from then on it is no race with another process but a fault. */
const MOST_STARTS = 8;
/** Refusals of a server that runs: its password or its socket are not those of this folder. */
const MOST_REFUSALS = 400;

export interface EmbeddedOptions {
  readonly dataDir: string;
  readonly log: Log;
  /** false in tests: faster, and lost with the power. */
  readonly durable?: boolean;
  /** Other programs than those of the npm package (tests). */
  readonly program?: Program;
  /** Longest wait for a server that recovers after a crash, in ms. */
  readonly patience?: number;
}

/** A running embedded server. */
export class EmbeddedServer {
  readonly #places: Places;
  readonly #program: Program;
  readonly #account: Account | undefined;
  readonly #durable: boolean;
  readonly #patience: number;
  readonly #log: Log;
  #note: ServerNote | undefined;
  #presence: Presence | undefined;
  #onBack: (address: ServerAddress) => void = () => undefined;
  #stopping = false;
  #recovering: Promise<void> | undefined;

  private constructor({ dataDir, log, durable = true, program, patience = PATIENCE }: EmbeddedOptions) {
    this.#places = placesIn(dataDir);
    this.#account = accountFor(this.#places.cluster);
    this.#program = program ?? findProgram(this.#account, this.#places.base);
    this.#durable = durable;
    this.#patience = patience;
    this.#log = log;
  }

  /** Makes, starts, joins or takes over the server of a data folder. */
  static async open(options: EmbeddedOptions): Promise<EmbeddedServer> {
    const server = new EmbeddedServer(options);
    await ensureCluster(server.#places, server.#program, server.#account, server.#durable);
    await server.#attend();
    await ensureDatabase(server.address);
    return server;
  }

  get kind(): 'embedded' | 'joined' {
    return this.#note?.owner === process.pid ? 'embedded' : 'joined';
  }

  get address(): ServerAddress {
    if (this.#note === undefined) throw new Error('the server was not opened');
    return addressOf(this.#places, this.#note);
  }

  /** Called with the server's address whenever it had to be started again. */
  onBack(action: (address: ServerAddress) => void): void {
    this.#onBack = action;
  }

  /** Sees to it that the server runs. Called at every sign of a lost connection. */
  recover(): void {
    if (this.#stopping || this.#recovering !== undefined || this.#presence?.isHere === true) return;
    this.#recovering = this.#attend()
      .then(() => this.#onBack(this.address))
      .catch(() => this.#log.error('store.server-not-back'))
      .finally(() => (this.#recovering = undefined));
  }

  /** Stops the server if it is ours and nobody else uses it. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#recovering;
    const note = readNote(this.#places);
    const mayStop = note !== undefined && (note.owner === process.pid || !isAlive(note.owner));
    const alone = mayStop && (await this.#presence?.isLast()) !== false;
    if (alone) {
      await stopProcess(note);
      rmSync(this.#places.note, { force: true });
      if (note.host.startsWith('/')) rmSync(note.host, { recursive: true, force: true });
    }
    await this.#presence?.leave();
  }

  /** Runs, joined, and known to be used by us: a server that its last user stops at this moment is started again. */
  async #attend(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      await this.#ensure();
      try {
        this.#presence = await Presence.enter(this.address, () => this.recover());
        return;
      } catch (error) {
        if (attempt >= ATTEMPTS) throw outcomeOf(error);
        await sleep(STEP * 4);
      }
    }
  }

  async #ensure(): Promise<void> {
    const until = performance.now() + this.#patience;
    let refusals = 0;
    let starts = 0;
    while (performance.now() < until && starts < MOST_STARTS && refusals < MOST_REFUSALS) {
      const pid = postmasterOf(this.#places);
      if (pid === undefined || !isAlive(pid)) starts += (await this.#start()) ? 0 : 1;
      else if (!isPostgres(pid)) removeStalePidFile(this.#places);
      else {
        const answer = await this.#askRunning();
        if (answer === 'ready') return this.#noteRunning(pid);
        if (answer === 'refused') refusals++;
      }
      await sleep(STEP);
    }
    throw new OutcomeError(
      'unavailable',
      'store.server-does-not-start',
      `The embedded database does not start. Its log, ${this.#places.log}, ends with: ${lastWords(this.#places)}`,
    );
  }

  #askRunning(): Promise<'ready' | 'starting' | 'refused'> {
    const place = addressInPidFile(this.#places);
    return place === undefined ? Promise.resolve('starting') : ask(addressOf(this.#places, place));
  }

  #noteRunning(pid: number): void {
    const place = addressInPidFile(this.#places);
    if (place === undefined) throw new OutcomeError('unavailable', 'store.unavailable', 'The database stopped again.');
    const noted = readNote(this.#places);
    const known = noted?.postmaster === pid && isAlive(noted.owner) ? noted.owner : process.pid;
    this.#note = { postmaster: pid, owner: known, ...place };
    if (known === process.pid) writeNote(this.#places, this.#note);
    this.#log.info('store.server-ready', { pid, owned: known === process.pid });
  }

  /** Starts the process; false: it ended before it was there (a damaged cluster, or another process was quicker). */
  async #start(): Promise<boolean> {
    const earlier = this.#note ?? readNote(this.#places);
    const socket = socketFolder(earlier?.host, this.#account);
    const place =
      socket === undefined ? { host: '127.0.0.1', port: await freePort() } : { host: socket, port: SOCKET_PORT };
    const settings = serverSettings({ memory: totalmem() / 1_048_576, durable: this.#durable });
    const child = startProcess({
      places: this.#places,
      program: this.#program,
      account: this.#account,
      settings,
      ...place,
    });
    const ended = new Promise<boolean>((resolve) => {
      child.once('exit', () => resolve(false));
      child.once('error', () => resolve(false));
    });
    const { pid } = child;
    // The note comes first, so that nobody who finds the server running takes it for one without an owner.
    if (pid !== undefined) writeNote(this.#places, { postmaster: pid, owner: process.pid, ...place });
    return Promise.race([ended, this.#pidFileOf(pid)]);
  }

  async #pidFileOf(pid: number | undefined): Promise<boolean> {
    for (let waited = 0; waited < 10_000 && postmasterOf(this.#places) !== pid; waited += STEP) await sleep(STEP);
    return true;
  }
}

async function ensureDatabase(address: ServerAddress): Promise<void> {
  const client = new pg.Client({ ...address, database: 'postgres' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query('select from pg_database where datname = $1', [OWNER]);
    if (rows.length === 0) await client.query(`create database ${OWNER} template template0`);
  } catch (error) {
    // Another process made it at the same moment.
    if (!['42P04', '23505'].includes((error as { code?: string }).code ?? '')) throw error;
  } finally {
    await client.end();
  }
}
