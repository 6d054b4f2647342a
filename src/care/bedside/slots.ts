/**
 * When the doses of an order are due: listed moments, times of the day, or a steady interval from the start.
 *
 * Source  https://hl7.org/fhir/R4/datatypes.html#Timing
 * Proof   orders.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import { decimalText, instantOf, intervalOf, type EpochMs } from '../../kernel/index.ts';

type Order = ResourceOfType['MedicationRequest'];
type Dosage = NonNullable<Order['dosageInstruction']>[number];
type Repeat = NonNullable<NonNullable<Dosage['timing']>['repeat']>;

/** Most slots of one order that are looked at. */
const MOST_SLOTS = 300;
/** Shortest interval that is a schedule, in ms. */
const SHORTEST = 60_000;

const UNIT_MS: Readonly<Record<string, number>> = {
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  wk: 604_800_000,
};

/** Members of `Timing.repeat` that are understood; an order with others is not read at all, because half would be wrong. */
const UNDERSTOOD = new Set(['boundsPeriod', 'timeOfDay', 'frequency', 'period', 'periodUnit']);

/** Can the schedule of the order be read in full? */
export function hasReadableTiming({ dosageInstruction }: Order): boolean {
  const timing = dosageInstruction?.[0]?.timing;
  if (timing === undefined) return true;
  const { event, repeat } = timing;
  if (event !== undefined) return event.length > 0 && repeat === undefined;
  if (repeat === undefined || !Object.keys(repeat).every((name) => UNDERSTOOD.has(name))) return false;
  return repeat.timeOfDay === undefined ? intervalMs(repeat) !== undefined : (repeat.periodUnit ?? 'd') === 'd';
}

/** Is a dose due at exactly this moment? Each dose has one moment, so that it can be given once. */
export function isSlot(order: Order, moment: EpochMs, zone: string): boolean {
  return slotsBetween(order, moment, (moment + 1) as EpochMs, zone).length > 0;
}

/** The moments from `from` up to `to` at which doses are due, at most `MOST_SLOTS`. */
export function slotsBetween(order: Order, from: EpochMs, to: EpochMs, zone: string): readonly EpochMs[] {
  if (!hasReadableTiming(order)) return [];
  const { event, repeat } = order.dosageInstruction?.[0]?.timing ?? {};
  const slots =
    event !== undefined
      ? event.flatMap((text) => momentOf(text, zone) ?? [])
      : repeat === undefined
        ? [momentOf(order.authoredOn, zone)].flatMap((one) => one ?? [])
        : repeated(order, repeat, from, to, zone);
  return [...new Set(slots)].filter((one) => one >= from && one < to).toSorted((one, other) => one - other);
}

/** The one slot of an order that has only one. */
export function onlySlot({ authoredOn, dosageInstruction }: Order, zone: string): EpochMs | undefined {
  const timing = dosageInstruction?.[0]?.timing;
  if (timing === undefined) return momentOf(authoredOn, zone);
  return timing.event?.length === 1 ? momentOf(timing.event[0], zone) : undefined;
}

function repeated(order: Order, repeat: Repeat, from: EpochMs, to: EpochMs, zone: string): readonly EpochMs[] {
  const slots =
    repeat.timeOfDay === undefined ? steady(order, repeat, from, to, zone) : daily(repeat.timeOfDay, from, to, zone);
  return slots.filter((one) => isWithinBounds(repeat, one, zone));
}

const DAY = 86_400_000;

/** Times of the day on the clocks of the zone: of the days of UTC around the window, as no zone is a day off. */
function daily(times: readonly string[], from: EpochMs, to: EpochMs, zone: string): readonly EpochMs[] {
  const days = Math.min(Math.ceil((to - from) / DAY), MOST_SLOTS);
  const dates = Array.from({ length: days + 4 }, (_, at) => instantOf((from + (at - 2) * DAY) as EpochMs).slice(0, 10));
  return dates.flatMap((date) => times.flatMap((time) => localMoment(`${date}T${time.slice(0, 8)}`, zone) ?? []));
}

/** Moments of wall-clock texts: a ward asks for the same few again and again, and reading a zone takes long. */
const known = new Map<string, EpochMs | undefined>();
const MOST_KNOWN = 5000;

function localMoment(text: string, zone: string): EpochMs | undefined {
  const key = `${zone} ${text}`;
  if (known.has(key)) return known.get(key);
  const moment = momentOf(text, zone);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, moment);
  return moment;
}

/** A steady interval from the start of the order; a fraction of a ms is cut off. */
function steady(order: Order, repeat: Repeat, from: EpochMs, to: EpochMs, zone: string): readonly EpochMs[] {
  const interval = intervalMs(repeat);
  const start = momentOf(repeat.boundsPeriod?.start ?? order.authoredOn, zone);
  if (interval === undefined || start === undefined) return [];
  const first = Math.max(0, Math.floor((from - start) / interval));
  const count = Math.min(MOST_SLOTS, Math.max(0, Math.ceil((to - start) / interval) - first + 1));
  return Array.from({ length: count }, (_, at) => Math.floor(start + (first + at) * interval) as EpochMs);
}

function momentOf(text: string | undefined, zone: string): EpochMs | undefined {
  return text === undefined ? undefined : intervalOf(text, zone)?.low;
}

/** Is an as-needed order over? Its period says until when it may be given. */
export function isOver({ dosageInstruction }: Order, now: EpochMs, zone: string): boolean {
  const end = dosageInstruction?.[0]?.timing?.repeat?.boundsPeriod?.end;
  return end !== undefined && now >= (intervalOf(end, zone)?.high ?? -Infinity);
}

function isWithinBounds({ boundsPeriod }: Repeat, moment: EpochMs, zone: string): boolean {
  const start = momentOf(boundsPeriod?.start, zone) ?? -Infinity;
  const end = boundsPeriod?.end === undefined ? Infinity : (intervalOf(boundsPeriod.end, zone)?.high ?? -Infinity);
  return moment >= start && moment < end;
}

/** Time between two doses of `frequency` in `period`, in ms; undefined where there is none, or of no fixed length. */
export function intervalMs({ frequency = 1, period, periodUnit }: Repeat): number | undefined {
  const unit = UNIT_MS[periodUnit ?? ''];
  if (period === undefined || unit === undefined || frequency < 1) return undefined;
  const interval = (Number(decimalText(period)) * unit) / frequency;
  return interval >= SHORTEST ? interval : undefined;
}
