/**
 * The synthetic hospital: its house and staff, then one patient after another, each lived through when asked for.
 *
 * The same seed, number of patients and `now` give the same bytes. Nothing is kept of a patient once it has been given.
 *
 * Proof   simulate.test.ts
 */
import type { Resource } from '../fhir/index.ts';
import type { EpochMs } from '../kernel/index.ts';
import { ageOn, DAY, dayAt, minuteOf, type Day, type Minute } from './calendar.ts';
import { coverage, patientResource } from './chart/patient.ts';
import { demoLife } from './demo-patient.ts';
import { WARDS } from './data/departments.ts';
import { hospitalOf, type Hospital } from './hospital/hospital.ts';
import { ER_BAYS, type Bed } from './hospital/location.ts';
import { patientStream, planInpatients } from './inpatients.ts';
import { onsetsFor, planCurrentStay, planStay } from './life/current.ts';
import { emergencyNow } from './life/emergency-now.ts';
import { Life } from './life/life.ts';
import { live } from './life/live.ts';
import { deathOf } from './life/mortality.ts';
import { motherId, newborn, type Birth } from './life/newborn.ts';
import { onsetsOf, withoutPast } from './life/onset.ts';
import { planStays, wardsFor, type PlannedStay } from './occupancy.ts';
import { personOf, type Person } from './person/person.ts';
import { Random } from './random.ts';

/** What is simulated. */
export interface SimulationOptions {
  /** Patients besides the demo patient. */
  readonly patients: number;
  /** A hospital of about so many beds, each with the stays of the last days; its inpatients come beside `patients`. */
  readonly beds?: number | undefined;
  /** How many days of stays, where there are beds; every step of a loop is on record as long. Default 30. */
  readonly days?: number | undefined;
  readonly seed: string | number;
  /** The present of the simulated hospital. */
  readonly now: EpochMs;
}

/** The hospital, then the demo patient, then the others: everything that a resource refers to is part of it. */
export function* simulateHospital({ patients, beds, days = 30, seed, now }: SimulationOptions): Generator<Resource> {
  const base = new Random(`maru/${seed}`);
  const minute = minuteOf(now);
  const hospital = hospitalOf(base.stream('hospital'), beds === undefined ? WARDS : wardsFor(beds));
  yield* hospital.resources;
  yield* lived(demoLife(base.stream('demo'), hospital, minute), hospital);
  const placed = beds === undefined ? planInpatients(base, patients, dayAt(minute)) : new Map<number, Bed>();
  for (let index = 0; index < patients; index++)
    yield* patient(base, String(seed), index, hospital, minute, placed.get(index));
  if (beds === undefined) return;
  const stays = planStays(base.stream('stays'), hospital.roster.wards, days, minute);
  for (const [at, stay] of stays.entries())
    yield* inpatient({ stay, seed: String(seed), index: patients + at, hospital, now: minute, days });
  yield* emergencies(base.stream('emergency'), String(seed), 500_000, hospital, minute);
}

/** Shares of the bays that are taken, by the hour: fewest towards morning. */
const BUSY = [
  0.45, 0.4, 0.35, 0.3, 0.3, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.65, 0.7, 0.75, 0.75, 0.7,
  0.6, 0.5,
];

/** Those who are in the emergency room now. */
function* emergencies(base: Random, seed: string, first: number, hospital: Hospital, now: Minute): Generator<Resource> {
  const today = dayAt(now);
  const share = BUSY[Math.floor((now % DAY) / 60)] ?? 0.5;
  for (const bay of ER_BAYS) {
    const draw = base.stream(`bay/${bay}`);
    if (!draw.chance(share)) continue;
    const person = personOf(draw, seed, first + bay, today);
    if (ageOn(person.birth, today) < 16) continue;
    const since = draw.whole(25, 220);
    const registered = dayAt(now - since);
    const life = new Life(
      person,
      withoutPast(onsetsOf(person), registered),
      { now, registered, died: undefined },
      hospital.roster,
    );
    emergencyNow(life, bay, since);
    yield* charted(life, hospital);
  }
}

interface Inpatient {
  readonly stay: PlannedStay;
  readonly seed: string;
  readonly index: number;
  readonly hospital: Hospital;
  readonly now: Minute;
  readonly days: number;
}

