/**
 * Results of a request: Observations and their DiagnosticReport, written once over the version that was read.
 *
 * Two people who enter results for one request: the second is told to read again. A released result that is changed becomes
 * `corrected`; both versions stay readable. A request is completed, its result told to the orderer, and a critical value called
 * out, in the same transaction.
 *
 * Source  https://hl7.org/fhir/R4/diagnosticreport.html, https://hl7.org/fhir/R4/observation.html
 * Proof   result.int.test.ts, laboratory.int.test.ts
 */
import type { Context } from '../../record/index.ts';
import type { Reference, ResourceOfType } from '../../fhir/index.ts';
import { decimalOf, instantOf, OutcomeError, type EpochMs } from '../../kernel/index.ts';
import { attempted, type Done } from '../bedside/attempt.ts';
import { idIn, readResource } from '../bedside/chart.ts';
import { claimReport } from '../bedside/guard.ts';
import { signedInOf } from '../bedside/people.ts';
import type { Session } from '../bedside/session.ts';
import { writeAll } from '../bedside/write.ts';
import { CARE_SYSTEM, type LoopSettings, type Write } from '../loop/index.ts';
import { create, placeOf, provenanceOf, refer, targetOf, UCUM, type Circumstances } from '../loop/writes.ts';
import { momentOf } from '../systems.ts';
import type { ResultBody, ResultValue } from './body.ts';
import { LOINC, type Analyte, type Limits } from './catalogue.ts';
import { RELEASED, valueText, workOf, type Work } from './entry.ts';
import { interpret, type Judged } from './interpret.ts';
import { followUps } from './follow-up.ts';

type Observation = ResourceOfType['Observation'];
type Report = ResourceOfType['DiagnosticReport'];

/** What a client is told. */
export interface ResultAnswer {
  readonly report: string;
  readonly status: string;
  /** Was it released, so that the orderer sees it as valid? */
  readonly released: boolean;
  readonly flags: readonly {
    readonly code: string;
    readonly flag?: string;
    readonly critical: boolean;
    readonly delta: boolean;
  }[];
  readonly written: readonly string[];
}

/** Records results. */
export async function recordResult(context: Context, settings: LoopSettings, body: ResultBody): Promise<ResultAnswer> {
  const { attempt, request, reason } = body;
  const patient = idIn((await readResource(context, 'ServiceRequest', request)).subject, 'Patient') ?? '';
  const locks = [`ServiceRequest/${request}`];
  const what = { name: 'laboratory-result', attempt, asked: body, patient, locks, reason };
  return attempted(context, what, async (session) => {
    const work = await workOf(session.own, request);
    refuse(work, body);
    return recorded(session, settings, work, body);
  });
}

function refuse(
  { specimen, report, request, results }: Work,
  { reportVersion, reason, values, release }: ResultBody,
): void {
  if (specimen?.receivedTime === undefined)
    throw rule('care.specimen-not-received', 'The specimen was not received in the laboratory; receive it first.');
  const isNew = report === undefined || reportVersion === report.meta?.versionId;
  if (!isNew || (report === undefined && reportVersion !== undefined)) throw changedMeanwhile(request.id);
  if (report !== undefined && RELEASED.has(report.status) && report.result !== undefined && reason === undefined)
    throw rule('care.result-reason-missing', 'A released result is changed only with a reason; give it.');
  if (report !== undefined && RELEASED.has(report.status) && report.result !== undefined && !release)
    throw rule('care.result-released', 'A released result cannot become preliminary again; release the correction.');
  if ([...results.keys()].some((code) => !values.some((one) => one.code === code)))
    throw rule('care.result-incomplete', 'Send every value of the report again, also those that stay.');
  if (new Set(values.map(({ code }) => code)).size < values.length)
    throw new OutcomeError('invalid', 'care.result-twice', 'A value is there twice; enter each one once.');
}

function rule(code: string, text: string): OutcomeError {
  return new OutcomeError('business-rule', code, text);
}

function changedMeanwhile(request = ''): OutcomeError {
  const text = `Somebody else entered results for ServiceRequest/${request} meanwhile; read them and enter yours over them.`;
  return new OutcomeError('conflict', 'care.result-changed', text);
}

