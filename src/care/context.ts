/**
 * What every part of this room works with, and how its routes answer.
 *
 * Proof   bedside/routes.int.test.ts
 */
import type { RouteRequest, RouteResponse } from '../access/index.ts';
import type { Cds } from '../cds/index.ts';
import { operationOutcome, OutcomeError, type Clock } from '../kernel/index.ts';
import { BASE_PATH, type Context, type FhirRecord } from '../record/index.ts';
import type { Store } from '../store/index.ts';
import type { LoopSettings } from './loop/index.ts';

/** What a part is opened with. */
export interface CareContext {
  readonly record: FhirRecord;
  readonly store: Store;
  readonly clock: Clock;
  /** Zone of the hospital (IANA name). */
  readonly timeZone: string;
  /** Thresholds of the closed loops. */
  readonly settings: LoopSettings;
  /** Decision support; absent where none is used, and then orders say that nothing was checked. */
  readonly cds?: Cds | undefined;
  /** Does decision support answer? */
  readonly safetyCheck: () => Promise<'up' | 'down'>;
  /** File of the keys that sign documents; absent: keys of this process alone. */
  readonly signingKeys?: string | undefined;
  /** The record as the caller of a request may see and change it. */
  readonly contextOf: (request: Pick<RouteRequest, 'caller' | 'reach' | 'origin'>) => Context;
}

/** What a part is opened with, from what the room is. */
export function careContext(parts: Omit<CareContext, 'contextOf'>): CareContext {
  return {
    ...parts,
    contextOf: ({ caller, reach, origin }) => parts.record.context(caller, reach, `${origin}${BASE_PATH}`),
  };
}

/** The answer of a route: what fails leaves nothing in the record, and the refusal itself is noted under the route's path. */
export async function answered(
  context: Context,
  path: string,
  work: (context: Context) => Promise<unknown>,
): Promise<RouteResponse> {
  const headers = { 'cache-control': 'no-store' };
  try {
    return { status: 200, headers, body: await work(context), contentType: 'application/json' };
  } catch (error) {
    if (!(error instanceof OutcomeError)) throw error;
    await context.audit.append({
      agent: context.caller,
      kind: 'rest',
      interaction: path.slice(1).replaceAll('/', '-'),
      action: 'E',
      outcome: 'refused',
      outcomeText: error.code,
    });
    return { status: error.status, headers, body: operationOutcome(error.issues), contentType: 'application/json' };
  }
}
