/**
 * Code systems and how codes are written: the display of a coding is English, `text` is Korean; diagnoses, drugs and procedures
 * carry the Korean name as a translation of the display as well.
 *
 * Source  KR Core 2.0.0 (hl7.fhir.kr.core) for Korean systems; https://hl7.org/fhir/R4/terminologies-systems.html
 * Proof   simulate.test.ts (every coding has system, code and display)
 */
import type { CodeableConcept, Coding, Quantity, Reference } from '../fhir/index.ts';
import { decimalOf } from '../kernel/index.ts';

const TERMINOLOGY = 'http://terminology.hl7.org/CodeSystem';
const KOREA = 'http://www.hl7korea.or.kr';

export const SYSTEMS = {
  loinc: 'http://loinc.org',
  snomed: 'http://snomed.info/sct',
  ucum: 'http://unitsofmeasure.org',
  atc: 'http://www.whocc.no/atc',
  cvx: 'http://hl7.org/fhir/sid/cvx',
  kcd: `${KOREA}/CodeSystem/kostat-kcd-8`,
  edi: `${KOREA}/CodeSystem/hira-edi-procedure`,
  department: `${KOREA}/CodeSystem/hira-medical-department`,
  organization: `${KOREA}/CodeSystem/hira-healthcare-organization-types`,
  insurance: `${KOREA}/CodeSystem/hira-insurance-types`,
  qualification: `${KOREA}/CodeSystem/mohw-practitioner-qualification-types`,
  vaccine: `${KOREA}/fhir/krcore/CodeSystem/krcore-vcnt-types`,
  conditionCategory: `${KOREA}/fhir/krcore/CodeSystem/krcore-condition-category-types`,
  procedureCategory: `${KOREA}/fhir/krcore/CodeSystem/krcore-procedure-category-types`,
  act: `${TERMINOLOGY}/v3-ActCode`,
  participation: `${TERMINOLOGY}/v3-ParticipationType`,
  priority: `${TERMINOLOGY}/v3-ActPriority`,
  marital: `${TERMINOLOGY}/v3-MaritalStatus`,
  interpretation: `${TERMINOLOGY}/v3-ObservationInterpretation`,
  observationCategory: `${TERMINOLOGY}/observation-category`,
  conditionClinical: `${TERMINOLOGY}/condition-clinical`,
  conditionVerification: `${TERMINOLOGY}/condition-ver-status`,
  allergyClinical: `${TERMINOLOGY}/allergyintolerance-clinical`,
  allergyVerification: `${TERMINOLOGY}/allergyintolerance-verification`,
  medicationCategory: `${TERMINOLOGY}/medicationrequest-category`,
  diagnosisRole: `${TERMINOLOGY}/diagnosis-role`,
  disposition: `${TERMINOLOGY}/discharge-disposition`,
  admitSource: `${TERMINOLOGY}/admit-source`,
  section: `${TERMINOLOGY}/v2-0074`,
  identifier: `${TERMINOLOGY}/v2-0203`,
  physical: `${TERMINOLOGY}/location-physical-type`,
  bedStatus: `${TERMINOLOGY}/v2-0116`,
  locationRole: `${TERMINOLOGY}/v3-RoleCode`,
  contactRole: `${TERMINOLOGY}/v2-0131`,
  organizationType: `${TERMINOLOGY}/organization-type`,
  practitionerRole: `${TERMINOLOGY}/practitioner-role`,
  flagCategory: `${TERMINOLOGY}/flag-category`,
  relationship: `${TERMINOLOGY}/subscriber-relationship`,
  timing: `${TERMINOLOGY}/v3-GTSAbbreviation`,
  drugForm: `${TERMINOLOGY}/v3-orderableDrugForm`,
  administrationFunction: `${TERMINOLOGY}/med-admin-perform-function`,
  statementCategory: `${TERMINOLOGY}/medication-statement-category`,
  care: 'https://maru.health/fhir/CodeSystem/care',
  drug: 'https://maru.health/fhir/CodeSystem/drug',
  gtin: 'https://id.gs1.org/01',
  lot: 'https://id.gs1.org/10',
  serial: 'https://id.gs1.org/21',
} as const;

