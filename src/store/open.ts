/**
 * Opens the database: the one given, or the embedded one of the data folder.
 *
 * Proof   store.int.test.ts, embedded.int.test.ts
 */
import { SILENT, type Log } from '../kernel/index.ts';
import { openDatabase, type PooledStore } from './database.ts';
import { EmbeddedServer, type EmbeddedOptions } from './embedded/server.ts';

export interface StoreOptions {
  /** Folder of everything that Maru keeps. */
  readonly dataDir: string;
  /** A PostgreSQL 15 or newer to use instead of the embedded one. */
  readonly databaseUrl?: string | undefined;
  readonly maxConnections?: number;
  readonly log?: Log;
}

/** Opens the store. Run `migrate` next. */
export async function openStore(options: StoreOptions): Promise<PooledStore> {
  const { dataDir, databaseUrl, maxConnections = 16, log = SILENT } = options;
  if (databaseUrl === undefined) return openEmbedded({ dataDir, log }, maxConnections);
  return openDatabase({
    kind: 'given',
    address: { connectionString: databaseUrl },
    maxConnections,
    log,
    onLost: () => undefined,
    onClose: () => Promise.resolve(),
  });
}

/** Opens the embedded store; tests choose the programs and give up durability. */
export async function openEmbedded(options: EmbeddedOptions, maxConnections: number): Promise<PooledStore> {
  const server = await EmbeddedServer.open(options);
  const store = await openDatabase({
    kind: server.kind,
    address: server.address,
    maxConnections,
    log: options.log,
    onLost: () => server.recover(),
    onClose: () => server.stop(),
  });
  server.onBack((address) => store.moveTo(address));
  return store;
}
