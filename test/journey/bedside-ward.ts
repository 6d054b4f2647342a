/**
 * A ward for the journeys of the bedside: patients with bands, nurses with badges, products with codes, orders that are due.
 */
import { checkDigit } from '../../src/care/index.ts';
import type { Resource } from '../../src/fhir/index.ts';
import { keys } from './keys.ts';

const EXTENSIONS = 'https://maru.health/fhir/StructureDefinition/';
const UCUM = 'http://unitsofmeasure.org';
const ROLES = 'http://terminology.hl7.org/CodeSystem/practitioner-role';
const PLACE = 'http://terminology.hl7.org/CodeSystem/location-physical-type';
const SNOMED = 'http://snomed.info/sct';
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** The ward. */
export const WARD = 'bedside-ward';
/** 한서윤, who gets most of the doses; 오지훈 in the next bed; 남도현, who was discharged; 유하린, who died. */
export const HAN = 'bedside-han';
export const OH = 'bedside-oh';
export const NAM = 'bedside-nam';
export const YU = 'bedside-yu';
/** 서가은 and 서다은, whose bands have one number. */
export const TWIN = 'bedside-twin';

type Json = Readonly<Record<string, unknown>>;

function withDigit(digits: string): string {
  return digits + checkDigit(digits);
}

const gsrn = (number: number): string => withDigit(`8801234${String(number).padStart(10, '0')}`);
export const gtin = (number: number): string => withDigit(`08809912${String(number).padStart(5, '0')}`);

/** Numbers of badges and bands by id. */
export const NUMBERS: Readonly<Record<string, string>> = {
  'demo-nurse': gsrn(9001),
  'demo-physician': gsrn(9002),
  'bedside-colleague': gsrn(9003),
  'bedside-student': gsrn(9004),
  [HAN]: gsrn(8001),
  [OH]: gsrn(8002),
  [NAM]: gsrn(8003),
  [YU]: gsrn(8004),
  [TWIN]: gsrn(8005),
};

/** A badge's code. */
export const badge = (id: string): string => `]d28017${NUMBERS[id] ?? ''}`;
/** A band's code. */
export const band = (id: string): string => `]d28018${NUMBERS[id] ?? ''}${keys.GS}80191`;
/** A pack's code. */
export const pack = (number: number, serial: string, expiry = '281231'): string =>
  `]d201${gtin(number)}17${expiry}10L1${keys.GS}21${serial}`;

const iso = (time: number): string => new Date(time).toISOString();
const coded = (system: string, code: string): Json => ({ coding: [{ system, code }] });
const quantity = (value: number, code: string): Json => ({ value, unit: code, system: UCUM, code });

function patient(id: string, ko: string, en: readonly [string, string], birthDate: string, more: Json = {}): Json {
  return {
    resourceType: 'Patient',
    id,
    identifier: [
      {
        extension: [{ url: `${EXTENSIONS}band-instance`, valueString: '1' }],
        system: 'https://id.gs1.org/8018',
        value: NUMBERS[id] ?? NUMBERS[TWIN],
      },
      {
        type: coded('http://terminology.hl7.org/CodeSystem/v2-0203', 'MR'),
        system: 'https://maru.health/fhir/NamingSystem/patient-number',
        value: `0007${birthDate.slice(2, 4)}${birthDate.slice(5, 7)}`,
      },
    ],
    name: [
      { use: 'official', text: ko, family: ko.slice(0, 1), given: [ko.slice(1)] },
      { use: 'usual', text: en.join(' '), family: en[0], given: [en[1]] },
    ],
    gender: 'female',
    birthDate,
    ...more,
  };
}

function stay(id: string, owner: string, bed: string, start: number, status = 'in-progress'): Json {
  const ended = status === 'finished' ? { end: iso(start + 20 * HOUR) } : {};
  return {
    resourceType: 'Encounter',
    id,
    status,
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP' },
    subject: { reference: `Patient/${owner}` },
    period: { start: iso(start), ...ended },
    location: [
      {
        location: { reference: `Location/${bed}` },
        status: status === 'finished' ? 'completed' : 'active',
        period: { start: iso(start), ...ended },
      },
    ],
  };
}

function place(id: string, name: string, kind: string, partOf?: string): Json {
  return {
    resourceType: 'Location',
    id,
    name,
    status: 'active',
    physicalType: coded(PLACE, kind),
    ...(partOf === undefined ? {} : { partOf: { reference: `Location/${partOf}` } }),
  };
}

