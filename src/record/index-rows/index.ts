export {
  currentRows,
  IndexBatch,
  KnownTexts,
  markDeleted,
  removeFromIndex,
  type DeletedResource,
  type IndexedResource,
  type IndexOptions,
} from './batch.ts';
export { reindex, type ReindexOptions } from './reindex.ts';
export { indexVersionOf, noteIndexVersions, staleIndexes, type StaleIndex } from './version.ts';
