export {
  currentRows,
  IndexBatch,
  KnownTexts,
  markDeleted,
  removeFromIndex,
  writeTexts,
  type DeletedResource,
  type IndexOptions,
} from './batch.ts';
export type { TokenText } from './builder.ts';
export { indexRows, type IndexedResource } from './rows.ts';
export { INDEX_TABLES, type IndexTable } from './shapes.ts';
export { reindex, type ReindexOptions } from './reindex.ts';
export { indexVersionOf, noteIndexVersions, staleIndexes, type StaleIndex } from './version.ts';
