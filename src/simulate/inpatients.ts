/**
 * Who lies in which bed today.
 *
 * A tenth of the patients, as far as the wards reach, are in hospital at `now`; each has a bed of their own, in a ward for their
 * illness, in a room for their sex. Decided before the lives are lived, from age and sex alone.
 *
 * Proof   inpatients.test.ts
 */
import { ageOn, type Day } from './calendar.ts';
import { WARDS, type Ward } from './data/departments.ts';
import { bedsOf, type Bed } from './hospital/location.ts';
import { bodyOf, type Sex } from './person/person.ts';
import type { Random } from './random.ts';
import { along } from './table.ts';

/** Share of the patients who are in hospital, and the share of beds that may be full. */
const SHARE = 0.11;
const FULL = 0.88;

/** How much more often than others people of an age are in hospital. */
const AGES = [0, 2, 10, 20, 40, 55, 65, 75, 85];
const FREQUENCY = [1.2, 0.8, 0.35, 0.4, 0.6, 1, 1.7, 2.7, 3.4];

/** Beds by patient index. */
export function planInpatients(base: Random, patients: number, today: Day): ReadonlyMap<number, Bed> {
  const free = new Map<string, Bed[]>(
    WARDS.map((ward) => [ward.key, shuffled(bedsOf(ward, undefined), base.stream(`beds/${ward.key}`))]),
  );
  const capacity = Math.floor(FULL * [...free.values()].reduce((sum, beds) => sum + beds.length, 0));
  const beds = new Map<number, Bed>();
  const share = Math.min(SHARE, capacity / patients);
  for (let index = 0; index < patients && beds.size < capacity; index++) {
    const random = patientStream(base, index);
    const draw = random.stream('inpatient');
    const { sex, birth } = bodyOf(random, today);
    const age = ageOn(birth, today);
    if (!draw.chance(share * along(AGES, FREQUENCY, age))) continue;
    const bed = bedFor(free, sex, age, draw);
    if (bed !== undefined) beds.set(index, bed);
  }
  return beds;
}

/** The stream of patient `index`. */
export function patientStream(base: Random, index: number): Random {
  return base.stream(`patient/${index}`);
}

function shuffled(beds: Bed[], draw: Random): Bed[] {
  for (let at = beds.length - 1; at > 0; at--) {
    const other = draw.whole(0, at);
    [beds[at], beds[other]] = [beds[other] as Bed, beds[at] as Bed];
  }
  return beds;
}

/** A free bed in a ward that suits: children in pediatrics, the young seldom in intensive care. */
function bedFor(free: Map<string, Bed[]>, sex: Sex, age: number, draw: Random): Bed | undefined {
  const wards = WARDS.filter(
    (ward) => suits(ward, sex, age) && (free.get(ward.key) ?? []).some((bed) => isFor(bed, sex)),
  );
  if (wards.length === 0) return undefined;
  const ward = draw.weighted(wards, ({ weight }) => weight);
  const beds = free.get(ward.key) ?? [];
  const at = beds.findIndex((bed) => isFor(bed, sex));
  return beds.splice(at, 1)[0];
}

/** Does somebody of this sex and age belong into the ward? */
export function suits({ key }: Ward, sex: Sex, age: number): boolean {
  if (age < 16) return key === '52';
  if (key === '52') return false;
  if (key === '51') return sex === 'female' && age > 19 && age < 52;
  if (key === 'ICU' || key === '82') return age > 35;
  return true;
}

/** May somebody of this sex lie in the bed? */
export function isFor(bed: Bed, sex: Sex): boolean {
  return bed.only === undefined || bed.only === sex;
}
