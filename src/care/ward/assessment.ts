/**
 * Assessments: answers become a QuestionnaireResponse and a score; the next one is planned by the band.
 *
 * Source  https://hl7.org/fhir/R4/questionnaireresponse.html
 * Proof   assessment.test.ts, nursing.int.test.ts
 */
import { z } from 'zod';
import { decimalText, instantOf, OutcomeError, type EpochMs } from '../../kernel/index.ts';
import type { Reference } from '../../fhir/index.ts';
import { interact, type Context } from '../../record/index.ts';
import { findResources, idIn } from '../bedside/chart.ts';
import type { Session } from '../bedside/session.ts';
import { attempt, id, moment, words } from './body.ts';
import { careCodeOf, careConcept, OBSERVATION_CATEGORY, refer, UCUM, type Observation } from './codes.ts';
import { completeTasks, makeTask } from './due.ts';
import {
  bandOf,
  canonicalOf,
  INSTRUMENT_IDS,
  INSTRUMENTS,
  questionnaireOf,
  scoreAnswers,
  type Instrument,
  type RiskBand,
} from './instruments.ts';
import { standingFlags, writeFlag } from './stay.ts';
import { make, momentIn, once, ownReference } from './write.ts';

export const assessment = z.strictObject({
  attempt,
  patient: id,
  encounter: id.optional(),
  instrument: z.enum(INSTRUMENT_IDS),
  answers: z.record(z.string().max(40), z.string().max(40)),
  note: words.optional(),
  at: moment.optional(),
});
export type Assessment = z.output<typeof assessment>;

/** What an assessment answers. */
export interface AssessmentAnswer {
  readonly observation: string;
  readonly points: number;
  readonly band: string;
  readonly nextDue: string;
}

const HOUR = 60;

/** Charts an assessment. */
export function assess(context: Context, body: Assessment): Promise<AssessmentAnswer> {
  const instrument = INSTRUMENTS[body.instrument];
  const scored = scoreAnswers(instrument, body.answers);
  if ('missing' in scored) {
    const text = `Not every question is answered: ${scored.missing.join(', ')}.`;
    throw new OutcomeError('required', 'care.answers-missing', text);
  }
  const { points } = scored;
  const band = bandOf(instrument, points);
  return once(context, 'assessment', body.patient, body, async (session) => {
    const at = momentIn(session.own, body.at);
    const by = ownReference(session.own);
    const whose = { patient: body.patient, encounter: body.encounter, at };
    await keepQuestionnaire(session, instrument);
    const response = await make(session.own, responseOf(instrument, body, by, at));
    const observation = await make(session.own, scoreObservation(instrument, body, { by, at, points, band, response }));
    const code = `assessment-${instrument.id}`;
    await completeTasks(session, whose, code, `Observation/${observation}`, by);
    await makeTask(session, whose, { code, within: band.again * HOUR });
    await flagRisk(session, instrument, band, body);
    return { observation, points, band: band.code, nextDue: instantOf((at + band.again * HOUR * 60_000) as EpochMs) };
  });
}

/** The Questionnaire is in the record before anything refers to it. */
async function keepQuestionnaire(session: Session, instrument: Instrument): Promise<void> {
  const body = questionnaireOf(instrument);
  const { url = '', version = '' } = body;
  const conditions = { ifNoneExist: `url=${encodeURIComponent(url)}&version=${version}` };
  await interact(session.safety, { method: 'POST', path: ['Questionnaire'], query: '', conditions, body });
}

function responseOf(
  instrument: Instrument,
  { patient, encounter, answers }: Assessment,
  by: Reference,
  at: EpochMs,
): Parameters<typeof make>[1] {
  return {
    resourceType: 'QuestionnaireResponse',
    questionnaire: canonicalOf(instrument.id),
    status: 'completed',
    subject: refer('Patient', patient),
    ...(encounter === undefined ? {} : { encounter: refer('Encounter', encounter) }),
    authored: instantOf(at),
    author: by,
    item: instrument.items.map(({ id: linkId, ko, choices }) => {
      const choice = choices.find(({ code }) => code === answers[linkId]);
      const coding = { ...careConcept(`${instrument.id}-${linkId}-${choice?.code ?? ''}`).coding?.[0] };
      return { linkId, text: ko, answer: [{ valueCoding: { ...coding, display: choice?.ko ?? '' } }] };
    }),
  };
}

