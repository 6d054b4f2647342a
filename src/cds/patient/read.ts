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
import { pregnancyStatusOf, resultsOf, vitalsOf } from './results.ts';

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
  /** The newest round of vital signs. */
  readonly vitals: ReturnType<typeof vitalsOf>;
  /** Parts that could not be read. */
  readonly missing: ReadonlyMap<Part, Text>;
}

export interface ReadOptions {
  readonly knowledge: Knowledge;
  readonly patient: string;
  readonly now: EpochMs;
  readonly zone: string;
}

/** Reads the parts; `drafts` are orders that are not signed yet. Throws `cds.draft-unreadable`. */
export function readPatient(options: ReadOptions, parts: Parts, drafts: readonly Resource[]): ReadPatient {
  const { knowledge, patient, now, zone } = options;
  const reading = new Reading(parts);
  const medications = reading.resources('medications');
  const known = medicationsIn([...medications, ...drafts]);
  const reader: OrderReader = { catalogue: knowledge.catalogue, zone, medications: known };
  const read = {
    drafts: draftedOrders(reader, drafts),
    active: reading.part('medications', [], (given) => ordersIn(reader, given.filter(isActive))),
    allergies: reading.part('allergies', [], (given) =>
      ofType(given, 'AllergyIntolerance').flatMap((one) => allergyOf(knowledge, one) ?? []),
    ),
  };
  const facts: PatientFacts = {
    id: patient,
    now,
    today: zonedInstantOf(now, zone).slice(0, 10),
    ...reading.part('patient', {}, personOf),
    ...reading.part('results', { results: {} }, (given) => measuredIn(given, zone)),
    conditions: reading.part('conditions', [], (given) =>
      ofType(given, 'Condition').flatMap((one) => conditionOf(one, zone)),
    ),
    vaccines: reading.part('immunizations', [], (given) =>
      ofType(given, 'Immunization').flatMap((one) => vaccineOf(one, zone)),
    ),
    stay: reading.part('stay', undefined, (given) => ofType(given, 'Encounter').flatMap((one) => stayOf(one, zone))[0]),
  };
  const vitals = reading.part('vitals', undefined, (given) => vitalsOf(ofType(given, 'Observation'), zone));
  return { facts, ...read, vitals, missing: reading.missing };
}

const MALFORMED: Text = { en: 'its data cannot be read', ko: '자료를 해석할 수 없음' };

/** Reads part by part: one that is away or malformed is missing, and the others are still read. */
class Reading {
  readonly #parts: Parts;
  readonly missing = new Map<Part, Text>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  resources(part: Part): readonly Resource[] {
    const data = this.#parts[part];
    return data !== undefined && 'resources' in data ? data.resources : [];
  }

  part<Value>(part: Part, otherwise: Value, read: (resources: readonly Resource[]) => Value): Value {
    const data = this.#parts[part];
    if (data !== undefined && 'missing' in data) this.missing.set(part, data.missing);
    if (data === undefined || 'missing' in data) return otherwise;
    try {
      return read(data.resources);
    } catch {
      this.missing.set(part, MALFORMED);
      return otherwise;
    }
  }
}

/** What is to be signed must be readable: there is no other way to check it. */
function draftedOrders(reader: OrderReader, drafts: readonly Resource[]): readonly DrugOrder[] {
  try {
    return ordersIn(reader, drafts);
  } catch (cause) {
    const text = 'A draft of context.draftOrders is no readable MedicationRequest; nothing was checked.';
    throw new OutcomeError('value', 'cds.draft-unreadable', text, { cause });
  }
}

function personOf(resources: readonly Resource[]): Pick<PatientFacts, 'birthDate' | 'sex'> {
  const [person] = ofType(resources, 'Patient');
  const { birthDate, gender } = person ?? {};
  return { birthDate, sex: gender === 'male' || gender === 'female' ? gender : undefined };
}

function measuredIn(resources: readonly Resource[], zone: string): Pick<PatientFacts, 'results' | 'pregnancyStatus'> {
  const observations = ofType(resources, 'Observation');
  return { results: resultsOf(observations, zone), pregnancyStatus: pregnancyStatusOf(observations, zone) };
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
