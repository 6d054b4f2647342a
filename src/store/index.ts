export type {
  ColumnType,
  ColumnValue,
  Connection,
  EncodedRows,
  Row,
  RowShape,
  Store,
  StoreHealth,
  Transaction,
  TransactionOptions,
} from './connection.ts';
export { writeBackup, type BackupOptions } from './backup/write.ts';
export { restoreBackup, type RestoreOptions } from './backup/restore.ts';
export { readManifest, verifyFiles, type Manifest } from './backup/manifest.ts';
export { CopyEncoder, fillColumn, offsetOf, rowsOfOwners } from './copy.ts';
export type { PooledStore } from './database.ts';
export { checkStore, guarded, type Finding } from './check.ts';
export { changeHorizon } from './horizon.ts';
export { migrate, pendingMigrations, storeMigrations, type Migration, type MigrationSet } from './migrate.ts';
export { openStore, type StoreOptions } from './open.ts';
export { RaceLost } from './transaction.ts';
export { embeddedTestStore, testStores, type TestedStore, type TestStore } from './testing.ts';
