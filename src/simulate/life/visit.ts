/**
 * Acute episodes seen at a clinic or in the emergency room without a stay, and the visit after a stay.
 *
 * Proof   stay.test.ts, ../population.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import { DAY, dayAt, type Minute } from '../calendar.ts';
import type { Setting } from '../chart/chart.ts';
import { resolve } from '../chart/condition.ts';
import { addNote } from '../chart/document.ts';
import { addPanel, addVitals } from '../chart/observation.ts';
import { addProcedure, addStudy } from '../chart/procedure.ts';
import type { Episode } from '../data/episodes.ts';
import { studyOf } from '../data/procedures.ts';
import type { Way } from './agenda.ts';
import { takeHistory } from './clinic.ts';
import type { Life } from './life.ts';
import { heading, resultsLine, vitalsLine } from './notes.ts';
import { intensity, type AcuteState } from './physiology.ts';
import { stay } from './stay.ts';
import type { StayPlan } from './stay-plan.ts';

/** Children are seen by pediatricians, whatever the episode, except for injuries and operations. */
export function departmentFor(life: Life, episode: Episode, at: Minute): string {
  if (life.age(dayAt(at)) >= 18 || ['GS', 'OS', 'NS', 'EM', 'OPH', 'ENT', 'DER', 'URO'].includes(episode.department))
    return episode.department;
  return 'PED';
}

export function planOf(life: Life, episode: Episode, at: Minute): StayPlan {
  const { kcd, ko, snomed, en, key, complaint, profile, panels, drugs, home, studies, procedures, icu } = episode;
  const department = departmentFor(life, episode, at);
  return {
    key,
    illness: { kcd, ko, snomed, en },
    department,
    complaint,
    profile,
    panels,
    drugs,
    home,
    studies,
    procedures,
    icu,
    disease: episode.disease ?? LASTING_OF[key],
  };
}

/** Stays for a disease of the problem list do not make a diagnosis of their own. */
const LASTING_OF: Readonly<Record<string, string>> = {
  heartFailureStay: 'heartFailure',
  kneeReplacement: 'kneeArthritis',
  prostateSurgery: 'prostaticHyperplasia',
  myomaSurgery: 'myoma',
  cataractSurgery: 'cataract',
};

/** Lives through an episode. */
export function liveEpisode(life: Life, one: Episode, way: Way, at: Minute): void {
  if (way.stay) {
    stay(life, planOf(life, one, at), way, at);
    return;
  }
  const length = way.emergency ? life.random.whole(90, 300) : 15;
  if (at + length > life.end) return;
  const department = way.emergency ? 'EM' : departmentFor(life, one, at);
  const nurse = way.emergency ? life.random.pick(life.chart.roster.nursesOf('ER')) : undefined;
  const kind = way.emergency ? 'EMER' : 'AMB';
  const setting = life.open({
    kind,
    department,
    start: at,
    end: at + length,
    doctor: life.doctor(department),
    nurse,
    reason: one.complaint,
    moves: [],
  });
  takeHistory(life, setting, at);
  treat(life, one, way, at, setting, length);
}

function treat(life: Life, one: Episode, way: Way, at: Minute, setting: Setting, length: number): void {
  const condition = diagnose(life, one, way, at, setting);
  life.diagnoses(setting, [condition]);
  const sample = life.sample(at, { profile: one.profile, severity: way.severity, days: 0.8, fading: 3 });
  addVitals(life.chart, setting, at + 4, sample, vitalsFor(life, one, way, at));
  if (way.emergency || life.random.chance(0.4))
    for (const key of one.panels) addPanel(life.chart, setting, at + 15, sample, key);
  for (const key of one.studies)
    addStudy(
      life.chart,
      setting,
      key,
      at + 20,
      [one.key],
      life.random.pick(life.chart.roster.doctorsOf(studyOf(key).department)),
    );
  for (const key of one.procedures)
    if (key !== 'fractureFixation' || way.emergency)
      addProcedure(life.chart, setting, key, at + 30, life.random.between(0.7, 1.2), condition);
  for (const key of one.home)
    life.prescribe(
      setting,
      key,
      { days: courseDays(one), at: at + 12, category: 'outpatient', reason: condition },
      true,
    );
  if (way.emergency || life.random.chance(0.25)) note(life, setting, one, way, at + Math.min(length, 85));
}

