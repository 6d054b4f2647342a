/**
 * Corrections of vital signs: amended with the value that was meant, or entered in error. Both versions stay readable, and the
 * score that rests on the value follows.
 *
 * Source  https://hl7.org/fhir/R4/valueset-observation-status.html
 * Proof   correction.test.ts, corrections.int.test.ts, round.int.test.ts
 */
import { z } from 'zod';
import { decimalText, instantOf, OutcomeError, type EpochMs } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { findResources, idIn, readResource } from '../bedside/chart.ts';
import { lockResources, type Session } from '../bedside/session.ts';
import { CARE_SYSTEM } from '../loop/index.ts';
import { attempt, code, id, words } from './body.ts';
import { careCodeOf, careConcept, refer, SHARED, UCUM, withExtension, type Observation } from './codes.ts';
import { nextRoundAfter, openTasks } from './due.ts';
import { dueOf, escalate, scoreInput } from './escalation.ts';
import { FLUIDS } from './fluids.ts';
import { scoreFacts, scoreMembers, scoreOf, type Readings } from './score.ts';
import { CONSCIOUSNESS, LEVELS, plausibility, quantityOf, SIGNS, signOf, type Level, type SignName } from './vitals.ts';
import { make, once, ownReference, replace } from './write.ts';

const value = z.union([z.number(), z.string().regex(/^\d{1,4}(?:\.\d{1,2})?$/, 'a number')]).transform(String);

export const correction = z
  .strictObject({
    attempt,
    observation: id,
    act: z.enum(['amend', 'entered-in-error']),
    /** What was meant; of blood pressure the systolic, the diastolic, or both. */
    value: value.optional(),
    diastolic: value.optional(),
    consciousness: z.enum(['A', 'C', 'V', 'P', 'U']).optional(),
    reason: code,
    note: words.optional(),
  })
  .refine(
    ({ act, value: told, diastolic, consciousness }) =>
      (act === 'amend') === [told, diastolic, consciousness].some((one) => one !== undefined),
    { message: 'value: tell it where a value is amended, and only there' },
  );
export type Correction = z.output<typeof correction>;

/** What a correction answers. */
export interface CorrectionAnswer {
  readonly observation: string;
  readonly status: string;
  /** The score that rests on it, and what became of it. */
  readonly news2?: { readonly observation: string; readonly status: string; readonly total?: number };
}

/** Corrects an observation. */
export async function correct(context: Context, body: Correction): Promise<CorrectionAnswer> {
  const before = await readResource(context, 'Observation', body.observation);
  const patient = idIn(before.subject, 'Patient') ?? '';
  return once(context, 'correction', patient, body, async (session) => {
    await lockResources(session, [`Observation/${body.observation}`]);
    const standing = await readResource(session.own, 'Observation', body.observation);
    demandCorrectable(standing);
    const status = body.act === 'amend' ? 'amended' : 'entered-in-error';
    const changed = body.act === 'amend' ? amended(standing, body) : standing;
    const extension = withExtension(changed.extension, 'corrected-because', { valueCode: body.reason });
    const note = body.note === undefined ? (standing.note ?? []) : [...(standing.note ?? []), { text: body.note }];
    await replace(session.own, { ...changed, status, extension, note });
    await witness(session, body);
    const news2 = await rescore(session, patient, body.observation);
    return { observation: body.observation, status, ...(news2 === undefined ? {} : { news2 }) };
  });
}

function demandCorrectable({ status, code: what, category = [] }: Observation): void {
  if (status === 'entered-in-error') {
    throw new OutcomeError('conflict', 'care.already-in-error', 'This value was taken back already; chart a new one.');
  }
  const vital = category.some(({ coding = [] }) => coding.some((one) => SHARED.has(one.code ?? '')));
  if (!vital || careCodeOf(what) === 'news2') {
    const text = 'Only what was charted on the ward is corrected here; a score follows its values.';
    throw new OutcomeError('business-rule', 'care.not-correctable', text);
  }
}

/** The observation with what was meant. What does not fit it is refused: it would say that it was amended, and be as before. */
export function amended(
  one: Observation,
  body: Pick<Correction, 'value' | 'diastolic' | 'consciousness'>,
): Observation {
  const { value: told, diastolic, consciousness } = body;
  const isLevel = one.code.coding?.some((coding) => coding.code === CONSCIOUSNESS) === true;
  if (isLevel && consciousness !== undefined && told === undefined && diastolic === undefined) {
    return { ...one, valueCodeableConcept: { coding: [LEVELS[consciousness]] } };
  }
  if (isLevel || consciousness !== undefined) throw doesNotFit();
  if (one.component !== undefined) return { ...one, component: meantParts(one.component, body) };
  const [name, kind = ''] = [signOf(one), careCodeOf(one.code)];
  const isKnown = name !== undefined || Object.hasOwn(FLUIDS, kind);
  if (told === undefined || diastolic !== undefined || !isKnown) throw doesNotFit();
  return { ...one, valueQuantity: name === undefined ? amountOf(told) : checked(name, told) };
}

function doesNotFit(): OutcomeError {
  const text = 'That is no value of this kind of entry; take it back as entered in error, and chart it anew.';
  return new OutcomeError('value', 'care.correction-does-not-fit', text);
}

/** An amount that went in or came out. */
function amountOf(text: string): NonNullable<Observation['valueQuantity']> {
  const amount = Number(text);
  if (Number.isInteger(amount) && amount >= 1 && amount <= 10_000)
    return { value: amount, unit: 'mL', system: UCUM, code: 'mL' };
  const fault = `${text} mL: enter a whole number from 1 to 10000.`;
  throw new OutcomeError('value', 'care.value-impossible', fault);
}

