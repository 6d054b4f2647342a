/**
 * Intake and output: what went in and came out, with the running balance of each shift and day.
 *
 * Days begin at 07:00 of the hospital's zone; shifts are day (07–15), evening (15–23) and night (23–07).
 *
 * Unit    mL
 * Source  shifts as Korean wards have them; https://hl7.org/fhir/R4/observation.html
 * Proof   fluids.test.ts, nursing.int.test.ts
 */
import { z } from 'zod';
import { decimalText, instantOf, intervalOf, zonedInstantOf, type EpochMs } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { findResources, idIn } from '../bedside/chart.ts';
import { attempt, id, moment, words } from './body.ts';
import { sortable } from './census.ts';
import { careCodeOf, careConcept, OBSERVATION_CATEGORY, refer, UCUM, type Observation } from './codes.ts';
import { make, momentIn, once, ownReference } from './write.ts';

export const FLUIDS = {
  'intake-oral': '경구',
  'intake-intravenous': '정맥 수액',
  'intake-enteral': '경관 영양',
  'intake-blood': '수혈',
  'intake-other': '기타 섭취',
  'output-urine': '소변',
  'output-drain': '배액',
  'output-vomit': '구토',
  'output-stool': '대변',
  'output-other': '기타 배설',
} as const;
export type FluidKind = keyof typeof FLUIDS;
const KINDS = Object.keys(FLUIDS) as [FluidKind, ...FluidKind[]];

export const fluid = z.strictObject({
  attempt,
  patient: id,
  encounter: id.optional(),
  kind: z.enum(KINDS),
  millilitres: z.coerce.number().int().min(1).max(10_000),
  at: moment.optional(),
  note: words.optional(),
});
export type Fluid = z.output<typeof fluid>;

/** Charts an amount. */
export function chartFluid(context: Context, body: Fluid): Promise<{ readonly observation: string }> {
  return once(context, 'fluid', body.patient, body, async (session) => {
    const at = momentIn(session.own, body.at);
    const observation = await make(session.own, {
      resourceType: 'Observation',
      status: 'final',
      category: [{ coding: [{ system: OBSERVATION_CATEGORY, code: 'activity', display: 'Activity' }] }],
      code: careConcept(body.kind, FLUIDS[body.kind]),
      subject: refer('Patient', body.patient),
      ...(body.encounter === undefined ? {} : { encounter: refer('Encounter', body.encounter) }),
      effectiveDateTime: instantOf(at),
      issued: instantOf(session.own.clock.now()),
      performer: [ownReference(session.own)],
      valueQuantity: { value: body.millilitres, unit: 'mL', system: UCUM, code: 'mL' },
      ...(body.note === undefined ? {} : { note: [{ text: body.note }] }),
    });
    return { observation };
  });
}

export const fluidsQuery = z.strictObject({ patient: id, days: z.coerce.number().int().min(1).max(14).default(2) });

export interface FluidEntry {
  readonly observation: string;
  readonly kind: string;
  readonly millilitres: number;
  readonly at: string;
  readonly by?: string;
  readonly status: string;
}

export interface Balance {
  readonly intake: number;
  readonly output: number;
  readonly balance: number;
}

export type ShiftName = 'day' | 'evening' | 'night';

export interface FluidDay {
  /** The date on which it began. */
  readonly date: string;
  readonly total: Balance;
  readonly shifts: Readonly<Record<ShiftName, Balance>>;
  readonly entries: readonly FluidEntry[];
}

const DAY_MS = 86_400_000;

/** Reads the last days, newest first. */
export async function readFluids(
  context: Context,
  { patient, days }: z.output<typeof fluidsQuery>,
): Promise<{ readonly at: string; readonly days: readonly FluidDay[] }> {
  const now = context.clock.now();
  const date = `ge${instantOf((now - days * DAY_MS) as EpochMs)}`;
  const criteria = { patient: `Patient/${patient}`, category: 'activity', date };
  const found = await findResources(context, 'Observation', criteria);
  return { at: instantOf(now), days: fluidDays(found, context.settings.timeZone) };
}

/** Amounts by day and shift, newest first. What was entered in error is shown, and not counted. */
export function fluidDays(observations: readonly Observation[], zone: string): readonly FluidDay[] {
  const byDay = new Map<string, FluidEntry[]>();
  for (const one of observations) {
    const entry = entryOf(one);
    if (entry === undefined) continue;
    const { date } = shiftAt(entry.at, zone);
    byDay.set(date, [...(byDay.get(date) ?? []), entry]);
  }
  return [...byDay]
    .toSorted(([a], [b]) => (a < b ? 1 : -1))
    .map(([date, entries]) =>
      dayOf(
        date,
        entries.toSorted((a, b) => sortable(b.at) - sortable(a.at)),
        zone,
      ),
    );
}

function entryOf(one: Observation): FluidEntry | undefined {
  const kind = careCodeOf(one.code);
  const value = one.valueQuantity?.value;
  const at = one.effectiveDateTime;
  if (kind === undefined || !(kind in FLUIDS) || value === undefined || at === undefined) return undefined;
  const by = one.performer?.[0];
  const name = by?.display ?? idIn(by, 'Practitioner');
  return {
    observation: one.id ?? '',
    kind,
    millilitres: Number(decimalText(value)),
    at,
    status: one.status,
    ...(name === undefined ? {} : { by: name }),
  };
}

/** The day and shift of a moment: before seven it is still the night of the day before. */
export function shiftAt(at: string, zone: string): { readonly date: string; readonly shift: ShiftName } {
  const low = intervalOf(at)?.low ?? (0 as EpochMs);
  const local = zonedInstantOf(low, zone);
  const [day, hour] = [local.slice(0, 10), Number(local.slice(11, 13))];
  const date = hour >= 7 ? day : dayBefore(day);
  const shift = hour >= 7 && hour < 15 ? 'day' : hour >= 15 && hour < 23 ? 'evening' : 'night';
  return { date, shift };
}

/** By the calendar: where clocks are changed, a day does not last 24 hours. */
function dayBefore(date: string): string {
  const midnight = intervalOf(date)?.low ?? (0 as EpochMs);
  return instantOf((midnight - DAY_MS) as EpochMs).slice(0, 10);
}

function dayOf(date: string, entries: readonly FluidEntry[], zone: string): FluidDay {
  const counted = entries.filter(({ status }) => status !== 'entered-in-error');
  const of = (shift: ShiftName) => balanceOf(counted.filter(({ at }) => shiftAt(at, zone).shift === shift));
  const shifts = { day: of('day'), evening: of('evening'), night: of('night') };
  return { date, total: balanceOf(counted), shifts, entries };
}

function balanceOf(entries: readonly FluidEntry[]): Balance {
  const sum = (prefix: string) =>
    entries.filter(({ kind }) => kind.startsWith(prefix)).reduce((total, one) => total + one.millilitres, 0);
  const [intake, output] = [sum('intake-'), sum('output-')];
  return { intake, output, balance: intake - output };
}
