/**
 * One patient's chart while it is being written: resources by kind, with ids that count per kind.
 *
 * Proof   ../simulate.test.ts
 */
import type { Reference, Resource, ResourceOfType } from '../../fhir/index.ts';
import { reference } from '../codes.ts';
import type { Roster, Staff } from '../hospital/staff.ts';
import { staffReference } from '../hospital/staff.ts';
import type { Minute } from '../calendar.ts';
import type { Person } from '../person/person.ts';

type Encounter = ResourceOfType['Encounter'];
type Condition = ResourceOfType['Condition'];

/** Order in which a patient's resources are given: those that others refer to first. */
const ORDER = [
  'Patient',
  'Coverage',
  'Encounter',
  'Condition',
  'AllergyIntolerance',
  'Flag',
  'CareTeam',
  'Immunization',
  'ServiceRequest',
  'Specimen',
  'Observation',
  'DiagnosticReport',
  'Procedure',
  'MedicationRequest',
  'MedicationStatement',
  'MedicationDispense',
  'MedicationAdministration',
  'Task',
  'DocumentReference',
] as const;

const LETTERS: Readonly<Record<string, string>> = {
  Coverage: 'cov',
  Encounter: 'enc',
  Condition: 'con',
  AllergyIntolerance: 'alg',
  Flag: 'flg',
  CareTeam: 'tea',
  Immunization: 'imm',
  Observation: 'obs',
  DiagnosticReport: 'rep',
  Procedure: 'pro',
  MedicationRequest: 'med',
  MedicationStatement: 'hom',
  MedicationDispense: 'dis',
  MedicationAdministration: 'adm',
  ServiceRequest: 'req',
  Specimen: 'spc',
  Task: 'tsk',
  DocumentReference: 'doc',
};

/** A chart. */
export class Chart {
  readonly person: Person;
  readonly roster: Roster;
  /** The present. */
  readonly now: Minute;
  /** From this minute on every step of a loop is on record; before it only what came of it. */
  readonly loopsFrom: Minute;
  readonly #kept = new Map<string, Resource[]>();
  readonly #known = new Map<string, { readonly at: Minute; readonly value: number }[]>();

  constructor(person: Person, roster: Roster, now: Minute = Number.POSITIVE_INFINITY, loopsFrom: Minute = now) {
    this.person = person;
    this.roster = roster;
    this.now = now;
    this.loopsFrom = loopsFrom;
  }

  /** The next id of a kind of resource. */
  nextId(type: string): string {
    return `${this.person.id}-${LETTERS[type] ?? 'res'}${(this.#kept.get(type)?.length ?? 0) + 1}`;
  }

  /** Adds a resource; its id is the next of its kind. */
  add<Kind extends Resource>(resource: Kind): Kind {
    const { resourceType } = resource;
    const list = this.#kept.get(resourceType);
    if (list === undefined) this.#kept.set(resourceType, [resource]);
    else list.push(resource);
    return resource;
  }

  get subject(): Reference {
    return { reference: `Patient/${this.person.id}` };
  }

  /** The patient by name, where a list shows the resource without its patient. */
  get namedSubject(): Reference {
    const { name } = this.person;
    return { ...this.subject, display: name.family + name.given };
  }

  /** Remembers a value that is on record, and when it is known. */
  report(encounter: string | undefined, key: string, at: Minute, value: number): void {
    const name = `${encounter}/${key}`;
    const known = this.#known.get(name);
    if (known === undefined) this.#known.set(name, [{ at, value }]);
    else known.push({ at, value });
  }

  /** The latest value of an encounter that is known at a moment. */
  latest(encounter: string | undefined, key: string, at: Minute): number | undefined {
    let latest: { readonly at: Minute; readonly value: number } | undefined;
    for (const one of this.#known.get(`${encounter}/${key}`) ?? []) {
      if (one.at <= at && (latest === undefined || one.at >= latest.at)) latest = one;
    }
    return latest?.value;
  }

  /** How many resources of a kind there are so far. */
  count(type: string): number {
    return this.#kept.get(type)?.length ?? 0;
  }

  get encounters(): readonly Encounter[] {
    return (this.#kept.get('Encounter') ?? []) as Encounter[];
  }

  /** Everything, those that others refer to first. */
  *resources(): Generator<Resource> {
    for (const type of ORDER) yield* this.#kept.get(type) ?? [];
  }
}

/** What a resource of one encounter needs to say: which, when, by whom. */
export interface Setting {
  readonly encounter: Encounter;
  readonly doctor: Staff;
  readonly nurse: Staff;
}

export function encounterReference({ encounter }: Setting): Reference {
  return reference(`Encounter/${encounter.id}`);
}

export function doctorReference({ doctor }: Setting): Reference {
  return staffReference(doctor);
}

export function conditionReference(condition: Condition): Reference {
  return reference(`Condition/${condition.id}`, condition.code?.text);
}