/** Somebody of a planned stay; their records begin some weeks before. */
function* inpatient({ stay, seed, index, hospital, now, days }: Inpatient): Generator<Resource> {
  const today = dayAt(now);
  const { bed, random } = stay;
  const person = personOf(random, seed, index, today);
  const first = dayAt(stay.from) - 3 - Math.floor(150 * random.stream('registered').next() ** 2);
  const registered = Math.min(Math.max(first, person.birth + 1), dayAt(stay.from) - 1);
  const forced = onsetsFor(bed, person.sex, ageOn(person.birth, today), now, random.stream('ward'));
  const onsets = new Map([...withoutPast(onsetsOf(person), registered), ...forced]);
  const died = stay.died ? stay.to : undefined;
  const life = new Life(person, onsets, { now, registered, died, loopDays: days }, hospital.roster);
  assignDemoPhysician(life, hospital, bed, index);
  if (stay.to === undefined) life.stayOfToday = bed;
  planStay(life, stay);
  live(life);
  const birth = birthOf(life, bed, seed, index);
  yield* charted(life, hospital, birth === undefined ? undefined : motherId(life));
  if (birth !== undefined) yield* newborn(birth);
}

/** The child that was born during the planned stay. */
function birthOf(life: Life, { bed, ward }: Bed, seed: string, index: number): Birth | undefined {
  if (ward.key !== '51') return undefined;
  const stay = life.chart.encounters.findLast(
    ({ class: { code }, location }) =>
      code === 'IMP' && location?.at(-1)?.location.reference === `Location/${bed.toLowerCase()}`,
  );
  const at = life.bornAt.at(-1);
  const text = stay?.period?.start;
  if (stay === undefined || text === undefined || at === undefined || at < life.chart.loopsFrom) return undefined;
  const until = stay.status === 'finished' ? life.busyUntil : undefined;
  return at + 30 < (until ?? life.span.now) ? { mother: life, stay, at, until, bed, seed, index } : undefined;
}

function patient(
  base: Random,
  seed: string,
  index: number,
  hospital: Hospital,
  now: Minute,
  bed: Bed | undefined,
): Generator<Resource> {
  const today = dayAt(now);
  const person = personOf(patientStream(base, index), seed, index, today);
  const registered = registeredOn(person, today);
  const forced =
    bed === undefined ? [] : onsetsFor(bed, person.sex, ageOn(person.birth, today), now, person.random.stream('ward'));
  const onsets = new Map([...withoutPast(onsetsOf(person), registered), ...forced]);
  const died = bed === undefined ? deathOf(person, onsets, registered, today) : undefined;
  const life = new Life(person, onsets, { now, registered, died }, hospital.roster);
  if (bed !== undefined) {
    assignDemoPhysician(life, hospital, bed, index);
    life.stayOfToday = bed;
    planCurrentStay(life, bed);
  }
  return lived(life, hospital);
}

/** The demo physician looks after a third of the patients of her wards. */
function assignDemoPhysician(life: Life, { roster }: Hospital, { ward }: Bed, index: number): void {
  const { demoPhysician } = roster;
  if (!demoPhysician.wards.includes(ward.key) || index % 3 !== 0) return;
  for (const department of ward.departments) life.assign(department, demoPhysician);
}

/** The day on which somebody first came: within the last ten years, as far as they lived. */
function registeredOn({ birth, random }: Person, today: Day): Day {
  const draw = random.stream('registered');
  const ago = 20 + Math.floor(3630 * draw.next() ** 1.7);
  return Math.min(today - 9, Math.max(today - ago, birth + 1 + draw.whole(0, 5)));
}

function* lived(life: Life, hospital: Hospital): Generator<Resource> {
  live(life);
  yield* charted(life, hospital);
}

function* charted(life: Life, { roster }: Hospital, motherIn?: string): Generator<Resource> {
  const { now, died } = life.span;
  const draw = life.person.random.stream('general practitioner');
  const generalPractitioner = draw.pick(roster.doctorsOf(life.age(now / DAY) < 18 ? 'PED' : 'FM'));
  const { isInpatient } = life;
  yield patientResource(life.person, { today: dayAt(now), died, generalPractitioner, isInpatient, motherIn });
  life.chart.add(coverage(life.chart, life.aid));
  yield* life.chart.resources();
}
