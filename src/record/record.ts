/**
 * The record, opened over a store.
 *
 * Proof   interactions.int.test.ts
 */
import { UNLIMITED, type AuditLog, type Caller, type Reach, type Route } from '../access/index.ts';
import { SILENT, systemClock, type Clock, type Log } from '../kernel/index.ts';
import type { Store } from '../store/index.ts';
import { openTerminology, terminologyRoutes, type Terminology } from '../terminology/index.ts';
import { DEFAULT_RECORD_SETTINGS, type Context, type RecordSettings } from './context.ts';
import type { ImportOptions, ImportReport } from './import/api.ts';
import { storedDefinitions } from './definitions.ts';
import { importFiles } from './import/run.ts';
import { KnownTexts } from './index-rows/index.ts';
import { BASE_PATH, recordRoutes } from './routes.ts';

/** What the record is opened with. Settings may be the whole configuration: only those of the record are read. */
export interface RecordOptions {
  readonly store: Store;
  readonly audit: AuditLog;
  readonly clock?: Clock;
  readonly log?: Log;
  readonly settings?: Partial<RecordSettings>;
  /** Types that clients over HTTP change by another route, which is named. */
  readonly reserved?: ReadonlyMap<string, string>;
}

/** The open record. */
export interface FhirRecord {
  readonly routes: readonly Route[];
  /** Code systems and value sets: those of R4 and those stored here. */
  readonly terminology: Terminology;
  /** Imports files; see import/README in this room's README. */
  import(options: ImportOptions): Promise<ImportReport>;
  /** What interactions are called with, outside of HTTP. `base` is the client's FHIR base URL. */
  context(caller: Caller, reach: Reach, base?: string): Context;
  /** Are the tables there and does the database answer? */
  ready(): Promise<boolean>;
}

/** Opens the record over a store whose migrations have run. */
export function openRecord(options: RecordOptions): FhirRecord {
  const { store, audit, clock = systemClock, log = SILENT } = options;
  const settings = settingsOf(options.settings ?? {});
  const texts = new KnownTexts();
  const searched = { connection: store, reach: UNLIMITED, clock, settings, base: BASE_PATH };
  const terminology = openTerminology({ definitions: storedDefinitions(searched) });
  const codes = terminology.searchPort;
  const context = (caller: Caller, reach: Reach, base = BASE_PATH): Context => {
    return { store, connection: store, caller, reach, audit, clock, log, settings, texts, codes, base };
  };
  return {
    context,
    terminology,
    routes: [
      ...recordRoutes(({ caller, reach, origin }) => ({
        ...context(caller, reach, `${origin}${BASE_PATH}`),
        reserved: options.reserved,
      })),
      ...terminologyRoutes(terminology, BASE_PATH, clock),
    ],
    import: (asked) => importFiles(context, asked),
    ready: () => isReady(store),
  };
}

function settingsOf(given: Partial<RecordSettings>): RecordSettings {
  const defaults = DEFAULT_RECORD_SETTINGS;
  return {
    timeZone: given.timeZone ?? defaults.timeZone,
    importFolder: given.importFolder,
    maxBundleEntries: given.maxBundleEntries ?? defaults.maxBundleEntries,
    maxBodyBytes: given.maxBodyBytes ?? defaults.maxBodyBytes,
    searchCount: given.searchCount ?? defaults.searchCount,
    maxSearchCount: given.maxSearchCount ?? defaults.maxSearchCount,
    updateCreates: given.updateCreates ?? defaults.updateCreates,
    conditionalDeletes: given.conditionalDeletes ?? defaults.conditionalDeletes,
    referentialIntegrity: given.referentialIntegrity ?? defaults.referentialIntegrity,
  };
}

async function isReady(store: Store): Promise<boolean> {
  if (!(await store.health()).ready) return false;
  const [row] = await store.query<{ there: boolean }>("select to_regclass('body') is not null as there");
  return row?.there === true;
}
