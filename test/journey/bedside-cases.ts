/**
 * The medication cases of the acceptance suite as resources of a running house, in its time: the case's "now" is the house's.
 */
import { houseCaller, UNLIMITED } from '../../src/access/index.ts';
import { instantOf, type EpochMs } from '../../src/kernel/index.ts';
import { interact, type Context, type FhirRecord } from '../../src/record/index.ts';
import type { LoopCase, LoopCases } from '../conformance/closed-loop-state.ts';

type Json = Readonly<Record<string, unknown>>;

const EXTENSIONS = 'https://maru.health/fhir/StructureDefinition/';
const CARE = 'https://maru.health/fhir/CodeSystem/care';
const UCUM = 'http://unitsofmeasure.org';
const ROUTES: Readonly<Record<string, string>> = {
  oral: '26643006',
  intravenous: '47625008',
  subcutaneous: '34206005',
};
const ROLES: Readonly<Record<string, string>> = { physician: 'doctor' };
/** The nurse of the cases is the demo nurse who is signed in. */
export const SIGNED_IN = 'RN-1';

const coded = (system: string, code: string): Json => ({ coding: [{ system, code }] });
const quantity = (value: unknown, unit: unknown): Json => ({ value, unit, system: UCUM, code: unit });

export function staffId(id: string): string {
  return id === SIGNED_IN ? 'demo-nurse' : `case-${id}`;
}

const medicationOf = (product: unknown): Json => ({ reference: `Medication/${String(product)}` });

/** Puts cases into the record of a house, one after the other. */
export class CaseHouse {
  readonly #context: Context;
  readonly #cases: LoopCases;
  /** What the case before left, to be taken back. */
  #left: Json[] = [];

  constructor(record: FhirRecord, cases: LoopCases) {
    this.#context = record.context(houseCaller('test'), UNLIMITED);
    this.#cases = cases;
  }

  async put(body: Json): Promise<void> {
    const path = [String(body['resourceType']), String(body['id'])];
    await interact(this.#context, { method: 'PUT', path, query: '', conditions: {}, body });
  }

  /** People, bands, products: the same in all cases. */
  async world(): Promise<void> {
    const { staff, patients, products } = this.#cases.world;
    for (const [id, one] of Object.entries(staff)) for (const part of staffOf(id, one)) await this.put(part);
    for (const [id, one] of Object.entries(patients)) await this.put(patientOf(id, one));
    for (const [id, one] of Object.entries(products)) await this.put(productOf(id, one));
  }

  /** One case, its time moved to `now`. */
  async open(one: LoopCase, now: EpochMs): Promise<void> {
    for (const gone of this.#left) await this.put(gone);
    this.#left = [];
    const shift = (text: unknown): string =>
      instantOf((Date.parse(String(text)) - Date.parse(String(one.setup['now'])) + now) as EpochMs);
    const { order, verified } = this.#order(one, shift);
    await this.put(order);
    if (verified !== undefined) await this.put(verified);
    for (const resource of aroundOf(one, shift)) await this.#leave(resource);
    await this.#serials(one);
    const after = { ...order, status: 'cancelled' };
    this.#left.push(after);
  }

  /** The order again, so that it has a new version; verified as before. */
  async change(one: LoopCase, now: EpochMs): Promise<void> {
    const shift = (text: unknown): string =>
      instantOf((Date.parse(String(text)) - Date.parse(String(one.setup['now'])) + now) as EpochMs);
    const { order, verified } = this.#order(one, shift);
    await this.put(order);
    if (verified !== undefined) await this.put(verified);
  }

  #order(
    one: LoopCase,
    shift: (text: unknown) => string,
  ): { readonly order: Json; readonly verified: Json | undefined } {
    const order = one.setup['order'] as Json;
    const id = orderId(one);
    const dispensed = order['dispense'] as Json;
    const isVerified = (order['verification'] as Json)['status'] === 'verified';
    return {
      order: requestOf(id, order, shift),
      verified: isVerified
        ? {
            resourceType: 'MedicationDispense',
            id: `${id}-dispense`,
            status: 'completed',
            subject: { reference: `Patient/${String(order['patient'])}` },
            medicationReference: medicationOf(dispensed['product']),
            authorizingPrescription: [{ reference: `MedicationRequest/${id}` }],
            performer: [{ actor: { reference: 'Practitioner/case-PH-1' } }],
            ...(dispensed['substitution'] === true ? { substitution: { wasSubstituted: true } } : {}),
          }
        : undefined,
    };
  }

  async #leave(resource: Json): Promise<void> {
    await this.put(resource);
    const { clinicalStatus: _, ...kept } = resource;
    const over =
      kept['resourceType'] === 'AllergyIntolerance' ? NO_ALLERGY : { status: OVER[String(kept['resourceType'])] };
    this.#left.push({ ...kept, ...over });
  }

