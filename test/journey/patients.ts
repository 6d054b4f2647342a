/**
 * Patients made for the journeys: each shows something that a bedside story needs and that nobody invents at random.
 */
import type { Resource } from '../../src/fhir/index.ts';

const DAY = 86_400_000;
const LOINC = 'http://loinc.org';
const CATEGORY = 'http://terminology.hl7.org/CodeSystem/observation-category';
const CONFIDENTIALITY = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality';
const CLINICAL = 'http://terminology.hl7.org/CodeSystem/condition-clinical';
const VERIFICATION = 'http://terminology.hl7.org/CodeSystem/condition-ver-status';
const ALLERGY_CLINICAL = 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical';

/** 김민준: an allergy, problems, fourteen potassium values of which the newest is critical, one restricted problem. */
export const KIM = 'journey-kim';
/** 남궁민수: nothing is recorded but who he is. */
export const NAMGUNG = 'journey-namgung';
/** 박서아: newborn; "no known allergy" is recorded. */
export const PARK = 'journey-park';

function patient(
  id: string,
  ko: string,
  en: readonly [string, string],
  gender: 'male' | 'female',
  birthDate: string,
  number: string,
) {
  const family = ko.startsWith('남궁') ? '남궁' : ko.slice(0, 1);
  return {
    resourceType: 'Patient',
    id,
    identifier: [
      {
        type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MR' }] },
        system: 'https://maru.health/fhir/NamingSystem/patient-number',
        value: number,
      },
    ],
    name: [
      { use: 'official', text: ko, family, given: [ko.slice(family.length)] },
      { use: 'usual', text: en.join(' '), family: en[0], given: [en[1]] },
    ],
    gender,
    birthDate,
  };
}

function words(ko: string, en: string, system: string, code: string) {
  return { coding: [{ system, code, display: en }], text: ko };
}

function problem(id: string, ko: string, en: string, code: string, onsetDateTime: string, restricted = false) {
  return {
    resourceType: 'Condition',
    id,
    ...(restricted ? { meta: { security: [{ system: CONFIDENTIALITY, code: 'R' }] } } : {}),
    clinicalStatus: { coding: [{ system: CLINICAL, code: 'active' }] },
    verificationStatus: { coding: [{ system: VERIFICATION, code: 'confirmed' }] },
    code: words(ko, en, 'http://hl7.org/fhir/sid/icd-10', code),
    subject: { reference: `Patient/${KIM}` },
    onsetDateTime,
  };
}

function allergy(id: string, owner: string, ko: string, en: string, code: string, more: object = {}) {
  return {
    resourceType: 'AllergyIntolerance',
    id,
    clinicalStatus: { coding: [{ system: ALLERGY_CLINICAL, code: 'active' }] },
    code: words(ko, en, 'http://snomed.info/sct', code),
    patient: { reference: `Patient/${owner}` },
    ...more,
  };
}

function potassium(at: number, now: number) {
  const value = at === 0 ? 6.4 : 4 + (at % 5) * 0.2;
  return {
    resourceType: 'Observation',
    id: `journey-k-${at}`,
    status: 'final',
    category: [{ coding: [{ system: CATEGORY, code: 'laboratory' }] }],
    code: words('칼륨', 'Potassium', LOINC, '2823-3'),
    subject: { reference: `Patient/${KIM}` },
    effectiveDateTime: new Date(now - at * 9 * DAY).toISOString(),
    valueQuantity: { value, unit: 'mmol/L', system: 'http://unitsofmeasure.org', code: 'mmol/L' },
    referenceRange: [{ low: { value: 3.5, unit: 'mmol/L' }, high: { value: 5.1, unit: 'mmol/L' } }],
    ...(at === 0
      ? {
          interpretation: [
            { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation', code: 'HH' }] },
          ],
        }
      : {}),
  };
}

function prescription(now: number) {
  return {
    resourceType: 'MedicationRequest',
    id: 'journey-med',
    status: 'active',
    intent: 'order',
    medicationCodeableConcept: words(
      '레보티록신 50 mcg',
      'Levothyroxine 50 MCG Oral Tablet',
      'http://www.whocc.no/atc',
      'H03AA01',
    ),
    subject: { reference: `Patient/${KIM}` },
    authoredOn: new Date(now - 20 * DAY).toISOString(),
    dosageInstruction: [
      {
        timing: { repeat: { frequency: 1, period: 1, periodUnit: 'd' } },
        route: { coding: [{ system: 'http://snomed.info/sct', code: '26643006' }] },
        doseAndRate: [{ doseQuantity: { value: 50, unit: 'µg', system: 'http://unitsofmeasure.org', code: 'ug' } }],
      },
    ],
  };
}

function visit(id: string, code: string, type: readonly [string, string], start: number, end?: number) {
  return {
    resourceType: 'Encounter',
    id,
    status: end === undefined ? 'in-progress' : 'finished',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code },
    type: [
      { text: type[0], coding: [{ system: 'https://maru.health/fhir/CodeSystem/journey', code, display: type[1] }] },
    ],
    subject: { reference: `Patient/${KIM}` },
    period: {
      start: new Date(start).toISOString(),
      ...(end === undefined ? {} : { end: new Date(end).toISOString() }),
    },
  };
}

/** All of them. */
export function journeyPatients(now: number): readonly Resource[] {
  const resources = [
    patient(KIM, '김민준', ['Kim', 'Min-jun'], 'male', '1958-03-05', '00012345'),
    patient(NAMGUNG, '남궁민수', ['Namgung', 'Min-su'], 'male', '1971-07-07', '00045110'),
    patient(
      PARK,
      '박서아',
      ['Park', 'Seo-a'],
      'female',
      new Date(now - 11 * DAY).toISOString().slice(0, 10),
      '00098110',
    ),
    allergy('journey-alg', KIM, '페니실린', 'Penicillin', '764146007', { criticality: 'high' }),
    allergy('journey-none', PARK, '알려진 알레르기 없음', 'No known allergy', '716186003'),
    problem('journey-dm', '2형 당뇨병', 'Type 2 diabetes mellitus', 'E11', '2014-03'),
    problem('journey-htn', '본태성 고혈압', 'Essential hypertension', 'I10', '2012'),
    problem('journey-secret', '제한된 진단', 'Restricted diagnosis', 'F10', '2020', true),
    ...Array.from({ length: 14 }, (_, at) => potassium(at, now)),
    prescription(now),
    visit('journey-out', 'AMB', ['외래 진료', 'Outpatient visit'], now - 400 * DAY, now - 400 * DAY + 1_200_000),
    visit('journey-in', 'IMP', ['입원', 'Inpatient stay'], now - 3 * DAY),
  ];
  return resources as unknown as readonly Resource[];
}
