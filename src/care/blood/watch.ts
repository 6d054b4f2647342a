/**
 * A transfusion that runs: vital signs at their times, and its end.
 *
 * Each set of vital signs closes the earliest open time; the end closes those that are left and frees nothing: a unit is used up.
 *
 * Unit    mL; vital signs in UCUM
 * Source  LOINC 8310-5, 8867-4, 85354-9, 8480-6, 8462-4, 9279-1, 2708-6
 * Proof   watch.int.test.ts, blood.int.test.ts
 */
import type { Context } from '../../record/index.ts';
import type { ResourceOfType } from '../../fhir/index.ts';
import { decimalOf, instantOf, OutcomeError } from '../../kernel/index.ts';
import { attempted, type Done } from '../bedside/attempt.ts';
import { idIn, readResource } from '../bedside/chart.ts';
import { signedInOf } from '../bedside/people.ts';
import type { Session } from '../bedside/session.ts';
import { putResource, writeAll } from '../bedside/write.ts';
import { create, placeOf, provenanceOf, refer, UCUM, type Circumstances } from '../loop/writes.ts';
import { codesIn } from '../systems.ts';
import { LOINC } from '../laboratory/catalogue.ts';
import { openWatch, unitOf } from './bedside.ts';
import type { FinishBody, VitalsBody } from './body.ts';
import { moveUnit } from './register.ts';

type Observation = ResourceOfType['Observation'];
type Procedure = ResourceOfType['Procedure'];

/** What both answer. */
export interface WatchAnswer {
  readonly procedure: string;
  readonly status: string;
  readonly written: readonly string[];
}

const SIGNS = {
  temperature: ['8310-5', 'Cel', '체온'],
  pulse: ['8867-4', '/min', '맥박'],
  respiration: ['9279-1', '/min', '호흡수'],
  saturation: ['2708-6', '%', '산소포화도'],
} as const;

/** Records vital signs of a transfusion that runs. */
export function recordVitals(context: Context, body: VitalsBody): Promise<WatchAnswer> {
  return onRunning(context, 'transfusion-vitals', body, async (session, procedure, circumstances) => {
    const observations = vitalsOf(body, procedure, circumstances);
    if (observations.length === 0)
      throw new OutcomeError('invalid', 'care.no-vitals', 'Enter at least one vital sign.');
    const written = [
      ...(await writeAll(
        session,
        observations.map((one, at) => create(one, placeOf(at))),
      )),
    ];
    const [next] = (await openWatch(session, body.procedure)).toSorted((a, b) => dueOf(a).localeCompare(dueOf(b)));
    if (next !== undefined) {
      const output = written.map((reference) => ({ type: { text: 'vital-signs' }, valueReference: { reference } }));
      written.push(await putResource(session.own, { ...next, status: 'completed', output }));
    }
    return { status: procedure.status, written };
  });
}

function dueOf({ restriction }: ResourceOfType['Task']): string {
  return restriction?.period?.end ?? '';
}

/** The transfusion is over. */
export function finish(context: Context, body: FinishBody): Promise<WatchAnswer> {
  return onRunning(context, 'transfusion-finish', body, async (session, procedure, circumstances) => {
    const note = body.volume === undefined ? {} : { note: [...(procedure.note ?? []), { text: `${body.volume} mL` }] };
    const performedPeriod = { ...procedure.performedPeriod, end: instantOf(circumstances.at) };
    const ended = { ...procedure, status: 'completed' as const, performedPeriod, ...note };
    const written = [await putResource(session.own, ended)];
    for (const task of await openWatch(session, body.procedure))
      written.push(await putResource(session.own, { ...task, status: 'cancelled' }));
    const unit = unitOf(procedure);
    if (unit !== undefined)
      written.push(
        await moveUnit(session, await readResource(session.safety, 'BiologicallyDerivedProduct', unit), {
          state: 'transfused',
        }),
      );
    const provenance = provenanceOf([refer('Procedure', body.procedure)], circumstances, 'finish-transfusion');
    written.push(...(await writeAll(session, [create(provenance, placeOf(0))])));
    return { status: 'completed', written };
  });
}

type Work = (
  session: Session,
  procedure: Procedure,
  circumstances: Circumstances,
) => Promise<{ readonly status: string; readonly written: readonly string[] }>;

async function onRunning(
  context: Context,
  name: string,
  body: { readonly attempt: string; readonly procedure: string },
  work: Work,
): Promise<WatchAnswer> {
  const found = await readResource(context, 'Procedure', body.procedure);
  const patient = idIn(found.subject, 'Patient') ?? '';
  const locks = [`Procedure/${body.procedure}`];
  return attempted(
    context,
    { name, attempt: body.attempt, asked: body, patient, locks },
    async (session): Promise<Done<WatchAnswer>> => {
      const procedure = await readResource(session.own, 'Procedure', body.procedure);
      if (!codesIn(procedure.code).includes('transfusion') || procedure.status !== 'in-progress')
        throw new OutcomeError(
          'conflict',
          'care.not-running',
          'This transfusion does not run any more; read it again.',
        );
      const at = session.own.clock.now();
      const circumstances = { patient, actor: signedInOf(session), at, focus: refer('Procedure', body.procedure) };
      const { status, written } = await work(session, procedure, circumstances);
      return { answer: { procedure: body.procedure, status, written }, written };
    },
  );
}

function vitalsOf(
  body: VitalsBody,
  procedure: Procedure,
  { patient, actor, at }: Circumstances,
): readonly Observation[] {
  const frame: Omit<Observation, 'code'> = {
    resourceType: 'Observation',
    status: 'final',
    category: [
      { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }] },
    ],
    subject: refer('Patient', patient),
    ...(procedure.encounter === undefined ? {} : { encounter: procedure.encounter }),
    partOf: [refer('Procedure', procedure.id ?? '')],
    effectiveDateTime: instantOf(at),
    ...(actor === undefined ? {} : { performer: [refer('Practitioner', actor)] }),
  };
  const made = (Object.keys(SIGNS) as (keyof typeof SIGNS)[]).flatMap((name) => {
    const value = body[name];
    const [code, unit, text] = SIGNS[name];
    return value === undefined ? [] : [{ ...frame, code: coded(code, text), valueQuantity: measured(value, unit) }];
  });
  const { systolic, diastolic } = body;
  const component = [
    ...(systolic === undefined ? [] : [pressure('8480-6', '수축기 혈압', systolic)]),
    ...(diastolic === undefined ? [] : [pressure('8462-4', '이완기 혈압', diastolic)]),
  ];
  return component.length === 0 ? made : [...made, { ...frame, code: coded('85354-9', '혈압'), component }];
}

function pressure(code: string, text: string, value: string) {
  return { code: coded(code, text), valueQuantity: measured(value, 'mm[Hg]') };
}

function coded(code: string, text: string) {
  return { coding: [{ system: LOINC, code }], text };
}

function measured(value: string, unit: string) {
  return { value: decimalOf(value), unit, system: UCUM, code: unit };
}
