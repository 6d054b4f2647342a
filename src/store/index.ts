export type {
  ColumnType,
  ColumnValue,
  Connection,
  Row,
  RowShape,
  Store,
  StoreHealth,
  Transaction,
  TransactionOptions,
} from './connection.ts';
export { changeHorizon } from './horizon.ts';
export { migrate, pendingMigrations, storeMigrations, type Migration, type MigrationSet } from './migrate.ts';
export { openStore, type StoreOptions } from './open.ts';
export { RaceLost } from './transaction.ts';
export { embeddedTestStore, testStores, type TestedStore, type TestStore } from './testing.ts';