/** The parts of a blood pressure. */
function meantParts(parts: readonly Part[], body: Pick<Correction, 'value' | 'diastolic'>): Part[] {
  const names = new Set(parts.map((part) => signOf(part)));
  if (body.value !== undefined && !names.has('systolic')) throw doesNotFit();
  if (body.diastolic !== undefined && !names.has('diastolic')) throw doesNotFit();
  return parts.map((part) => meant(part, body));
}

type Part = NonNullable<Observation['component']>[number];

function meant(part: Part, { value: systolic, diastolic }: Pick<Correction, 'value' | 'diastolic'>): Part {
  const name = signOf(part);
  const text = name === 'systolic' ? systolic : name === 'diastolic' ? diastolic : undefined;
  return name === undefined || text === undefined ? part : { ...part, valueQuantity: checked(name, text) };
}

function checked(name: SignName, text: string): NonNullable<Observation['valueQuantity']> {
  if (plausibility(name, Number(text)) !== 'impossible') return quantityOf(name, text);
  const { en, possible, shown } = SIGNS[name];
  const range = `${possible[0]} to ${possible[1]} ${shown}`;
  throw new OutcomeError('value', 'care.value-impossible', `${en} ${text}: outside of ${range}; enter it again.`);
}

/** Who corrected what, and why. */
async function witness(session: Session, { observation, act, reason }: Correction): Promise<void> {
  await make(session.own, {
    resourceType: 'Provenance',
    target: [refer('Observation', observation)],
    recorded: instantOf(session.own.clock.now()),
    activity: careConcept(act),
    reason: [careConcept(reason)],
    agent: [{ who: ownReference(session.own) }],
  });
}

/** Scores the round anew; without one of its values there is no score. */
async function rescore(
  session: Session,
  patient: string,
  observation: string,
): Promise<CorrectionAnswer['news2'] | undefined> {
  const criteria = {
    patient: `Patient/${patient}`,
    code: `${CARE_SYSTEM}|news2`,
    'derived-from': `Observation/${observation}`,
  };
  const found = await findResources(session.own, 'Observation', criteria);
  const score = found.find(({ status }) => status !== 'entered-in-error');
  if (score?.id === undefined) return undefined;
  const members: Observation[] = [];
  for (const one of score.derivedFrom ?? []) {
    members.push(await readResource(session.own, 'Observation', idIn(one, 'Observation') ?? ''));
  }
  const facts = await scoreFacts(session, patient);
  const scale = scaleOf(score) ?? facts.scale;
  const result = scoreOf(readingsIn(members), { ...facts, scale });
  if (result.status === 'complete') {
    await replace(session.own, { ...score, ...scoreMembers(result, scale), status: 'amended' });
    await follow(session, patient, score, result);
    return { observation: score.id, status: 'amended', total: result.total };
  }
  await replace(session.own, { ...score, status: 'entered-in-error' });
  await follow(session, patient, score, undefined);
  return { observation: score.id, status: 'entered-in-error' };
}

type Complete = Extract<ReturnType<typeof scoreOf>, { status: 'complete' }>;

/**
 * The newest score decides what is due: lists show the corrected one, the next round comes no later than it asks for, and whoever
 * must come is asked. An older round changes none of that.
 */
async function follow(
  session: Session,
  patient: string,
  { id: news2 = '', encounter }: Observation,
  score: Complete | undefined,
): Promise<void> {
  const rests = (await openTasks(session, patient, 'vital-signs')).filter(
    ({ reasonReference }) => idIn(reasonReference, 'Observation') === news2,
  );
  const now = session.own.clock.now();
  for (const task of rests) {
    const due = Math.min(dueOf(task), now + nextRoundAfter(score) * 60_000) as EpochMs;
    const restriction = { ...task.restriction, period: { ...task.restriction?.period, end: instantOf(due) } };
    await replace(session.own, { ...task, restriction, input: score === undefined ? [] : [...scoreInput(score)] });
  }
  if (score === undefined || rests.length === 0) return;
  await escalate(session, { patient, encounter: idIn(encounter, 'Encounter'), at: now }, score, news2);
}

/** The scale that was valid when the round was charted. */
function scaleOf({ component = [] }: Observation): 1 | 2 | undefined {
  const scale = component.find((part) => careCodeOf(part.code) === 'news2-spo2-scale')?.valueInteger;
  return scale === 1 || scale === 2 ? scale : undefined;
}

/** The numbers of observations that stand. */
export function readingsIn(observations: readonly Observation[]): Readings {
  const numbers: Record<string, number> = {};
  let level: Level | undefined;
  for (const one of observations) {
    if (one.status === 'entered-in-error') continue;
    for (const part of [one, ...(one.component ?? [])]) {
      const name = signOf(part);
      if (name !== undefined && part.valueQuantity?.value !== undefined) {
        numbers[name] = Number(decimalText(part.valueQuantity.value));
      }
    }
    if (one.code.coding?.some((coding) => coding.code === CONSCIOUSNESS) === true) level = levelIn(one);
  }
  const flow = numbers['oxygenFlow'];
  return {
    ...numbers,
    ...(flow === undefined ? {} : { oxygen: flow > 0 }),
    ...(level === undefined ? {} : { consciousness: level }),
  };
}

function levelIn({ valueCodeableConcept }: Observation): Level | undefined {
  const codes = new Set((valueCodeableConcept?.coding ?? []).map((one) => one.code));
  return (Object.keys(LEVELS) as Level[]).find((one) => codes.has(LEVELS[one].code));
}
