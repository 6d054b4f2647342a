/**
 * A ward for documents on a fresh database: two physicians, a nurse, a patient in hospital with signs, results, drugs and work.
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
import type { TestedStore, TestStore } from '../../store/index.ts';
import { careContext } from '../context.ts';
import { DEFAULT_LOOP_SETTINGS } from '../loop/index.ts';
import { careMigrations } from '../migrations.ts';
import { documentsRoutes } from './documents.ts';
import type { SigningKeys } from './signing-keys.ts';

export type Json = Readonly<Record<string, unknown>>;

/** 2026-07-01 09:00 in Seoul. */
export const NOW = 1_782_864_000_000 as EpochMs;
const HOUR = 3_600_000;

/** A moment some hours before now. */
export function ago(hours: number): string {
  return instantOf((NOW - hours * HOUR) as EpochMs);
}

/** Who asks. */
export interface Who {
  readonly id: string;
  readonly role: Caller['role'];
}

export const KIM: Who = { id: 'kim', role: 'physician' };
export const PARK: Who = { id: 'park', role: 'physician' };
export const LEE: Who = { id: 'lee', role: 'nurse' };
export const MOON: Who = { id: 'moon', role: 'nurse' };
export const PATIENT = 'anna';
export const OTHER = 'bora';

function practitioner(id: string, text: string): Json {
  return { resourceType: 'Practitioner', id, name: [{ use: 'official', text }] };
}

function concept(system: string, code: string, display: string, text: string): Json {
  return { coding: [{ system, code, display }], text };
}

const LOINC = 'http://loinc.org';

export function observation(id: string, category: string, code: Json, more: Json, patient = PATIENT): Json {
  const system = 'http://terminology.hl7.org/CodeSystem/observation-category';
  return {
    resourceType: 'Observation',
    id,
    status: 'final',
    category: [{ coding: [{ system, code: category }] }],
    code,
    subject: { reference: `Patient/${patient}` },
    ...more,
  };
}

export function quantity(value: number, unit: string): Json {
  return { value, unit, system: 'http://unitsofmeasure.org', code: unit };
}

const TEMPERATURE = concept(LOINC, '8310-5', 'Body temperature', '체온');
const PRESSURE = concept(LOINC, '85354-9', 'Blood pressure panel', '혈압');
export const POTASSIUM = concept(LOINC, '2823-3', 'Potassium', '칼륨');
const PROBLEM = concept('http://www.hl7korea.or.kr/CodeSystem/kostat-kcd-8', 'J18.9', 'Pneumonia', '폐렴');
const INTERPRETATION = 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation';

function pressure(id: string, high: number, low: number, at: string): Json {
  const component = [
    { code: concept(LOINC, '8480-6', 'Systolic', '수축기'), valueQuantity: quantity(high, 'mmHg') },
    { code: concept(LOINC, '8462-4', 'Diastolic', '이완기'), valueQuantity: quantity(low, 'mmHg') },
  ];
  return observation(id, 'vital-signs', PRESSURE, { effectiveDateTime: at, component });
}

function temperature(id: string, value: number, at: string): Json {
  return observation(id, 'vital-signs', TEMPERATURE, {
    effectiveDateTime: at,
    valueQuantity: { ...quantity(value, 'Cel'), unit: '°C' },
  });
}

export function encounter(id: string, patient: string, bed: string, more: Json = {}): Json {
  return {
    resourceType: 'Encounter',
    id,
    status: 'in-progress',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP' },
    type: [concept('http://snomed.info/sct', '32485007', 'Hospital admission', '입원')],
    subject: { reference: `Patient/${patient}`, display: patient === PATIENT ? '안나' : '보라' },
    participant: [{ individual: { reference: `Practitioner/${KIM.id}`, display: '김서연' } }],
    period: { start: ago(48) },
    location: [{ location: { reference: `Location/${bed}` }, status: 'active', period: { start: ago(48) } }],
    ...more,
  };
}

function place(id: string, type: string, name: string, partOf?: string): Json {
  const system = 'http://terminology.hl7.org/CodeSystem/location-physical-type';
  return {
    resourceType: 'Location',
    id,
    status: 'active',
    name,
    physicalType: { coding: [{ system, code: type }] },
    ...(partOf === undefined ? {} : { partOf: { reference: `Location/${partOf}` } }),
  };
}

