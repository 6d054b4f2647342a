/**
 * The laboratory's worklist and what is to be collected from a patient: requests with where their specimen is.
 *
 * Source  https://hl7.org/fhir/R4/servicerequest.html, https://hl7.org/fhir/R4/specimen.html
 * Proof   worklist.int.test.ts, laboratory.int.test.ts
 */
import type { Context } from '../../record/index.ts';
import type { HumanName, ResourceOfType } from '../../fhir/index.ts';
import { findAmong, firstResources, idIn } from '../bedside/chart.ts';
import { REFUSED } from '../bedside/specimen.ts';
import { codesIn, textIn } from '../systems.ts';
import { RELEASED } from './entry.ts';
import { LABORATORY_CATEGORY, labelOf, specimenRequestOf, testNames, tubeOf, type ServiceRequest } from './requests.ts';

type Specimen = ResourceOfType['Specimen'];
type Report = ResourceOfType['DiagnosticReport'];

/** Where a request stands. */
export type Stage = 'ordered' | 'rejected' | 'collected' | 'received' | 'preliminary' | 'released';

/** One line. */
export interface WorkLine {
  readonly request: string;
  readonly stage: Stage;
  readonly patient: {
    readonly id: string;
    /** Names as the record has them, in both scripts. */
    readonly names: readonly HumanName[];
    readonly number?: string;
    readonly sex?: string;
    readonly birthDate?: string;
  };
  readonly test: { readonly ko: string; readonly en: string };
  readonly priority: string;
  readonly ordered?: string;
  readonly tube?: string;
  readonly label?: string;
  readonly collected?: string;
  readonly received?: string;
  readonly released?: string;
  readonly condition?: string;
  readonly rejection?: string;
  readonly report?: string;
  readonly fastingHours?: number;
  readonly secondIdentifier?: boolean;
}

/** Most requests of each kind in one list: the newest. */
const MOST_UNDER_WAY = 400;
const MOST_ORDERED = 100;
const MOST_PRELIMINARY = 100;
const MOST_RELEASED = 60;
/** Most requests of one patient. */
const MOST_OWN = 200;

/**
 * Everything that is under way (collected within a week, without a report), what is preliminary, the newest that are ordered, and
 * those finished lately. What is under way is found by the collections themselves, so that no number of orders can hide a tube.
 */
export async function worklist(
  context: Context,
): Promise<{ readonly lines: readonly WorkLine[]; readonly more: boolean }> {
  const criteria = { category: LABORATORY_CATEGORY, _sort: '-authored' };
  const [underWay, preliminary, ordered, done] = await Promise.all([
    requestsUnderWay(context),
    firstResources(context, 'DiagnosticReport', { status: 'preliminary', _sort: '-date' }, MOST_PRELIMINARY),
    firstResources(context, 'ServiceRequest', { ...criteria, status: 'active' }, MOST_ORDERED),
    firstResources(context, 'ServiceRequest', { ...criteria, status: 'completed' }, MOST_RELEASED),
  ]);
  const known = new Set([...ordered, ...done].map(({ id }) => id));
  const named = preliminary.flatMap(({ basedOn = [] }) => idIn(basedOn[0], 'ServiceRequest') ?? []);
  const others = [...new Set([...underWay, ...named])].filter((id) => !known.has(id));
  const requests = [...ordered, ...done, ...(await findAmong(context, 'ServiceRequest', '_id', others))];
  const more = underWay.length === MOST_UNDER_WAY || ordered.length === MOST_ORDERED;
  return { lines: await linesOf(context, requests), more };
}

/** Requests whose specimen was collected and that have no report yet, the newest first. */
async function requestsUnderWay({ store }: Context): Promise<readonly string[]> {
  const text = `select c.request from care_collection c left join care_report r on r.request = c.request
    where c.at > now() - interval '7 days' and r.request is null order by c.at desc limit $1`;
  const rows = await store.query<{ request: string }>(text, [MOST_UNDER_WAY], 'care_under_way');
  return rows.map(({ request }) => request);
}

/** Laboratory requests of one patient that are active, with where their specimen is. */
export async function toCollect(context: Context, patient: string): Promise<readonly WorkLine[]> {
  const criteria = {
    patient: `Patient/${patient}`,
    category: LABORATORY_CATEGORY,
    status: 'active',
    _sort: '-authored',
  };
  return linesOf(context, await firstResources(context, 'ServiceRequest', criteria, MOST_OWN));
}

