/**
 * A ward small enough to know by heart: what the chapters on search look for.
 */
import { coded, observation, resourceOf } from './house.ts';

export const MRN = 'http://hospital.example/mrn';
export const LOINC = 'http://loinc.org';
export const UCUM = 'http://unitsofmeasure.org';
const V2 = 'http://terminology.hl7.org/CodeSystem/v2-0203';
const CATEGORY = 'http://terminology.hl7.org/CodeSystem/observation-category';

const quantity = (value: number, code: string): object => ({
  valueQuantity: { value, unit: code, system: UCUM, code },
});
const of = (reference: string): object => ({ reference });
const loinc = (code: string, display?: string): object => ({
  code: { coding: [{ system: LOINC, code, ...(display === undefined ? {} : { display }) }] },
});
const component = (code: string, value: number): object => ({ ...loinc(code), ...quantity(value, 'mm[Hg]') });

export const WARD: readonly object[] = [
  resourceOf('Organization', { id: 'h', name: 'Maru Hospital' }),
  resourceOf('Organization', { id: 'ward', name: 'Ward 61, east', partOf: of('Organization/h') }),
  resourceOf('Organization', { id: 'room', name: 'Room 1', partOf: of('Organization/ward') }),
  resourceOf('Practitioner', { id: 'doc', name: [{ family: 'Park' }], identifier: [{ system: MRN, value: 'doc' }] }),
  resourceOf('Location', {
    id: 'seoul',
    status: 'active',
    name: 'Seoul',
    position: { latitude: 37.5665, longitude: 126.978 },
  }),
  resourceOf('Location', {
    id: 'busan',
    status: 'active',
    name: 'Busan',
    position: { latitude: 35.1796, longitude: 129.0756 },
  }),
  resourceOf('Patient', {
    id: 'p1',
    meta: {
      profile: ['http://example.org/fhir/StructureDefinition/pat'],
      tag: [{ system: 'urn:tags', code: 't1' }],
      security: [{ system: 'urn:labels', code: 's1' }],
    },
    text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">A quiet patient with migraine</div>' },
    identifier: [{ system: MRN, value: '0001', type: coded(V2, 'MR') }],
    active: true,
    name: [{ family: 'Kim', given: ['Min-ji', 'Rosa'] }],
    telecom: [{ system: 'phone', value: '010-1234-5678' }],
    gender: 'female',
    birthDate: '1980-05-01',
    address: [{ city: 'Seoul', postalCode: '04524', line: ['1 Sejong-daero'] }],
    generalPractitioner: [of('Practitioner/doc')],
    managingOrganization: of('Organization/ward'),
  }),
  resourceOf('Patient', {
    id: 'p2',
    identifier: [{ system: 'urn:other', value: '0001' }],
    name: [{ family: 'Kimura', given: ['Ken'] }],
    gender: 'male',
    birthDate: '1980-05',
    deceasedDateTime: '2015-03-14',
    managingOrganization: of('Organization/h'),
  }),
  resourceOf('Patient', {
    id: 'p3',
    name: [{ family: 'Müller', given: ['Jürgen'] }],
    gender: 'male',
    birthDate: '1990',
    link: [{ other: of('Patient/p1'), type: 'seealso' }],
  }),
  resourceOf('Patient', { id: 'p4', identifier: [{ value: '0001' }] }),
  resourceOf('Encounter', {
    id: 'e1',
    status: 'finished',
    class: { code: 'IMP' },
    subject: of('Patient/p1'),
    period: { start: '2020-01-01', end: '2020-01-31' },
    serviceProvider: of('Organization/ward'),
  }),
  observation('Patient/p1', {
    id: 'o1',
    ...loinc('2345-7', 'Glucose in Serum'),
    category: [coded(CATEGORY, 'laboratory')],
    effectiveDateTime: '2020-01-10',
    ...quantity(95, 'mg/dL'),
    encounter: of('Encounter/e1'),
    performer: [of('Practitioner/doc')],
  }),
  observation('Patient/p1', {
    id: 'o2',
    ...loinc('2345-7', 'Glucose in Serum'),
    category: [coded(CATEGORY, 'laboratory')],
    effectiveDateTime: '2020-01-10T12:00:00Z',
    ...quantity(1.8, 'g/L'),
    encounter: of('Encounter/e1'),
  }),
  observation('Patient/p1', {
    id: 'o3',
    ...loinc('8310-5', 'Body temperature'),
    category: [coded(CATEGORY, 'vital-signs')],
    effectivePeriod: { start: '2020-01-01', end: '2020-01-31' },
    ...quantity(36.5, 'Cel'),
  }),
  observation('Patient/p2', {
    id: 'o4',
    ...loinc('8302-2', 'Body height'),
    category: [coded(CATEGORY, 'vital-signs')],
    effectiveDateTime: '2021',
    ...quantity(1.7, 'm'),
  }),
  observation('Patient/p2', {
    id: 'o5',
    ...loinc('85354-9'),
    effectivePeriod: { start: '2020-06-01' },
    component: [component('8480-6', 150), component('8462-4', 70)],
  }),
  observation('Patient/p3', {
    id: 'o6',
    ...loinc('72166-2'),
    valueCodeableConcept: coded('http://snomed.info/sct', '266919005'),
    hasMember: [of('Observation/o5')],
  }),
  resourceOf('Condition', {
    id: 'c1',
    subject: of('Patient/p1'),
    code: coded('http://snomed.info/sct', '44054006'),
    clinicalStatus: coded('http://terminology.hl7.org/CodeSystem/condition-clinical', 'active'),
    encounter: of('Encounter/e1'),
  }),
  resourceOf('DiagnosticReport', {
    id: 'd1',
    status: 'final',
    ...loinc('58410-2'),
    subject: of('Patient/p1'),
    result: [of('Observation/o1'), of('Observation/o2')],
  }),
  resourceOf('RiskAssessment', {
    id: 'r1',
    status: 'final',
    subject: of('Patient/p1'),
    prediction: [{ probabilityDecimal: 0.5 }],
  }),
  resourceOf('RiskAssessment', {
    id: 'r2',
    status: 'final',
    subject: of('Patient/p1'),
    prediction: [{ probabilityDecimal: 0.504 }],
  }),
  resourceOf('RiskAssessment', {
    id: 'r3',
    status: 'final',
    subject: of('Patient/p1'),
    prediction: [{ probabilityDecimal: 0.9 }],
  }),
  resourceOf('ValueSet', { id: 'v1', url: 'http://example.org/fhir/ValueSet/a', version: '1', status: 'active' }),
  resourceOf('ValueSet', { id: 'v2', url: 'http://example.org/fhir/ValueSet/a/b', status: 'active' }),
  resourceOf('List', {
    id: 'l1',
    status: 'current',
    mode: 'working',
    entry: [{ item: of('Patient/p1') }, { item: of('Patient/p3') }],
  }),
  resourceOf('Immunization', {
    id: 'i1',
    status: 'completed',
    vaccineCode: coded('http://hl7.org/fhir/sid/cvx', '140'),
    patient: { reference: 'Patient/p1', identifier: { system: MRN, value: '0001' } },
    occurrenceDateTime: '2019-10-01',
  }),
];
