/**
 * Resources of an invented hospital, one or more of each type that the bedside uses, with as many kinds of elements as they
 * have: choices, backbone elements in backbone elements, primitives with extensions, contained resources, decimals. All names
 * and numbers are made up.
 */
import { parseJson } from '../../src/kernel/index.ts';
import type { Resource } from '../../src/fhir/index.ts';
import { narrative, text, textOf, typed } from './parts.ts';

const LOINC = 'http://loinc.org';
const UCUM = 'http://unitsofmeasure.org';
const CONDITION_CLINICAL = 'http://terminology.hl7.org/CodeSystem/condition-clinical';
const CONDITION_VERIFICATION = 'http://terminology.hl7.org/CodeSystem/condition-ver-status';
const ALLERGY_CLINICAL = 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical';
const ALLERGY_VERIFICATION = 'http://terminology.hl7.org/CodeSystem/allergyintolerance-verification';

const patient = { reference: 'Patient/kim', display: 'Kim Ji-woo' };
const physician = { reference: 'Practitioner/lee' };
const encounter = { reference: 'Encounter/stay' };

/** A decimal with its digits as written. */
function decimal(written: string): unknown {
  return parseJson(written);
}

function quantity(value: unknown, unit: string): object {
  return { value, unit, system: UCUM, code: unit };
}

/** What was found out about patients. */
export const FINDINGS: readonly Resource[] = [
  typed({
    resourceType: 'Observation',
    id: 'potassium',
    meta: { versionId: '1', lastUpdated: '2026-11-24T05:00:00.000Z', profile: ['http://example.org/lab'] },
    identifier: [{ system: 'urn:oid:1.2.3', value: '77', type: text('accession') }],
    basedOn: [{ reference: 'ServiceRequest/panel' }],
    status: 'final',
    category: [
      { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }] },
    ],
    code: { coding: [{ system: LOINC, code: '2823-3', display: 'Potassium' }], text: '칼륨' },
    subject: patient,
    encounter,
    effectiveDateTime: '2026-11-24T05:10:00+09:00',
    issued: '2026-11-24T05:40:00.123+09:00',
    performer: [physician],
    valueQuantity: quantity(decimal('4.10'), 'mmol/L'),
    interpretation: [textOf('http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation', 'N')],
    note: [{ authorReference: physician, time: '2026-11-24T05:41:00+09:00', text: 'Not haemolysed.' }],
    referenceRange: [{ low: quantity(decimal('3.5'), 'mmol/L'), high: quantity(5, 'mmol/L'), text: '3.5 to 5.0' }],
  }),
  typed({
    resourceType: 'Observation',
    id: 'pressure',
    status: 'amended',
    code: { coding: [{ system: LOINC, code: '85354-9' }] },
    subject: patient,
    effectivePeriod: { start: '2026-11-24T05:10:00+09:00', end: '2026-11-24T05:11:00+09:00' },
    component: [
      { code: { coding: [{ system: LOINC, code: '8480-6' }] }, valueQuantity: quantity(121, 'mm[Hg]') },
      { code: { coding: [{ system: LOINC, code: '8462-4' }] }, dataAbsentReason: text('cuff slipped') },
    ],
  }),
  typed({
    resourceType: 'Observation',
    id: 'rhythm',
    status: 'final',
    code: text('rhythm strip'),
    subject: patient,
    effectiveInstant: '2026-11-24T05:10:00Z',
    valueSampledData: { origin: { value: 0 }, period: decimal('0.50'), dimensions: 1, data: '1 2 3 E 4' },
    device: { reference: 'Device/monitor' },
  }),
  typed({
    resourceType: 'Condition',
    id: 'diabetes',
    clinicalStatus: textOf(CONDITION_CLINICAL, 'active'),
    verificationStatus: textOf(CONDITION_VERIFICATION, 'confirmed'),
    code: { coding: [{ system: 'urn:oid:1.2.410.100110.40.2.2.1', code: 'E11.9' }], text: '제2형 당뇨병' },
    subject: patient,
    onsetAge: { value: 44, unit: 'a', system: UCUM, code: 'a' },
    stage: [{ summary: text('II'), assessment: [{ reference: 'Observation/potassium' }] }],
    evidence: [{ code: [text('thirst')], detail: [{ reference: 'Observation/potassium' }] }],
  }),
  typed({
    resourceType: 'AllergyIntolerance',
    id: 'penicillin',
    clinicalStatus: textOf(ALLERGY_CLINICAL, 'active'),
    verificationStatus: textOf(ALLERGY_VERIFICATION, 'confirmed'),
    type: 'allergy',
    category: ['medication', 'biologic'],
    _category: [{ id: 'first' }, null],
    criticality: 'high',
    code: text('penicillin'),
    patient,
    onsetRange: { low: { value: 20 }, high: { value: 25 } },
    reaction: [{ manifestation: [text('hives'), text('wheeze')], severity: 'severe', onset: '2001-05' }],
  }),
  typed({
    resourceType: 'DiagnosticReport',
    id: 'report',
    status: 'final',
    code: text('electrolytes'),
    subject: patient,
    effectiveDateTime: '2026-11-24',
    result: [{ reference: 'Observation/potassium' }],
    media: [{ comment: 'plot', link: { reference: 'Media/plot' } }],
    conclusionCode: [text('normal')],
    presentedForm: [{ contentType: 'application/pdf', data: 'JVBERi0=', size: 5, title: 'Report' }],
  }),
  typed({
    resourceType: 'Specimen',
    id: 'blood',
    status: 'available',
    type: text('serum'),
    subject: patient,
    collection: {
      collectedDateTime: '2026-11-24T05:05:00+09:00',
      quantity: quantity(decimal('3.0'), 'mL'),
      fastingStatusDuration: quantity(8, 'h'),
    },
    container: [{ additiveReference: { reference: '#gel' }, capacity: quantity(5, 'mL') }],
    contained: [{ resourceType: 'Substance', id: 'gel', code: { text: 'gel' } }],
  }),
  typed({
    resourceType: 'ImagingStudy',
    id: 'chest',
    status: 'available',
    subject: patient,
    started: '2026-11-23T10:00:00+09:00',
    numberOfSeries: 1,
    series: [
      {
        uid: '2.16.124.113543.6003.1154777499.30246.19789.3503430045.1',
        modality: { system: 'http://dicom.nema.org/resources/ontology/DCM', code: 'DX' },
        instance: [
          {
            uid: '2.16.124.1',
            sopClass: { system: 'urn:ietf:rfc:3986', code: 'urn:oid:1.2.840.10008.5.1.4.1.1.1' },
            number: 1,
          },
        ],
      },
    ],
  }),
  typed({
    resourceType: 'FamilyMemberHistory',
    id: 'mother',
    status: 'completed',
    patient,
    relationship: text('mother'),
    bornPeriod: { start: '1948', end: '1949' },
    deceasedAge: { value: 70, unit: 'a', system: UCUM, code: 'a' },
    condition: [{ code: text('stroke'), contributedToDeath: true, onsetString: 'in her sixties' }],
  }),
  typed({
    resourceType: 'ClinicalImpression',
    id: 'impression',
    status: 'completed',
    subject: patient,
    effectivePeriod: { start: '2026-11-24' },
    investigation: [{ code: text('labs'), item: [{ reference: 'Observation/potassium' }] }],
    finding: [{ itemCodeableConcept: text('dehydration'), basis: 'dry mouth' }],
  }),
];