/** Every value with its meaning; throws where a value is none of its analyte. */
export function judged(work: Work, values: readonly ResultValue[], at: EpochMs): readonly Judged[] {
  return values.map((entered) => {
    const analyte = work.analytes.find(({ loinc }) => loinc === entered.code);
    if (analyte === undefined)
      throw new OutcomeError('invalid', 'care.result-unknown', `${entered.code} is no part of this test.`);
    const said = entered.number ?? entered.word ?? entered.text ?? '';
    if (analyte.words !== undefined && !analyte.words.includes(said))
      throw new OutcomeError('invalid', 'care.result-word', `${analyte.en} is one of: ${analyte.words.join(', ')}.`);
    return { analyte, entered, found: interpret(analyte, said, work.person, at, work.earlier.get(entered.code)) };
  });
}

async function recorded(
  session: Session,
  settings: LoopSettings,
  work: Work,
  body: ResultBody,
): Promise<Done<ResultAnswer>> {
  const { own } = session;
  const now = own.clock.now();
  const values = judged(work, body.values, momentOf(work.specimen?.collection?.collectedDateTime) ?? now);
  const released = body.release || (settings.autoverification && isPlain(work, values));
  const circumstances: Circumstances = {
    patient: idIn(work.request.subject, 'Patient') ?? '',
    actor: signedInOf(session),
    at: now,
    focus: refer('ServiceRequest', work.request.id ?? ''),
  };
  const observations = observationWrites(work, values, released, circumstances);
  const report = reportWrite(work, body, observations, released, circumstances);
  const writes: Write[] = [...observations.flatMap(({ write: one }) => one ?? []), report.write];
  writes.push(create(provenanceOf(writes.map(targetOf), circumstances, released ? 'release' : 'enter'), placeOf(900)));
  const written = [...(await writeAll(session, writes))];
  const reference = written.find((one) => one.startsWith('DiagnosticReport/')) ?? '';
  await claimReport(session, work.request.id ?? '', reference);
  if (released)
    written.push(...(await followUps(session, settings, { work, values, report: reference, circumstances })));
  const flags = values.map(({ analyte, found: { flag, critical, delta } }) => ({
    code: analyte.loinc,
    critical,
    delta,
    ...(flag === undefined ? {} : { flag }),
  }));
  const answer = { report: reference, status: report.status, released, flags, written };
  return { answer, written, text: report.status };
}

/** Within all limits, no difference, a good specimen, all values there: what autoverification may release. */
function isPlain({ specimen, analytes }: Work, values: readonly Judged[]): boolean {
  const isWhole = analytes.every(({ loinc }) => values.some(({ entered }) => entered.code === loinc));
  return (
    isWhole && specimen?.condition === undefined && values.every(({ found: { flag, delta } }) => flag === 'N' && !delta)
  );
}

const FLAG_WORDS: Readonly<Record<string, string>> = {
  LL: 'Critical low',
  L: 'Low',
  N: 'Normal',
  H: 'High',
  HH: 'Critical high',
  A: 'Abnormal',
  AA: 'Critical abnormal',
};

/** A result as the report refers to it; without a write where it stays as it is. */
interface ObservationWrite {
  readonly target: Reference;
  readonly write?: Write;
}

/** New results, and changed ones over the old; a value that is the same as it was released stays untouched. */
function observationWrites(
  work: Work,
  values: readonly Judged[],
  released: boolean,
  circumstances: Circumstances,
): readonly ObservationWrite[] {
  return values.map((one, at): ObservationWrite => {
    const before = work.results.get(one.entered.code);
    const wasReleased = before !== undefined && RELEASED.has(before.status);
    const isSame =
      before !== undefined && valueText(before) === (one.entered.number ?? one.entered.word ?? one.entered.text);
    const status = !released ? 'preliminary' : wasReleased ? 'corrected' : 'final';
    const observation = observationOf(work, one, status, circumstances);
    if (before === undefined) return { write: create(observation, placeOf(at)), target: { reference: placeOf(at) } };
    const target = refer('Observation', before.id ?? '');
    if (wasReleased && isSame) return { target };
    const cleared = { valueQuantity: undefined, valueCodeableConcept: undefined, valueString: undefined };
    const set = { ...cleared, interpretation: undefined, note: undefined, ...observation };
    return { target, write: { op: 'amend', type: 'Observation', id: before.id ?? '', set } };
  });
}

