/**
 * The drill ward: one fictional patient in one bed, with orders for every way in which a dose without a network can go.
 *
 * Everything is labelled as test data, and ended when the drill is over: the stay is finished, orders and doses are entered in
 * error, the patient is inactive. What was written stays readable, as everything does.
 *
 * Source  https://terminology.hl7.org/CodeSystem-v3-ActReason.html (HTEST)
 * Proof   drill.int.test.ts
 */
import { UNLIMITED, houseCaller } from '../../access/index.ts';
import type { Resource } from '../../fhir/index.ts';
import { instantOf, parseJson, type Clock, type EpochMs } from '../../kernel/index.ts';
import { interact, type Context, type FhirRecord } from '../../record/index.ts';
import { checkDigit, writeGs1 } from '../gs1/index.ts';
import { findResources } from '../bedside/chart.ts';
import type { Replayed, Step } from '../station/index.ts';
import { GTIN, PATIENT_GSRN, STAFF_GSRN } from '../systems.ts';

/** One dose of the rehearsal. */
export interface Scene {
  readonly name: string;
  readonly expected: 'allow' | 'warn' | 'stop';
  readonly outcome?: Replayed['outcome'];
  readonly attempt: string;
  readonly patient: string;
  readonly order: string;
  readonly orderVersion: string;
  readonly slot: EpochMs;
  readonly steps: readonly Step[];
  readonly reason?: string;
}

const EXTENSIONS = 'https://maru.health/fhir/StructureDefinition/';
const HTEST = {
  system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason',
  code: 'HTEST',
  display: 'test health data',
};
const TERMINOLOGY = 'http://terminology.hl7.org/CodeSystem/';

type Json = Readonly<Record<string, unknown>>;

/** Reads the same every time, but for the name of the drill in every id. */
export class DrillWard {
  readonly #context: Context;
  readonly #clock: Clock;
  readonly #run: string;
  readonly #written: (readonly [type: string, id: string])[] = [];
  readonly #versions = new Map<string, string>();

  constructor(record: FhirRecord, clock: Clock, run: string) {
    this.#context = record.context(houseCaller('downtime-drill'), UNLIMITED);
    this.#clock = clock;
    this.#run = run;
  }

  /** Id of the nurse of the drill, in whose name the station hands over. */
  get nurse(): string {
    return this.#id('nurse');
  }

