/**
 * What is needed to enter results for a request: the patient, the specimen, each analyte with the limits that fit, the last
 * value, and the report as it stands.
 *
 * Unit    UCUM of each analyte; ages in years
 * Proof   entry.test.ts, laboratory.int.test.ts
 */
import type { Context } from '../../record/index.ts';
import type { ResourceOfType } from '../../fhir/index.ts';
import { decimalText, instantOf, OutcomeError, type EpochMs } from '../../kernel/index.ts';
import { findResources, firstResources, idIn, readResource } from '../bedside/chart.ts';
import { codesIn, momentOf } from '../systems.ts';
import { limitsFor, LOINC, testOf, type Analyte, type Limits, type Person } from './catalogue.ts';
import type { Earlier } from './interpret.ts';
import { labelOf, testNames, type ServiceRequest } from './requests.ts';
import { specimenWith } from './receipt.ts';

type Observation = ResourceOfType['Observation'];
type Report = ResourceOfType['DiagnosticReport'];
type Specimen = ResourceOfType['Specimen'];

const DAY = 86_400_000;
const YEAR = 365.2425 * DAY;
/** How far back a last value is looked for. */
const LOOK_BACK_DAYS = 400;
/** Most values of the past that are looked through: the newest. */
const MOST_EARLIER = 300;

/** A request with everything that its results are entered over. */
export interface Work {
  readonly request: ServiceRequest;
  readonly patient: ResourceOfType['Patient'];
  readonly person: Person;
  readonly specimen: Specimen | undefined;
  readonly report: Report | undefined;
  /** Results of the report by code. */
  readonly results: ReadonlyMap<string, Observation>;
  readonly analytes: readonly Analyte[];
  readonly earlier: ReadonlyMap<string, Earlier>;
}

/** Sex and age of a patient; what is not recorded is left out. */
export function personOf({ gender, birthDate }: ResourceOfType['Patient'], at: EpochMs): Person {
  const born = momentOf(birthDate);
  return { sex: gender, ...(born === undefined ? {} : { age: (at - born) / YEAR }) };
}

/** Reads everything, in the order in which it depends on each other. */
export async function workOf(context: Context, id: string): Promise<Work> {
  const request = await readResource(context, 'ServiceRequest', id);
  const patientId = idIn(request.subject, 'Patient');
  if (patientId === undefined) throw noPatient(id);
  const patient = await readResource(context, 'Patient', patientId);
  const label = labelOf(request);
  const specimen = label === undefined ? undefined : await specimenWith(context, label);
  const report = await reportOf(context, id);
  const results = await resultsOf(context, report);
  const analytes = analytesOf(request, results);
  const at = momentOf(specimen?.collection?.collectedDateTime) ?? context.clock.now();
  return {
    request,
    patient,
    person: personOf(patient, at),
    specimen,
    report,
    results,
    analytes,
    earlier: await earlierOf(context, patientId, analytes, new Set([...results.values()].map(({ id: own }) => own))),
  };
}

function noPatient(id: string): OutcomeError {
  return new OutcomeError('business-rule', 'care.request-without-patient', `ServiceRequest/${id} names no patient.`);
}

/** The report of a request that stands. */
export async function reportOf(context: Context, request: string): Promise<Report | undefined> {
  const found = await findResources(context, 'DiagnosticReport', { 'based-on': `ServiceRequest/${request}` });
  return found.find(({ status }) => status !== 'entered-in-error' && status !== 'cancelled');
}

async function resultsOf(context: Context, report: Report | undefined): Promise<ReadonlyMap<string, Observation>> {
  const found = new Map<string, Observation>();
  for (const reference of report?.result ?? []) {
    const id = idIn(reference, 'Observation');
    if (id === undefined) continue;
    const one = await readResource(context, 'Observation', id);
    found.set(codeIn(one), one);
  }
  return found;
}

/** The LOINC code of an observation. */
export function codeIn({ code }: Observation): string {
  return code.coding?.find(({ system }) => system === LOINC)?.code ?? codesIn(code)[0] ?? '';
}

/** The analytes of the test, and those that were resulted besides; a test that the catalogue lacks is one line of free text. */
function analytesOf(request: ServiceRequest, results: ReadonlyMap<string, Observation>): readonly Analyte[] {
  const own = testOf(request.code)?.analytes ?? [freeAnalyte(request)];
  const known = new Set(own.map(({ loinc }) => loinc));
  const more = [...results].filter(([code]) => !known.has(code));
  return [...own, ...more.map(([code, { code: said }]) => ({ ...free(code, said.text ?? code) }))];
}

function freeAnalyte(request: ServiceRequest): Analyte {
  return free(codesIn(request.code)[0] ?? 'result', testNames(request).ko);
}

function free(loinc: string, name: string): Analyte {
  return { loinc, ko: name, en: name, limits: { male: {}, female: {} }, children: [], abnormal: [], critical: [] };
}