  async #serials({ setup }: LoopCase): Promise<void> {
    const { store } = this.#context;
    await store.query('delete from care_pack');
    for (const used of (setup['usedSerials'] ?? []) as Json[]) {
      const { gtin } = this.#cases.world.products[String(used['product'])] as { gtin: string };
      const text = 'insert into care_pack (gtin, serial, patient, administration) values ($1, $2, $3, $4)';
      await store.query(text, [gtin, used['serial'], used['patient'], 'before']);
    }
  }
}

const OVER: Readonly<Record<string, string>> = {
  MedicationAdministration: 'entered-in-error',
  Flag: 'inactive',
  Observation: 'entered-in-error',
};
const NO_ALLERGY = {
  verificationStatus: coded(
    'http://terminology.hl7.org/CodeSystem/allergyintolerance-verification',
    'entered-in-error',
  ),
};

export function orderId({ id }: LoopCase): string {
  return `case-${id}`;
}

function staffOf(id: string, { gsrn, role, badge }: Json): readonly Json[] {
  const practitioner = staffId(id);
  const period = badge === 'revoked' ? { period: { end: '2026-01-01' } } : {};
  const code = ROLES[String(role)] ?? String(role);
  return [
    {
      resourceType: 'Practitioner',
      id: practitioner,
      identifier: [{ system: 'https://id.gs1.org/8017', value: gsrn, ...period }],
    },
    {
      resourceType: 'PractitionerRole',
      id: `${practitioner}-duty`,
      active: true,
      practitioner: { reference: `Practitioner/${practitioner}` },
      code: [coded('http://terminology.hl7.org/CodeSystem/practitioner-role', code)],
    },
  ];
}

function patientOf(id: string, { gsrn, bandInstance, name, birthDate, sex }: Json): Json {
  return {
    resourceType: 'Patient',
    id,
    identifier: [
      {
        extension: [{ url: `${EXTENSIONS}band-instance`, valueString: bandInstance }],
        system: 'https://id.gs1.org/8018',
        value: gsrn,
      },
    ],
    name: [{ text: name }],
    birthDate,
    gender: sex,
  };
}

function productOf(id: string, { gtin, drug, presentation, route, unitAmount, unit, highAlert }: Json): Json {
  const strength =
    unitAmount === null ? {} : { strength: { numerator: quantity(unitAmount, unit), denominator: { value: 1 } } };
  return {
    resourceType: 'Medication',
    id,
    extension: [
      { url: `${EXTENSIONS}high-alert`, valueBoolean: highAlert },
      { url: `${EXTENSIONS}route`, valueCode: route },
    ],
    identifier: [{ system: 'https://id.gs1.org/01', value: gtin }],
    code: { text: `${String(drug)} ${String(presentation)}` },
    ingredient: [{ itemCodeableConcept: { text: drug }, ...strength }],
  };
}

function requestOf(id: string, order: Json, shift: (text: unknown) => string): Json {
  const dose = order['dose'] as Json;
  const prn = order['prn'] as Json | undefined;
  const timing = order['due'] === null ? {} : { timing: { event: [shift(order['due'])] } };
  return {
    resourceType: 'MedicationRequest',
    id,
    status: order['status'],
    intent: 'order',
    extension: marksOf(order),
    subject: { reference: `Patient/${String(order['patient'])}` },
    medicationReference: { reference: `Medication/${String(order['product'])}` },
    dosageInstruction: [
      {
        route: coded('http://snomed.info/sct', ROUTES[String(order['route'])] ?? String(order['route'])),
        doseAndRate: [{ doseQuantity: quantity(dose['value'], dose['unit']) }],
        ...(prn === undefined ? timing : neededOf(prn, dose)),
      },
    ],
  };
}

