/**
 * Two wards with beds and people on a fresh database, asked over the routes as the screens do.
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
  type Role,
  type Route,
} from '../../access/index.ts';
import { instantOf, intervalOf, parseJson, type EpochMs } from '../../kernel/index.ts';
import { interact, openRecord, recordMigrations, type FhirRecord } from '../../record/index.ts';
import type { TestedStore, TestStore } from '../../store/index.ts';
import { openCare } from '../care.ts';
import { careMigrations } from '../migrations.ts';

export type Json = Readonly<Record<string, unknown>>;

const PHYSICAL = 'http://terminology.hl7.org/CodeSystem/location-physical-type';

/** A place of a kind (`wa`, `ro`, `bd`). */
export function place(id: string, kind: string, partOf?: string, more: Json = {}): Json {
  return {
    resourceType: 'Location',
    id,
    status: 'active',
    name: id,
    physicalType: { coding: [{ system: PHYSICAL, code: kind }] },
    ...(partOf === undefined ? {} : { partOf: { reference: `Location/${partOf}` } }),
    ...more,
  };
}

export function person(id: string, more: Json = {}): Json {
  return { resourceType: 'Patient', id, name: [{ text: id }], gender: 'female', birthDate: '1950-02-03', ...more };
}

export const BEDS = ['bed-1', 'bed-2', 'bed-3', 'bed-4'];
export const NOW = intervalOf('2026-11-24T03:00:00Z')?.low as EpochMs;

const BASICS: readonly Json[] = [
  place('ward-61', 'wa'),
  place('ward-icu', 'wa'),
  place('room-1', 'ro', 'ward-61'),
  ...BEDS.map((id) => place(id, 'bd', 'room-1')),
  place('bed-icu', 'bd', 'ward-icu'),
  place('or-1', 'ro'),
  ...['nurse-a', 'nurse-b', 'doctor'].map((id) => ({ resourceType: 'Practitioner', id, name: [{ text: id }] })),
  ...['anna', 'bora', 'cho'].map((id) => person(id)),
  person('child', { birthDate: '2020-01-01' }),
];

/** What came back. */
export interface Told {
  readonly status: number;
  readonly fault?: string;
  readonly body: Json & { readonly [name: string]: unknown };
}

/** Who asks. */
export interface As {
  readonly by?: string;
  readonly role?: Role;
}

/** The wards. */
export class TestHouse {
  readonly store: TestedStore;
  readonly audit: AuditLog;
  readonly record: FhirRecord;
  readonly routes: readonly Route[];
  now: EpochMs = NOW;
  #attempts = 0;

  private constructor(store: TestedStore) {
    this.store = store;
    this.audit = openAuditLog({ store });
    const clock = { now: () => this.now };
    this.record = openRecord({ store, audit: this.audit, clock, settings: { timeZone: 'Asia/Seoul' } });
    this.routes = openCare({ record: this.record, store, clock }).routes;
  }

  static async open(server: TestStore): Promise<TestHouse> {
    const house = new TestHouse(await server.open([accessMigrations, recordMigrations, careMigrations]));
    for (const resource of BASICS) await house.put(resource);
    return house;
  }

  async close(): Promise<void> {
    await this.audit.close();
    await this.store.close();
  }

  #house() {
    return this.record.context(houseCaller('test'), UNLIMITED);
  }

  async put(body: Json): Promise<void> {
    const path = [String(body['resourceType']), String(body['id'])];
    await interact(this.#house(), { method: 'PUT', path, query: '', conditions: {}, body });
  }

  async get(reference: string): Promise<Json> {
    const ask = { method: 'GET', path: reference.split('/'), query: '', conditions: {} };
    return parseJson((await interact(this.#house(), ask)).text ?? '{}') as Json;
  }

  async find(type: string, query: string): Promise<readonly Json[]> {
    const ask = { method: 'GET', path: [type], query: `${query}&_count=1000`, conditions: {} };
    const bundle = parseJson((await interact(this.#house(), ask)).text ?? '{}') as { entry?: { resource: Json }[] };
    return (bundle.entry ?? []).map(({ resource }) => resource);
  }

  /** A new id of an attempt. */
  attempt(): string {
    return `attempt-${++this.#attempts}`;
  }

  /** Minutes go by. */
  later(minutes: number): void {
    this.now = (this.now + minutes * 60_000) as EpochMs;
  }

  instant(minutes = 0): string {
    return instantOf((this.now + minutes * 60_000) as EpochMs);
  }

  post(path: string, body: Json, as: As = {}): Promise<Told> {
    return this.#ask('POST', path, { body: JSON.stringify({ attempt: this.attempt(), ...body }) }, as);
  }

  read(path: string, query = '', as: As = {}): Promise<Told> {
    return this.#ask('GET', path, { query }, as);
  }

  /** Admits somebody; the stay. */
  async admit(patient: string, bed: string, more: Json = {}): Promise<string> {
    const { status, body } = await this.post('admissions', { patient, bed, ...more });
    if (status !== 200) throw new Error(JSON.stringify(body));
    return String(body['encounter']);
  }

  async #ask(
    method: string,
    path: string,
    asked: { readonly body?: string; readonly query?: string },
    { by = 'nurse-a', role = 'nurse' }: As,
  ): Promise<Told> {
    const client = { clientId: 'maru-web', address: '127.0.0.1', scopes: ['user/*.cruds'] };
    const caller: Caller = { id: by, name: by, role, fhirUser: `Practitioner/${by}`, ...client };
    const route = this.routes.find((one) => one.path === `/care/ward/${path}` && one.method === method);
    if (route === undefined) throw new Error(`no route ${path}`);
    const { status, body } = await route.handle({
      method,
      params: {},
      query: '',
      body: '',
      headers: {},
      ...asked,
      origin: 'http://127.0.0.1:8080',
      caller,
      reach: reachOf(caller, loadPolicies()),
      signal: new AbortController().signal,
    });
    const told = (body ?? {}) as Told['body'] & { issue?: { details: { coding: { code: string }[] } }[] };
    const fault = told.issue?.[0]?.details.coding[0]?.code;
    return { status, body: told, ...(fault === undefined ? {} : { fault }) };
  }
}
