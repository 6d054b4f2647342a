/**
 * Pregnancies: visits before birth, and the birth.
 *
 * Source  births per 1000 women by age, average of 2015 to 2023 (Statistics Korea); share of caesarean sections 2022 (HIRA)
 * Proof   pregnancy.test.ts, ../population.test.ts
 */
import { DAY, dayAt, type Day, type Minute } from '../calendar.ts';
import { addNote } from '../chart/document.ts';
import { addPanel, addVitals } from '../chart/observation.ts';
import { resolve } from '../chart/condition.ts';
import { episodeOf } from '../data/episodes.ts';
import { along } from '../table.ts';
import type { Way } from './agenda.ts';
import { takeHistory } from './clinic.ts';
import type { Life } from './life.ts';
import { buildLine, heading, resultsLine, vitalsLine } from './notes.ts';

const AGES = [17, 20, 25, 30, 33, 37, 42, 46];
const BIRTHS = [0.5, 4, 25, 80, 85, 40, 6, 0];
const WEEKS = [8, 12, 16, 20, 24, 28, 32, 36, 38];
const TERM = 276;

const PREGNANCY = { kcd: 'Z34.9', ko: '정상 임신의 관리', snomed: '77386006', en: 'Pregnancy' };

/** Puts the births of a woman's recorded life on her agenda. */
export function planPregnancies(life: Life): void {
  if (life.person.sex !== 'female') return;
  const draw = life.person.random.stream('pregnancies');
  let free = life.span.registered;
  for (let day = life.span.registered; day < dayAt(life.end) - 20; day += 91) {
    const rate = along(AGES, BIRTHS, life.age(day)) / 1000;
    if (!draw.chance(rate / 4) || day < free) continue;
    planBirth(
      life,
      day + draw.whole(0, 90),
      {
        emergency: false,
        stay: true,
        severity: draw.between(0.7, 1.1),
        days: 0,
      },
      draw.chance(0.6),
    );
    free = day + 600;
  }
}

/** The visits that lead to a birth on a day, and the birth. */
export function planBirth(life: Life, day: Day, way: Omit<Way, 'days'> & { days: number }, caesarean: boolean): void {
  const episode = episodeOf(caesarean ? 'caesarean' : 'delivery');
  const hour = caesarean ? 9 * 60 : life.random.whole(0, DAY - 1);
  const at = way.bed === undefined ? Math.floor(day) * DAY + hour : Math.floor(day * DAY);
  if (at > life.end - 60) return;
  const days = episode.los;
  for (const weeks of WEEKS) {
    const visit = day - TERM + weeks * 7;
    if (visit > life.span.registered) life.agenda.add({ kind: 'prenatal', at: life.clinicHour(visit), weeks });
  }
  life.births.push((dayAt(at) + 1) * DAY + 600);
  life.agenda.add({ kind: 'episode', at, episode, way: { ...way, days } });
}

/** A visit before birth. */
export function prenatal(life: Life, weeks: number, at: Minute): void {
  const setting = life.open({
    kind: 'AMB',
    department: 'OBG',
    start: at,
    end: at + 20,
    doctor: life.doctor('OBG'),
    nurse: undefined,
    reason: `산전 진찰(임신 ${weeks}주)`,
    moves: [],
  });
  takeHistory(life, setting, at);
  const known = life.problems.get('pregnancy');
  const condition = known ?? life.diagnose(setting, PREGNANCY, at, dayAt(at) - weeks * 7);
  life.problems.set('pregnancy', condition);
  life.diagnoses(setting, [condition]);
  const sample = life.sample(at);
  addVitals(life.chart, setting, at - 5, sample, ['bp', 'weight']);
  const panels = PANELS_AT[weeks] ?? [];
  for (const key of panels) addPanel(life.chart, setting, at - 40, sample, key);
  const drug = weeks < 14 ? 'folicAcid' : 'ferrous';
  if (weeks % 8 === 0)
    life.prescribe(setting, drug, { days: 56, at: at + 8, category: 'outpatient', reason: condition }, true);
  addNote(life.chart, setting, 'progress', at + 12, [
    ...heading(life, setting, `산전 진찰기록(임신 ${weeks}주)`, at),
    `O) ${vitalsLine(life, setting, at)}, ${buildLine(life, setting, at)}`,
    ...(panels.length === 0 ? [] : [`   검사: ${resultsLine(life, setting, at + 30)}`]),
    `A) 임신 ${weeks}주, 태아 성장 주수에 합당함.`,
    'P) 다음 산전 진찰 예약.',
  ]);
}

const PANELS_AT: Readonly<Record<number, readonly string[]>> = {
  8: ['cbc', 'ua', 'thyroid'],
  24: ['cbc', 'ua'],
  28: ['cbc'],
  36: ['cbc', 'coag'],
};

/** After the birth the pregnancy is over. */
export function endPregnancy(life: Life, at: Minute): void {
  const condition = life.problems.get('pregnancy');
  life.problems.delete('pregnancy');
  if (condition === undefined) return;
  resolve(condition, dayAt(at));
}
