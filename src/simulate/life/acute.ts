/**
 * Which acute episodes befall a patient, and how they go.
 *
 * Proof   checkup.test.ts, ../population.test.ts
 */
import { ageOn, civil, DAY, openDay, type Day } from '../calendar.ts';
import { EPISODE_AGES, EPISODES, type Episode } from '../data/episodes.ts';
import type { Random } from '../random.ts';
import { along } from '../table.ts';
import type { Way } from './agenda.ts';
import type { Life } from './life.ts';

const STEP = 122;
const COVID_FROM = 18_506;

/** Episodes per year for this patient on a day. */
export function rateOf(life: Life, episode: Episode, day: Day): number {
  if (episode.key === 'covid' && day < COVID_FROM) return 0;
  const own = along(EPISODE_AGES, episode[life.person.sex], ageOn(life.person.birth, day));
  const risks = episode.risks.filter(({ disease }) => (life.onsets.get(disease) ?? Number.POSITIVE_INFINITY) <= day);
  if (own > 0) return risks.reduce((rate, { times }) => rate * times, own) / 1000;
  const onlyAtRisk = (episode[life.person.sex].at(-1) ?? 0) === 0 && episode.risks.length > 0;
  return onlyAtRisk ? risks.reduce((rate, { times }) => rate + times, 0) / 1000 : 0;
}

function seasonal(season: string, day: Day): number {
  if (season === '') return 1;
  const [, month] = civil(day);
  const winter = Math.cos(((month - 1) / 12) * 2 * Math.PI);
  return 1 + 0.7 * (season === 'w' ? winter : -winter);
}

/** Puts the episodes of a life on its agenda. */
export function planEpisodes(life: Life): void {
  const until = life.end / DAY;
  for (const episode of EPISODES) {
    const draw = life.person.random.stream(`episode/${episode.key}`);
    for (let day = life.span.registered; day < until; day += STEP) {
      const chance = (rateOf(life, episode, day) * STEP) / 365;
      if (chance === 0) continue;
      const at = day + draw.next() * STEP;
      if (!draw.chance(chance * seasonal(episode.season, at)) || at >= until) continue;
      add(life, episode, at, draw);
    }
  }
}

const ONCE = new Set([
  'appendicitis',
  'cholecystitis',
  'kneeReplacement',
  'prostateSurgery',
  'myomaSurgery',
  'inguinalHernia',
  'hipFracture',
]);

function add(life: Life, episode: Episode, day: number, draw: Random): void {
  if (ONCE.has(episode.key) && life.done.has(`episode/${episode.key}`)) return;
  life.done.set(`episode/${episode.key}`, day);
  const way = wayOf(life, episode, day, draw);
  const at = way.emergency ? Math.floor(day * DAY) : openDay(Math.floor(day)) * DAY + 540 + 10 * draw.whole(0, 42);
  life.agenda.add({ kind: 'episode', at, episode, way });
}

/** Emergency or clinic, stay or not: the old and the very young are admitted more. */
export function wayOf(life: Life, episode: Episode, day: Day, draw: Random): Way {
  const age = life.age(day);
  const frail = age > 70 ? 1.5 : age < 1 ? 1.4 : 1;
  const stay = draw.chance(Math.min(1, episode.stay * frail));
  const emergency = draw.chance(stay && episode.er > 0.3 ? Math.min(1, episode.er * 1.3) : episode.er);
  const severity = Math.min(1.5, Math.max(0.45, draw.normal(stay ? 0.95 : 0.65, 0.2)));
  const days = Math.max(1, episode.los * (age > 75 ? 1.3 : 1) * Math.exp(draw.normal(0, 0.35)));
  return { emergency, stay, severity, days };
}
