/**
 * Which order is verified first: stat, then the one whose first dose comes soonest, then what is dangerous.
 *
 * A dose that is needed within the hour comes before any other; one that is late even more so.
 *
 * Proof   urgency.test.ts
 */
import type { EpochMs } from '../../kernel/index.ts';
import { isAsNeeded } from '../bedside/orders.ts';
import { slotsBetween } from '../bedside/slots.ts';
import { momentOf } from '../systems.ts';
import type { Request } from './codes.ts';

const HOUR = 3_600_000;
/** A first dose further away than this does not matter yet. */
const AHEAD = 3 * 24 * HOUR;

/** What makes an order urgent. */
export interface Urgency {
  readonly stat: boolean;
  readonly urgent: boolean;
  /** When the next dose is due that nobody could give yet; absent where it is given when needed. */
  readonly firstDue?: EpochMs;
  readonly highAlert: boolean;
}

/** How urgent an order is. */
export function urgencyOf(request: Request, now: EpochMs, zone: string, highAlert: boolean): Urgency {
  const { priority } = request;
  const firstDue = isAsNeeded(request) ? undefined : firstDueOf(request, now, zone);
  return {
    stat: priority === 'stat' || priority === 'asap',
    urgent: priority === 'urgent',
    highAlert,
    ...(firstDue === undefined ? {} : { firstDue }),
  };
}

/** The first dose after the order was written; doses of its past count, because they wait for us. */
function firstDueOf(request: Request, now: EpochMs, zone: string): EpochMs | undefined {
  const written = momentOf(request.authoredOn) ?? now;
  const from = Math.max(written, now - 12 * HOUR) as EpochMs;
  return slotsBetween(request, from, (now + AHEAD) as EpochMs, zone)[0];
}

/** The order of the worklist. */
export function byUrgency(one: Urgency, other: Urgency): number {
  if (one.stat !== other.stat) return one.stat ? -1 : 1;
  const [a, b] = [one.firstDue ?? Infinity, other.firstDue ?? Infinity];
  if (a !== b) return a - b;
  if (one.highAlert !== other.highAlert) return one.highAlert ? -1 : 1;
  return Number(other.urgent) - Number(one.urgent);
}
