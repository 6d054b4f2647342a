/**
 * The house: configuration and the rooms over one store, each opened when it is first asked for, closed in reverse.
 *
 * Proof   house.int.test.ts
 */
import { mkdirSync } from 'node:fs';
import { accessMigrations, openAccess, type Access } from '../access/index.ts';
import { careMigrations, openCare, signingKeysFile, RESERVED_WRITES, type Care } from '../care/index.ts';
import { cdsMigrations, openCds, type Cds } from '../cds/index.ts';
import { systemClock, type Clock, type Configuration, type Log } from '../kernel/index.ts';
import { noteIndexVersions, openRecord, recordMigrations, type FhirRecord } from '../record/index.ts';
import { migrate, openStore, type Migration, type PooledStore, type Store } from '../store/index.ts';

/** What verbs and the server work with. */
export interface House {
  readonly configuration: Configuration;
  readonly log: Log;
  readonly clock: Clock;
  /** The database as it is, its tables untouched (restore, check). */
  database(): Promise<PooledStore>;
  /** The database, its tables up to date. */
  store(): Promise<Store>;
  access(): Promise<Access>;
  record(): Promise<FhirRecord>;
  /** Decision support. */
  cds(): Promise<Cds>;
  /** Orders and the bedside. */
  care(): Promise<Care>;
  /** Migrations that ran when the store was opened. */
  migrated(): Promise<readonly Migration[]>;
  close(): Promise<void>;
}

export interface HouseOptions {
  readonly log: Log;
  readonly clock?: Clock;
}

/** The tables of all rooms, in the order in which they are made. */
export const MIGRATIONS = [accessMigrations, recordMigrations, cdsMigrations, careMigrations];

/** Nothing is opened yet. */
export function openHouse(configuration: Configuration, { log, clock = systemClock }: HouseOptions): House {
  const closers: (() => Promise<void>)[] = [];
  const database = once(async () => {
    mkdirSync(configuration.data, { recursive: true });
    const opened = await openStore({
      dataDir: configuration.data,
      databaseUrl: configuration.databaseUrl,
      maxConnections: configuration.databaseConnections,
      log,
    });
    closers.push(() => opened.close());
    return opened;
  });
  const store = once(async () => {
    const opened = await database();
    return { opened, ran: await migrate(opened, MIGRATIONS) };
  });
  const access = once(async () => {
    const { opened } = await store();
    const room = await openAccess({ ...accessOptions(configuration), store: opened, clock });
    closers.push(() => room.close());
    return room;
  });
  const record = once(async () => {
    const { audit } = await access();
    const { opened } = await store();
    await noteIndexVersions(opened, configuration.timeZone);
    return openRecord({ store: opened, audit, clock, log, settings: configuration, reserved: RESERVED_WRITES });
  });
  const { timeZone, knowledgeFolder: folder } = configuration;
  const cds = once(async () => {
    const { audit } = await access();
    const { opened } = await store();
    return openCds({ store: opened, audit, record: await record(), clock, log, timeZone, folder });
  });
  const care = once(async () => {
    const { opened } = await store();
    const signingKeys = signingKeysFile(configuration.data);
    const parts = { store: opened, record: await record(), cds: await cds(), clock, timeZone, signingKeys };
    const room = openCare({ ...parts, settings: careSettings(configuration) });
    if (!configuration.readOnly) closers.push(watchEvery(room, log));
    return room;
  });
  return {
    configuration,
    log,
    clock,
    database,
    store: async () => (await store()).opened,
    migrated: async () => (await store()).ran,
    access,
    record,
    cds,
    care,
    close: once(async () => {
      for (const close of closers.toReversed()) await close();
    }),
  };
}

/** What a hospital sets of care. */
function careSettings({
  criticalChargeMinutes,
  criticalResultMinutes,
  acknowledgeResultMinutes,
  autoverification,
}: Configuration): NonNullable<Parameters<typeof openCare>[0]['settings']> {
  return { criticalChargeMinutes, criticalResultMinutes, acknowledgeResultMinutes, autoverification };
}

/** How often care looks after what nobody asks for, ms. */
const WATCH_EVERY = 30_000;

/** Has care look after it, one round at a time; the answer ends it once the round that runs is over. */
function watchEvery(room: Care, log: Log): () => Promise<void> {
  let round: Promise<void> | undefined;
  const timer = setInterval(() => {
    round ??= room
      .watch()
      .catch(() => log.error('care.watch-failed'))
      .finally(() => {
        round = undefined;
      });
  }, WATCH_EVERY).unref();
  return async () => {
    clearInterval(timer);
    await round;
  };
}

function accessOptions({
  data,
  publicUrl,
  demo,
  policies,
}: Configuration): Omit<Parameters<typeof openAccess>[0], 'store'> {
  const given = policies === undefined ? {} : { policiesFile: policies };
  return { dataDir: data, issuer: publicUrl, demo, ...given };
}

/** Runs at most once; a failure may be tried again. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  return () =>
    (running ??= work().catch((error: unknown) => {
      running = undefined;
      throw error;
    }));
}
