/**
 * A ward for the journeys of documents: two patients in bed, with signs, a score, results, a drug and something to do.
 */
import type { Resource } from '../../src/fhir/index.ts';

export const WARD = 'notes-ward';
export const HAN = 'notes-han';
export const SHIN = 'notes-shin';

const HOUR = 3_600_000;
const CARE = 'https://maru.health/fhir/CodeSystem/care';
const LOINC = 'http://loinc.org';
const TERMINOLOGY = 'http://terminology.hl7.org/CodeSystem';

type Json = Readonly<Record<string, unknown>>;

function place(id: string, code: string, name: string, partOf?: string): Json {
  return {
    resourceType: 'Location',
    id,
    status: 'active',
    name,
    physicalType: { coding: [{ system: `${TERMINOLOGY}/location-physical-type`, code }] },
    ...(partOf === undefined ? {} : { partOf: { reference: `Location/${partOf}` } }),
  };
}

function patient(id: string, text: string, latin: string): Json {
  const [family = '', given = ''] = latin.split(' ');
  return {
    resourceType: 'Patient',
    id,
    name: [
      { use: 'official', text },
      { use: 'usual', family, given: [given], text: latin },
    ],
    gender: 'male',
    birthDate: '1951-04-09',
  };
}

function observation(
  id: string,
  who: string,
  category: string,
  code: readonly [string, string, string],
  more: Json,
): Json {
  return {
    resourceType: 'Observation',
    id,
    status: 'final',
    category: [{ coding: [{ system: `${TERMINOLOGY}/observation-category`, code: category }] }],
    code: { coding: [{ system: LOINC, code: code[0], display: code[1] }], text: code[2] },
    subject: { reference: `Patient/${who}` },
    ...more,
  };
}

const TEMPERATURE = ['8310-5', 'Body temperature', '체온'] as const;
const POTASSIUM = ['2823-3', 'Potassium', '칼륨'] as const;

function of(value: number, unit: string): Json {
  return { value, unit, system: 'http://unitsofmeasure.org', code: unit };
}

function stay(id: string, who: string, bed: string, start: string): Json {
  return {
    resourceType: 'Encounter',
    id,
    status: 'in-progress',
    class: { system: `${TERMINOLOGY}/v3-ActCode`, code: 'IMP' },
    type: [{ coding: [{ display: 'Hospital admission' }], text: '입원' }],
    subject: { reference: `Patient/${who}` },
    participant: [{ individual: { reference: 'Practitioner/demo-physician', display: '김서연' } }],
    period: { start },
    reasonCode: [{ text: '기침과 발열' }],
    location: [{ location: { reference: `Location/${bed}` }, status: 'active', period: { start } }],
  };
}

function report(id: string, result: string, issued: string, more: Json = {}): Json {
  return {
    resourceType: 'DiagnosticReport',
    id,
    status: 'final',
    category: [{ coding: [{ system: `${TERMINOLOGY}/v2-0074`, code: 'LAB' }] }],
    code: { coding: [{ display: 'Electrolytes' }], text: '전해질' },
    subject: { reference: `Patient/${HAN}` },
    effectiveDateTime: issued,
    issued,
    result: [{ reference: `Observation/${result}` }],
    ...more,
  };
}

/** Everything of the ward. */
export function notesWard(now: number): readonly Resource[] {
  const ago = (hours: number) => new Date(now - hours * HOUR).toISOString();
  const flag = (code: string) => ({
    interpretation: [{ coding: [{ system: `${TERMINOLOGY}/v3-ObservationInterpretation`, code }] }],
  });
  const all: readonly Json[] = [
    place(WARD, 'wa', '기록병동'),
    place('notes-room', 'ro', '901호', WARD),
    place('notes-bed-1', 'bd', '901호 1번 병상', 'notes-room'),
    place('notes-bed-2', 'bd', '901호 2번 병상', 'notes-room'),
    patient(HAN, '한도윤', 'Han Do-yun'),
    patient(SHIN, '신우진', 'Shin U-jin'),
    {
      resourceType: 'Condition',
      id: 'notes-pneumonia',
      clinicalStatus: { coding: [{ system: `${TERMINOLOGY}/condition-clinical`, code: 'active' }] },
      code: { coding: [{ display: 'Pneumonia' }], text: '폐렴' },
      subject: { reference: `Patient/${HAN}` },
    },
    {
      ...stay('notes-stay-1', HAN, 'notes-bed-1', ago(40)),
      diagnosis: [{ condition: { reference: 'Condition/notes-pneumonia', display: '폐렴' } }],
    },
    stay('notes-stay-2', SHIN, 'notes-bed-2', ago(20)),
    observation('notes-t1', HAN, 'vital-signs', TEMPERATURE, {
      effectiveDateTime: ago(9),
      valueQuantity: of(38.4, '°C'),
    }),
    observation('notes-t2', HAN, 'vital-signs', TEMPERATURE, {
      effectiveDateTime: ago(1),
      valueQuantity: of(36.9, '°C'),
    }),
    {
      ...observation('notes-news', HAN, 'vital-signs', TEMPERATURE, {
        effectiveDateTime: ago(1),
        valueQuantity: of(5, '점'),
      }),
      code: { coding: [{ system: CARE, code: 'news2' }], text: 'NEWS2' },
    },
    observation('notes-k', HAN, 'laboratory', POTASSIUM, {
      effectiveDateTime: ago(3),
      valueQuantity: of(5.6, 'mmol/L'),
      ...flag('H'),
    }),
    observation('notes-k-call', HAN, 'laboratory', POTASSIUM, {
      effectiveDateTime: ago(2),
      valueQuantity: of(7.1, 'mmol/L'),
      ...flag('HH'),
    }),
    observation('notes-k-old', HAN, 'laboratory', POTASSIUM, {
      effectiveDateTime: ago(30),
      valueQuantity: of(4.1, 'mmol/L'),
    }),
    report('notes-rep', 'notes-k', ago(2)),
    report('notes-rep-old', 'notes-k-old', ago(29)),
    report('notes-rep-call', 'notes-k-call', ago(1)),
    {
      resourceType: 'Task',
      id: 'notes-call',
      status: 'requested',
      intent: 'order',
      code: { coding: [{ system: CARE, code: 'critical-result' }] },
      focus: { reference: 'DiagnosticReport/notes-rep-call' },
      for: { reference: `Patient/${HAN}` },
      authoredOn: ago(0.1),
      input: [{ type: { text: '2823-3' }, valueString: '7.1' }],
    },
    {
      resourceType: 'MedicationRequest',
      id: 'notes-drug',
      status: 'active',
      intent: 'order',
      category: [{ coding: [{ code: 'discharge' }] }],
      medicationCodeableConcept: { coding: [{ display: 'amoxicillin 500 mg' }], text: '아목시실린 500 mg 캡슐' },
      subject: { reference: `Patient/${HAN}` },
      authoredOn: ago(1),
      dosageInstruction: [{ text: '1일 3회 식후, 5일분' }],
    },
  ];
  return all as unknown as readonly Resource[];
}