/** A result that came in for an order of a physician. */
export function report(id: string, results: readonly string[], more: Json = {}): Json {
  return {
    resourceType: 'DiagnosticReport',
    id,
    status: 'final',
    category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'LAB' }] }],
    code: { text: '전해질' },
    subject: { reference: `Patient/${PATIENT}` },
    effectiveDateTime: ago(3),
    issued: ago(2),
    result: results.map((one) => ({ reference: `Observation/${one}` })),
    ...more,
  };
}

const BASICS: readonly Json[] = [
  practitioner(KIM.id, '김서연'),
  practitioner(PARK.id, '박민호'),
  practitioner(LEE.id, '이지은'),
  practitioner(MOON.id, '문소희'),
  {
    resourceType: 'Patient',
    id: PATIENT,
    name: [{ use: 'official', text: '안나' }],
    gender: 'female',
    birthDate: '1950-02-03',
  },
  { resourceType: 'Patient', id: OTHER, name: [{ use: 'official', text: '보라' }] },
  place('ward-61', 'wa', '61병동'),
  place('room-6101', 'ro', '6101호', 'ward-61'),
  place('bed-6101-1', 'bd', '6101호 1번 병상', 'room-6101'),
  place('bed-6101-2', 'bd', '6101호 2번 병상', 'room-6101'),
  {
    resourceType: 'Condition',
    id: 'pneumonia',
    clinicalStatus: concept('http://terminology.hl7.org/CodeSystem/condition-clinical', 'active', 'Active', '진행'),
    code: PROBLEM,
    subject: { reference: `Patient/${PATIENT}` },
    encounter: { reference: 'Encounter/stay' },
  },
  encounter('stay', PATIENT, 'bed-6101-1', {
    reasonCode: [{ text: '기침과 발열' }],
    diagnosis: [{ condition: { reference: 'Condition/pneumonia', display: '폐렴' } }],
  }),
  encounter('stay-other', OTHER, 'bed-6101-2'),
  temperature('t1', 38.2, ago(20)),
  temperature('t2', 36.5, ago(6)),
  temperature('t3', 37.1, ago(1)),
  pressure('bp1', 132, 78, ago(12)),
  pressure('bp2', 108, 83, ago(1)),
  observation('k1', 'laboratory', POTASSIUM, {
    effectiveDateTime: ago(3),
    valueQuantity: quantity(6.4, 'mmol/L'),
    interpretation: [{ coding: [{ system: INTERPRETATION, code: 'HH' }] }],
  }),
  observation(
    'other-k',
    'laboratory',
    POTASSIUM,
    { effectiveDateTime: ago(3), valueQuantity: quantity(4, 'mmol/L') },
    OTHER,
  ),
  report('rep-k', ['k1']),
  {
    resourceType: 'MedicationRequest',
    id: 'drug',
    status: 'active',
    intent: 'order',
    medicationCodeableConcept: { text: '세프트리악손 주사 2 g' },
    subject: { reference: `Patient/${PATIENT}` },
    authoredOn: ago(40),
    dosageInstruction: [{ text: '1일 1회 정맥' }],
  },
  {
    resourceType: 'AllergyIntolerance',
    id: 'penicillin',
    code: { text: '페니실린' },
    patient: { reference: `Patient/${PATIENT}` },
    criticality: 'high',
    reaction: [{ manifestation: [{ text: '아나필락시스' }] }],
  },
];

/** What came back. */
export interface Told {
  readonly status: number;
  readonly fault?: string;
  readonly message?: string;
  readonly body: Json;
}

/** The ward. */
export class DocumentWard {
  readonly store: TestedStore;
  readonly audit: AuditLog;
  readonly record: FhirRecord;
  now: EpochMs = NOW;
  readonly #routes: ReturnType<typeof documentsRoutes>;

  private constructor(store: TestedStore, signingKeys?: string) {
    this.store = store;
    this.audit = openAuditLog({ store });
    const clock = { now: () => this.now };
    const timeZone = 'Asia/Seoul';
    this.record = openRecord({ store, audit: this.audit, clock, settings: { timeZone } });
    const parts = { record: this.record, store, clock, timeZone, settings: DEFAULT_LOOP_SETTINGS, signingKeys };
    this.#routes = documentsRoutes(careContext({ ...parts, safetyCheck: () => Promise.resolve('up' as const) }));
  }

  static async open(server: TestStore, signingKeys?: string): Promise<DocumentWard> {
    const ward = new DocumentWard(await server.open([accessMigrations, recordMigrations, careMigrations]), signingKeys);
    for (const resource of BASICS) await ward.put(resource);
    return ward;
  }

  async close(): Promise<void> {
    await this.audit.close();
    await this.store.close();
  }

