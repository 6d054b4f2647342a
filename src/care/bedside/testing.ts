/**
 * A ward on a fresh database: the same people, products and orders as in loop/testing.ts, as FHIR resources.
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
import { instantOf, parseJson, type EpochMs } from '../../kernel/index.ts';
import { interact, openRecord, recordMigrations, type FhirRecord } from '../../record/index.ts';
import type { MigrationSet, TestedStore, TestStore } from '../../store/index.ts';
import { openCare } from '../care.ts';
import type { BandedPatient, LoopSettings, Product, Staff, Step } from '../loop/index.ts';
import {
  ANNA,
  badge,
  band,
  BORA,
  COLLEAGUE,
  HEPARIN,
  NOW,
  NURSE,
  OTHER,
  pack,
  STUDENT,
  TABLET,
} from '../loop/testing.ts';
import { careMigrations } from '../migrations.ts';
import type { DueDose } from './due-line.ts';
import type { DueList } from './due.ts';
import type { BedsideAnswer } from './record.ts';

const EXTENSIONS = 'https://maru.health/fhir/StructureDefinition/';
const PRACTITIONER_ROLE = 'http://terminology.hl7.org/CodeSystem/practitioner-role';

export type Json = Readonly<Record<string, unknown>>;

function practitioner({ id, gsrn }: Staff): Json {
  return { resourceType: 'Practitioner', id, identifier: [{ system: 'https://id.gs1.org/8017', value: gsrn }] };
}

function duty(id: string, code: string): Json {
  return {
    resourceType: 'PractitionerRole',
    id: `role-${id}`,
    active: true,
    practitioner: { reference: `Practitioner/${id}` },
    code: [{ coding: [{ system: PRACTITIONER_ROLE, code }] }],
  };
}

export function patient({ id, gsrn, bandInstance }: BandedPatient): Json {
  const extension = [{ url: `${EXTENSIONS}band-instance`, valueString: bandInstance }];
  return {
    resourceType: 'Patient',
    id,
    identifier: [{ extension, system: 'https://id.gs1.org/8018', value: gsrn }],
  };
}

export function medication({ id, gtin, drug, unitAmount, unit, highAlert, routes = [] }: Product): Json {
  return {
    resourceType: 'Medication',
    id,
    extension: [
      { url: `${EXTENSIONS}high-alert`, valueBoolean: highAlert },
      ...routes.map((route) => ({ url: `${EXTENSIONS}route`, valueCode: route })),
    ],
    identifier: [{ system: 'https://id.gs1.org/01', value: gtin }],
    code: { text: drug },
    ingredient: [
      {
        itemCodeableConcept: { text: drug },
        strength: {
          numerator: { value: unitAmount, system: 'http://unitsofmeasure.org', code: unit },
          denominator: { value: 1 },
        },
      },
    ],
  };
}

/** A request for 500 mg of the tablet at the given moments. */
export function request(id: string, more: Json = {}, slots: readonly EpochMs[] = [NOW]): Json {
  return {
    resourceType: 'MedicationRequest',
    id,
    status: 'active',
    intent: 'order',
    subject: { reference: `Patient/${ANNA.id}` },
    medicationReference: { reference: `Medication/${TABLET.id}` },
    dosageInstruction: [dosage({ timing: { event: slots.map((slot) => instantOf(slot)) } })],
    ...more,
  };
}

export function dosage(more: Json = {}, value = 500, unit = 'mg', route = '26643006'): Json {
  return {
    route: { coding: [{ system: 'http://snomed.info/sct', code: route }] },
    doseAndRate: [{ doseQuantity: { value, system: 'http://unitsofmeasure.org', code: unit } }],
    ...more,
  };
}