/** What a list shows of a patient. */
const SHOWN = { _elements: 'name,identifier,gender,birthDate' };

async function linesOf(context: Context, requests: readonly ServiceRequest[]): Promise<readonly WorkLine[]> {
  const labels = requests.flatMap((one) => labelOf(one) ?? []);
  const references = requests.map(({ id = '' }) => `ServiceRequest/${id}`);
  const patientIds = [...new Set(requests.flatMap(({ subject }) => idIn(subject, 'Patient') ?? []))];
  const [specimens, reports, patients] = await Promise.all([
    findAmong(context, 'Specimen', 'accession', labels),
    findAmong(context, 'DiagnosticReport', 'based-on', references),
    findAmong(context, 'Patient', '_id', patientIds, SHOWN),
  ]);
  const bySpecimen = Map.groupBy(specimens, ({ accessionIdentifier }) => accessionIdentifier?.value ?? '');
  const byReport = Map.groupBy(reports, ({ basedOn = [] }) => idIn(basedOn[0], 'ServiceRequest') ?? '');
  const byId = new Map(patients.map((one) => [one.id ?? '', one]));
  return requests.map((request) =>
    lineOf(
      request,
      byId.get(idIn(request.subject, 'Patient') ?? ''),
      bySpecimen.get(labelOf(request) ?? ' ') ?? [],
      byReport.get(request.id ?? '') ?? [],
    ),
  );
}

function lineOf(
  request: ServiceRequest,
  patient: ResourceOfType['Patient'] | undefined,
  specimens: readonly Specimen[],
  reports: readonly Report[],
): WorkLine {
  const standing = specimens.find(({ status }) => status === undefined || !REFUSED.has(status));
  const refused = specimens.find(({ status }) => status !== undefined && REFUSED.has(status));
  const report = reports.find(({ status }) => status !== 'entered-in-error' && status !== 'cancelled');
  return {
    request: request.id ?? '',
    stage: stageOf(standing, refused, report),
    patient: personOf(patient, idIn(request.subject, 'Patient') ?? ''),
    test: testNames(request),
    priority: request.priority ?? 'routine',
    ...present('ordered', request.authoredOn),
    ...present('tube', tubeOf(request)),
    ...present('label', labelOf(request)),
    ...present('collected', standing?.collection?.collectedDateTime),
    ...present('received', standing?.receivedTime),
    ...present('released', report !== undefined && RELEASED.has(report.status) ? report.issued : undefined),
    ...present('condition', codesIn(standing?.condition?.[0])[0]),
    ...present('rejection', standing === undefined ? textIn(refused, 'rejection') : undefined),
    ...present('report', report?.id),
    ...askedOf(request),
  };
}

function stageOf(standing: Specimen | undefined, refused: Specimen | undefined, report: Report | undefined): Stage {
  if (report?.result !== undefined) return RELEASED.has(report.status) ? 'released' : 'preliminary';
  if (standing !== undefined) return standing.receivedTime === undefined ? 'collected' : 'received';
  return refused === undefined ? 'ordered' : 'rejected';
}

/** What the patient and the collector must have done. */
function askedOf(request: ServiceRequest): Pick<WorkLine, 'fastingHours' | 'secondIdentifier'> {
  if (tubeOf(request) === undefined) return {};
  const { fastingHours, secondIdentifier } = specimenRequestOf({ ...request, doNotPerform: false });
  return { ...present('fastingHours', fastingHours), ...(secondIdentifier === true ? { secondIdentifier } : {}) };
}

function present<Name extends string, Value>(name: Name, value: Value | undefined): { readonly [key in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [key in Name]: Value });
}

/** A patient as a list shows one. */
export function personOf(patient: ResourceOfType['Patient'] | undefined, id: string): WorkLine['patient'] {
  const number = patient?.identifier?.find(({ type }) => codesIn(type).includes('MR'))?.value;
  return {
    id,
    names: patient?.name ?? [],
    ...present('number', number),
    ...present('sex', patient?.gender),
    ...present('birthDate', patient?.birthDate),
  };
}

/** Everybody's names for a list of patients. */
export async function peopleOf(
  context: Context,
  patients: readonly string[],
): Promise<ReadonlyMap<string, WorkLine['patient']>> {
  const found = await findAmong(context, 'Patient', '_id', [...new Set(patients)], SHOWN);
  return new Map(found.map((one) => [one.id ?? '', personOf(one, one.id ?? '')]));
}