  get routes() {
    return this.#routes;
  }

  house() {
    return this.record.context(houseCaller('test'), UNLIMITED);
  }

  async put(body: Json): Promise<string> {
    const path = [String(body['resourceType']), String(body['id'])];
    const { version } = await interact(this.house(), { method: 'PUT', path, query: '', conditions: {}, body });
    return String(version?.ver);
  }

  async get(reference: string): Promise<Json> {
    const ask = { method: 'GET', path: reference.split('/'), query: '', conditions: {} };
    return parseJson((await interact(this.house(), ask)).text ?? '{}') as Json;
  }

  async find(type: string, query: string): Promise<readonly Json[]> {
    const ask = { method: 'GET', path: [type], query: `${query}&_count=1000`, conditions: {} };
    const bundle = parseJson((await interact(this.house(), ask)).text ?? '{}') as { entry?: { resource: Json }[] };
    return (bundle.entry ?? []).map(({ resource }) => resource);
  }

  /** Posts to a route. */
  post(path: string, body: Json, by: Who = KIM, scopes: readonly string[] = ['user/*.cruds']): Promise<Told> {
    return this.#ask('POST', path, { body: JSON.stringify(body) }, by, scopes);
  }

  /** Asks a route. */
  read(path: string, query: Readonly<Record<string, string>>, by: Who = KIM, scopes = ['user/*.cruds']): Promise<Told> {
    return this.#ask('GET', path, { query: new URLSearchParams(query).toString() }, by, scopes);
  }

  async #ask(
    method: string,
    path: string,
    sent: { readonly body?: string; readonly query?: string },
    { id, role }: Who,
    scopes: readonly string[],
  ): Promise<Told> {
    const route = this.#routes.find(
      (one) => one.path.endsWith(path.startsWith('/') ? path : `/care/documents/${path}`) && one.method === method,
    );
    if (route === undefined) throw new Error(`no route ${path}`);
    const { access } = route;
    if ('roles' in access && !access.roles.includes(role)) return { status: 403, fault: 'route', body: {} };
    const client = { clientId: 'maru-web', address: '127.0.0.1' };
    const caller: Caller = { id, name: id, role, fhirUser: `Practitioner/${id}`, scopes, ...client };
    const answer = await route.handle({
      method,
      params: { id: new URLSearchParams(sent.query ?? '').get('id') ?? '' },
      query: '',
      body: '',
      headers: { 'content-type': 'application/json' },
      ...sent,
      origin: 'http://127.0.0.1:8080',
      caller,
      reach: reachOf(caller, loadPolicies()),
      signal: new AbortController().signal,
    });
    const body = answer.body as Json & {
      issue?: { diagnostics?: string; details: { coding: { code: string }[] } }[];
    };
    const fault = body.issue?.[0]?.details.coding[0]?.code;
    const message = body.issue?.[0]?.diagnostics;
    return {
      status: answer.status,
      body,
      ...(fault === undefined ? {} : { fault }),
      ...(message === undefined ? {} : { message }),
    };
  }

  /** A progress note with every section written, not yet signed. */
  async written(by: Who = KIM, patient = PATIENT): Promise<Json> {
    const { body } = await this.post('start', { patient, template: 'progress' }, by);
    return this.filled(body, by);
  }

  /** Writes something into every section that is there. */
  async filled(note: Json, by: Who = KIM, word = '호전 중'): Promise<Json> {
    const sections = sectionsOf(note).map((section) => ({ ...section, text: word }));
    return (await this.post('save', { id: note['id'], version: note['version'], sections: asked(sections) }, by)).body;
  }

  /** The same, signed. */
  async signed(by: Who = KIM, more: Json = {}): Promise<Json> {
    const { id, version } = await this.written(by);
    return (await this.post('sign', { id, version, ...more }, by)).body;
  }
}

export interface ShownSection {
  readonly key: string;
  readonly problem?: string;
  readonly text: string;
  readonly quotes: readonly {
    readonly kind: string;
    readonly of: readonly string[];
    readonly text: string;
    readonly void?: boolean;
  }[];
}

export function sectionsOf(note: Json): readonly ShownSection[] {
  return note['sections'] as readonly ShownSection[];
}

/** Sections as a client sends them. */
export function asked(sections: readonly ShownSection[]): readonly Json[] {
  return sections.map(({ key, problem, text, quotes }) => ({
    key,
    text,
    ...(problem === undefined ? {} : { problem }),
    quotes: quotes.map(({ kind, of }) => ({ kind, of })),
  }));
}

export type { SigningKeys };