/** Identifier systems of the fictional hospital. */
export const NAMING = {
  patient: 'https://maru.health/fhir/NamingSystem/patient-number',
  encounter: 'https://maru.health/fhir/NamingSystem/encounter-number',
  staff: 'https://maru.health/fhir/NamingSystem/staff-number',
  location: 'https://maru.health/fhir/NamingSystem/location',
  document: 'https://maru.health/fhir/NamingSystem/document',
  institution: `${KOREA}/Identifier/hira-krnpi`,
  license: `${KOREA}/Identifier/mohw-md-license-id`,
  badge: 'https://id.gs1.org/8017',
  band: 'https://id.gs1.org/8018',
  specimenLabel: 'https://maru.health/fhir/NamingSystem/specimen-label',
} as const;

/** Extensions of the bedside begin with this. */
export const CARE_EXTENSION = 'https://maru.health/fhir/StructureDefinition/';

const TRANSLATION = 'http://hl7.org/fhir/StructureDefinition/translation';

export function coding(system: keyof typeof SYSTEMS, code: string, display?: string): Coding {
  const uri = SYSTEMS[system];
  return display === undefined ? { system: uri, code } : { system: uri, code, display };
}

/** A coding whose English display carries its Korean translation. */
export function bilingual(system: keyof typeof SYSTEMS, code: string, en: string, ko: string): Coding {
  const extension = [
    { url: 'lang', valueCode: 'ko' },
    { url: 'content', valueString: ko },
  ];
  return { ...coding(system, code, en), _display: { extension: [{ url: TRANSLATION, extension }] } };
}

export function concept(system: keyof typeof SYSTEMS, code: string, display: string, text?: string): CodeableConcept {
  const one = { coding: [coding(system, code, display)] };
  return text === undefined ? one : { ...one, text };
}

/** A quantity in UCUM, written with a fixed number of digits after the point. */
export function quantity(value: number, unit: string, digits: number): Quantity {
  return { value: decimalOf(value.toFixed(digits)), unit: shownUnit(unit), system: SYSTEMS.ucum, code: unit };
}

/** A quantity in UCUM with as many digits as its number has. */
export function exactly(value: number, unit: string): Quantity {
  return quantity(value, unit, String(value).split('.')[1]?.length ?? 0);
}

const SHOWN: Readonly<Record<string, string>> = {
  'mm[Hg]': 'mmHg',
  '/min': '회/분',
  Cel: '°C',
  'kg/m2': 'kg/m²',
  '10*3/uL': '10³/µL',
  '10*6/uL': '10⁶/µL',
  'mL/min/{1.73_m2}': 'mL/min/1.73m²',
  'u[IU]/mL': 'µIU/mL',
  '[IU]/mL': 'IU/mL',
  'ug/dL': 'µg/dL',
  '{INR}': 'INR',
  'ug/mL{FEU}': 'µg/mL FEU',
  'mg/g{creat}': 'mg/g',
  '[pH]': 'pH',
  '{score}': '점',
  '{tbl}': '정',
  '{cap}': '캡슐',
  '{puff}': '회 분무',
  '{ampule}': '앰풀',
  '{vial}': '바이알',
  '{syringe}': '프리필드시린지',
  '{bag}': '백',
  '{packet}': '포',
  '{drop}': '방울',
  '[IU]': '단위',
  meq: 'mEq',
  ug: 'µg',
  '1': '',
  'mm/h': 'mm/hr',
};

function shownUnit(unit: string): string {
  return SHOWN[unit] || unit;
}

/** A reference, with the name that people read. */
export function reference(target: string, display?: string): Reference {
  return display === undefined ? { reference: target } : { reference: target, display };
}
