/**
 * When the doses of an order are due: listed moments, times of the day, or a steady interval from the start.
 *
 * Source  https://hl7.org/fhir/R4/datatypes.html#Timing
 * Proof   orders.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import { decimalText, intervalOf, zonedInstantOf, type EpochMs } from '../../kernel/index.ts';

type Order = ResourceOfType['MedicationRequest'];
type Dosage = NonNullable<Order['dosageInstruction']>[number];
type Repeat = NonNullable<NonNullable<Dosage['timing']>['repeat']>;

const UNIT_MS: Readonly<Record<string, number>> = {
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  wk: 604_800_000,
};

/** Is a dose due at this moment? */
export function isSlot(order: Order, moment: EpochMs, zone: string): boolean {
  const dosage = order.dosageInstruction?.[0];
  const { event, repeat } = dosage?.timing ?? {};
  if (event !== undefined) return event.some((text) => momentOf(text, zone) === moment);
  if (repeat === undefined || isEmpty(repeat)) return moment === onlySlot(order, zone);
  if (!isWithinBounds(repeat, moment, zone)) return false;
  if (repeat.timeOfDay !== undefined) {
    const time = zonedInstantOf(moment, zone).slice(11, 19);
    return repeat.timeOfDay.some((one) => one.slice(0, 8) === time);
  }
  return isOnInterval(order, repeat, moment, zone);
}

/** The one slot of an order without a schedule: when it was written. */
export function onlySlot({ authoredOn, dosageInstruction }: Order, zone: string): EpochMs | undefined {
  const { event, repeat } = dosageInstruction?.[0]?.timing ?? {};
  if (event !== undefined) return event.length === 1 ? momentOf(event[0], zone) : undefined;
  return repeat === undefined || isEmpty(repeat) ? momentOf(authoredOn, zone) : undefined;
}

function isEmpty({ timeOfDay, frequency, period }: Repeat): boolean {
  return timeOfDay === undefined && frequency === undefined && period === undefined;
}

function momentOf(text: string | undefined, zone: string): EpochMs | undefined {
  return text === undefined ? undefined : intervalOf(text, zone)?.low;
}

function isWithinBounds({ boundsPeriod }: Repeat, moment: EpochMs, zone: string): boolean {
  const start = momentOf(boundsPeriod?.start, zone) ?? -Infinity;
  const end = boundsPeriod?.end === undefined ? Infinity : (intervalOf(boundsPeriod.end, zone)?.high ?? -Infinity);
  return moment >= start && moment < end;
}

/** Hours between two doses of `frequency` in `period`, in ms; undefined where the unit has no fixed length. */
export function intervalMs({ frequency = 1, period, periodUnit }: Repeat): number | undefined {
  const unit = UNIT_MS[periodUnit ?? ''];
  return period === undefined || unit === undefined ? undefined : (Number(decimalText(period)) * unit) / frequency;
}

function isOnInterval(order: Order, repeat: Repeat, moment: EpochMs, zone: string): boolean {
  const interval = intervalMs(repeat);
  const start = momentOf(repeat.boundsPeriod?.start ?? order.authoredOn, zone);
  if (interval === undefined || start === undefined || interval <= 0) return false;
  const since = moment - start;
  return since >= 0 && Math.abs(since - Math.round(since / interval) * interval) < 1;
}