interface Scored {
  readonly by: Reference;
  readonly at: EpochMs;
  readonly points: number;
  readonly band: RiskBand;
  readonly response: string;
}

function scoreObservation(
  instrument: Instrument,
  { patient, encounter, note }: Assessment,
  { by, at, points, band, response }: Scored,
): Observation {
  return {
    resourceType: 'Observation',
    status: 'final',
    category: [{ coding: [{ system: OBSERVATION_CATEGORY, code: 'survey', display: 'Survey' }] }],
    code: careConcept(`assessment-${instrument.id}`, instrument.title.ko),
    subject: refer('Patient', patient),
    ...(encounter === undefined ? {} : { encounter: refer('Encounter', encounter) }),
    effectiveDateTime: instantOf(at),
    performer: [by],
    valueQuantity: { value: points, unit: '점', system: UCUM, code: '{score}' },
    interpretation: [careConcept(`${instrument.id}-${band.code}`, band.ko)],
    derivedFrom: [refer('QuestionnaireResponse', response)],
    ...(note === undefined ? {} : { note: [{ text: note }] }),
  };
}

/** A high risk is seen by everybody. Nobody but a person lifts the flag. */
async function flagRisk(
  session: Session,
  { flag, bands }: Instrument,
  band: RiskBand,
  body: Assessment,
): Promise<void> {
  if (flag === undefined || band.code !== bands[0]?.code) return;
  if ((await standingFlags(session, body.patient, flag)).length > 0) return;
  await writeFlag(session, { flag, patient: body.patient, encounter: body.encounter });
}

export const assessmentsQuery = z.strictObject({
  patient: id,
  days: z.coerce.number().int().min(1).max(90).default(14),
});

/** An assessment that was charted. */
export interface AssessedLine {
  readonly instrument: string;
  readonly observation: string;
  readonly at: string;
  readonly points: number;
  readonly band: string;
  readonly by?: string;
  readonly status: string;
}

/** The instruments, what was found with them, and when each is due. */
export async function readAssessments(
  context: Context,
  { patient, days }: z.output<typeof assessmentsQuery>,
): Promise<{
  readonly instruments: readonly Instrument[];
  readonly found: readonly AssessedLine[];
  readonly due: Readonly<Record<string, string>>;
}> {
  const since = instantOf((context.clock.now() - days * 86_400_000) as EpochMs);
  const of = { patient: `Patient/${patient}` };
  const [observations, tasks] = await Promise.all([
    findResources(context, 'Observation', { ...of, category: 'survey', date: `ge${since}` }),
    findResources(context, 'Task', { ...of, status: 'requested,accepted' }),
  ]);
  const found = observations.flatMap((one) => assessedLine(one) ?? []).toSorted((a, b) => (a.at < b.at ? 1 : -1));
  const due: Record<string, string> = {};
  for (const { code, restriction } of tasks) {
    const [name, end] = [careCodeOf(code)?.replace('assessment-', ''), restriction?.period?.end];
    if (name !== undefined && name in INSTRUMENTS && end !== undefined) due[name] = end;
  }
  return { instruments: INSTRUMENT_IDS.map((one) => INSTRUMENTS[one]), found, due };
}

/** An assessment without its points is none: it would read as no pain, or no risk. */
export function assessedLine(one: Observation): AssessedLine | undefined {
  const name = careCodeOf(one.code)?.replace('assessment-', '');
  const points = one.valueQuantity?.value;
  if (name === undefined || points === undefined || !Object.hasOwn(INSTRUMENTS, name)) return undefined;
  const by = one.performer?.[0];
  const who = by?.display ?? idIn(by, 'Practitioner');
  return {
    instrument: name,
    observation: one.id ?? '',
    at: one.effectiveDateTime ?? '',
    points: Number(decimalText(points)),
    band: careCodeOf(one.interpretation?.[0])?.replace(`${name}-`, '') ?? '',
    status: one.status,
    ...(who === undefined ? {} : { by: who }),
  };
}
