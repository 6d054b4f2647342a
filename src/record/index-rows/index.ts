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
