/**
 * Corrections of vital signs: amended with the value that was meant, or entered in error. Both versions stay readable, and the
 * score that rests on the value follows.
 *
 * Source  https://hl7.org/fhir/R4/valueset-observation-status.html
 * Proof   round.int.test.ts
 */
import { z } from 'zod';
import { decimalText, instantOf, OutcomeError } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { findResources, idIn, readResource } from '../bedside/chart.ts';
import { lockResources, type Session } from '../bedside/session.ts';
import { CARE_SYSTEM } from '../loop/index.ts';
import { attempt, code, id, words } from './body.ts';
import { careCodeOf, careConcept, refer, SHARED, withExtension, type Observation } from './codes.ts';
import { scoreFacts, scoreMembers, scoreOf, type Readings } from './score.ts';
import { CONSCIOUSNESS, LEVELS, plausibility, quantityOf, SIGNS, signOf, type Level, type SignName } from './vitals.ts';
import { make, once, ownReference, replace } from './write.ts';

const value = z.union([z.number(), z.string().regex(/^\d{1,4}(?:\.\d{1,2})?$/, 'a number')]).transform(String);

export const correction = z
  .strictObject({
    attempt,
    observation: id,
    act: z.enum(['amend', 'entered-in-error']),
    /** What was meant; of blood pressure the systolic. */
    value: value.optional(),
    diastolic: value.optional(),
    consciousness: z.enum(['A', 'C', 'V', 'P', 'U']).optional(),
    reason: code,
    note: words.optional(),
  })
  .refine(
    ({ act, value: told, consciousness }) => (act === 'amend') === (told !== undefined || consciousness !== undefined),
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

/** The observation with what was meant. */
function amended(one: Observation, body: Correction): Observation {
  if (body.consciousness !== undefined) {
    return { ...one, valueCodeableConcept: { coding: [LEVELS[body.consciousness]] } };
  }
  if (one.component !== undefined) return { ...one, component: one.component.map((part) => meant(part, body)) };
  const name = signOf(one);
  if (name === undefined || body.value === undefined) return one;
  return { ...one, valueQuantity: checked(name, body.value) };
}

type Part = NonNullable<Observation['component']>[number];

function meant(part: Part, { value: systolic, diastolic }: Correction): Part {
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
    return { observation: score.id, status: 'amended', total: result.total };
  }
  await replace(session.own, { ...score, status: 'entered-in-error' });
  return { observation: score.id, status: 'entered-in-error' };
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