function observationOf(
  { request, specimen }: Work,
  { analyte, entered, found }: Judged,
  status: Observation['status'],
  { patient, actor, at }: Circumstances,
): Observation {
  const notes = entered.note === undefined ? [] : [{ text: entered.note }];
  if (found.delta) notes.push({ text: 'Differs from the last value by more than usual.' });
  return {
    resourceType: 'Observation',
    status,
    basedOn: [refer('ServiceRequest', request.id ?? '')],
    category: [
      { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }] },
    ],
    code: { coding: [{ system: LOINC, code: analyte.loinc, display: analyte.en }], text: analyte.ko },
    subject: refer('Patient', patient),
    ...(request.encounter === undefined ? {} : { encounter: request.encounter }),
    effectiveDateTime: specimen?.collection?.collectedDateTime ?? instantOf(at),
    issued: instantOf(at),
    ...(actor === undefined ? {} : { performer: [refer('Practitioner', actor)] }),
    specimen: refer('Specimen', specimen?.id ?? ''),
    ...valueOf(analyte, entered),
    ...(found.flag === undefined ? {} : { interpretation: [interpretation(found.flag)] }),
    ...(notes.length === 0 ? {} : { note: notes }),
    ...rangeOf(analyte, found.limits),
  };
}

function interpretation(flag: string): NonNullable<Observation['interpretation']>[number] {
  const system = 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation';
  return { coding: [{ system, code: flag, display: FLAG_WORDS[flag] ?? flag }] };
}

function valueOf(
  { unit: own }: Analyte,
  { number, word, text, unit: said }: ResultValue,
): Pick<Observation, 'valueQuantity' | 'valueCodeableConcept' | 'valueString'> {
  if (number !== undefined) {
    const unit = own ?? said ?? '1';
    return { valueQuantity: { value: decimalOf(number), unit, system: UCUM, code: unit } };
  }
  if (word !== undefined)
    return { valueCodeableConcept: { coding: [{ system: CARE_SYSTEM, code: word }], text: word } };
  return { valueString: text ?? '' };
}

function rangeOf({ unit = '1' }: Analyte, { low, high }: Limits): Pick<Observation, 'referenceRange'> {
  if (low === undefined && high === undefined) return {};
  const limit = (value: string) => ({ value: decimalOf(value), unit, system: UCUM, code: unit });
  return {
    referenceRange: [
      { ...(low === undefined ? {} : { low: limit(low) }), ...(high === undefined ? {} : { high: limit(high) }) },
    ],
  };
}

/** A corrected report differs from the one that was released; one that only got its results after a comment is appended to. */
function nextStatus(report: Report | undefined, released: boolean): Report['status'] {
  if (!released) return report === undefined || !RELEASED.has(report.status) ? 'preliminary' : report.status;
  if (report === undefined || !RELEASED.has(report.status)) return 'final';
  return report.result === undefined ? 'appended' : 'corrected';
}

function reportWrite(
  work: Work,
  body: ResultBody,
  observations: readonly ObservationWrite[],
  released: boolean,
  { patient, actor, at }: Circumstances,
): { readonly write: Write; readonly status: string } {
  const { request, specimen, report } = work;
  const status = nextStatus(report, released);
  const results = new Map<string, Reference>();
  for (const [code, { id = '' }] of work.results) results.set(code, refer('Observation', id));
  for (const [at2, { code }] of body.values.entries()) {
    const one = observations[at2];
    if (one !== undefined) results.set(code, one.target);
  }
  const conclusion = [report?.result === undefined ? report?.conclusion : undefined, body.conclusion]
    .filter((one) => one !== undefined)
    .join(' ');
  const made: Report = {
    resourceType: 'DiagnosticReport',
    status,
    basedOn: [refer('ServiceRequest', request.id ?? '')],
    category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'LAB' }] }],
    code: request.code ?? { text: '' },
    subject: refer('Patient', patient),
    ...(request.encounter === undefined ? {} : { encounter: request.encounter }),
    effectiveDateTime: specimen?.collection?.collectedDateTime ?? instantOf(at),
    issued: instantOf(at),
    ...(actor === undefined ? {} : { performer: [refer('Practitioner', actor)] }),
    specimen: [refer('Specimen', specimen?.id ?? '')],
    result: [...results.values()],
    ...(conclusion === '' ? {} : { conclusion }),
  };
  const write: Write =
    report?.id === undefined
      ? create(made, placeOf(800))
      : { op: 'amend', type: 'DiagnosticReport', id: report.id, set: { ...made } };
  return { write, status };
}
