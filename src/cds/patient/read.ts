/**
 * Facts of one patient from FHIR resources. Each kind of resource may be missing as a whole, with the reason; what could not be
 * read is never taken for an empty list.
 *
 * Source  LOINC codes of results and vital signs; https://hl7.org/fhir/R4
 * Proof   read.test.ts
 */
import { patientsOf, type Resource, type ResourceOfType } from '../../fhir/index.ts';
import { OutcomeError, zonedInstantOf, type EpochMs } from '../../kernel/index.ts';
import type { Allergy, DrugOrder } from '../drug.ts';
import type { Text } from '../knowledge/api.ts';
import type { Knowledge } from '../knowledge/load.ts';
import { allergyOf } from './allergy.ts';
import { allCodes, codesIn, CVX, hasCode, momentOf } from './concept.ts';
import type { PatientFacts } from './facts.ts';
import { drugOrderOf, type OrderReader } from './medication.ts';
import { pregnancyStatusOf, resultsOf } from './results.ts';

/** Kinds of data that checks rest on. */
export type Part =
  | 'patient'
  | 'allergies'
  | 'medications'
  | 'conditions'
  | 'results'
  | 'vitals'
  | 'immunizations'
  | 'stay';

/** What was read of one part. */
export type PartData = { readonly resources: readonly Resource[] } | { readonly missing: Text };
export type Parts = Readonly<Partial<Record<Part, PartData>>>;

/** A patient, read. */
export interface ReadPatient {
  readonly facts: PatientFacts;
  readonly active: readonly DrugOrder[];
  readonly drafts: readonly DrugOrder[];
  readonly allergies: readonly Allergy[];
  /** Parts that could not be read. */
  readonly missing: ReadonlyMap<Part, Text>;
}

export interface ReadOptions {
  readonly knowledge: Knowledge;
  readonly patient: string;
  readonly now: EpochMs;
  readonly zone: string;
}

/** Reads the parts; `drafts` are orders that are not signed yet. */
export function readPatient(options: ReadOptions, parts: Parts, drafts: readonly Resource[]): ReadPatient {
  const { knowledge, patient, now, zone } = options;
  const missing = new Map<Part, Text>();
  const of = (part: Part): readonly Resource[] => {
    const data = parts[part];
    if (data === undefined || 'resources' in data) return data?.resources ?? [];
    missing.set(part, data.missing);
    return [];
  };
  const medications = of('medications');
  const reader: OrderReader = {
    catalogue: knowledge.catalogue,
    zone,
    medications: medicationsIn([...medications, ...drafts]),
  };
  const read = {
    active: ordersIn(reader, medications.filter(isActive)),
    drafts: ordersIn(reader, drafts),
    allergies: ofType(of('allergies'), 'AllergyIntolerance').flatMap((one) => allergyOf(knowledge, one) ?? []),
  };
  const observations = ofType(of('results'), 'Observation');
  const [person] = ofType(of('patient'), 'Patient');
  const facts: PatientFacts = {
    id: patient,
    now,
    today: zonedInstantOf(now, zone).slice(0, 10),
    birthDate: person?.birthDate,
    sex: person?.gender === 'male' || person?.gender === 'female' ? person.gender : undefined,
    results: resultsOf(observations, zone),
    pregnancyStatus: pregnancyStatusOf(observations, zone),
    conditions: ofType(of('conditions'), 'Condition').flatMap((one) => conditionOf(one, zone)),
    vaccines: ofType(of('immunizations'), 'Immunization').flatMap((one) => vaccineOf(one, zone)),
    stay: ofType(of('stay'), 'Encounter').flatMap((one) => stayOf(one, zone))[0],
  };
  of('vitals');
  return { facts, ...read, missing };
}

/** Refuses resources of somebody else: a screen with two patients must never be answered from the wrong one. */
export function demandOnePatient(patient: string, resources: readonly Resource[]): void {
  for (const resource of resources) {
    const whose = patientsOf(resource.resourceType, resource);
    if (whose.length === 0 || whose.includes(patient)) continue;
    const text = `${resource.resourceType}/${resource.id ?? '(draft)'} is about another patient than context.patientId; nothing was checked.`;
    throw new OutcomeError('business-rule', 'cds.wrong-patient', text);
  }
}

function ofType<Type extends keyof ResourceOfType>(
  resources: readonly Resource[],
  type: Type,
): readonly ResourceOfType[Type][] {
  return resources.filter((one) => one.resourceType === type) as unknown as readonly ResourceOfType[Type][];
}

function medicationsIn(resources: readonly Resource[]): ReadonlyMap<string, Resource> {
  const found = resources.filter(({ resourceType }) => resourceType === 'Medication');
  return new Map(found.map((one) => [`Medication/${one.id ?? ''}`, one]));
}

function ordersIn(reader: OrderReader, resources: readonly Resource[]): readonly DrugOrder[] {
  return ofType(resources, 'MedicationRequest')
    .filter(({ doNotPerform }) => doNotPerform !== true)
    .map((one, at) => drugOrderOf(reader, one, `MedicationRequest/${one.id ?? `draft-${at + 1}`}`));
}

function isActive(resource: Resource): boolean {
  return resource.resourceType !== 'MedicationRequest' || resource.status === 'active';
}

function conditionOf(condition: ResourceOfType['Condition'], zone: string): PatientFacts['conditions'] {
  if (hasCode(condition.verificationStatus, 'refuted', 'entered-in-error')) return [];
  if (hasCode(condition.clinicalStatus, 'inactive', 'resolved', 'remission')) return [];
  const since = momentOf(condition.onsetDateTime ?? condition.recordedDate, zone);
  const codes = allCodes(condition.code);
  return [{ id: `Condition/${condition.id ?? ''}`, codes, ...(since === undefined ? {} : { since }) }];
}

function vaccineOf(immunization: ResourceOfType['Immunization'], zone: string): PatientFacts['vaccines'] {
  const at = momentOf(immunization.occurrenceDateTime, zone);
  if (immunization.status !== 'completed' || at === undefined) return [];
  return [{ cvx: codesIn(immunization.vaccineCode, CVX), at }];
}

function stayOf(encounter: ResourceOfType['Encounter'], zone: string): NonNullable<PatientFacts['stay']>[] {
  const since = momentOf(encounter.period?.start, zone);
  const inpatient = ['IMP', 'ACUTE', 'NONAC'].includes(encounter.class.code ?? '');
  if (encounter.status !== 'in-progress' || !inpatient || since === undefined) return [];
  return [{ id: `Encounter/${encounter.id ?? ''}`, since }];
}
