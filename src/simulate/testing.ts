/**
 * For the tests of this room: a simulated hospital, taken apart by patient and type.
 */
import type { Resource, ResourceOfType, ResourceType } from '../fhir/index.ts';
import { decimalText, type EpochMs, type RawDecimal } from '../kernel/index.ts';
import { dateText, dayAt, minuteOf, YEAR } from './calendar.ts';
import { PRODUCTS } from './data/products.ts';
import { rosterOf } from './hospital/staff.ts';
import { Life } from './life/life.ts';
import { detailsOf, identityOf, type Person } from './person/person.ts';
import { Random } from './random.ts';
import { simulateHospital, type SimulationOptions } from './simulate.ts';

/** The present of every test: 2026-11-24 14:00 in Korea. */
export const NOW = 1_795_496_400_000 as EpochMs;

/** One patient and all that belongs to them. */
export class PatientChart {
  readonly patient: ResourceOfType['Patient'];
  readonly resources: Resource[] = [];

  constructor(patient: ResourceOfType['Patient']) {
    this.patient = patient;
    this.resources.push(patient);
  }

  /** The resources of a type, in the order in which they were given. */
  of<Type extends ResourceType>(type: Type): ResourceOfType[Type][] {
    return this.resources.filter((one) => one.resourceType === type) as ResourceOfType[Type][];
  }

  /** Whole years on 2026-11-24. */
  get age(): number {
    const { birthDate = '' } = this.patient;
    return 2026 - Number(birthDate.slice(0, 4)) - (birthDate.slice(5) > '11-24' ? 1 : 0);
  }

  get woman(): boolean {
    return this.patient.gender === 'female';
  }

  /** Has the patient a condition whose Korean name matches? */
  has(name: RegExp): boolean {
    return this.of('Condition').some(({ code }) => name.test(code?.text ?? ''));
  }

  /** Values of an analyte by LOINC code, components included, in the order of time. */
  values(loinc: string): Measured[] {
    return this.of('Observation')
      .flatMap((one) =>
        [one, ...(one.component ?? [])]
          .filter(({ code }) => codeOf(code) === loinc)
          .map((part) => measuredAt(one, part)),
      )
      .toSorted((a, b) => (a.at < b.at ? -1 : 1));
  }
}

export interface Measured {
  readonly at: string;
  readonly value: number;
  readonly encounter: string;
}

type Part = Pick<ResourceOfType['Observation'], 'valueQuantity'>;

function measuredAt(
  { effectiveDateTime = '', encounter }: ResourceOfType['Observation'],
  { valueQuantity }: Part,
): Measured {
  return { at: effectiveDateTime, value: numberOf(valueQuantity?.value), encounter: encounter?.reference ?? '' };
}

/** The first code of a concept. */
export function codeOf(concept: { coding?: { code?: string }[] } | undefined): string | undefined {
  return concept?.coding?.[0]?.code;
}

/** The ATC code of what was prescribed, by name or as a product of the formulary. */
export function drugCodeOf(request: ResourceOfType['MedicationRequest']): string {
  const { medicationCodeableConcept, medicationReference } = request;
  const product = PRODUCTS.find(({ id }) => medicationReference?.reference === `Medication/${id}`);
  return product?.drug.atc ?? codeOf(medicationCodeableConcept) ?? '';
}

/** A written decimal as a number. */
export function numberOf(value: number | RawDecimal | undefined): number {
  return value === undefined ? Number.NaN : Number(decimalText(value));
}

/** A simulated hospital by patient; `house` is what belongs to nobody. */
export interface Simulated {
  readonly house: readonly Resource[];
  readonly charts: readonly PatientChart[];
}

/** Simulates; the demo patient is the first chart. */
export function simulated(
  patients: number,
  seed: string | number = 'test',
  now = NOW,
  beds: Pick<SimulationOptions, 'beds' | 'days'> = {},
): Simulated {
  const house: Resource[] = [];
  const charts: PatientChart[] = [];
  for (const resource of simulateHospital({ patients, seed, now, ...beds })) {
    if (resource.resourceType === 'Patient') charts.push(new PatientChart(resource));
    else if (charts.length === 0) house.push(resource);
    else charts.at(-1)?.resources.push(resource);
  }
  return { house, charts };
}

/** Every text under a key, at any depth. */
export function textsUnder(value: unknown, key: string, found: string[] = []): string[] {
  if (Array.isArray(value)) for (const one of value) textsUnder(one, key, found);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) {
      if (name === key && typeof inner === 'string') found.push(inner);
      else textsUnder(inner, key, found);
    }
  }
  return found;
}

/** Somebody to live through, of a given age and sex, with these diseases since so many years. */
export interface LifeOptions {
  readonly age: number;
  readonly sex?: 'male' | 'female';
  /** Years since each disease began. */
  readonly diseases?: Readonly<Record<string, number>>;
  readonly years?: number;
  readonly seed?: string;
  readonly allergies?: Person['allergies'];
}

/** A life that has not been lived yet: nothing planned, all its diseases followed here. */
export function lifeOf({
  age,
  sex = 'male',
  diseases = {},
  years = 5,
  seed = 'life',
  allergies = [],
}: LifeOptions): Life {
  const now = minuteOf(NOW);
  const today = dayAt(now);
  const random = new Random(`${seed}/${age}/${sex}`);
  const birth = Math.floor(today - age * YEAR);
  const person: Person = { ...detailsOf(random, sex, birth), ...identityOf(seed, 1), sex, birth, random, allergies };
  const onsets = new Map(
    Object.entries(diseases).map(([disease, since]) => [disease, Math.floor(today - since * YEAR)]),
  );
  const registered = Math.max(birth + 1, Math.floor(today - years * YEAR));
  const life = new Life(person, onsets, { now, registered, died: undefined }, rosterOf(random));
  for (const disease of onsets.keys()) life.followed.add(disease);
  return life;
}

/** What a life has put on record so far, as a chart to be asked. */
export function chartOf(life: Life): PatientChart {
  const chart = new PatientChart({
    resourceType: 'Patient',
    id: life.person.id,
    gender: life.person.sex,
    birthDate: dateText(life.person.birth),
  });
  chart.resources.push(...life.chart.resources());
  return chart;
}