/** The pharmacist's proof that the order was verified. */
export function dispense(order: string, more: Json = {}): Json {
  return {
    resourceType: 'MedicationDispense',
    id: `dispense-${order}`,
    status: 'completed',
    subject: { reference: `Patient/${ANNA.id}` },
    medicationReference: { reference: `Medication/${TABLET.id}` },
    authorizingPrescription: [{ reference: `MedicationRequest/${order}` }],
    performer: [{ actor: { reference: 'Practitioner/pharmacist' } }],
    ...more,
  };
}

const BASICS: readonly Json[] = [
  ...[NURSE, COLLEAGUE, STUDENT].map(practitioner),
  { resourceType: 'Practitioner', id: 'pharmacist' },
  duty(NURSE.id, 'nurse'),
  duty(COLLEAGUE.id, 'nurse'),
  duty('pharmacist', 'pharmacist'),
  patient(ANNA),
  patient(BORA),
  ...[TABLET, HEPARIN, OTHER].map(medication),
];

/** What a request to the bedside holds besides the usual. */
export interface Asked {
  readonly body?: Json;
  readonly by?: Staff;
  readonly role?: Caller['role'];
  readonly scopes?: readonly string[];
}

/** What came back. */
export interface Told extends BedsideAnswer {
  readonly status: number;
  /** Code of the fault, where it is one. */
  readonly fault?: string;
}

/** The ward. */
export class TestWard {
  readonly store: TestedStore;
  readonly audit: AuditLog;
  readonly record: FhirRecord;
  now: EpochMs = NOW;
  /** Does every look at the clock move it by one ms, so that the order of events can be told? */
  ticks = false;
  safetyCheck: 'up' | 'down' = 'up';
  settings: Partial<LoopSettings> = {};
  #attempts = 0;

  private constructor(store: TestedStore) {
    this.store = store;
    this.audit = openAuditLog({ store });
    const clock = { now: () => (this.now = (this.now + (this.ticks ? 1 : 0)) as EpochMs) };
    this.record = openRecord({ store, audit: this.audit, clock, settings: { timeZone: 'Asia/Seoul' } });
  }

  static async open(server: TestStore, also: readonly MigrationSet[] = []): Promise<TestWard> {
    const ward = new TestWard(await server.open([accessMigrations, recordMigrations, careMigrations, ...also]));
    for (const resource of BASICS) await ward.put(resource);
    return ward;
  }

  async close(): Promise<void> {
    await this.audit.close();
    await this.store.close();
  }

