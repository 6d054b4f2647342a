/**
 * A hospital that orders, on a fresh database: a few products, two patients, a physician and a nurse, decision support.
 *
 * Proof   it is one
 */
import {
  accessMigrations,
  houseCaller,
  loadPolicies,
  openAuditLog,
  reachOf,
  UNLIMITED,
  type AuditLog,
  type Caller,
} from '../../access/index.ts';
import { cdsMigrations, openCds, type Cds } from '../../cds/index.ts';
import { instantOf, parseJson, type EpochMs } from '../../kernel/index.ts';
import { interact, openRecord, recordMigrations, type FhirRecord } from '../../record/index.ts';
import type { TestedStore, TestStore } from '../../store/index.ts';
import { openCare } from '../care.ts';
import { careMigrations } from '../migrations.ts';

export type Json = Readonly<Record<string, unknown>>;

/** 24 November 2026, 12:00 in Seoul. */
export const NOW = 1_795_489_200_000 as EpochMs;
const EXTENSIONS = 'https://maru.health/fhir/StructureDefinition/';
const TRANSLATION = 'http://hl7.org/fhir/StructureDefinition/translation';

/** A product of the formulary. */
export function medication(
  id: string,
  atc: string,
  [ko, en]: readonly [string, string],
  [value, unit]: readonly [number, string],
  route: string,
  more: Json = {},
): Json {
  const translation = [
    { url: 'lang', valueCode: 'ko' },
    { url: 'content', valueString: ko },
  ];
  const display = { extension: [{ url: TRANSLATION, extension: translation }] };
  const code = {
    coding: [{ system: 'http://www.whocc.no/atc', code: atc, display: en, _display: display }],
    text: `${ko} ${value} ${unit}`,
  };
  const strength = {
    numerator: { value, unit, system: 'http://unitsofmeasure.org', code: unit },
    denominator: { value: 1 },
  };
  return {
    resourceType: 'Medication',
    id,
    status: 'active',
    extension: [{ url: `${EXTENSIONS}route`, valueCode: route }, ...((more['extension'] as Json[] | undefined) ?? [])],
    identifier: [{ system: 'https://id.gs1.org/01', value: '08801234567893' }],
    code,
    ingredient: [{ itemCodeableConcept: { coding: code.coding }, strength }],
  };
}

const ORAL = '26643006';
const IV = '47625008';
const HIGH_ALERT = { extension: [{ url: `${EXTENSIONS}high-alert`, valueBoolean: true }] };

export const PRODUCTS: readonly Json[] = [
  medication('paracetamol', 'N02BE01', ['아세트아미노펜', 'paracetamol'], [650, 'mg'], ORAL),
  medication('ceftriaxone-1', 'J01DD04', ['세프트리악손 주사', 'ceftriaxone'], [1, 'g'], IV),
  medication('ceftriaxone-2', 'J01DD04', ['세프트리악손 주사', 'ceftriaxone'], [2, 'g'], IV),
  medication('amoxicillin', 'J01CA04', ['아목시실린', 'amoxicillin'], [500, 'mg'], ORAL),
  medication('prednisolone', 'H02AB06', ['프레드니솔론', 'prednisolone'], [5, 'mg'], ORAL),
  medication('simvastatin', 'C10AA01', ['심바스타틴', 'simvastatin'], [20, 'mg'], ORAL),
  medication('clarithromycin', 'J01FA09', ['클래리트로마이신', 'clarithromycin'], [500, 'mg'], ORAL),
  medication('warfarin', 'B01AA03', ['와파린', 'warfarin'], [2, 'mg'], ORAL),
  medication('ibuprofen', 'M01AE01', ['이부프로펜', 'ibuprofen'], [200, 'mg'], ORAL),
  medication('amlodipine', 'C08CA01', ['암로디핀', 'amlodipine'], [5, 'mg'], ORAL),
  medication('azithromycin', 'J01FA10', ['아지트로마이신', 'azithromycin'], [500, 'mg'], ORAL),
  medication('enoxaparin', 'B01AB05', ['에녹사파린', 'enoxaparin'], [40, 'mg'], '34206005', HIGH_ALERT),
  medication('norepinephrine', 'C01CA03', ['노르에피네프린 주사', 'norepinephrine'], [4, 'mg'], IV, HIGH_ALERT),
  medication('oxaliplatin', 'L01XA03', ['옥살리플라틴', 'oxaliplatin'], [100, 'mg'], IV),
];

