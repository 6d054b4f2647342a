/**
 * The flowsheet: rounds of vital signs of some hours, newest first, each value with its observation; and the score of a round
 * before it is charted.
 *
 * Proof   flowsheet.int.test.ts
 */
import { z } from 'zod';
import type { News2Result } from '../../cds/index.ts';
import { decimalText, instantOf, intervalOf, type EpochMs } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { findResources, idIn } from '../bedside/chart.ts';
import { inSession } from '../bedside/session.ts';
import { id } from './body.ts';
import { careCodeOf, extensionOf, type Observation } from './codes.ts';
import { readingsOf, round } from './round.ts';
import { scoreFacts, scoreOf } from './score.ts';
import { CONSCIOUSNESS, LEVELS, signOf, SIGNS, type Level, type SignName } from './vitals.ts';

const HOUR_MS = 3_600_000;

export const flowsheetQuery = z.strictObject({
  patient: id,
  hours: z.coerce.number().int().min(1).max(168).default(48),
});
export type FlowsheetQuery = z.output<typeof flowsheetQuery>;

/** A charted value. */
export interface SheetValue {
  readonly observation: string;
  readonly text: string;
  readonly status: string;
  readonly reason?: string;
}

/** What was charted at one moment. */
export interface SheetRound {
  readonly at: string;
  readonly by?: string;
  readonly values: Readonly<Partial<Record<SignName | 'consciousness', SheetValue>>>;
  readonly news2?: {
    readonly observation: string;
    readonly total: number;
    readonly band: string;
    readonly scale: number;
    readonly status: string;
    readonly points: Readonly<Record<string, number>>;
  };
  readonly notes?: readonly string[];
}

/** What a screen of a flowsheet needs. */
export interface Flowsheet {
  readonly at: string;
  readonly scale: 1 | 2;
  /** Why no score can be given to this patient. */
  readonly noScore?: string;
  readonly nextDue?: string;
  readonly signs: Readonly<Record<string, { readonly unit: string; readonly usual: readonly [number, number] }>>;
  readonly rounds: readonly SheetRound[];
}

/** Reads a flowsheet. */
export async function readFlowsheet(context: Context, { patient, hours }: FlowsheetQuery): Promise<Flowsheet> {
  const now = context.clock.now();
  const since = instantOf((now - hours * HOUR_MS) as EpochMs);
  const of = { patient: `Patient/${patient}` };
  const [observations, facts, tasks] = await Promise.all([
    findResources(context, 'Observation', { ...of, category: 'vital-signs', date: `ge${since}` }),
    inSession(context, (session) => scoreFacts(session, patient)),
    findResources(context, 'Task', { ...of, code: 'vital-signs', status: 'requested,accepted' }),
  ]);
  const probe = scoreOf({}, facts);
  const nextDue = tasks.flatMap(({ restriction }) => restriction?.period?.end ?? []).toSorted()[0];
  return {
    at: instantOf(now),
    scale: facts.scale,
    ...(probe.status === 'not-applicable' ? { noScore: probe.reason } : {}),
    ...(nextDue === undefined ? {} : { nextDue }),
    signs: Object.fromEntries(Object.entries(SIGNS).map(([name, { shown, usual }]) => [name, { unit: shown, usual }])),
    rounds: roundsOf(observations),
  };
}

/** Observations by the minute in which they were taken, newest first. */
export function roundsOf(observations: readonly Observation[]): readonly SheetRound[] {
  const byMinute = new Map<string, Observation[]>();
  for (const one of observations) {
    const at = one.effectiveDateTime;
    if (at === undefined) continue;
    const key = minuteOf(at);
    byMinute.set(key, [...(byMinute.get(key) ?? []), one]);
  }
  return [...byMinute]
    .map(([, members]) => roundOf(members))
    .toSorted((a, b) => (minuteOf(a.at) < minuteOf(b.at) ? 1 : -1));
}

function minuteOf(text: string): string {
  const moment = intervalOf(text)?.low;
  return moment === undefined ? text : instantOf((Math.floor(moment / 60_000) * 60_000) as EpochMs);
}

function roundOf(members: readonly Observation[]): SheetRound {
  const values: Partial<Record<SignName | 'consciousness', SheetValue>> = {};
  // What stands is shown before what was taken back.
  for (const one of members.toSorted((a, b) => rankOf(b) - rankOf(a))) Object.assign(values, valuesOf(one));
  const score = members.find((one) => careCodeOf(one.code) === 'news2' && one.status !== 'entered-in-error');
  const notes = members.flatMap(({ note = [] }) => note.map(({ text }) => text));
  const by = members.flatMap(({ performer = [] }) => performer)[0];
  const name = by?.display ?? idIn(by, 'Practitioner');
  return {
    at: members[0]?.effectiveDateTime ?? '',
    ...(name === undefined ? {} : { by: name }),
    values,
    ...(score === undefined ? {} : { news2: scoreIn(score) }),
    ...(notes.length === 0 ? {} : { notes }),
  };
}

function rankOf({ status }: Observation): number {
  return status === 'entered-in-error' ? 1 : 0;
}

function valuesOf(one: Observation): Partial<Record<SignName | 'consciousness', SheetValue>> {
  const found: Partial<Record<SignName | 'consciousness', SheetValue>> = {};
  const reason = extensionOf(one, 'unusual-because')?.valueCode;
  const head = { observation: one.id ?? '', status: one.status, ...(reason === undefined ? {} : { reason }) };
  for (const part of [one, ...(one.component ?? [])]) {
    const name = signOf(part);
    const value = part.valueQuantity?.value;
    if (name !== undefined && value !== undefined) found[name] = { ...head, text: decimalText(value) };
  }
  const level = levelOf(one);
  if (level !== undefined) found.consciousness = { ...head, text: level };
  return found;
}

function levelOf({ code, valueCodeableConcept }: Observation): Level | undefined {
  if (code.coding?.some((one) => one.code === CONSCIOUSNESS || one.code === '80288-4') !== true) return undefined;
  const codes = new Set((valueCodeableConcept?.coding ?? []).map((one) => one.code));
  return (Object.keys(LEVELS) as Level[]).find((one) => codes.has(LEVELS[one].code));
}

function scoreIn(one: Observation): NonNullable<SheetRound['news2']> {
  const points: Record<string, number> = {};
  let scale = 1;
  for (const { code, valueQuantity, valueInteger } of one.component ?? []) {
    const name = careCodeOf(code)?.replace('news2-', '');
    if (name === 'spo2-scale') scale = valueInteger ?? 1;
    else if (name !== undefined) points[name] = Number(valueQuantity?.value ?? 0);
  }
  const band = careCodeOf(one.interpretation?.[0])?.replace('news2-', '') ?? '';
  const total = Number(one.valueQuantity?.value ?? 0);
  return { observation: one.id ?? '', total, band, scale, status: one.status, points };
}

export const preview = round
  .pick({ patient: true, values: true, consciousness: true, air: true })
  .partial({ values: true });

/** Scores what was typed so far; writes nothing. */
export function previewScore(
  context: Context,
  body: z.output<typeof preview>,
): Promise<{ readonly score: News2Result; readonly scale: 1 | 2 }> {
  return inSession(context, async (session) => {
    const facts = await scoreFacts(session, body.patient);
    const readings = readingsOf({
      values: body.values ?? {},
      consciousness: body.consciousness,
      air: body.air,
    });
    return { score: scoreOf(readings, facts), scale: facts.scale };
  });
}
