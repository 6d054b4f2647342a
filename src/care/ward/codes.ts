/**
 * Codes of the ward: what stays, beds, vital signs, tasks and flags are called in FHIR.
 *
 * Source  https://hl7.org/fhir/R4/encounter.html, v2-0116 (bed status), v3-ParticipationType, LOINC
 * Proof   admission.int.test.ts, round.int.test.ts (every resource written validates)
 */
import type { CodeableConcept, Coding, Extension, Reference, ResourceOfType } from '../../fhir/index.ts';
import { CARE_SYSTEM } from '../loop/index.ts';

export type Encounter = ResourceOfType['Encounter'];
export type Observation = ResourceOfType['Observation'];
export type Task = ResourceOfType['Task'];
export type Location = ResourceOfType['Location'];
export type Stay = NonNullable<Encounter['location']>[number];

const TERMINOLOGY = 'http://terminology.hl7.org/CodeSystem';
export const EXTENSIONS = 'https://maru.health/fhir/StructureDefinition/';
export const LOINC = 'http://loinc.org';
export const UCUM = 'http://unitsofmeasure.org';
export const PATIENT_NUMBER = 'https://maru.health/fhir/NamingSystem/patient-number';
export const ENCOUNTER_NUMBER = 'https://maru.health/fhir/NamingSystem/encounter-number';
export const BED_STATUS = `${TERMINOLOGY}/v2-0116`;
export const PHYSICAL = `${TERMINOLOGY}/location-physical-type`;
export const PARTICIPATION = `${TERMINOLOGY}/v3-ParticipationType`;
export const ACT = `${TERMINOLOGY}/v3-ActCode`;
export const OBSERVATION_CATEGORY = `${TERMINOLOGY}/observation-category`;
const DISPOSITION = `${TERMINOLOGY}/discharge-disposition`;
const ADMIT_SOURCE = `${TERMINOLOGY}/admit-source`;
const PRACTITIONER_ROLE = `${TERMINOLOGY}/practitioner-role`;

/** Categories of what is charted on the ward. */
export const SHARED: ReadonlySet<string> = new Set(['vital-signs', 'activity', 'survey']);
/** Encounters that are not over. */
export const OPEN_STAYS = 'planned,arrived,triaged,in-progress,onleave';
/** Tasks that somebody still has to do. */
export const OPEN_TASKS = 'requested,received,accepted,ready,in-progress,on-hold';

/** States of a bed that a person sets; `occupied` follows from the Encounter that is in it. */
export const BED_STATES = {
  free: { system: BED_STATUS, code: 'U', display: 'Unoccupied' },
  occupied: { system: BED_STATUS, code: 'O', display: 'Occupied' },
  cleaning: { system: BED_STATUS, code: 'H', display: 'Housekeeping' },
  closed: { system: BED_STATUS, code: 'C', display: 'Closed' },
  reserved: { system: CARE_SYSTEM, code: 'reserved', display: 'Reserved' },
} as const satisfies Readonly<Record<string, Coding>>;
export type BedState = keyof typeof BED_STATES;

/** What the operational status of a bed says; unknown and absent is free. */
export function bedStateOf({ operationalStatus, status }: Location): BedState {
  if (status !== undefined && status !== 'active') return 'closed';
  const code = operationalStatus?.code ?? 'U';
  if (code === 'K') return 'cleaning';
  const found = Object.entries(BED_STATES).find(([, one]) => one.code === code);
  return (found?.[0] ?? 'free') as BedState;
}

/** How a stay ends. */
export const DISPOSITIONS = {
  home: 'Home',
  'other-hcf': 'Other healthcare facility',
  long: 'Long-term care',
  rehab: 'Rehabilitation',
  hosp: 'Hospice',
  aadvice: 'Left against advice',
  exp: 'Expired',
} as const;
export type Disposition = keyof typeof DISPOSITIONS;

export function dispositionConcept(code: Disposition): CodeableConcept {
  return { coding: [{ system: DISPOSITION, code, display: DISPOSITIONS[code] }] };
}

export const ADMIT_SOURCES = {
  emd: 'From accident/emergency department',
  outp: 'From outpatient department',
  'hosp-trans': 'Transferred from other hospital',
  born: 'Born in hospital',
  other: 'Other',
} as const;
export type AdmitSource = keyof typeof ADMIT_SOURCES;

export function admitConcept(code: AdmitSource): CodeableConcept {
  return { coding: [{ system: ADMIT_SOURCE, code, display: ADMIT_SOURCES[code] }] };
}

export function careConcept(code: string, text?: string): CodeableConcept {
  return { coding: [{ system: CARE_SYSTEM, code }], ...(text === undefined ? {} : { text }) };
}

/** The code of ours in a concept. */
export function careCodeOf(concept: CodeableConcept | undefined): string | undefined {
  return concept?.coding?.find(({ system }) => system === CARE_SYSTEM)?.code;
}

export function participation(code: 'ATND' | 'PPRF'): CodeableConcept {
  const display = code === 'ATND' ? 'attender' : 'primary performer';
  return { coding: [{ system: PARTICIPATION, code, display }] };
}

const PERFORMERS: Readonly<Record<string, string>> = { physician: 'doctor', nurse: 'nurse', pharmacist: 'pharmacist' };

/** The role that should act, as the code of PractitionerRole where there is one. */
export function performerConcept(role: string): CodeableConcept {
  const code = PERFORMERS[role];
  return code === undefined
    ? careConcept(role)
    : {
        coding: [
          { system: CARE_SYSTEM, code: role },
          { system: PRACTITIONER_ROLE, code },
        ],
      };
}

/** The role that a task is for, in the words of accounts. */
export function roleOfTask({ performerType = [] }: Task): string | undefined {
  for (const { system, code = '' } of performerType.flatMap(({ coding = [] }) => coding)) {
    if (system === CARE_SYSTEM) return code;
    if (code === 'doctor') return 'physician';
    if (code === 'nurse' || code === 'pharmacist') return code;
  }
  return undefined;
}

export function refer(type: string, id: string, display?: string): Reference {
  return { reference: `${type}/${id}`, ...(display === undefined ? {} : { display }) };
}

/** A new list of extensions in which ours of this name has this value, or is gone. */
export function withExtension(
  extensions: readonly Extension[] | undefined,
  name: string,
  value: Omit<Extension, 'url'> | undefined,
): Extension[] {
  const url = `${EXTENSIONS}${name}`;
  const others = (extensions ?? []).filter((one) => one.url !== url);
  return value === undefined ? others : [...others, { url, ...value }];
}

export function extensionOf(
  holder: { readonly extension?: readonly Extension[] } | undefined,
  name: string,
): Extension | undefined {
  return holder?.extension?.find(({ url }) => url === `${EXTENSIONS}${name}`);
}
