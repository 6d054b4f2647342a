/**
 * Why somebody lies in a given bed today: an episode that suits the ward and the patient, begun some days ago.
 *
 * Proof   ../inpatients.test.ts
 */
import { DAY, dayAt, openDay, type Minute } from '../calendar.ts';
import { episodeOf, EPISODES, type Episode } from '../data/episodes.ts';
import type { Bed } from '../hospital/location.ts';
import type { Random } from '../random.ts';
import type { PlannedStay } from '../occupancy.ts';
import { rateOf } from './acute.ts';
import type { Crisis, Way } from './agenda.ts';
import { isOperable } from './cancer.ts';
import type { Life } from './life.ts';
import { planBirth } from './pregnancy.ts';

/** What brings people to intensive care, beside operations. */
const INTENSIVE = new Set([
  'sepsis',
  'infarction',
  'strokeStay',
  'pneumonia',
  'copdExacerbation',
  'heartFailureStay',
  'giBleed',
]);
/** Where nothing suits better. */
const FALLBACK: Readonly<Record<string, string>> = {
  '61': 'infarction',
  '62': 'pneumonia',
  '71': 'appendicitis',
  '72': 'forearmFracture',
  '81': 'concussion',
  '82': 'cancerAnaemia',
  '51': 'caesarean',
  '52': 'gastroenteritis',
  ICU: 'sepsis',
};

/** Puts the stay of today on the agenda. */
export function planCurrentStay(life: Life, bed: Bed): void {
  const draw = life.person.random.stream('current stay');
  const tumour = bed.ward.key === '71' ? freshCancer(life) : undefined;
  if (tumour !== undefined) {
    life.agenda.add({
      kind: 'surgery',
      at: openDay(dayAt(life.span.now) - draw.whole(4, 7)) * DAY + 840,
      disease: tumour,
      current: bed,
    });
    return;
  }
  const episode = chooseFor(life, bed, draw);
  const days = Math.max(2, episode.los * Math.exp(draw.normal(0, 0.3)));
  const surgical = episode.er < 0.3;
  const emergency = !surgical && draw.chance(0.85);
  const at = admittedAt(life.span.now, days, emergency, draw);
  const severity = bed.ward.key === 'ICU' ? draw.between(1.1, 1.45) : draw.between(0.75, 1.15);
  const way = { emergency, stay: true, severity, current: bed, days };
  if (episode.key === 'delivery' || episode.key === 'caesarean')
    planBirth(life, dayAt(at), way, episode.key === 'caesarean');
  else life.agenda.add({ kind: 'episode', at, episode, way });
}

/** Puts a planned stay on the agenda: an illness that suits the bed, perhaps with a complication. */
export function planStay(life: Life, { bed, from, to, died }: PlannedStay): void {
  const draw = life.person.random.stream('current stay');
  const episode = storyFor(life, bed, draw);
  const emergency = episode.er >= 0.3 && draw.chance(0.85);
  const severity = bed.ward.key === 'ICU' ? draw.between(1.1, 1.45) : draw.between(0.75, 1.15);
  const until = to ?? life.span.now;
  const at = emergency ? from - draw.whole(150, 400) : from;
  const crisis = died ? undefined : crisisOf(bed, from, until, draw);
  const way: Way = {
    emergency,
    stay: true,
    severity,
    days: (until - from) / DAY,
    bed,
    current: to === undefined ? bed : undefined,
    ...(to === undefined ? {} : died ? { death: to } : { end: to }),
    crisis,
  };
  if (episode.key === 'delivery' || episode.key === 'caesarean')
    planBirth(life, at / DAY, way, episode.key === 'caesarean');
  else life.agenda.add({ kind: 'episode', at, episode, way });
}

/** The stories that each ward must be able to tell, the ten pathways among them, and how often each. */
const STORIES: Readonly<Record<string, readonly (readonly [episode: string, weight: number])[]>> = {
  '61': [
    ['stemi', 3],
    ['heartFailureStay', 4],
    ['dka', 2],
  ],
  '62': [
    ['pneumonia', 4],
    ['sepsis', 2],
  ],
  '71': [['cholecystitis', 4]],
  '72': [
    ['hipReplacement', 3],
    ['hipFracture', 2],
  ],
  '81': [['strokeStay', 5]],
  '82': [['folfox', 4]],
  '51': [['delivery', 3]],
  ICU: [
    ['sepsis', 4],
    ['stemi', 2],
  ],
};