/** The last value of each analyte before this report. */
async function earlierOf(
  context: Context,
  patient: string,
  analytes: readonly Analyte[],
  own: ReadonlySet<string | undefined>,
): Promise<ReadonlyMap<string, Earlier>> {
  const found = new Map<string, Earlier>();
  const from = instantOf((context.clock.now() - LOOK_BACK_DAYS * DAY) as EpochMs);
  const code = analytes.map(({ loinc }) => `${LOINC}|${loinc}`).join(',');
  const criteria = { patient: `Patient/${patient}`, code, date: `ge${from}`, _sort: '-date' };
  for (const one of await firstResources(context, 'Observation', criteria, MOST_EARLIER)) {
    const [key, value, at] = [codeIn(one), valueText(one), momentOf(one.effectiveDateTime)];
    if (own.has(one.id) || found.has(key) || value === undefined || at === undefined) continue;
    if (one.status !== 'entered-in-error' && one.status !== 'cancelled') found.set(key, { value, at });
  }
  return found;
}

/** What a result says, as text. */
export function valueText({ valueQuantity, valueCodeableConcept, valueString }: Observation): string | undefined {
  if (valueQuantity?.value !== undefined) return decimalText(valueQuantity.value);
  return valueCodeableConcept?.coding?.[0]?.code ?? valueCodeableConcept?.text ?? valueString;
}

/** One line of the entry screen. */
export interface EntryLine {
  readonly code: string;
  readonly ko: string;
  readonly en: string;
  readonly unit?: string;
  readonly digits?: number;
  readonly words?: readonly string[];
  readonly abnormal: readonly string[];
  readonly critical: readonly string[];
  readonly limits: Limits;
  readonly delta?: { readonly percent: number; readonly days: number };
  readonly earlier?: { readonly value: string; readonly at: string };
  readonly value?: string;
  readonly status?: string;
  readonly flag?: string;
}

/** The entry screen of a request. */
export interface Entry {
  readonly request: string;
  readonly test: { readonly ko: string; readonly en: string };
  readonly patient: string;
  readonly requestStatus: string;
  readonly label?: string;
  readonly specimen?: {
    readonly id: string;
    readonly status?: string;
    readonly collected?: string;
    readonly received?: string;
    readonly condition?: string;
  };
  readonly report?: {
    readonly id: string;
    readonly version: string;
    readonly status: string;
    readonly conclusion?: string;
    readonly released: boolean;
  };
  readonly lines: readonly EntryLine[];
}

/** What the entry screen shows. */
export function entryOf(work: Work): Entry {
  const { request, specimen, report } = work;
  const label = labelOf(request);
  return {
    request: request.id ?? '',
    test: testNames(request),
    patient: idIn(request.subject, 'Patient') ?? '',
    requestStatus: request.status,
    ...(label === undefined ? {} : { label }),
    ...(specimen === undefined ? {} : { specimen: specimenFacts(specimen) }),
    ...(report === undefined ? {} : { report: reportFacts(report) }),
    lines: work.analytes.map((analyte) => lineOf(work, analyte)),
  };
}

function specimenFacts({
  id = '',
  status,
  collection,
  receivedTime,
  condition,
}: Specimen): NonNullable<Entry['specimen']> {
  const collected = collection?.collectedDateTime;
  const [bad] = codesIn(condition?.[0]);
  return {
    id,
    ...(status === undefined ? {} : { status }),
    ...(collected === undefined ? {} : { collected }),
    ...(receivedTime === undefined ? {} : { received: receivedTime }),
    ...(bad === undefined ? {} : { condition: bad }),
  };
}

/** Statuses of a report that others have seen as valid. */
export const RELEASED = new Set(['final', 'amended', 'corrected', 'appended']);

function reportFacts({ id = '', meta, status, conclusion, result = [] }: Report): NonNullable<Entry['report']> {
  return {
    id,
    version: meta?.versionId ?? '',
    status,
    released: RELEASED.has(status) && result.length > 0,
    ...(conclusion === undefined ? {} : { conclusion }),
  };
}

function lineOf({ person, earlier, results }: Work, analyte: Analyte): EntryLine {
  const { loinc, ko, en, unit, digits, words, abnormal, critical, delta } = analyte;
  const [before, now] = [earlier.get(loinc), results.get(loinc)];
  const value = now === undefined ? undefined : valueText(now);
  const [flag] = codesIn(now?.interpretation?.[0]);
  const ownUnit = unit ?? now?.valueQuantity?.code;
  return {
    code: loinc,
    ko,
    en,
    ...(ownUnit === undefined ? {} : { unit: ownUnit }),
    ...(digits === undefined ? {} : { digits }),
    ...(words === undefined ? {} : { words }),
    abnormal,
    critical,
    limits: limitsFor(analyte, person),
    ...(delta === undefined ? {} : { delta }),
    ...(before === undefined ? {} : { earlier: { value: before.value, at: instantOf(before.at) } }),
    ...(value === undefined ? {} : { value }),
    ...(now === undefined ? {} : { status: now.status }),
    ...(flag === undefined ? {} : { flag }),
  };
}
