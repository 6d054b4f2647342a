/**
 * Which vaccinations a person gets, and when.
 *
 * Children follow the national schedule and, as in Korea, nearly all are complete. What was given before the hospital knew the
 * child is reported by the registry.
 *
 * Proof   checkup.test.ts, ../population.test.ts
 */
import { civil, DAY, dayAt, dayOf, openDay, type Day } from '../calendar.ts';
import { addImmunization } from '../chart/immunization.ts';
import { ADULT_VACCINES, CHILD_VACCINES, type Vaccine } from '../data/vaccines.ts';
import type { Random } from '../random.ts';
import type { Life } from './life.ts';

/** Records all vaccinations of a life, in the order of time. */
export function vaccinate(life: Life): void {
  const draw = life.person.random.stream('vaccines');
  const shots = [...childShots(life, draw.stream('child')), ...adultShots(life, draw.stream('adult'))];
  const until = dayAt(life.end);
  for (const { vaccine, day, dose, doses } of shots.toSorted((a, b) => a.day - b.day)) {
    if (day < life.person.birth || day >= until) continue;
    const here = day >= life.span.registered;
    const at = (here ? openDay(day) : day) * DAY + 570 + 10 * draw.whole(0, 36);
    if (at >= life.end) continue;
    addImmunization(life.chart, {
      vaccine,
      at,
      dose,
      doses,
      here,
      lot: `${vaccine.key.slice(0, 2).toUpperCase()}${draw.whole(1000, 9999)}`,
    });
  }
}

interface Planned {
  readonly vaccine: Vaccine;
  readonly day: Day;
  readonly dose: number;
  readonly doses: number | undefined;
}

/** Only people born since 1990 have their childhood doses on record: the registry is no older. */
function childShots(life: Life, draw: Random): Planned[] {
  const { birth, sex } = life.person;
  if (civil(birth)[0] < 1998) return [];
  const complete = draw.chance(0.95);
  return CHILD_VACCINES.filter(({ girls }) => !girls || sex === 'female').flatMap((vaccine) =>
    vaccine.months.flatMap((months, at) => {
      const day = Math.floor(birth + months * 30.44 + draw.whole(0, 20));
      if (civil(day)[0] < vaccine.from || !draw.chance(complete ? 0.98 : 0.7)) return [];
      return [{ vaccine, day, dose: at + 1, doses: vaccine.months.length }];
    }),
  );
}

function adultShots(life: Life, draw: Random): Planned[] {
  return [...influenza(life, draw), ...covid(life, draw), ...once(life, draw)];
}

function frail(life: Life, day: Day): boolean {
  return ['diabetes', 'copd', 'heartFailure', 'ckd3', 'coronaryDisease', 'cirrhosis'].some(
    (key) => (life.onsets.get(key) ?? Number.POSITIVE_INFINITY) <= day,
  );
}

/** Each autumn: most of the old and the small, some of the others. Since the autumn of 2025 the vaccine has three strains. */
function influenza(life: Life, draw: Random): Planned[] {
  const shots: Planned[] = [];
  const willing = draw.between(-0.15, 0.15);
  for (let year = Math.max(2014, civil(life.span.registered)[0]); year <= civil(dayAt(life.end))[0]; year++) {
    const day = dayOf(year, 10, 8) + draw.whole(0, 45);
    const age = life.age(day);
    const chance = age >= 65 ? 0.8 : age < 13 ? 0.7 : frail(life, day) ? 0.55 : 0.22;
    if (age < 0.5 || day < life.span.registered || !draw.chance(chance + willing)) continue;
    shots.push({
      vaccine: year >= 2025 ? ADULT_VACCINES.influenza3 : ADULT_VACCINES.influenza,
      day,
      dose: 1,
      doses: undefined,
    });
  }
  return shots;
}

/** Two doses in 2021, a third in the winter, and yearly doses for the old. */
function covid(life: Life, draw: Random): Planned[] {
  const first = dayOf(2021, 5, 20) + draw.whole(0, 130);
  const age = life.age(first);
  if (age < 18 || !draw.chance(0.93)) return [];
  const second = first + 21 + draw.whole(0, 14);
  const third = second + 120 + draw.whole(0, 60);
  const shots: Planned[] = [first, second, ...(draw.chance(0.75) ? [third] : [])].map((day, at) => ({
    vaccine: ADULT_VACCINES.covid,
    day,
    dose: at + 1,
    doses: undefined,
  }));
  for (const year of [2023, 2024, 2025, 2026]) {
    const day = dayOf(year, 10, 15) + draw.whole(0, 40);
    if (life.age(day) >= 65 && draw.chance(0.42))
      shots.push({ vaccine: ADULT_VACCINES.covidSeasonal, day, dose: shots.length + 1, doses: undefined });
  }
  return shots;
}

/** Pneumococci at 65, shingles after 50. */
function once(life: Life, draw: Random): Planned[] {
  const { birth } = life.person;
  const at = (years: number): Day => Math.floor(birth + years * 365.25);
  const shots: Planned[] = [];
  const pneumococci = at(65) + draw.whole(20, 700);
  if (pneumococci > dayOf(2013, 5, 1) && draw.chance(0.7))
    shots.push({ vaccine: ADULT_VACCINES.pneumococcal, day: pneumococci, dose: 1, doses: 1 });
  const shingles = Math.max(at(draw.between(50, 72)), dayOf(2013, 1, 1) + draw.whole(0, 3000));
  if (!draw.chance(0.3)) return shots;
  if (shingles < dayOf(2022, 12, 15))
    return [...shots, { vaccine: ADULT_VACCINES.zosterLive, day: shingles, dose: 1, doses: 1 }];
  return [
    ...shots,
    ...[0, 75].map((later, dose) => ({
      vaccine: ADULT_VACCINES.zoster,
      day: shingles + later,
      dose: dose + 1,
      doses: 2,
    })),
  ];
}