/** A disease of the problem list, or a diagnosis that passes. */
function diagnose(life: Life, one: Episode, way: Way, at: Minute, setting: Setting): ResourceOfType['Condition'] {
  const lasting = LASTING_OF[one.key];
  if (lasting !== undefined) return life.problem(lasting, setting, at);
  const condition = life.diagnose(setting, one, at + 10, dayAt(at) - life.random.whole(0, 3));
  const lasted = Math.max(4, Math.round(way.severity * 11));
  if (at + lasted * DAY < life.end) resolve(condition, dayAt(at) + lasted);
  return condition;
}

function vitalsFor(life: Life, one: Episode, way: Way, at: Minute): string[] {
  if (way.emergency) return ['bp', 'pulse', 'resp', 'temp', 'spo2', 'pain'];
  const child = life.age(dayAt(at)) < 18;
  const feverish = ['cold', 'viral', 'bronchitis', 'enteritis', 'pneumonia', 'cellulitis', 'pyelonephritis'].includes(
    one.profile,
  );
  return [
    ...(child ? ['height', 'weight'] : ['bp']),
    ...(feverish ? ['pulse', 'temp'] : []),
    ...(one.department === 'PUL' ? ['resp', 'spo2'] : []),
  ];
}

/** Days for which short courses are prescribed. */
function courseDays(one: Episode): number {
  if (one.key === 'fosfomycin') return 1;
  return ['herpesZoster', 'otitis', 'pneumonia', 'cellulitis', 'ureterStone'].includes(one.key) ? 7 : 5;
}

function note(life: Life, setting: Setting, one: Episode, way: Way, at: Minute): void {
  const results = resultsLine(life, setting, at);
  addNote(life.chart, setting, way.emergency ? 'emergency' : 'firstVisit', at, [
    ...heading(life, setting, way.emergency ? '응급실기록' : '초진기록', at),
    `주증상: ${one.complaint}`,
    `활력징후: ${vitalsLine(life, setting, at)}`,
    ...(results === '' ? [] : [`검사: ${results}`]),
    `진단: ${one.ko}`,
    `계획: ${way.emergency ? '증상 호전되어 귀가. ' : ''}약 처방, 악화 시 재내원 설명함.`,
  ]);
}

/** The visit after a stay: the wound, the blood count, the next steps. */
export function followUp(life: Life, department: string, of: string, reason: string, at: Minute): void {
  const setting = life.open({
    kind: 'AMB',
    department,
    start: at,
    end: at + 12,
    doctor: life.doctor(department),
    nurse: undefined,
    reason: `${reason} 퇴원 후 추적`,
    moves: [],
  });
  setting.encounter.diagnosis = [{ condition: { reference: `Condition/${of}`, display: reason }, rank: 1 }];
  const acute: AcuteState = { profile: 'surgery', severity: 0.12, days: 2, fading: 3 };
  const sample = life.sample(at, intensity(acute, 0) > 0.02 ? acute : undefined);
  addVitals(life.chart, setting, at - 6, sample, ['bp', 'pulse', 'temp']);
  if (life.random.chance(0.6)) for (const key of ['cbc', 'crp']) addPanel(life.chart, setting, at - 60, sample, key);
  addNote(life.chart, setting, 'progress', at + 10, [
    ...heading(life, setting, '퇴원 후 외래기록', at),
    `S) ${reason} 퇴원 후 회복 중, 특별한 불편감 없음.`,
    `O) ${vitalsLine(life, setting, at)}`,
    'A) 회복 경과 양호함.',
    'P) 정기 추적 또는 필요시 재내원.',
  ]);
}
