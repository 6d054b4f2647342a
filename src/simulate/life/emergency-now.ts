/**
 * Somebody who is in the emergency room now: seen by a nurse and a physician, blood drawn, decision still open.
 *
 * Proof   emergency-now.test.ts
 */
import { dayAt, type Minute } from '../calendar.ts';
import { addNote } from '../chart/document.ts';
import { addWarning } from '../chart/early-warning.ts';
import { addNextRound } from '../chart/nursing.ts';
import { addPanel, addVitals } from '../chart/observation.ts';
import { addAwaited } from '../chart/specimen.ts';
import { episodeOf } from '../data/episodes.ts';
import { takeHistory } from './clinic.ts';
import type { Life } from './life.ts';
import { heading, resultsLine, vitalsLine } from './notes.ts';

/** What brings people, and how often. */
const BROUGHT_BY: readonly (readonly [episode: string, weight: number])[] = [
  ['pneumonia', 3],
  ['heartFailureStay', 2],
  ['stemi', 1],
  ['strokeStay', 1],
  ['appendicitis', 2],
  ['cholecystitis', 2],
  ['gastroenteritis', 3],
  ['ureterStone', 2],
  ['giBleed', 1],
  ['sepsis', 1],
];

/** Results come after this many minutes; what was drawn later is still in the laboratory. */
const RESULT_AFTER = 66;

/** Begins the visit so many minutes before now, in a bay. */
export function emergencyNow(life: Life, bay: number, since: Minute): void {
  const { chart, random, span } = life;
  const episode = episodeOf(random.weighted(BROUGHT_BY, ([, weight]) => weight)[0]);
  const at = span.now - since;
  const setting = life.open({
    kind: 'EMER',
    department: 'EM',
    start: at,
    end: undefined,
    doctor: life.doctor('EM'),
    nurse: random.pick(chart.roster.nursesOf('ER')),
    reason: episode.complaint,
    moves: [],
    bay,
  });
  takeHistory(life, setting, at + 5);
  life.diagnoses(setting, [life.diagnose(setting, episode, at + 15, dayAt(at))]);
  const state = { profile: episode.profile, severity: random.between(0.7, 1.25), days: 0.4, fading: 3 };
  const sample = life.sample(at + 6, state);
  addVitals(chart, setting, at + 6, sample, ['bp', 'pulse', 'resp', 'temp', 'spo2', 'pain']);
  addNextRound(chart, setting, at + 6, addWarning(chart, setting, at + 6, sample, state.severity));
  const isBack = at + 20 + RESULT_AFTER < span.now;
  for (const key of episode.panels) {
    if (isBack) addPanel(chart, setting, at + 20, sample, key);
    else addAwaited(chart, setting, key, span.now + 5);
  }
  for (const key of episode.drugs.slice(0, 2))
    life.prescribe(setting, key, { days: 1, at: at + 25, category: 'inpatient', reason: undefined }, true);
  if (since < 60) return;
  addNote(chart, setting, 'emergency', at + 55, [
    ...heading(life, setting, '응급실기록', at + 55),
    `주증상: ${episode.complaint}`,
    `활력징후: ${vitalsLine(life, setting, at + 55)}`,
    `검사: ${resultsLine(life, setting, at + 55) || '결과 대기 중'}`,
    `추정 진단: ${episode.ko}`,
    '계획: 경과 관찰 후 입원 여부 결정.',
  ]);
}