/** What is ordered and given. */
export const TREATMENTS: readonly Resource[] = [
  typed({
    resourceType: 'MedicationRequest',
    id: 'insulin',
    status: 'active',
    intent: 'order',
    priority: 'urgent',
    medicationReference: { reference: '#pen' },
    contained: [
      {
        resourceType: 'Medication',
        id: 'pen',
        code: { text: 'insulin glargine' },
        ingredient: [
          {
            itemCodeableConcept: { text: 'insulin glargine' },
            strength: { numerator: { value: 100 }, denominator: { value: 1 } },
          },
        ],
      },
    ],
    subject: patient,
    encounter,
    authoredOn: '2026-11-24T05:45:00+09:00',
    requester: physician,
    dosageInstruction: [
      {
        sequence: 1,
        text: '12 units at bedtime',
        timing: {
          repeat: {
            boundsDuration: quantity(3, 'd'),
            frequency: 1,
            period: 1,
            periodUnit: 'd',
            when: ['HS'],
            timeOfDay: ['21:00:00'],
          },
        },
        asNeededBoolean: false,
        route: text('subcutaneous'),
        doseAndRate: [{ type: text('ordered'), doseQuantity: quantity(12, '[iU]') }],
        maxDosePerPeriod: { numerator: quantity(20, '[iU]'), denominator: quantity(1, 'd') },
      },
    ],
    dispenseRequest: {
      initialFill: { quantity: { value: 1 }, duration: quantity(3, 'd') },
      numberOfRepeatsAllowed: 2,
      performer: { reference: 'Organization/maru' },
    },
    substitution: { allowedBoolean: false, reason: text('stable on this') },
  }),
  typed({
    resourceType: 'MedicationAdministration',
    id: 'given',
    status: 'completed',
    medicationCodeableConcept: text('insulin glargine'),
    subject: patient,
    effectiveDateTime: '2026-11-24T21:03:00+09:00',
    performer: [{ function: text('nurse'), actor: { reference: 'Practitioner/choi' } }],
    dosage: {
      text: '12 units',
      route: text('subcutaneous'),
      dose: quantity(12, '[iU]'),
      rateRatio: { numerator: { value: 1 }, denominator: { value: 2 } },
    },
  }),
  typed({
    resourceType: 'MedicationDispense',
    id: 'dispensed',
    status: 'completed',
    statusReasonCodeableConcept: text('none'),
    medicationCodeableConcept: text('insulin glargine'),
    subject: patient,
    quantity: { value: 1, unit: 'pen' },
    whenHandedOver: '2026-11-24T12:00:00+09:00',
    substitution: { wasSubstituted: false },
  }),
  typed({
    resourceType: 'MedicationStatement',
    id: 'taken',
    status: 'active',
    medicationCodeableConcept: text('aspirin'),
    subject: patient,
    effectivePeriod: { start: '2020' },
    dosage: [{ text: 'one a day', asNeededCodeableConcept: text('pain') }],
  }),
  typed({
    resourceType: 'Immunization',
    id: 'flu',
    status: 'completed',
    vaccineCode: text('influenza'),
    patient,
    occurrenceDateTime: '2026-10-01',
    lotNumber: 'A1',
    expirationDate: '2027-06-30',
    doseQuantity: quantity(decimal('0.50'), 'mL'),
    reaction: [{ date: '2026-10-02', reported: true }],
    protocolApplied: [{ doseNumberPositiveInt: 1, seriesDosesString: 'yearly' }],
  }),
  typed({
    resourceType: 'Procedure',
    id: 'line',
    status: 'completed',
    code: text('central line'),
    subject: patient,
    performedString: 'last spring',
    performer: [{ actor: physician, onBehalfOf: { reference: 'Organization/maru' } }],
    focalDevice: [{ manipulated: { reference: 'Device/monitor' } }],
    note: [{ authorString: 'Lee', text: 'without trouble' }],
  }),
  typed({
    resourceType: 'ServiceRequest',
    id: 'panel',
    status: 'active',
    intent: 'order',
    code: text('electrolytes'),
    subject: patient,
    quantityRatio: { numerator: { value: 1 }, denominator: { value: 2 } },
    occurrenceTiming: { event: ['2026-11-25T06:00:00+09:00', '2026-11-26'], code: text('every morning') },
    asNeededBoolean: false,
    patientInstruction: 'Come without breakfast.',
  }),
  typed({
    resourceType: 'NutritionOrder',
    id: 'diet',
    status: 'active',
    intent: 'order',
    patient,
    dateTime: '2026-11-24',
    oralDiet: {
      type: [text('diabetic')],
      nutrient: [{ modifier: text('carbohydrate'), amount: quantity(200, 'g') }],
      texture: [{ modifier: text('soft') }],
    },
    enteralFormula: {
      baseFormulaProductName: 'Formula',
      administration: [{ quantity: quantity(100, 'mL'), rateQuantity: quantity(25, 'mL/h') }],
    },
  }),
  typed({
    resourceType: 'CarePlan',
    id: 'plan',
    text: narrative('Walk twice a day'),
    status: 'active',
    intent: 'plan',
    subject: patient,
    activity: [
      {
        detail: {
          status: 'scheduled',
          kind: 'ServiceRequest',
          scheduledString: 'twice a day',
          doNotPerform: false,
          description: 'walk',
        },
      },
    ],
  }),
  typed({
    resourceType: 'Goal',
    id: 'sugar',
    lifecycleStatus: 'active',
    description: text('fasting glucose below 130'),
    subject: patient,
    startDate: '2026-11-24',
    target: [
      { measure: text('glucose'), detailRange: { high: quantity(130, 'mg/dL') }, dueDuration: quantity(3, 'mo') },
    ],
  }),
];
