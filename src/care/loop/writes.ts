/**
 * FHIR resources that a decision writes: the loop's own one, issues, tasks and provenance.
 *
 * A new resource has a place (`urn:uuid:…`) by which the others refer to it until the record has given it an id.
 *
 * Source  https://hl7.org/fhir/R4/medicationadministration.html, …/detectedissue.html, …/task.html, …/provenance.html
 * Proof   test/conformance/closed-loop.test.ts (every resource written validates)
 */
import { instantOf, type EpochMs } from '../../kernel/index.ts';
import type { CodeableConcept, Extension, Quantity, Reference, ResourceOfType } from '../../fhir/index.ts';

export const CARE_SYSTEM = 'https://maru.health/fhir/CodeSystem/care';
export const EXTENSIONS = 'https://maru.health/fhir/StructureDefinition/';
const OBSERVATION_CATEGORY = 'http://terminology.hl7.org/CodeSystem/observation-category';
export const UCUM = 'http://unitsofmeasure.org';

/** Severity of an issue, as FHIR has it. */
export type Severity = 'high' | 'moderate' | 'low';

type Made =
  | ResourceOfType['AdverseEvent']
  | ResourceOfType['BiologicallyDerivedProduct']
  | ResourceOfType['Communication']
  | ResourceOfType['Consent']
  | ResourceOfType['DetectedIssue']
  | ResourceOfType['DiagnosticReport']
  | ResourceOfType['MedicationAdministration']
  | ResourceOfType['Observation']
  | ResourceOfType['Procedure']
  | ResourceOfType['Provenance']
  | ResourceOfType['ServiceRequest']
  | ResourceOfType['Specimen']
  | ResourceOfType['Task'];

/** A change of the record: a new resource, or members of one that is there. */
export type Write =
  | { readonly op: 'create'; readonly place: string; readonly resource: Made }
  | {
      readonly op: 'amend';
      readonly type: string;
      readonly id: string;
      readonly set: Readonly<Record<string, unknown>>;
    };

export function create(resource: Made, place: string): Write {
  return { op: 'create', place, resource };
}

/** The n-th place of a plan. */
export function placeOf(n: number): string {
  return `urn:uuid:00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
}

/** How the other resources refer to a write. */
export function targetOf(write: Write): Reference {
  return { reference: write.op === 'create' ? write.place : `${write.type}/${write.id}` };
}

export function concept(code: string): CodeableConcept {
  return { coding: [{ system: CARE_SYSTEM, code }] };
}

export function refer(type: string, id: string): Reference {
  return { reference: `${type}/${id}` };
}

export function flagged(name: string, value: boolean): Extension {
  return { url: `${EXTENSIONS}${name}`, valueBoolean: value };
}

export function worded(name: string, value: string): Extension {
  return { url: `${EXTENSIONS}${name}`, valueString: value };
}

export function referred(name: string, reference: string): Extension {
  return { url: `${EXTENSIONS}${name}`, valueReference: { reference } };
}

export function timed(name: string, value: EpochMs): Extension {
  return { url: `${EXTENSIONS}${name}`, valueDateTime: instantOf(value) };
}

export function amount(value: number, unit: string): Quantity {
  return { value, unit, system: UCUM, code: unit };
}

/** Who did it, for whom (empty where nobody knows), when, about what. */
export interface Circumstances {
  readonly patient: string;
  readonly actor?: string | undefined;
  readonly at: EpochMs;
  readonly focus?: Reference | undefined;
}

/** A DetectedIssue; with `reason` it was mitigated by going on for that reason. */
export function issueOf(
  code: string,
  severity: Severity,
  { patient, actor, at, focus }: Circumstances,
  reason?: string,
): ResourceOfType['DetectedIssue'] {
  const author = actor === undefined ? {} : { author: refer('Practitioner', actor) };
  return {
    resourceType: 'DetectedIssue',
    status: 'final',
    code: concept(code),
    severity,
    ...(patient === '' ? {} : { patient: refer('Patient', patient) }),
    identifiedDateTime: instantOf(at),
    ...author,
    ...(focus === undefined ? {} : { implicated: [focus] }),
    ...(reason === undefined ? {} : { mitigation: [{ action: concept(reason), date: instantOf(at), ...author }] }),
  };
}

export function taskOf(
  code: string,
  { patient, actor, at, focus }: Circumstances,
  status: 'requested' | 'completed' = 'requested',
): ResourceOfType['Task'] {
  return {
    resourceType: 'Task',
    status,
    intent: 'order',
    code: concept(code),
    ...(patient === '' ? {} : { for: refer('Patient', patient) }),
    authoredOn: instantOf(at),
    ...(actor === undefined ? {} : { requester: refer('Practitioner', actor) }),
    ...(focus === undefined ? {} : { focus }),
  };
}

/** What was measured at the bed before a dose. */
export function measurement(
  { observation, value, unit }: { readonly observation: string; readonly value: number; readonly unit: string },
  { patient, actor, at }: Circumstances,
): ResourceOfType['Observation'] {
  const system = /^\d+-\d$/.test(observation) ? 'http://loinc.org' : CARE_SYSTEM;
  return {
    resourceType: 'Observation',
    status: 'final',
    category: [{ coding: [{ system: OBSERVATION_CATEGORY, code: 'vital-signs' }] }],
    code: { coding: [{ system, code: observation }] },
    subject: refer('Patient', patient),
    effectiveDateTime: instantOf(at),
    ...(actor === undefined ? {} : { performer: [refer('Practitioner', actor)] }),
    valueQuantity: amount(value, unit),
  };
}

export function provenanceOf(
  targets: readonly Reference[],
  { actor, at }: Circumstances,
  activity: string,
): ResourceOfType['Provenance'] {
  return {
    resourceType: 'Provenance',
    target: [...targets],
    recorded: instantOf(at),
    activity: concept(activity),
    agent: [{ who: actor === undefined ? { display: 'Maru' } : refer('Practitioner', actor) }],
  };
}
