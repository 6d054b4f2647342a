/**
 * A round of vital signs: every value, the score, what is due next and who must come, in one transaction.
 *
 * Proof   round.int.test.ts
 */
import { z } from 'zod';
import type { News2Result } from '../../cds/index.ts';
import { instantOf, OutcomeError, type EpochMs } from '../../kernel/index.ts';
import type { Reference } from '../../fhir/index.ts';
import type { Context } from '../../record/index.ts';
import { findResources } from '../bedside/chart.ts';
import type { Session } from '../bedside/session.ts';
import { CARE_SYSTEM } from '../loop/index.ts';
import { attempt, code, id, invalidBody, moment, words } from './body.ts';
import { EXTENSIONS, LOINC, OBSERVATION_CATEGORY, OPEN_STAYS, refer, type Observation } from './codes.ts';
import { completeTasks, makeTask, nextRoundAfter, openTasks, type DueFor } from './due.ts';
import { escalate, scoreInput } from './escalation.ts';
import { scoreFacts, scoreMembers, scoreOf, type Readings } from './score.ts';
import {
  CONSCIOUSNESS,
  LEVELS,
  plausibility,
  PRESSURE,
  quantityOf,
  signConcept,
  SIGN_NAMES,
  SIGNS,
  type SignName,
} from './vitals.ts';
import { make, momentIn, once, ownReference } from './write.ts';

/** A number as it was typed: its digits are kept. */
const typed = z.union([z.number(), z.string().regex(/^\d{1,4}(?:\.\d{1,2})?$/, 'a number')]).transform(String);

export const round = z.strictObject({
  attempt,
  patient: id,
  encounter: id.optional(),
  at: moment.optional(),
  values: z.partialRecord(z.enum(SIGN_NAMES as [SignName]), typed).default({}),
  consciousness: z.enum(['A', 'C', 'V', 'P', 'U']).optional(),
  /** Breathes air (no oxygen), where no flow is told. */
  air: z.boolean().optional(),
  /** Why an unusual value stands, by sign. */
  reasons: z.partialRecord(z.enum(SIGN_NAMES as [SignName]), code).default({}),
  note: words.optional(),
});
export type Round = z.output<typeof round>;

/** What a round answers. */
export interface RoundAnswer {
  readonly observations: readonly string[];
  readonly score: News2Result;
  readonly scale: 1 | 2;
  /** The Observation of the score. */
  readonly news2?: string;
  /** Absent where a newer round was charted before. */
  readonly nextDue?: string;
  /** Task of whoever must come, and until when. */
  readonly escalation?: { readonly task: string; readonly due: string };
}

/** Charts a round. */
export async function chartRound(context: Context, body: Round): Promise<RoundAnswer> {
  const readings = readingsOf(body);
  demandPlausible(body);
  return once(context, 'round', body.patient, body, async (session) => {
    const by = ownReference(session.own);
    const at = momentIn(session.own, body.at);
    const encounter = body.encounter ?? (await currentStay(session, body.patient));
    const whose: DueFor = { patient: body.patient, encounter, at };
    const observations: string[] = [];
    for (const one of observationsOf(body, readings)) observations.push(await observe(session, whose, by, one));
    const facts = await scoreFacts(session, body.patient);
    const score = scoreOf(readings, facts);
    const news2 = await scored(session, whose, by, score, facts.scale, observations);
    const done = `Observation/${news2 ?? observations[0] ?? ''}`;
    const next = await follow(session, whose, by, score, done, news2);
    return { observations, score, scale: facts.scale, ...(news2 === undefined ? {} : { news2 }), ...next };
  });
}

/** The stay that the round belongs to. */
async function currentStay(session: Session, patient: string): Promise<string | undefined> {
  const criteria = { patient: `Patient/${patient}`, status: OPEN_STAYS, class: 'IMP,EMER' };
  const open = await findResources(session.own, 'Encounter', criteria);
  return open.find(({ status }) => status !== 'planned')?.id;
}

/** The numbers of a round. Air means no oxygen; a flow above zero means oxygen. */
export function readingsOf({ values, consciousness, air }: Pick<Round, 'values' | 'consciousness' | 'air'>): Readings {
  const numbers = Object.fromEntries(Object.entries(values).map(([name, text]) => [name, Number(text)]));
  const flow = numbers['oxygenFlow'];
  const oxygen = flow === undefined ? (air === undefined ? undefined : !air) : flow > 0;
  return {
    ...numbers,
    ...(consciousness === undefined ? {} : { consciousness }),
    ...(oxygen === undefined ? {} : { oxygen }),
  };
}

function demandPlausible({ values, reasons, consciousness, air }: Round): void {
  const entries = Object.entries(values) as [SignName, string][];
  if (entries.length === 0 && consciousness === undefined) throw invalidBody('values: at least one');
  if (air === true && Number(values.oxygenFlow ?? 0) > 0) throw invalidBody('air: with an oxygen flow it is not air');
  if ((values.systolic === undefined) !== (values.diastolic === undefined) && values.systolic === undefined)
    throw invalidBody('diastolic: not without systolic');
  for (const [name, text] of entries) {
    const { en, shown, possible } = SIGNS[name];
    const judged = plausibility(name, Number(text));
    if (judged === 'impossible') {
      const range = `${possible[0]} to ${possible[1]} ${shown}`;
      throw new OutcomeError('value', 'care.value-impossible', `${en} ${text}: outside of ${range}; enter it again.`);
    }
    if (judged === 'unusual' && reasons[name] === undefined) {
      throw new OutcomeError(
        'value',
        'care.value-unusual',
        `${en} ${text} is unusual; check it, and say why it stands.`,
      );
    }
  }
}

