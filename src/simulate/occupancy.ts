/**
 * Who lay in which bed in the last days, and who lies there now: for a hospital of so many beds, bed after bed, backwards from now.
 *
 * Every stay belongs to a patient of its own, whose sex and age suit the bed; between two stays a bed is made ready for some
 * hours. Decided before the lives are lived.
 *
 * Proof   occupancy.test.ts
 */
import { ageOn, DAY, dayAt, type Minute } from './calendar.ts';
import { WARDS, type Ward } from './data/departments.ts';
import { bedsOf, type Bed } from './hospital/location.ts';
import { isFor, suits } from './inpatients.ts';
import { bodyOf } from './person/person.ts';
import type { Random } from './random.ts';

/** A stay that is to be lived through. */
export interface PlannedStay {
  readonly bed: Bed;
  readonly from: Minute;
  /** Undefined while it lasts. */
  readonly to: Minute | undefined;
  /** Does it end with death? */
  readonly died: boolean;
  /** The stream of the patient. */
  readonly random: Random;
}

/** Share of beds that are taken. */
const FULL = 0.87;

/** Mean stay in days, and deaths per hundred stays. */
const WARD_FACTS: Readonly<Record<string, readonly [days: number, deaths: number]>> = {
  '61': [6, 2.5],
  '62': [7, 3],
  '71': [5.5, 0.6],
  '72': [9, 0.5],
  '81': [8, 2.5],
  '82': [5, 4],
  '51': [3.2, 0],
  '52': [3.5, 0.1],
  ICU: [4.5, 14],
};

/** The wards of a hospital with about so many beds: as in the table, with fewer or more rooms. */
export function wardsFor(beds: number): readonly Ward[] {
  const all = WARDS.reduce((sum, { rooms, beds: each }) => sum + rooms * each, 0);
  return WARDS.map((ward) => ({ ...ward, rooms: Math.max(2, Math.round((ward.rooms * beds) / all)) }));
}

/** All stays of the last days in the order of wards and beds, newest first in each bed. */
export function planStays(base: Random, wards: readonly Ward[], days: number, now: Minute): readonly PlannedStay[] {
  return wards.flatMap((ward) => bedsOf(ward, undefined).flatMap((bed) => staysIn(bed, base, days, now)));
}

function staysIn(bed: Bed, base: Random, days: number, now: Minute): PlannedStay[] {
  const draw = base.stream(`bed/${bed.bed}`);
  const since = now - days * DAY;
  const stays: PlannedStay[] = [];
  let to = draw.chance(FULL) ? undefined : freedBefore(now - draw.whole(60, 900), draw);
  while (to === undefined || to > since) {
    const length = lengthOf(bed, draw);
    const from = to === undefined ? admittedAgo(now, length, draw) : arrivalOn(dayAt(to) - Math.ceil(length), draw);
    const died = to !== undefined && draw.chance((WARD_FACTS[bed.ward.key]?.[1] ?? 1) / 100);
    stays.push({ bed, from, to, died, random: personFor(bed, base, stays.length, from) });
    to = freedBefore(from - 90 - Math.floor(draw.wait(500)), draw);
  }
  return stays;
}

function lengthOf({ ward }: Bed, draw: Random): number {
  return Math.max(1, (WARD_FACTS[ward.key]?.[0] ?? 6) * Math.exp(draw.normal(-0.08, 0.4)));
}

/** People leave towards noon. */
function freedBefore(at: Minute, draw: Random): Minute {
  const noon = dayAt(at) * DAY + 640 + draw.whole(0, 70);
  return noon <= at ? noon : noon - DAY;
}

function arrivalOn(day: number, draw: Random): Minute {
  return day * DAY + (draw.chance(0.5) ? draw.whole(780, 960) : draw.whole(0, 1439));
}

function admittedAgo(now: Minute, length: number, draw: Random): Minute {
  return Math.floor(now - Math.max(0.25, length * draw.between(0.06, 0.94)) * DAY);
}

/** Somebody whose sex and age suit the bed: the first of a row of strangers. */
function personFor(bed: Bed, base: Random, nth: number, from: Minute): Random {
  for (let at = 0; ; at++) {
    const random = base.stream(`stay/${bed.bed}/${nth}/${at}`);
    const { sex, birth } = bodyOf(random, dayAt(from));
    const age = ageOn(birth, dayAt(from));
    const isOld = bed.ward.key === '51' || bed.ward.key === '52' || age > 45 || random.stream('frail').chance(0.3);
    if (isFor(bed, sex) && suits(bed.ward, sex, age) && isOld && age > 0.5) return random;
  }
}