function person(id: string, ko: string, role: string): readonly Json[] {
  return [
    {
      resourceType: 'Practitioner',
      id,
      name: [{ text: ko }],
      identifier: [{ system: 'https://id.gs1.org/8017', value: NUMBERS[id] }],
    },
    {
      resourceType: 'PractitionerRole',
      id: `${id}-duty`,
      active: true,
      practitioner: { reference: `Practitioner/${id}` },
      code: [coded(ROLES, role)],
    },
  ];
}

/** A product: number of its GTIN, names, one unit of it. */
export interface Drug {
  readonly number: number;
  readonly ko: string;
  readonly en: string;
  readonly amount?: number;
  readonly unit: string;
  readonly route: string;
  readonly highAlert?: boolean;
}

export const DRUGS = {
  acetaminophen: { number: 101, ko: '아세트아미노펜', en: 'acetaminophen', amount: 500, unit: 'mg', route: 'oral' },
  amlodipine: { number: 102, ko: '암로디핀', en: 'amlodipine', amount: 5, unit: 'mg', route: 'oral' },
  digoxin: { number: 103, ko: '디곡신', en: 'digoxin', amount: 0.25, unit: 'mg', route: 'oral' },
  enoxaparin: {
    number: 104,
    ko: '에녹사파린',
    en: 'enoxaparin',
    amount: 40,
    unit: 'mg',
    route: 'subcutaneous',
    highAlert: true,
  },
  noradrenaline: { number: 105, ko: '노르에피네프린', en: 'noradrenaline', unit: 'mg', route: 'intravenous' },
  cefazolin: { number: 106, ko: '세파졸린', en: 'cefazolin', amount: 1000, unit: 'mg', route: 'intravenous' },
} as const satisfies Readonly<Record<string, Drug>>;
export type DrugName = keyof typeof DRUGS;

function product(name: string, { number, ko, en, amount, unit, route, highAlert = false }: Drug): Json {
  const strength = amount === undefined ? '' : ` ${amount} ${unit}`;
  return {
    resourceType: 'Medication',
    id: `bedside-${name}`,
    extension: [
      { url: `${EXTENSIONS}high-alert`, valueBoolean: highAlert },
      { url: `${EXTENSIONS}route`, valueCode: route },
    ],
    identifier: [{ system: 'https://id.gs1.org/01', value: gtin(number) }],
    code: {
      coding: [{ system: 'http://www.whocc.no/atc', code: `X${number}`, display: `${en}${strength}` }],
      text: `${ko}${strength}`,
    },
    ingredient: [
      {
        itemCodeableConcept: { text: en },
        ...(amount === undefined ? {} : { strength: { numerator: quantity(amount, unit), denominator: { value: 1 } } }),
      },
    ],
  };
}

const ROUTES: Readonly<Record<string, string>> = {
  oral: '26643006',
  intravenous: '47625008',
  subcutaneous: '34206005',
};

/** An order: what, for whom, when. */
export interface Order {
  readonly id: string;
  readonly owner: string;
  readonly drug: DrugName;
  readonly dose?: number;
  readonly slots?: readonly number[];
  readonly dosage?: Json;
  readonly more?: Json;
  readonly verified?: boolean;
}

/** The order and, where it is verified, the pharmacist's dispense. */
export function order({
  id,
  owner,
  drug,
  dose,
  slots,
  dosage = {},
  more = {},
  verified = true,
}: Order): readonly Json[] {
  const { amount, unit, route }: Drug = DRUGS[drug];
  const value = dose ?? amount;
  const request = {
    resourceType: 'MedicationRequest',
    id,
    status: 'active',
    intent: 'order',
    subject: { reference: `Patient/${owner}` },
    encounter: { reference: `Encounter/${owner}-stay` },
    medicationReference: { reference: `Medication/bedside-${drug}` },
    dosageInstruction: [
      {
        ...(slots === undefined ? {} : { timing: { event: slots.map(iso) } }),
        route: coded(SNOMED, ROUTES[route] ?? ''),
        ...(value === undefined ? {} : { doseAndRate: [{ doseQuantity: quantity(value, unit) }] }),
        ...dosage,
      },
    ],
    ...more,
  };
  return verified ? [request, dispense(id, owner, drug)] : [request];
}