  #house() {
    return this.record.context(houseCaller('test'), UNLIMITED);
  }

  /** Puts a resource into the record; the answer is its version. */
  async put(body: Json): Promise<string> {
    const path = [String(body['resourceType']), String(body['id'])];
    const { version } = await interact(this.#house(), { method: 'PUT', path, query: '', conditions: {}, body });
    return String(version?.ver);
  }

  /** An order that a pharmacist has verified; the answer is its version. */
  async order(id: string, more: Json = {}, slots?: readonly EpochMs[]): Promise<string> {
    const version = await this.put(request(id, more, slots));
    await this.put(dispense(id));
    return version;
  }

  async get(type: string, id: string): Promise<Json> {
    const ask = { method: 'GET', path: [type, id], query: '', conditions: {} };
    return parseJson((await interact(this.#house(), ask)).text ?? '{}') as Json;
  }

  async version(type: string, id: string, version: number): Promise<Json> {
    const ask = { method: 'GET', path: [type, id, '_history', String(version)], query: '', conditions: {} };
    return parseJson((await interact(this.#house(), ask)).text ?? '{}') as Json;
  }

  /** Resources that match. */
  async find(type: string, query: string): Promise<readonly Json[]> {
    const ask = { method: 'GET', path: [type], query: `${query}&_count=1000`, conditions: {} };
    const bundle = parseJson((await interact(this.#house(), ask)).text ?? '{}') as { entry?: { resource: Json }[] };
    return (bundle.entry ?? []).map(({ resource }) => resource);
  }

  /** Doses of an order that stand. */
  async standing(order: string): Promise<readonly Json[]> {
    return (await this.find('MedicationAdministration', `request=MedicationRequest/${order}`)).filter(
      ({ status }) => status === 'completed',
    );
  }

  /** A new id of an attempt. */
  attempt(): string {
    return `attempt-${++this.#attempts}`;
  }

  /** Asks a route as a nurse would. */
  async ask(route: 'check' | 'record', { body = {}, ...as }: Asked): Promise<Told> {
    const text = JSON.stringify({ attempt: this.attempt(), patient: ANNA.id, ...body });
    return this.#ask<Told>(`/care/medication/${route}`, { body: text }, as);
  }

  /** Records a collection. */
  async collect(body: Json, as: Omit<Asked, 'body'> = {}): Promise<Told> {
    const text = JSON.stringify({ attempt: this.attempt(), patient: ANNA.id, ...body });
    return this.#ask<Told>('/care/specimen/record', { body: text }, as);
  }

  /** The due list. */
  async due({
    scopes,
    ...query
  }: Readonly<Record<string, string>>): Promise<
    DueList & { doses: readonly DueDose[]; status: number; fault?: string }
  > {
    const text = new URLSearchParams(query).toString();
    return this.#ask('/care/medication/due', { query: text }, scopes === undefined ? {} : { scopes: [scopes] });
  }

  /** Asks any route: `GET /care/x?y`, or `POST /care/x` with a body. */
  async call<Answer extends object = Json>(
    method: 'GET' | 'POST',
    path: string,
    body: Json = {},
    as: Omit<Asked, 'body'> = {},
  ): Promise<Answer & { readonly status: number; readonly fault?: string }> {
    const [route = '', query = ''] = path.split('?');
    const asked = method === 'GET' ? { query } : { body: JSON.stringify({ attempt: this.attempt(), ...body }) };
    return this.#ask<Answer>(route, asked, as) as Promise<
      Answer & { readonly status: number; readonly fault?: string }
    >;
  }

  async #ask<Answer extends object>(
    path: string,
    asked: { readonly body?: string; readonly query?: string },
    { by = NURSE, role = 'nurse', scopes = ['user/*.cruds'] }: Omit<Asked, 'body'>,
  ): Promise<Answer> {
    const { id } = by;
    const client = { clientId: 'maru-web', address: '127.0.0.1' };
    const caller: Caller = { id, name: id, role, fhirUser: `Practitioner/${id}`, scopes, ...client };
    const { record, store, settings } = this;
    const { routes } = openCare({ record, store, settings, safetyCheck: () => Promise.resolve(this.safetyCheck) });
    const method = asked.body === undefined ? 'GET' : 'POST';
    const route = routes.find((one) => one.path === path && one.method === method);
    if (route === undefined) throw new Error(`no route ${path}`);
    const answer = await route.handle({
      method: route.method,
      params: {},
      query: '',
      body: '',
      headers: { 'content-type': 'application/json' },
      ...asked,
      origin: 'http://127.0.0.1:8080',
      caller,
      reach: reachOf(caller, loadPolicies()),
      signal: new AbortController().signal,
    });
    const told = answer.body as Answer & { issue?: { details: { coding: { code: string }[] } }[] };
    const fault = told.issue?.[0]?.details.coding[0]?.code;
    return { ...told, status: answer.status, ...(fault === undefined ? {} : { fault }) };
  }

  /** Records the usual three scans for a dose. */
  give(order: string, orderVersion: string, slot: EpochMs = NOW, more: Json = {}, by: Staff = NURSE): Promise<Told> {
    const body = { order, orderVersion, slot: instantOf(slot), steps: scans(by), ...more };
    return this.ask('record', { body, by });
  }
}

/** Badge, band, product. */
export function scans(
  by: Staff = NURSE,
  wearer: BandedPatient = ANNA,
  product: Product = TABLET,
  serial?: string,
): readonly Step[] {
  return [badge(by), band(wearer), pack(product, serial ?? `${by.id}-${Math.random().toString(36).slice(2, 8)}`)];
}