function person(
  id: string,
  ko: string,
  [family, given]: readonly [string, string],
  birthDate: string,
  gender: string,
): Json {
  const name = [
    { use: 'official', text: ko, family: ko.slice(0, 1), given: [ko.slice(1)] },
    { use: 'usual', text: `${family} ${given}`, family, given: [given] },
  ];
  return { resourceType: 'Patient', id, name, gender, birthDate };
}

function practitioner(id: string, role: string): readonly Json[] {
  const system = 'http://terminology.hl7.org/CodeSystem/practitioner-role';
  const duty = { resourceType: 'PractitionerRole', id: `role-${id}`, active: true };
  return [
    { resourceType: 'Practitioner', id, name: [{ text: id }] },
    { ...duty, practitioner: { reference: `Practitioner/${id}` }, code: [{ coding: [{ system, code: role }] }] },
  ];
}

function observation(id: string, code: string, value: number, unit: string, patient = 'anna'): Json {
  return {
    resourceType: 'Observation',
    id,
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code }] },
    subject: { reference: `Patient/${patient}` },
    effectiveDateTime: instantOf((NOW - 86_400_000) as EpochMs),
    valueQuantity: { value, unit, system: 'http://unitsofmeasure.org', code: unit },
  };
}

const PEOPLE: readonly Json[] = [
  person('anna', '김민준', ['Kim', 'Min-jun'], '1958-03-05', 'male'),
  person('bora', '이보라', ['Lee', 'Bo-ra'], '1990-07-01', 'female'),
  ...practitioner('physician', 'doctor'),
  ...practitioner('other-physician', 'doctor'),
  ...practitioner('nurse', 'nurse'),
  observation('weight', '29463-7', 70, 'kg'),
  observation('height', '8302-2', 170, 'cm'),
  observation('creatinine', '2160-0', 1, 'mg/dL'),
  {
    resourceType: 'Encounter',
    id: 'stay',
    status: 'in-progress',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP' },
    subject: { reference: 'Patient/anna' },
    period: { start: instantOf((NOW - 86_400_000) as EpochMs) },
  },
];

export interface Told {
  readonly status: number;
  readonly body: Json;
  /** Code of the fault, where it is one. */
  readonly fault?: string;
}

export interface As {
  readonly id?: string;
  readonly role?: Caller['role'];
  readonly scopes?: readonly string[];
}

/** The hospital. */
export class OrderHouse {
  readonly store: TestedStore;
  readonly audit: AuditLog;
  readonly record: FhirRecord;
  readonly cds: Cds;
  now: EpochMs = NOW;
  safety: 'up' | 'down' = 'up';
  readonly #routes: ReturnType<typeof openCare>['routes'];
  #attempts = 0;

  private constructor(store: TestedStore) {
    this.store = store;
    this.audit = openAuditLog({ store });
    const clock = { now: () => this.now };
    const { audit } = this;
    this.record = openRecord({ store, audit, clock, settings: { timeZone: 'Asia/Seoul' } });
    this.cds = openCds({ store, audit, record: this.record, clock });
    const { record, cds } = this;
    this.#routes = openCare({ record, store, clock, cds, safetyCheck: () => Promise.resolve(this.safety) }).routes;
  }

  static async open(server: TestStore): Promise<OrderHouse> {
    const house = new OrderHouse(
      await server.open([accessMigrations, recordMigrations, cdsMigrations, careMigrations]),
    );
    for (const resource of [...PRODUCTS, ...PEOPLE]) await house.put(resource);
    return house;
  }

  async close(): Promise<void> {
    await this.audit.close();
    await this.store.close();
  }

