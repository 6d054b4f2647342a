/**
 * The room, opened over a record whose migrations (and those of this room) have run.
 *
 * Proof   bedside/medication.int.test.ts
 */
import type { Route } from '../access/index.ts';
import { BASE_PATH, type FhirRecord } from '../record/index.ts';
import { DEFAULT_LOOP_SETTINGS, type LoopSettings } from './loop/index.ts';
import { careRoutes } from './routes.ts';

/** What the room is opened with. */
export interface CareOptions {
  readonly record: FhirRecord;
  /** Thresholds of the hospital; those not given are the usual ones. */
  readonly settings?: Partial<LoopSettings>;
  /** Does decision support answer? Absent: no such service is used, and nothing is said about it. */
  readonly safetyCheck?: () => Promise<'up' | 'down'>;
}

/** The open room. */
export interface Care {
  readonly routes: readonly Route[];
}

/** Opens the room. */
export function openCare({ record, settings = {}, safetyCheck = () => Promise.resolve('up') }: CareOptions): Care {
  const options = { settings: { ...DEFAULT_LOOP_SETTINGS, ...settings }, safetyCheck };
  return {
    routes: careRoutes(({ caller, reach, origin }) => record.context(caller, reach, `${origin}${BASE_PATH}`), options),
  };
}