function dispense(id: string, owner: string, drug: DrugName): Json {
  return {
    resourceType: 'MedicationDispense',
    id: `${id}-dispense`,
    status: 'completed',
    subject: { reference: `Patient/${owner}` },
    medicationReference: { reference: `Medication/bedside-${drug}` },
    authorizingPrescription: [{ reference: `MedicationRequest/${id}` }],
    performer: [{ actor: { reference: 'Practitioner/bedside-pharmacist' } }],
  };
}

function precheck(min: number): Json {
  return {
    url: `${EXTENSIONS}precheck`,
    extension: [
      { url: 'observation', valueCode: '8867-4' },
      { url: 'min', valueQuantity: { value: min } },
      { url: 'withinMinutes', valueInteger: 60 },
    ],
  };
}

function orders(now: number): readonly Json[] {
  const pain = coded('https://maru.health/fhir/CodeSystem/care', 'pain');
  return [
    order({
      id: 'bedside-amlodipine-due',
      owner: HAN,
      drug: 'amlodipine',
      slots: [now + 10 * MINUTE, now + 24 * HOUR],
    }),
    order({
      id: 'bedside-cefazolin-due',
      owner: HAN,
      drug: 'cefazolin',
      slots: [now - 3 * HOUR, now + 5 * MINUTE, now + 3 * HOUR],
    }),
    order({ id: 'bedside-enoxaparin-due', owner: HAN, drug: 'enoxaparin', slots: [now - 20 * MINUTE] }),
    order({
      id: 'bedside-digoxin-due',
      owner: HAN,
      drug: 'digoxin',
      slots: [now + 2 * MINUTE],
      more: { extension: [precheck(60)] },
    }),
    order({ id: 'bedside-prn', owner: HAN, drug: 'acetaminophen', dosage: { asNeededCodeableConcept: pain } }),
    order({
      id: 'bedside-infusion',
      owner: HAN,
      drug: 'noradrenaline',
      slots: [now],
      dosage: { doseAndRate: [{ rateRange: { low: quantity(4, 'mL/h'), high: quantity(12, 'mL/h') } }] },
    }),
    order({ id: 'bedside-oh-due', owner: OH, drug: 'amlodipine', slots: [now - 90 * MINUTE] }),
    order({ id: 'bedside-oh-new', owner: OH, drug: 'cefazolin', slots: [now + 30 * MINUTE], verified: false }),
    order({ id: 'bedside-oh-held', owner: OH, drug: 'digoxin', slots: [now], more: { status: 'on-hold' } }),
    order({ id: 'bedside-nam-due', owner: NAM, drug: 'amlodipine', slots: [now] }),
    order({ id: 'bedside-yu-due', owner: YU, drug: 'amlodipine', slots: [now] }),
  ].flat();
}

/** Everything of the ward. */
export function bedsideWard(now: number): readonly Resource[] {
  const start = now - 40 * HOUR;
  const beds = ['01', '02', '03', '04'].map((number) =>
    place(`bedside-bed-${number}`, `701-${number}`, 'bd', 'bedside-room'),
  );
  const resources = [
    place(WARD, '7A 병동', 'wa'),
    place('bedside-room', '701호', 'ro', WARD),
    ...beds,
    ...person('demo-nurse', '김간호', 'nurse'),
    ...person('bedside-colleague', '박동료', 'nurse'),
    ...person('bedside-student', '이학생', 'student'),
    ...person('bedside-pharmacist', '최약사', 'pharmacist'),
    patient(HAN, '한서윤', ['Han', 'Seo-yun'], '1949-08-21'),
    patient(OH, '오지훈', ['Oh', 'Ji-hun'], '1966-01-30', { gender: 'male' }),
    patient(NAM, '남도현', ['Nam', 'Do-hyeon'], '1971-05-02', { gender: 'male' }),
    patient(YU, '유하린', ['Yu', 'Ha-rin'], '1938-12-12', { deceasedDateTime: iso(now - 2 * HOUR) }),
    patient(TWIN, '서가은', ['Seo', 'Ga-eun'], '1990-03-03'),
    patient('bedside-twin-2', '서다은', ['Seo', 'Da-eun'], '1990-03-04'),
    stay(`${HAN}-stay`, HAN, 'bedside-bed-01', start),
    stay(`${OH}-stay`, OH, 'bedside-bed-02', start),
    stay(`${NAM}-stay`, NAM, 'bedside-bed-03', start, 'finished'),
    stay(`${YU}-stay`, YU, 'bedside-bed-04', start),
    ...Object.entries(DRUGS).map(([name, drug]) => product(name, drug)),
    ...orders(now),
  ];
  return resources as unknown as readonly Resource[];
}
