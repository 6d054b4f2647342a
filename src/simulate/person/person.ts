/**
 * Who the patients are: sex, birth, name, address, telephone, and the traits that shape their health.
 *
 * Source  resident population by age and sex, 2024 (Ministry of the Interior and Safety), in ten-year bands
 * Proof   person.test.ts
 */
import { hash64 } from '../../kernel/index.ts';
import { civil, YEAR, type Day } from '../calendar.ts';
import type { Allergen } from '../data/allergens.ts';
import { FAMILY_NAMES, givenNames } from '../data/names.ts';
import { PLACES, type Place } from '../data/places.ts';
import { koreanName, type KoreanName } from '../hospital/name.ts';
import type { Random } from '../random.ts';
import { traitsOf, type Traits } from './traits.ts';

export type Sex = 'male' | 'female';

/** Where somebody lives. */
export interface Home {
  readonly place: Place;
  readonly road: string;
  readonly house: number;
  readonly flat: string;
  readonly postal: string;
}

/** One patient, apart from the illnesses. */
export interface Person {
  readonly id: string;
  readonly number: string;
  readonly sex: Sex;
  readonly birth: Day;
  readonly name: KoreanName;
  readonly home: Home;
  readonly phone: string;
  readonly traits: Traits;
  readonly random: Random;
  /** Given only where they are not left to chance. */
  readonly allergies?: readonly PersonAllergy[];
}

/** An allergy, and the day on which it first showed. */
export interface PersonAllergy {
  readonly allergen: Allergen;
  readonly reaction: string;
  readonly severe: boolean;
  readonly onset: Day;
}

/** Ten-year bands: millions of people, and the share of men. */
const PYRAMID: readonly (readonly [from: number, millions: number, men: number])[] = [
  [0, 3.2, 0.512],
  [10, 4.7, 0.516],
  [20, 5.9, 0.52],
  [30, 6.6, 0.518],
  [40, 7.8, 0.508],
  [50, 8.7, 0.504],
  [60, 7.8, 0.49],
  [70, 4.1, 0.459],
  [80, 2.1, 0.375],
  [90, 0.32, 0.24],
];

/** The shares of the age bands and of men in them, for tests and for planning. */
export const POPULATION = PYRAMID;

/** Ages and sex of patient number `index`, before anything else is drawn. */
export function bodyOf(random: Random, today: Day): { readonly sex: Sex; readonly birth: Day } {
  const draw = random.stream('body');
  const [from, , men] = draw.weighted(PYRAMID, ([, millions]) => millions);
  const span = from === 90 ? 7 : 10;
  const age = from + (from >= 80 ? span * draw.next() ** 1.5 : span * draw.next());
  return { sex: draw.chance(men) ? 'male' : 'female', birth: Math.floor(today - Math.max(0.05, age) * YEAR) };
}

/** What identifies patient `index` of a seed: the id is opaque, the number is what people read. */
export function identityOf(seed: string, index: number): { readonly id: string; readonly number: string } {
  const { high, low } = hash64(`${seed}/patient/${index}`);
  const id = `p${high.toString(36).padStart(7, '0')}${(low & 0xf_ff_ff).toString(36).padStart(4, '0')}`;
  return { id, number: String(10_000_000 + ((index * 7_919_477) % 89_999_999)) };
}

/** Patient `index` of a seed. */
export function personOf(random: Random, seed: string, index: number, today: Day): Person {
  const { sex, birth } = bodyOf(random, today);
  return { ...identityOf(seed, index), ...detailsOf(random, sex, birth), sex, birth, random };
}

/** Name, home, telephone and traits of somebody. */
export function detailsOf(
  random: Random,
  sex: Sex,
  birth: Day,
): { name: KoreanName; home: Home; phone: string; traits: Traits } {
  return {
    name: nameOf(random, sex, birth),
    home: homeOf(random),
    phone: phoneOf(random.stream('phone')),
    traits: traitsOf(random, sex, birth),
  };
}

function nameOf(random: Random, sex: Sex, birth: Day): KoreanName {
  const draw = random.stream('name');
  const [family] = draw.weighted(FAMILY_NAMES, ([, perMille]) => perMille);
  const [year] = civil(birth);
  return koreanName(family, draw.pick(givenNames(sex, year)));
}

function homeOf(random: Random): Home {
  const draw = random.stream('home');
  const place = draw.weighted(PLACES, ({ weight }) => weight);
  const postal = place.postal + String(draw.whole(0, 99)).padStart(2, '0');
  const flat = draw.chance(0.7)
    ? `${draw.whole(101, 125)}동 ${draw.whole(1, 22)}0${draw.whole(1, 4)}호`
    : `${draw.whole(1, 4)}층`;
  return { place, road: draw.pick(place.roads), house: draw.whole(1, 480), flat, postal };
}

/** A number in the form of Korean mobile phones; the middle block begins with 0, which no operator assigns. */
export function phoneOf(draw: Random): string {
  return `010-0${String(draw.whole(0, 999)).padStart(3, '0')}-${String(draw.whole(0, 9999)).padStart(4, '0')}`;
}
