/**
 * A ward with a pharmacy: the ward of bedside/testing.ts with a stay, a substitute product, a prescriber and people who ask the
 * routes.
 *
 * Proof   it is one
 */
import { loadPolicies, reachOf, type Caller } from '../../access/index.ts';
import { cdsMigrations, openCds } from '../../cds/index.ts';
import { instantOf, writeJson, parseJson, type EpochMs } from '../../kernel/index.ts';
import type { TestStore } from '../../store/index.ts';
import { medication, request, TestWard, type Json } from '../bedside/testing.ts';
import { openCare } from '../care.ts';
import { ANNA, HEPARIN, NOW, STRONG, TABLET } from '../loop/testing.ts';

const PARACETAMOL = { coding: [{ system: 'http://www.whocc.no/atc', code: 'N02BE01' }], text: 'paracetamol' };

/** A product with its substance as a code, so that substitutes are found. */
function product(of: typeof TABLET): Json {
  const made = medication(of);
  const [ingredient] = made['ingredient'] as readonly Json[];
  return { ...made, status: 'active', ingredient: [{ ...ingredient, itemCodeableConcept: PARACETAMOL }] };
}

/** The code of a pack without a serial. */
export function packOf({ gtin }: { readonly gtin: string }, lot = 'L1', expiry = '271231', serial?: string): string {
  return `]d201${gtin}17${expiry}10${lot}${serial === undefined ? '' : `\u001D21${serial}`}`;
}

/** What came back. */
export interface Told extends Json {
  readonly status: number;
  readonly fault?: string;
}

export interface As {
  readonly id?: string;
  readonly role?: Caller['role'];
  readonly scopes?: readonly string[];
}

/** The ward with its pharmacy. */
export class TestPharmacy {
  readonly ward: TestWard;
  readonly #routes: ReturnType<typeof openCare>['routes'];
  #attempts = 0;

  private constructor(ward: TestWard, checks: boolean) {
    this.ward = ward;
    const { record, store, audit } = ward;
    const clock = { now: () => ward.now };
    this.#routes = openCare({
      record,
      store,
      ...(checks ? { cds: openCds({ store, audit, record, clock }) } : {}),
    }).routes;
  }

  /** `checks`: does the house have decision support? */
  static async open(server: TestStore, checks = true): Promise<TestPharmacy> {
    const ward = await TestWard.open(server, [cdsMigrations]);
    const house = new TestPharmacy(ward, checks);
    ward.ticks = true;
    for (const resource of HOUSE) await ward.put(resource);
    for (const one of [TABLET, STRONG]) await ward.put(product(one));
    await ward.put({ ...medication(HEPARIN), status: 'active' });
    return house;
  }

  close(): Promise<void> {
    return this.ward.close();
  }

  /** An order of Anna's stay that nobody verified; the answer is its version. */
  order(id: string, more: Json = {}, slots?: readonly EpochMs[]): Promise<string> {
    return this.ward.put(
      request(
        id,
        {
          encounter: { reference: 'Encounter/stay' },
          requester: { reference: 'Practitioner/doctor', display: '김의사' },
          authoredOn: instantOf(this.ward.now),
          ...more,
        },
        slots,
      ),
    );
  }

  /** Ends an order, so that it stands against no later one. */
  async end(id: string): Promise<void> {
    await this.ward.put({ ...(await this.ward.get('MedicationRequest', id)), status: 'stopped' });
  }

  /** Asks a route. */
  async ask(method: 'GET' | 'POST', path: string, given: Json, as: As = {}): Promise<Told> {
    const { id = 'pharmacist', role = 'pharmacist', scopes = ['user/*.cruds'] } = as;
    const client = { clientId: 'maru-web', address: '127.0.0.1' };
    const caller: Caller = { id, name: id, role, fhirUser: `Practitioner/${id}`, scopes, ...client };
    const route = this.#routes.find((one) => one.method === method && one.path === `/care/pharmacy/${path}`);
    if (route === undefined) throw new Error(`no route ${method} ${path}`);
    const answer = await route.handle({
      method,
      params: {},
      query: method === 'GET' ? new URLSearchParams(given as Record<string, string>).toString() : '',
      body: method === 'GET' ? '' : JSON.stringify({ attempt: `attempt-${++this.#attempts}`, ...given }),
      headers: { 'content-type': 'application/json' },
      origin: 'http://127.0.0.1:8080',
      caller,
      reach: reachOf(caller, loadPolicies()),
      signal: new AbortController().signal,
    });
    if (typeof answer.body === 'string' || answer.body instanceof Uint8Array)
      return { status: answer.status, body: answer.body };
    const body = parseJson(writeJson(answer.body)) as Json;
    const [issue] = (body['issue'] ?? []) as readonly { details: { coding: { code: string }[] } }[];
    const fault = issue?.details.coding[0]?.code;
    return { ...body, status: answer.status, ...(fault === undefined ? {} : { fault }) };
  }

  /** Reads an order and decides about it. */
  async decide(order: string, decision: Json, as: As = {}): Promise<Told> {
    const { reading, version } = await this.ask('GET', 'order', { order }, as);
    return this.ask('POST', 'decide', { order, version, reading, ...decision }, as);
  }

  /** An order that a pharmacist verified over the routes; the answer is its version. */
  async verified(id: string, more: Json = {}, slots?: readonly EpochMs[]): Promise<string> {
    const version = await this.order(id, more, slots);
    const told = await this.decide(id, { decision: 'verify' });
    if (told.status !== 200) throw new Error(`not verified: ${told.fault}`);
    return version;
  }

  receive(raw: string, units: number, to = 'pharmacy'): Promise<Told> {
    return this.ask('POST', 'move', { kind: 'receive', raw, units, to });
  }
}

const HOUSE: readonly Json[] = [
  { resourceType: 'Practitioner', id: 'doctor' },
  {
    resourceType: 'PractitionerRole',
    id: 'role-doctor',
    active: true,
    practitioner: { reference: 'Practitioner/doctor' },
    code: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/practitioner-role', code: 'doctor' }] }],
  },
  { resourceType: 'Practitioner', id: 'pharmacist-2' },
  {
    resourceType: 'PractitionerRole',
    id: 'role-pharmacist-2',
    active: true,
    practitioner: { reference: 'Practitioner/pharmacist-2' },
    code: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/practitioner-role', code: 'pharmacist' }] }],
  },
  place('ward-61', '61병동', 'wa'),
  place('room-6101', '6101호', 'ro', 'ward-61'),
  place('bed-6101-1', '6101호 1번', 'bd', 'room-6101'),
  place('ward-62', '62병동', 'wa'),
  {
    resourceType: 'Encounter',
    id: 'stay',
    status: 'in-progress',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP' },
    subject: { reference: `Patient/${ANNA.id}` },
    location: [{ status: 'active', location: { reference: 'Location/bed-6101-1' } }],
    period: { start: instantOf((NOW - 86_400_000) as EpochMs) },
  },
];

function place(id: string, name: string, code: string, partOf?: string): Json {
  return {
    resourceType: 'Location',
    id,
    status: 'active',
    name,
    physicalType: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/location-physical-type', code }] },
    ...(partOf === undefined ? {} : { partOf: { reference: `Location/${partOf}` } }),
  };
}
