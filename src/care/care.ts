/**
 * The room, opened over a record whose migrations (and those of this room) have run.
 *
 * Proof   bedside/medication.int.test.ts
 */
import { houseCaller, UNLIMITED, type Route } from '../access/index.ts';
import type { Cds } from '../cds/index.ts';
import { systemClock, type Clock } from '../kernel/index.ts';
import type { FhirRecord } from '../record/index.ts';
import type { Store } from '../store/index.ts';
import { bedsideRoutes } from './bedside/routes.ts';
import { careContext } from './context.ts';
import { documentsRoutes } from './documents/documents.ts';
import { downtimeRoutes } from './downtime/routes.ts';
import { labelRoutes } from './labels/index.ts';
import { bloodRoutes } from './blood/routes.ts';
import { escalate } from './laboratory/critical.ts';
import { laboratoryRoutes } from './laboratory/routes.ts';
import { milkRoutes } from './milk/routes.ts';
import { ordersRoutes } from './orders/routes.ts';
import { wardRoutes } from './ward/routes.ts';
import { DEFAULT_LOOP_SETTINGS, type LoopSettings } from './loop/index.ts';
import { pharmacyRoutes } from './pharmacy/index.ts';

/** What the room is opened with. */
export interface CareOptions {
  readonly record: FhirRecord;
  readonly store: Store;
  readonly clock?: Clock;
  /** Zone of the hospital (IANA name). */
  readonly timeZone?: string;
  /** Thresholds of the hospital; those not given are the usual ones. */
  readonly settings?: Partial<LoopSettings>;
  /** Decision support. */
  readonly cds?: Cds;
  /** Does decision support answer? Absent: it does where it is there. */
  readonly safetyCheck?: () => Promise<'up' | 'down'>;
  /** File of the keys that sign documents; absent: keys of this process alone, for tests. */
  readonly signingKeys?: string;
}

/** The open room. */
export interface Care {
  readonly routes: readonly Route[];
  /** Looks after what nobody asks for: tells others of critical results that wait too long. To be called again and again. */
  readonly watch: () => Promise<void>;
}

/** Opens the room. */
export function openCare(options: CareOptions): Care {
  const { record, store, clock = systemClock, timeZone = 'Asia/Seoul', settings = {}, cds } = options;
  const care = careContext({
    record,
    store,
    clock,
    timeZone,
    settings: { ...DEFAULT_LOOP_SETTINGS, ...settings },
    cds,
    signingKeys: options.signingKeys,
    safetyCheck: options.safetyCheck ?? (() => Promise.resolve('up')),
  });
  return {
    routes: [
      ...bedsideRoutes(care),
      ...documentsRoutes(care),
      ...labelRoutes(),
      ...pharmacyRoutes(care),
      ...laboratoryRoutes(care),
      ...bloodRoutes(care),
      ...milkRoutes(care),
      ...downtimeRoutes(care),
      ...ordersRoutes(care),
      ...wardRoutes(care),
    ],
    watch: async () => {
      await escalate(record.context(houseCaller('care'), UNLIMITED), care.settings);
    },
  };
}