function neededOf({ minIntervalHours, maxPerDay }: Json, { unit }: Json): Json {
  return {
    asNeededBoolean: true,
    timing: { repeat: { frequency: 1, period: minIntervalHours, periodUnit: 'h' } },
    maxDosePerPeriod: { numerator: quantity(maxPerDay, unit), denominator: quantity(1, 'd') },
  };
}

function marksOf(order: Json): readonly Json[] {
  const precheck = order['precheck'] as Json | undefined;
  return [
    { url: `${EXTENSIONS}time-critical`, valueBoolean: order['timeCritical'] === true },
    { url: `${EXTENSIONS}nil-by-mouth-exempt`, valueBoolean: order['nilByMouthExempt'] === true },
    ...(precheck === undefined
      ? []
      : [
          {
            url: `${EXTENSIONS}precheck`,
            extension: [
              { url: 'observation', valueCode: precheck['observation'] },
              { url: 'min', valueQuantity: { value: precheck['min'] } },
              { url: 'withinMinutes', valueInteger: precheck['withinMinutes'] },
            ],
          },
        ]),
  ];
}

/** What stands in the record beside the order. */
function aroundOf(one: LoopCase, shift: (text: unknown) => string): readonly Json[] {
  const { setup } = one;
  const list = (name: string): readonly Json[] => (setup[name] ?? []) as Json[];
  const subject = { reference: `Patient/${String((setup['order'] as Json)['patient'])}` };
  const id = orderId(one);
  return [
    ...list('allergies').map((allergy, at) => ({
      resourceType: 'AllergyIntolerance',
      id: `${id}-allergy-${at}`,
      clinicalStatus: coded('http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', 'active'),
      patient: subject,
      code: { text: allergy['substance'] },
    })),
    ...((setup['flags'] ?? []) as string[]).map((code) => ({
      resourceType: 'Flag',
      id: `${id}-${code}`,
      status: 'active',
      code: coded(CARE, code),
      subject,
    })),
    ...list('recalls').map(({ product, lot }, at) => ({
      resourceType: 'Flag',
      id: `${id}-recall-${at}`,
      identifier: [{ value: lot }],
      status: 'active',
      code: coded(CARE, 'recall'),
      subject: { reference: `Medication/${String(product)}` },
    })),
    ...list('observations').map(({ code, value, at }, number) => ({
      resourceType: 'Observation',
      id: `${id}-observation-${number}`,
      status: 'final',
      code: coded(CARE, String(code)),
      subject,
      effectiveDateTime: shift(at),
      valueQuantity: { value },
    })),
    ...list('given').map((dose, at) => givenOf(`${id}-given-${at}`, dose, one, shift)),
  ];
}

function givenOf(id: string, dose: Json, one: LoopCase, shift: (text: unknown) => string): Json {
  const order = one.setup['order'] as { product: string; patient: string; dose: { value: number; unit: string } };
  const slot = dose['slot'];
  return {
    resourceType: 'MedicationAdministration',
    id,
    status: dose['status'],
    ...(slot === undefined ? {} : { extension: [{ url: `${EXTENSIONS}dose-slot`, valueDateTime: shift(slot) }] }),
    medicationReference: { reference: `Medication/${order.product}` },
    subject: { reference: `Patient/${order.patient}` },
    effectiveDateTime: shift(dose['at']),
    request: { reference: `MedicationRequest/${dose['order'] === 'MR-1' ? orderId(one) : 'case-other'}` },
    dosage: { dose: quantity(dose['dose'] ?? order.dose.value, order.dose.unit) },
  };
}

/** A code with its expiry moved as far as the case was. */
export function shiftedCode(raw: string, one: LoopCase, now: EpochMs): string {
  return raw.replace(/(?<=^\]d201\d{14})17(\d{6})/, (_, text: string) => {
    const date = Date.parse(`20${text.slice(0, 2)}-${text.slice(2, 4)}-${text.slice(4)}T00:00:00+09:00`);
    const days = Math.round(
      (date - Date.parse(`${String(one.setup['now']).slice(0, 10)}T00:00:00+09:00`)) / 86_400_000,
    );
    const seoul = new Date(now + 9 * 3_600_000 + days * 86_400_000).toISOString();
    return `17${seoul.slice(2, 10).replaceAll('-', '')}`;
  });
}
