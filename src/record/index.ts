/**
 * The door of this room: what the rooms above may use.
 */
export { openRecord, type FhirRecord, type RecordOptions } from './record.ts';
export { DEFAULT_RECORD_SETTINGS, type Context, type RecordSettings } from './context.ts';
export { recordMigrations } from './migrations.ts';
export { recordCommands, type RecordNeeds } from './commands.ts';
export { BASE_PATH } from './routes.ts';
export { noteIndexVersions, reindex, staleIndexes } from './index-rows/index.ts';
export { interact } from './interact.ts';
export { changedSince, textsOfChanged } from './changed.ts';
export { lockCurrent, type Current } from './current.ts';
export type { Answer, Ask } from './ask.ts';
export type { FileReport, ImportCounts, ImportOptions, ImportProgress, ImportReport } from './import/api.ts';