  #context() {
    return this.record.context(houseCaller('test'), UNLIMITED);
  }

  async put(body: Json): Promise<string> {
    const path = [String(body['resourceType']), String(body['id'])];
    const { version } = await interact(this.#context(), { method: 'PUT', path, query: '', conditions: {}, body });
    return String(version?.ver);
  }

  async get(reference: string): Promise<Json> {
    const path = reference.split('/');
    return parseJson(
      (await interact(this.#context(), { method: 'GET', path, query: '', conditions: {} })).text ?? '{}',
    ) as Json;
  }

  async find(type: string, query: string): Promise<readonly Json[]> {
    const ask = { method: 'GET', path: [type], query: `${query}&_count=1000`, conditions: {} };
    const bundle = parseJson((await interact(this.#context(), ask)).text ?? '{}') as { entry?: { resource: Json }[] };
    return (bundle.entry ?? []).map(({ resource }) => resource);
  }

  /** Ends every drug that runs, so that no test meets the orders of another. */
  async endOrders(): Promise<void> {
    for (const one of await this.find('MedicationRequest', 'status=active,on-hold'))
      await this.put({ ...one, status: 'completed' });
  }

  attempt(): string {
    return `attempt-${++this.#attempts}`;
  }

  /** Asks a route of ordering; by default as the physician. */
  async ask(method: string, path: string, body: Json = {}, as: As = {}): Promise<Told> {
    const { id = 'physician', role = id === 'nurse' ? 'nurse' : 'physician', scopes = ['user/*.cruds'] } = as;
    const caller: Caller = {
      id,
      name: id,
      role,
      fhirUser: `Practitioner/${id}`,
      scopes,
      clientId: 'test',
      address: '127.0.0.1',
    };
    const [address = '', query = ''] = path.split('?');
    const found = this.#routes.flatMap((route) => {
      const params = matched(route.path, `/care/orders${address}`);
      return params === undefined || route.method !== method ? [] : [{ route, params }];
    });
    const { route, params } =
      found.toSorted((one, other) => Object.keys(one.params).length - Object.keys(other.params).length)[0] ?? {};
    if (route === undefined) throw new Error(`no route ${method} ${path}`);
    if (!('roles' in route.access) || !route.access.roles.includes(role))
      return { status: 403, body: {}, fault: 'role' };
    const answer = await route.handle({
      method,
      params: params ?? {},
      query,
      body: method === 'GET' ? '' : JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
      origin: 'http://127.0.0.1:8080',
      caller,
      reach: reachOf(caller, loadPolicies()),
      signal: new AbortController().signal,
    });
    const told = JSON.parse(JSON.stringify(answer.body)) as Json & {
      issue?: { details: { coding: { code: string }[] } }[];
    };
    const fault = told.issue?.[0]?.details.coding[0]?.code;
    return { status: answer.status, body: told, ...(fault === undefined ? {} : { fault }) };
  }

  /** Fills the basket with these drafts alone; the answer is its version. */
  async draft(drafts: readonly Json[], as: As = {}, patient = 'anna'): Promise<number> {
    const { body } = await this.ask('GET', `/basket?patient=${patient}`, {}, as);
    const told = await this.ask('PUT', '/basket', { patient, version: body['version'], drafts }, as);
    if (told.status !== 200) throw new Error(JSON.stringify(told.body));
    return told.body['version'] as number;
  }

  /** Signs what is in the basket. */
  sign(version: number, more: Json = {}, as: As = {}): Promise<Told> {
    const path = as.id === 'nurse' ? '/verbal' : '/sign';
    return this.ask('POST', path, { attempt: this.attempt(), patient: 'anna', version, ...more }, as);
  }

  /** Drafts and signs; the answer is the references of the orders. */
  async order(drafts: readonly Json[], more: Json = {}, as: As = {}): Promise<readonly string[]> {
    const patient = (more['patient'] as string | undefined) ?? 'anna';
    const told = await this.sign(await this.draft(drafts, as, patient), more, as);
    if (told.body['signed'] !== true) throw new Error(JSON.stringify(told.body));
    return told.body['orders'] as readonly string[];
  }
}

function matched(pattern: string, path: string): Readonly<Record<string, string>> | undefined {
  const [parts, given] = [pattern.split('/'), path.split('/')];
  if (parts.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [at, part] of parts.entries()) {
    if (part.startsWith(':')) params[part.slice(1)] = given[at] ?? '';
    else if (part !== given[at]) return undefined;
  }
  return params;
}

/** Paracetamol three times a day. */
export const PARACETAMOL: Json = {
  key: 'paracetamol',
  kind: 'drug',
  item: 'paracetamol',
  dose: { value: 650, unit: 'mg' },
  route: ORAL,
  timing: { kind: 'daily', times: ['09:00', '13:00', '18:00'] },
};

export function drug(key: string, item: string, value: number, unit = 'mg', more: Json = {}): Json {
  return {
    key,
    kind: 'drug',
    item,
    dose: { value, unit },
    route: ORAL,
    timing: { kind: 'daily', times: ['09:00'] },
    ...more,
  };
}
