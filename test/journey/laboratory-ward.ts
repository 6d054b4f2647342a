/**
 * Requests for specimens, blood and milk of the patients of the bedside journeys.
 */
import { checkDigit } from '../../src/care/index.ts';
import type { Resource } from '../../src/fhir/index.ts';
import { bedsideWard, HAN, MINUTE, OH } from './bedside-ward.ts';

type Json = Readonly<Record<string, unknown>>;
const CARE = 'https://maru.health/fhir/CodeSystem/care';
const CATEGORY = 'http://terminology.hl7.org/CodeSystem/observation-category';
const UCUM = 'http://unitsofmeasure.org';
const iso = (time: number): string => new Date(time).toISOString();

/** The newborn whose milk is fed. */
export const BABY = 'bedside-baby';
const DIGITS = '88012340000008106';
const BABY_BAND = DIGITS + checkDigit(DIGITS);

function request(id: string, category: string, coding: Json, text: string, at: number, more: Json = {}): Json {
  return {
    resourceType: 'ServiceRequest',
    id,
    status: 'active',
    intent: 'order',
    category: [{ coding: [{ system: CARE, code: category }] }],
    code: { coding: [coding], text },
    subject: { reference: `Patient/${HAN}` },
    requester: { reference: 'Practitioner/demo-physician' },
    authoredOn: iso(at),
    ...more,
  };
}

const loinc = (code: string): Json => ({ system: 'http://loinc.org', code });

function observation(id: string, code: string, value: Json, at: number, more: Json = {}): Json {
  return {
    resourceType: 'Observation',
    id,
    status: 'final',
    category: [{ coding: [{ system: CATEGORY, code: 'laboratory' }] }],
    code: { coding: [loinc(code)] },
    subject: { reference: `Patient/${HAN}` },
    effectiveDateTime: iso(at),
    ...value,
    ...more,
  };
}

const word = (code: string): Json => ({ valueCodeableConcept: { coding: [{ system: CARE, code }] } });
const measured = (value: number, unit: string): Json => ({
  valueQuantity: { value, unit, system: UCUM, code: unit },
});

function consent(now: number): Json {
  return {
    resourceType: 'Consent',
    id: 'lab-consent',
    status: 'active',
    scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'treatment' }] },
    category: [{ coding: [{ system: CARE, code: 'transfusion' }] }],
    patient: { reference: `Patient/${HAN}` },
    dateTime: iso(now),
    policyRule: { text: 'transfusion' },
  };
}

function baby(now: number): readonly Json[] {
  return [
    {
      resourceType: 'Patient',
      id: BABY,
      identifier: [
        {
          extension: [{ url: 'https://maru.health/fhir/StructureDefinition/band-instance', valueString: '1' }],
          system: 'https://id.gs1.org/8018',
          value: BABY_BAND,
        },
      ],
      name: [
        { use: 'official', text: '박지우아기', family: '박', given: ['지우아기'] },
        { use: 'usual', text: 'Baby Park Ji-u', family: 'Park', given: ['Baby of Ji-u'] },
      ],
      gender: 'female',
      birthDate: iso(now - 3 * 1440 * MINUTE).slice(0, 10),
    },
    {
      resourceType: 'NutritionOrder',
      id: 'lab-milk',
      status: 'active',
      intent: 'order',
      patient: { reference: `Patient/${BABY}` },
      dateTime: iso(now - 60 * MINUTE),
      oralDiet: { type: [{ coding: [{ system: CARE, code: 'breast-milk' }] }] },
    },
  ];
}

/** The band of the newborn. */
export const babyBand = `]d28018${BABY_BAND}\u001D80191`;

/** Everything that the journeys of the laboratory need. */
export function laboratoryWard(now: number): readonly Resource[] {
  const own: readonly Json[] = [
    request('lab-potassium', 'laboratory', loinc('24326-1'), '전해질검사', now - 50 * MINUTE, { priority: 'stat' }),
    request('lab-count', 'laboratory', loinc('58410-2'), '일반혈액검사', now - 45 * MINUTE),
    request('lab-lipids', 'laboratory', loinc('24331-1'), '지질검사', now - 40 * MINUTE),
    request('lab-group', 'laboratory', loinc('34532-2'), '혈액형 및 항체선별', now - 40 * MINUTE),
    request('lab-other', 'laboratory', loinc('24323-8'), '일반화학검사', now - 30 * MINUTE, {
      subject: { reference: `Patient/${OH}` },
    }),
    request('lab-blood', 'blood', { system: CARE, code: 'rbc' }, '농축적혈구', now - 35 * MINUTE),
    observation('lab-k-before', '2823-3', measured(4.4, 'mmol/L'), now - 1440 * MINUTE),
    observation('lab-na-before', '2951-2', measured(139, 'mmol/L'), now - 1440 * MINUTE),
    observation('lab-abo', '883-9', word('A'), now - 2880 * MINUTE),
    observation('lab-rhd', '10331-7', word('positive'), now - 2880 * MINUTE),
    observation('lab-temp', '8310-5', measured(36.6, 'Cel'), now - 10 * MINUTE, {
      category: [{ coding: [{ system: CATEGORY, code: 'vital-signs' }] }],
    }),
    consent(now),
    ...baby(now),
  ];
  return [...bedsideWard(now), ...(own as unknown as readonly Resource[])];
}
