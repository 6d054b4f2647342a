/**
 * The demo patient, 정하늘: a woman of 58 with a life that shows what a record holds.
 *
 * High blood pressure at 41, diabetes at 47, thyroid cancer taken out at 52, a pneumonia with a stay, a penicillin allergy,
 * polyps found and removed. Her days are fixed relative to her age, her values follow the seed.
 *
 * Proof   demo-patient.test.ts
 */
import { DEMO_PEOPLE } from '../access/index.ts';
import { civil, DAY, dayAt, dayOf, YEAR, type Day, type Minute } from './calendar.ts';
import { ALLERGENS } from './data/allergens.ts';
import { episodeOf } from './data/episodes.ts';
import { PLACES, type Place } from './data/places.ts';
import type { Hospital } from './hospital/hospital.ts';
import { Life } from './life/life.ts';
import type { Onsets } from './life/onset.ts';
import { detailsOf, phoneOf, type Person } from './person/person.ts';
import type { Random } from './random.ts';

/** Age at which each of her diseases began. */
const ILLNESSES: readonly (readonly [disease: string, age: number])[] = [
  ['allergicRhinitis', 19],
  ['hypertension', 41.3],
  ['dyslipidaemia', 46.9],
  ['diabetes', 47.4],
  ['fattyLiver', 47.5],
  ['thyroidCancer', 52.1],
  ['colonPolyp', 53.6],
  ['kneeArthritis', 55.2],
  ['osteoporosis', 56.4],
];

/** Years before today of what happened to her. */
const EVENTS: readonly (readonly [episode: string, yearsAgo: number, stay: boolean])[] = [
  ['ankleSprain', 6.7, false],
  ['covid', 4.3, false],
  ['herpesZoster', 3.1, false],
  ['pneumonia', 1.85, true],
  ['gastroenteritis', 0.9, false],
  ['vertigo', 0.24, false],
];

/** Her life, ready to be lived. */
export function demoLife(random: Random, { roster }: Hospital, now: Minute): Life {
  const today = dayAt(now);
  const person = demoPerson(random, today);
  const onsets: Onsets = new Map(ILLNESSES.map(([disease, age]) => [disease, Math.floor(person.birth + age * YEAR)]));
  const life = new Life(person, onsets, { now, registered: today - 3600, died: undefined }, roster);
  for (const department of ['END', 'CAR']) life.assign(department, roster.demoPhysician);
  for (const [disease] of ILLNESSES) life.followed.add(disease);
  for (const [key, yearsAgo, stay] of EVENTS) {
    const emergency = key === 'ankleSprain' || stay;
    const day = Math.floor(today - yearsAgo * YEAR);
    const at = emergency ? day * DAY + 20 * 60 + 13 : life.clinicHour(day);
    life.agenda.add({
      kind: 'episode',
      at,
      episode: episodeOf(key),
      way: { emergency, stay, severity: stay ? 1.05 : 0.7, days: 6 },
    });
  }
  return life;
}

function demoPerson(random: Random, today: Day): Person {
  const demo = DEMO_PEOPLE.find(({ role }) => role === 'patient');
  const ko = demo?.name.ko ?? '정하늘';
  const [familyLatin = 'Jeong', givenLatin = 'Ha-neul'] = (demo?.name.en ?? '').split(' ');
  const birth = dayOf(civil(today)[0] - 58, 5, 14);
  const details = detailsOf(random, 'female', birth);
  const factors = {
    metabolic: 1.1,
    vascular: 0.3,
    smoking: -1,
    atopy: 0.8,
    liver: -0.5,
    frailty: 0,
    mood: 0,
    weight: 0.9,
  };
  return {
    ...details,
    id: demo?.id ?? 'demo-patient',
    number: '10000001',
    sex: 'female',
    birth,
    name: { family: ko.slice(0, 1), given: ko.slice(1), familyLatin, givenLatin },
    home: { ...details.home, place: PLACES[0] as Place, road: '통일로', postal: '03315' },
    phone: phoneOf(random.stream('phone')),
    traits: { ...details.traits, adultHeight: 160.4, factors, smoking: 'never', adherence: 0.9 },
    random,
    allergies: [
      {
        allergen: ALLERGENS[0] as (typeof ALLERGENS)[number],
        reaction: 'urticaria',
        severe: false,
        onset: birth + 9000,
      },
    ],
  };
}
