/**
 * Shapes at the edge of bulk import.
 *
 * Proof   import.int.test.ts
 */
import type { Caller, Reach } from '../../access/index.ts';
import type { ReadingThread } from './thread.ts';

/** What is imported, and how. */
export interface ImportOptions {
  /** Files and folders. A folder means every NDJSON and Bundle file below it. */
  readonly paths: readonly string[];
  /** Who imports; the house itself where absent. */
  readonly caller?: Caller;
  /** What may be written; everything where absent. */
  readonly reach?: Reach;
  /** Folder for the error files; absent: faults are only counted and told. */
  readonly errorsIn?: string;
  readonly signal?: AbortSignal;
  /** Told now and then, and at the end. */
  readonly progress?: (progress: ImportProgress) => void;
  /** Resources in one transaction. */
  readonly batchSize?: number;
  /** Bytes of all files from which on they are read in a thread of its own. */
  readonly threadFrom?: number;
  /** That thread, where it is started already. */
  readonly thread?: ReadingThread | undefined;
  /** Largest size of one file after decompression, in bytes. */
  readonly maxFileBytes?: number;
}

/** How far an import is. */
export interface ImportProgress extends ImportCounts {
  readonly files: number;
  readonly filesDone: number;
  readonly seconds: number;
}

/** Every resource read is counted once more, as what became of it. */
export interface ImportCounts {
  /** Resources read. */
  readonly read: number;
  /** New in the record. */
  readonly created: number;
  /** There already with another content: a new version. */
  readonly updated: number;
  /** There already with the same content, or repeated in this import. */
  readonly same: number;
  /** Not stored: written to the errors file with the reason. */
  readonly failed: number;
}

/** What became of one file. */
export interface FileReport extends ImportCounts {
  readonly name: string;
  readonly complete: boolean;
  /** Was (partly) imported by an earlier run that this one resumed. */
  readonly resumed: boolean;
  /** The first faults, by the position (line or entry) of the resource. */
  readonly faults: readonly { readonly position: number; readonly code: string; readonly message: string }[];
  /** Why the file could not be read to its end. */
  readonly fault?: string;
  /** Where its faulty resources were written. */
  readonly errors?: string;
}

/** What an import did. */
export interface ImportReport extends ImportCounts {
  readonly id: number;
  readonly files: readonly FileReport[];
  /** Resources by type that were read. */
  readonly types: Readonly<Record<string, number>>;
  readonly seconds: number;
  readonly complete: boolean;
}