type Measured = Pick<Observation, 'code'> & Partial<Observation>;

function observationsOf(body: Round, readings: Readings): readonly Measured[] {
  const { values, consciousness, note } = body;
  const single = (Object.keys(values) as SignName[]).filter((name) => name !== 'systolic' && name !== 'diastolic');
  const flow = readings.oxygen === false && values.oxygenFlow === undefined ? [airFlow()] : [];
  return [
    ...single.map((name) => measured(name, body)),
    ...flow,
    ...(values.systolic === undefined ? [] : [pressure(body)]),
    ...(consciousness === undefined ? [] : [level(consciousness)]),
  ].map((one, at) => (at === 0 && note !== undefined ? { ...one, note: [{ text: note }] } : one));
}

/** Breathing air is recorded as no flow, so that "not told" stays different. */
function airFlow(): Measured {
  return { code: signConcept('oxygenFlow'), valueQuantity: quantityOf('oxygenFlow', '0') };
}

function measured(name: SignName, { values, reasons }: Round): Measured {
  return { code: signConcept(name), valueQuantity: quantityOf(name, values[name] ?? ''), ...because(reasons[name]) };
}

/** Why an unusual value stands. */
export function because(reason: string | undefined): Pick<Observation, 'extension'> {
  return reason === undefined ? {} : { extension: [{ url: `${EXTENSIONS}unusual-because`, valueCode: reason }] };
}

function pressure(body: Round): Measured {
  const parts = (['systolic', 'diastolic'] as const).filter((name) => body.values[name] !== undefined);
  return {
    code: {
      coding: [{ system: LOINC, code: PRESSURE, display: 'Blood pressure panel with all children optional' }],
      text: '혈압',
    },
    component: parts.map((name) => ({
      code: signConcept(name),
      valueQuantity: quantityOf(name, body.values[name] ?? ''),
    })),
    ...because(body.reasons.systolic ?? body.reasons.diastolic),
  };
}

function level(one: keyof typeof LEVELS): Measured {
  return {
    code: { coding: [{ system: LOINC, code: CONSCIOUSNESS, display: 'Level of responsiveness' }], text: '의식 수준' },
    valueCodeableConcept: { coding: [LEVELS[one]] },
  };
}

/** Writes one observation of the round. */
export function observe(session: Session, whose: DueFor, by: Reference, one: Measured): Promise<string> {
  return make(session.own, {
    ...one,
    resourceType: 'Observation',
    status: 'final',
    category: [{ coding: [{ system: OBSERVATION_CATEGORY, code: 'vital-signs', display: 'Vital Signs' }] }],
    subject: refer('Patient', whose.patient),
    ...(whose.encounter === undefined ? {} : { encounter: refer('Encounter', whose.encounter) }),
    effectiveDateTime: instantOf(whose.at),
    issued: instantOf(session.own.clock.now()),
    performer: [by],
  });
}

async function scored(
  session: Session,
  whose: DueFor,
  by: Reference,
  score: News2Result,
  scale: 1 | 2,
  members: readonly string[],
): Promise<string | undefined> {
  if (score.status !== 'complete') return undefined;
  const derivedFrom = members.map((one) => refer('Observation', one));
  return observe(session, whose, by, { ...scoreMembers(score, scale), derivedFrom });
}

/** The next round, and whoever must come. A round that was charted after a newer one changes nothing of what is due. */
async function follow(
  session: Session,
  whose: DueFor,
  by: Reference,
  score: News2Result,
  done: string,
  news2: string | undefined,
): Promise<Pick<RoundAnswer, 'nextDue' | 'escalation'>> {
  if (await isOvertaken(session, whose)) return {};
  const complete = score.status === 'complete' ? score : undefined;
  const nextDue = await planNext(session, whose, by, score, done, news2);
  if (complete === undefined || news2 === undefined) return { nextDue };
  const escalation = await escalate(session, whose, complete, news2);
  return { nextDue, ...(escalation === undefined ? {} : { escalation }) };
}

async function isOvertaken(session: Session, { patient, at }: DueFor): Promise<boolean> {
  const date = `gt${instantOf((at + 1) as EpochMs)}`;
  const criteria = { patient: `Patient/${patient}`, code: `${CARE_SYSTEM}|news2`, date };
  const newer = await findResources(session.safety, 'Observation', criteria);
  return newer.some(({ status }) => status !== 'entered-in-error');
}

/** What is missing of a round is still due: only a score, or a patient for whom there is none, moves the next round. */
async function planNext(
  session: Session,
  whose: DueFor,
  by: Reference,
  score: News2Result,
  done: string,
  news2: string | undefined,
): Promise<string> {
  if (score.status === 'incomplete' || score.status === 'invalid') {
    const [open] = await openTasks(session, whose.patient, 'vital-signs');
    const due = open?.restriction?.period?.end;
    if (due !== undefined) return due;
    await makeTask(session, whose, { code: 'vital-signs', within: 60 });
    return dueAt(whose, 60);
  }
  const complete = score.status === 'complete' ? score : undefined;
  const within = nextRoundAfter(complete);
  await completeTasks(session, whose, 'vital-signs', done, by);
  await makeTask(session, whose, {
    code: 'vital-signs',
    within,
    ...(news2 === undefined ? {} : { reason: `Observation/${news2}` }),
    ...(complete === undefined ? {} : { input: scoreInput(complete) }),
  });
  return dueAt(whose, within);
}

function dueAt({ at }: DueFor, within: number): string {
  return instantOf((at + within * 60_000) as EpochMs);
}