/** Every other stay is one of the ward's stories; the others are what befalls people of this age. */
function storyFor(life: Life, bed: Bed, draw: Random): Episode {
  const stories = STORIES[bed.ward.key] ?? [];
  if (stories.length === 0 || !draw.chance(0.55)) return chooseFor(life, bed, draw);
  return episodeOf(draw.weighted(stories, ([, weight]) => weight)[0]);
}

const CRISES: readonly (readonly [profile: string, ko: string, weight: number])[] = [
  ['sepsis', '패혈증 의심', 4],
  ['pneumonia', '병원내 폐렴 의심', 3],
  ['bleeding', '급성 출혈 의심', 2],
  ['heartFailure', '급성 폐부종 의심', 2],
];

/** One stay in nine takes a turn; of those that last, it may be just now. */
function crisisOf({ ward }: Bed, from: Minute, until: Minute, draw: Random): Crisis | undefined {
  if (ward.key === '51' || ward.key === '52' || until - from < 2 * DAY || !draw.chance(0.11)) return undefined;
  const [profile, ko] = draw.weighted(CRISES, ([, , weight]) => weight);
  const at = Math.floor(draw.between(from + 0.8 * DAY, until - 0.05 * DAY));
  return { profile, ko, at, severity: draw.between(0.85, 1.35) };
}

/** A cancer that was found in the last weeks and is to be operated on. */
function freshCancer(life: Life): string | undefined {
  const today = dayAt(life.span.now);
  return [...life.onsets].find(
    ([disease, onset]) => isOperable(disease) && onset > today - 50 && onset < today - 12,
  )?.[0];
}

/** Some time within the stay: at any hour through the emergency room, in the early afternoon otherwise. */
function admittedAt(now: Minute, days: number, emergency: boolean, draw: Random): Minute {
  const ago = Math.max(0.4, days * draw.between(0.12, 0.92));
  const at = Math.min(Math.floor(now - ago * DAY), now - 500);
  return emergency ? at : Math.min(dayAt(at), dayAt(now) - 1) * DAY + 13 * 60 + draw.whole(0, 150);
}

function chooseFor(life: Life, { ward }: Bed, draw: Random): Episode {
  const day = dayAt(life.span.now);
  const fits = EPISODES.filter(
    ({ key, department, stay, los }) =>
      stay > 0 &&
      los > 1 &&
      (ward.key === 'ICU'
        ? INTENSIVE.has(key)
        : ward.key === '52'
          ? life.age(day) < 16
          : ward.departments.includes(department)),
  );
  const weightOf = (one: Episode): number => rateOf(life, one, day) * one.stay * one.los + extraWeight(life, one, day);
  if (fits.reduce((sum, one) => sum + weightOf(one), 0) > 0) return draw.weighted(fits, weightOf);
  return EPISODES.find(({ key }) => key === FALLBACK[ward.key]) ?? (EPISODES[0] as Episode);
}

/** What a ward sees more of than rates of one year tell. */
function extraWeight(life: Life, { key }: Episode, day: number): number {
  const age = life.age(day);
  if (key === 'strokeStay') return age > 45 ? 0.02 : 0;
  if (key === 'infarction') return age > 45 ? 0.01 : 0;
  if (life.person.sex === 'male' || age < 21 || age > 43) return 0;
  return { delivery: 0.3, caesarean: 0.5 }[key] ?? 0;
}

/** Diseases that people of a ward have, whatever their fate had in store. */
export function onsetsFor(
  bed: Bed,
  sex: 'male' | 'female',
  age: number,
  now: Minute,
  draw: Random,
): readonly (readonly [disease: string, onset: number])[] {
  const today = dayAt(now);
  const cancers = ['gastricCancer', 'colorectalCancer', ...(sex === 'female' ? ['breastCancer', 'thyroidCancer'] : [])];
  if (bed.ward.key === '82') return [[draw.pick([...cancers.slice(0, 3), 'lungCancer']), today - draw.whole(90, 700)]];
  if (age > 60 && bed.ward.key === '61' && draw.chance(0.35)) return [['heartFailure', today - draw.whole(200, 2000)]];
  if (age > 60 && bed.ward.key === '62' && draw.chance(0.25)) return [['copd', today - draw.whole(400, 4000)]];
  if (bed.ward.key !== '71' || age < 40 || !draw.chance(0.45)) return [];
  return [[draw.pick(cancers), today - draw.whole(28, 45)]];
}
