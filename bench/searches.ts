/**
 * The searches that README promises to answer quickly, as a hospital asks them: each is made for some patient or code of the
 * data, so that no two in a row are the same.
 */

/** What the searches are made of. */
export interface Material {
  readonly patients: readonly string[];
  readonly names: readonly string[];
  readonly identifiers: readonly string[];
}

/** One kind of search: its name as README lists it, and the query for the n-th time it is asked. */
export interface SearchKind {
  readonly name: string;
  query(at: number, material: Material): string;
}

const LABS = ['4548-4', '2339-0', '38483-4', '2947-0', '6298-4', '2069-3', '20565-8', '49765-1'];
const VITALS = ['8302-2', '29463-7', '8867-4', '9279-1', '39156-5'];
const PROBLEMS = ['44054006', '59621000', '53741008', '15777000', '195662009', '444814009', '40055000', '271737000'];

function pick<T>(list: readonly T[], at: number): T {
  const found = list[(at * 7919) % list.length];
  if (found === undefined) throw new Error('There is no material to search with.');
  return found;
}

function kind(name: string, query: SearchKind['query']): SearchKind {
  return { name, query };
}

/** Many codes at once: the OR list that other servers stumble over. */
function manyCodes(at: number): string {
  const invented = Array.from({ length: 92 }, (_, index) => String(900_000_000 + at * 100 + index));
  return [...PROBLEMS, ...invented].join(',');
}

export const SEARCHES: readonly SearchKind[] = [
  kind('patient + code, newest 20', (at, { patients }) => {
    return `Observation?patient=${pick(patients, at)}&code=http://loinc.org|${pick(VITALS, at)}&_sort=-date&_count=20`;
  }),
  kind('code, newest 20', (at) => `Observation?code=http://loinc.org|${pick(LABS, at)}&_sort=-date&_count=20`),
  kind('laboratory results of a patient, newest 200', (at, { patients }) => {
    return `Observation?patient=${pick(patients, at)}&category=laboratory&_sort=-date&_count=200`;
  }),
  kind('patients by name', (at, { names }) => `Patient?name=${encodeURIComponent(pick(names, at))}&_count=20`),
  kind('patient by number', (at, { identifiers }) => `Patient?identifier=${encodeURIComponent(pick(identifiers, at))}`),
  kind('patients born in a year', (at) => `Patient?birthdate=${1930 + (at % 80)}&_sort=birthdate&_count=20`),
  kind('active problems of a patient', (at, { patients }) => {
    return `Condition?patient=${pick(patients, at)}&clinical-status=active&_sort=-onset-date&_count=100`;
  }),
  kind('encounters of a patient with who saw them', (at, { patients }) => {
    return `Encounter?patient=${pick(patients, at)}&_sort=-date&_count=50&_include=Encounter:participant`;
  }),
  kind(
    'prescriptions of a patient',
    (at, { patients }) => `MedicationRequest?patient=${pick(patients, at)}&_sort=-authoredon&_count=50`,
  ),
  kind('reports of a patient with their results', (at, { patients }) => {
    return `DiagnosticReport?patient=${pick(patients, at)}&_sort=-date&_count=10&_include=DiagnosticReport:result`;
  }),
  kind('code and value above a bound', (at) => `Observation?code-value-quantity=8302-2$gt${150 + (at % 40)}&_count=20`),
  kind(
    'patients who have a problem (_has)',
    (at) => `Patient?_has:Condition:patient:code=${pick(PROBLEMS, at)}&_count=20`,
  ),
  kind('problems of patients of a name (chain)', (at, { names }) => {
    return `Condition?subject:Patient.name=${encodeURIComponent(pick(names, at))}&_count=20`;
  }),
  kind('any of 100 codes', (at) => `Condition?code=${manyCodes(at)}&_count=20`),
  kind('encounters of a week', (at) => {
    const day = `20${String(10 + (at % 10))}-0${1 + (at % 9)}-`;
    return `Encounter?date=ge${day}01&date=lt${day}08&_sort=date&_count=20`;
  }),
  kind(
    'number of observations of a patient',
    (at, { patients }) => `Observation?patient=${pick(patients, at)}&_summary=count`,
  ),
  kind('a patient with allergies (_revinclude)', (at, { patients }) => {
    return `Patient?_id=${pick(patients, at)}&_revinclude=AllergyIntolerance:patient`;
  }),
  kind(
    'everything of a patient, first 50',
    (at, { patients }) => `Patient/${pick(patients, at)}/$everything?_count=50`,
  ),
];