  async open(): Promise<{ readonly ward: string; readonly scenes: readonly Scene[] }> {
    for (const resource of this.#basics()) await this.#put(resource);
    for (const name of ORDERS) await this.#order(name);
    return { ward: this.#id('ward'), scenes: this.#scenes() };
  }

  /** What happens in the house while the station is away: one order is changed, one dose is given by somebody else. */
  async meanwhile(): Promise<void> {
    await this.#put(this.#request('changed', 250));
    await this.#put({
      resourceType: 'MedicationAdministration',
      id: this.#id('elsewhere'),
      extension: [{ url: `${EXTENSIONS}dose-slot`, valueDateTime: instantOf(this.#slot()) }],
      status: 'completed',
      medicationReference: { reference: `Medication/${this.#id('tablet')}` },
      subject: this.#patient(),
      effectiveDateTime: instantOf(this.#clock.now()),
      request: { reference: `MedicationRequest/${this.#id('twice')}` },
    });
    const text =
      'insert into care_dose (request, slot, administration) values ($1, to_timestamp($2::float8 / 1000), $3)';
    await this.#context.store.query(text, [this.#id('twice'), this.#slot(), this.#id('elsewhere')]);
  }

  /** What the record holds of the doses: name, expected, found. */
  async counts(): Promise<readonly (readonly [string, string, string])[]> {
    const all = await findResources(this.#context, 'MedicationAdministration', { subject: this.#patient().reference });
    const standing = (order: string) =>
      all.filter(
        ({ request, status }) =>
          request?.reference === `MedicationRequest/${this.#id(order)}` && status === 'completed',
      ).length;
    return [
      ['the plain dose is in the record once', '1', String(standing('plain'))],
      ['both doses of the conflict are in the record', '2', String(standing('twice'))],
      ['the dose by the changed order is in the record', '1', String(standing('changed'))],
      ['the stopped dose is not in the record', '0', String(standing('wrong'))],
    ];
  }

  /** Ends everything that was written. */
  async close(): Promise<void> {
    const doses = await findResources(this.#context, 'MedicationAdministration', {
      subject: this.#patient().reference,
    });
    for (const { id = '' } of doses) this.#written.push(['MedicationAdministration', id]);
    for (const [type, id] of this.#written) await this.#end(type, id);
    await this.#context.store.query('delete from care_dose where request like $1', [`${this.#id('')}%`]);
  }

  #id(name: string): string {
    return `drill-${this.#run}-${name}`;
  }

  #patient(): { readonly reference: string } {
    return { reference: `Patient/${this.#id('patient')}` };
  }

  /** Due now, on the minute. */
  #slot(): EpochMs {
    return (Math.floor(this.#started / 60_000) * 60_000) as EpochMs;
  }

  get #started(): number {
    return Number(this.#run);
  }

  async #put(body: Json): Promise<void> {
    const [type, id] = [String(body['resourceType']), String(body['id'])];
    const labelled = { ...body, meta: { security: [HTEST] } };
    const { version } = await interact(this.#context, {
      method: 'PUT',
      path: [type, id],
      query: '',
      conditions: {},
      body: labelled,
    });
    if (!this.#versions.has(`${type}/${id}`)) this.#written.push([type, id]);
    this.#versions.set(`${type}/${id}`, String(version?.ver));
  }

  async #end(type: string, id: string): Promise<void> {
    const status = ENDED[type];
    if (status === undefined) return;
    const path = [type, id];
    const found = await interact(this.#context, { method: 'GET', path, query: '', conditions: {} });
    const body = { ...(parseJson(found.text ?? '{}') as Resource), ...status };
    await interact(this.#context, { method: 'PUT', path, query: '', conditions: {}, body });
  }

  async #order(name: string): Promise<void> {
    await this.#put(this.#request(name, 500));
    await this.#put({
      resourceType: 'MedicationDispense',
      id: this.#id(`dispense-${name}`),
      status: 'completed',
      subject: this.#patient(),
      medicationReference: { reference: `Medication/${this.#id('tablet')}` },
      authorizingPrescription: [{ reference: `MedicationRequest/${this.#id(name)}` }],
      performer: [{ actor: { reference: `Practitioner/${this.#id('pharmacist')}` } }],
    });
  }

  #request(name: string, mg: number): Json {
    const quantity = { value: mg, unit: 'mg', system: 'http://unitsofmeasure.org', code: 'mg' };
    return {
      resourceType: 'MedicationRequest',
      id: this.#id(name),
      status: 'active',
      intent: 'order',
      subject: this.#patient(),
      encounter: { reference: `Encounter/${this.#id('stay')}` },
      medicationReference: { reference: `Medication/${this.#id('tablet')}` },
      dosageInstruction: [
        {
          route: { coding: [{ system: 'http://snomed.info/sct', code: '26643006' }] },
          doseAndRate: [{ doseQuantity: quantity }],
          timing: { event: [instantOf(this.#slot())] },
        },
      ],
    };
  }

  #basics(): readonly Json[] {
    const place = (name: string, code: string, partOf?: string): Json => ({
      resourceType: 'Location',
      id: this.#id(name),
      status: 'active',
      name: `훈련 ${name}`,
      physicalType: { coding: [{ system: `${TERMINOLOGY}location-physical-type`, code }] },
      ...(partOf === undefined ? {} : { partOf: { reference: `Location/${this.#id(partOf)}` } }),
    });
    const duty = (name: string): Json => ({
      resourceType: 'PractitionerRole',
      id: this.#id(`role-${name}`),
      active: true,
      practitioner: { reference: `Practitioner/${this.#id(name)}` },
      code: [{ coding: [{ system: `${TERMINOLOGY}practitioner-role`, code: name }] }],
    });
    const person = (name: string, gsrn: string): Json => ({
      resourceType: 'Practitioner',
      id: this.#id(name),
      active: true,
      identifier: [{ system: STAFF_GSRN, value: gsrn }],
      name: [{ text: `훈련 ${name}` }],
    });
    return [
      place('ward', 'wa'),
      place('bed', 'bd', 'ward'),
      person('nurse', this.#gsrn(1)),
      person('pharmacist', this.#gsrn(2)),
      duty('nurse'),
      duty('pharmacist'),
      {
        resourceType: 'Medication',
        id: this.#id('tablet'),
        identifier: [{ system: GTIN, value: this.#gtin() }],
        status: 'active',
        code: { text: '훈련용 정제 500 mg' },
        ingredient: [
          {
            itemCodeableConcept: { text: 'drill tablet' },
            strength: {
              numerator: { value: 500, system: 'http://unitsofmeasure.org', code: 'mg' },
              denominator: { value: 1 },
            },
          },
        ],
      },
      this.#person(),
      {
        resourceType: 'Encounter',
        id: this.#id('stay'),
        status: 'in-progress',
        class: { system: `${TERMINOLOGY}v3-ActCode`, code: 'IMP' },
        subject: this.#patient(),
        location: [{ location: { reference: `Location/${this.#id('bed')}` }, status: 'active' }],
      },
    ];
  }

  #person(): Json {
    return {
      resourceType: 'Patient',
      id: this.#id('patient'),
      active: true,
      name: [{ text: '훈련 환자' }],
      identifier: [
        {
          system: PATIENT_GSRN,
          value: this.#gsrn(3),
          extension: [{ url: `${EXTENSIONS}band-instance`, valueString: '1' }],
        },
      ],
    };
  }

  /** Numbers below a prefix that GS1 keeps for use inside of a company, new in every drill. */
  #gsrn(kind: number): string {
    const body = `2${kind}${String(this.#started).padStart(15, '0')}`.slice(0, 17);
    return body + checkDigit(body);
  }

  #gtin(): string {
    const body = `02${String(this.#started).slice(-11)}`;
    return body + checkDigit(body);
  }

  #scenes(): readonly Scene[] {
    const badge: Step = { scan: 'badge', raw: writeGs1([{ ai: '8017', value: this.#gsrn(1) }], AS_OF) };
    const band = (gsrn: string): Step => ({
      scan: 'band',
      raw: writeGs1(
        [
          { ai: '8018', value: gsrn },
          { ai: '8019', value: '1' },
        ],
        AS_OF,
      ),
    });
    const product: Step = {
      scan: 'product',
      raw: writeGs1(
        [
          { ai: '01', value: this.#gtin() },
          { ai: '10', value: 'DRILL' },
        ],
        AS_OF,
      ),
    };
    const give: readonly Step[] = [badge, band(this.#gsrn(3)), product, { action: 'confirm' }];
    const scene = (order: (typeof ORDERS)[number], rest: Pick<Scene, 'name' | 'expected'> & Partial<Scene>): Scene => ({
      attempt: `${this.#id(order)}-dose`,
      patient: this.#id('patient'),
      order: this.#id(order),
      orderVersion: this.#versions.get(`MedicationRequest/${this.#id(order)}`) ?? '',
      slot: this.#slot(),
      steps: give,
      ...rest,
    });
    return [
      scene('plain', { name: 'a dose as ordered', expected: 'allow', outcome: 'recorded' }),
      scene('wrong', {
        name: 'another patient’s band',
        expected: 'stop',
        steps: [badge, band(this.#gsrn(4)), product, { action: 'confirm' }],
      }),
      scene('twice', {
        name: 'a dose that is given in the house as well',
        expected: 'allow',
        outcome: 'recorded-for-review',
      }),
      scene('changed', { name: 'a dose whose order is changed meanwhile', expected: 'allow', outcome: 'recorded' }),
      scene('left', {
        name: 'a dose that the patient refuses',
        expected: 'allow',
        outcome: 'recorded',
        steps: [badge, band(this.#gsrn(3)), { action: 'not-given', reason: 'patient-refused' }],
      }),
    ];
  }
}

/** No code of the drill holds a date. */
const AS_OF = { readingYear: 2026, dayZero: 'forbid' } as const;

const ORDERS = ['plain', 'wrong', 'twice', 'changed', 'left'] as const;

/** How each kind of resource ends. */
const ENDED: Readonly<Record<string, Json>> = {
  Encounter: { status: 'finished' },
  MedicationRequest: { status: 'entered-in-error' },
  MedicationDispense: { status: 'entered-in-error' },
  MedicationAdministration: { status: 'entered-in-error' },
  Medication: { status: 'entered-in-error' },
  Patient: { active: false },
  Practitioner: { active: false },
  PractitionerRole: { active: false },
  Location: { status: 'inactive' },
};
