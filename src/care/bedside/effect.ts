/**
 * What became of the complaint that an as-needed dose was given for: a Task that is due after the dose, answered with an
 * Observation. A dose whose effect nobody looked at is shown as due until somebody does.
 *
 * Source  https://hl7.org/fhir/R4/task.html, https://hl7.org/fhir/R4/observation.html (pain: LOINC 72514-3)
 * Proof   effect.int.test.ts
 */
import { z } from 'zod';
import type { ResourceOfType } from '../../fhir/index.ts';
import { instantOf, OutcomeError, parseJson } from '../../kernel/index.ts';
import { interact, type Context } from '../../record/index.ts';
import { CARE_SYSTEM } from '../loop/index.ts';
import { codesIn } from '../systems.ts';
import { attemptOf, idOf, invalidBody } from './body.ts';
import { findResources, idIn, readResource } from './chart.ts';
import { answerBefore, keepAnswer } from './guard.ts';
import { signedInOf } from './people.ts';
import { inSession, lockPatient, type Session } from './session.ts';

type Task = ResourceOfType['Task'];
type Observation = ResourceOfType['Observation'];

/** Code of the task and of the observation. */
export const EFFECT = 'prn-effect';
const EFFECTS = ['relieved', 'partly-relieved', 'not-relieved', 'worse'] as const;

/** An effect that is to be looked at. */
export interface EffectDue {
  readonly task: string;
  readonly patient: string;
  readonly administration: string;
  /** When it is due. */
  readonly due: string;
  readonly reason?: string;
}

/** Effects of these patients that nobody has looked at. */
export async function effectsDue(context: Context, patients: readonly string[]): Promise<readonly EffectDue[]> {
  const patient = patients.map((id) => `Patient/${id}`).join(',');
  const code = `${CARE_SYSTEM}|${EFFECT}`;
  const found = await findResources(context, 'Task', { patient, code, status: 'requested,in-progress' });
  return found.flatMap(effectOf).toSorted((one, other) => (one.due < other.due ? -1 : 1));
}

function effectOf({ id = '', for: about, focus, restriction, reasonCode, authoredOn }: Task): readonly EffectDue[] {
  const [patient, administration] = [idIn(about, 'Patient'), idIn(focus, 'MedicationAdministration')];
  const due = restriction?.period?.end ?? authoredOn;
  const reason = codesIn(reasonCode)[0];
  if (patient === undefined || administration === undefined || due === undefined) return [];
  return [{ task: id, patient, administration, due, ...(reason === undefined ? {} : { reason }) }];
}

const body = z.strictObject({
  attempt: attemptOf,
  patient: idOf,
  task: idOf,
  effect: z.enum(EFFECTS),
  pain: z.int().min(0).max(10).optional(),
  note: z.string().trim().min(1).max(1000).optional(),
});

type EffectBody = z.output<typeof body>;

/** Records an effect; sent again, it gets the same answer. */
export function recordEffect(context: Context, text: string): Promise<{ readonly written: readonly string[] }> {
  const parsed = body.safeParse(text === '' ? {} : parseJson(text));
  if (!parsed.success) throw invalidBody(z.prettifyError(parsed.error));
  const { data } = parsed;
  return inSession(context, async (session) => {
    const asked = JSON.stringify([EFFECT, data]);
    await lockPatient(session, data.patient);
    const before = await answerBefore(session, context.caller.id, data.attempt, asked);
    if (before !== undefined) return JSON.parse(before) as { written: readonly string[] };
    const answer = { written: await written(session, data) };
    await keepAnswer(session, context.caller.id, data.attempt, asked, JSON.stringify(answer));
    return answer;
  });
}

async function written(session: Session, data: EffectBody): Promise<readonly string[]> {
  const task = await readResource(session.own, 'Task', data.task);
  const dose = idIn(task.focus, 'MedicationAdministration');
  if (!codesIn(task.code).includes(EFFECT) || idIn(task.for, 'Patient') !== data.patient || dose === undefined)
    throw unfit(data.task);
  if (task.status === 'completed') throw done(data.task);
  const observation = await create(session, observationOf(session, data, dose));
  const output = [{ type: { text: EFFECT }, valueReference: { reference: observation } }];
  const changed = { ...task, status: 'completed', output, lastModified: instantOf(session.own.clock.now()) };
  const conditions = { ifMatch: `W/"${task.meta?.versionId ?? ''}"` };
  const path = ['Task', data.task];
  await interact(session.own, { method: 'PUT', path, query: '', conditions, body: changed });
  return [observation, `Task/${data.task}`];
}

function observationOf(session: Session, { patient, effect, pain, note }: EffectBody, dose: string): Observation {
  const score = { value: pain ?? 0, unit: '{score}', system: 'http://unitsofmeasure.org', code: '{score}' };
  return {
    resourceType: 'Observation',
    status: 'final',
    partOf: [{ reference: `MedicationAdministration/${dose}` }],
    code: { coding: [{ system: CARE_SYSTEM, code: EFFECT }] },
    subject: { reference: `Patient/${patient}` },
    effectiveDateTime: instantOf(session.own.clock.now()),
    performer: [{ reference: `Practitioner/${signedInOf(session)}` }],
    valueCodeableConcept: { coding: [{ system: CARE_SYSTEM, code: effect }] },
    ...(note === undefined ? {} : { note: [{ text: note }] }),
    ...(pain === undefined
      ? {}
      : { component: [{ code: { coding: [{ system: 'http://loinc.org', code: '72514-3' }] }, valueQuantity: score }] }),
  };
}

async function create(session: Session, resource: Observation): Promise<string> {
  const path = [resource.resourceType];
  const { version } = await interact(session.own, { method: 'POST', path, query: '', conditions: {}, body: resource });
  return `${resource.resourceType}/${version?.fid ?? ''}`;
}

function unfit(task: string): OutcomeError {
  const text = `Task/${task} is no effect of a dose of this patient that is to be looked at; read the list again.`;
  return new OutcomeError('business-rule', 'care.no-such-effect', text);
}

function done(task: string): OutcomeError {
  const text = `The effect of Task/${task} was recorded by somebody else a moment ago; read the list again.`;
  return new OutcomeError('conflict', 'care.effect-recorded', text);
}
