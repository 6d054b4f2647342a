/**
 * Stays in hospital: emergency room, intensive care, ward; operation; the course of the illness; discharge, or death, or today.
 *
 * Proof   stay.test.ts, ../population.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import { DAY, dayAt, openDay, type Minute } from '../calendar.ts';
import type { Setting } from '../chart/chart.ts';
import { resolve } from '../chart/condition.ts';
import { addNote } from '../chart/document.ts';
import type { Move } from '../chart/encounter.ts';
import { addWarning, type Warning } from '../chart/early-warning.ts';
import { addAssessments, addFluids, addNextRound } from '../chart/nursing.ts';
import { addPanel, addVitals } from '../chart/observation.ts';
import { addProcedure, addStudy } from '../chart/procedure.ts';
import { addCareTeam, addFlag } from '../chart/safety.ts';
import { addAwaited } from '../chart/specimen.ts';
import { wardOf, type Ward } from '../data/departments.ts';
import { studyOf } from '../data/procedures.ts';
import { anyBed } from '../hospital/location.ts';
import type { Staff } from '../hospital/staff.ts';
import type { Way } from './agenda.ts';
import { takeHistory } from './clinic.ts';
import type { Life } from './life.ts';
import { acuteAt, crisisHeight, type Course } from './course.ts';
import type { StayPlan } from './stay-plan.ts';
import { admissionNote, crisisNote, dischargeNote, emergencyNote, operationNote, wardNote } from './stay-notes.ts';
import { intensity } from './physiology.ts';

type Condition = ResourceOfType['Condition'];

const OPERATIVE = new Set(['surgery', 'jointSurgery', 'cancerSurgery', 'caesarean', 'delivery']);

/** Lives through a stay. Returns whether it took place. */
export function stay(life: Life, plan: StayPlan, way: Way, at: Minute): boolean {
  const end = way.death ?? way.end ?? (way.current === undefined ? at + dischargeAfter(at, way.days) : undefined);
  if (end !== undefined && end > life.end) return false;
  const emergency = way.emergency ? emergencyPart(life, plan, way, at) : undefined;
  const start = emergency?.end ?? at;
  const until = end ?? life.span.now;
  const operation = operationTime(plan, way, start, until);
  const begins = OPERATIVE.has(plan.profile) ? (operation ?? start) : at - 0.4 * DAY;
  const course = { plan, way, start, end, until, operation, begins };
  admit(life, course, emergency?.setting);
  life.busyUntil = until;
  return true;
}

/** Minutes until discharge, which is towards noon. */
function dischargeAfter(at: Minute, days: number): Minute {
  const out = (dayAt(at) + Math.max(1, Math.round(days))) * DAY + 11 * 60;
  return out - at;
}

function operationTime(
  { procedures, profile }: StayPlan,
  { emergency }: Way,
  start: Minute,
  until: Minute,
): Minute | undefined {
  if (procedures.length === 0) return undefined;
  const at =
    emergency && !OPERATIVE.has(profile)
      ? start + 4 * 60
      : emergency
        ? start + 7 * 60
        : (dayAt(start) + 1) * DAY + 9 * 60 + 30;
  return at < until - 120 ? at : Math.max(start + 60, Math.min(at, until - 180));
}

function emergencyPart(life: Life, plan: StayPlan, way: Way, at: Minute): { setting: Setting; end: Minute } {
  const end = Math.min(at + life.random.whole(150, 420), life.span.now - 30);
  const nurse = life.random.pick(life.chart.roster.nursesOf('ER'));
  const setting = life.open({
    kind: 'EMER',
    department: 'EM',
    start: at,
    end,
    doctor: life.doctor('EM'),
    nurse,
    reason: plan.complaint,
    moves: [],
  });
  takeHistory(life, setting, at + 10);
  const sample = life.sample(at + 8, {
    profile: plan.profile,
    severity: OPERATIVE.has(plan.profile) && plan.profile !== 'delivery' ? 0.3 : way.severity,
    days: 0.4,
    fading: 3,
  });
  addVitals(life.chart, setting, at + 8, sample, [
    'bp',
    'pulse',
    'resp',
    'temp',
    'spo2',
    ...(plan.profile === 'cold' ? [] : ['pain']),
  ]);
  for (const panel of plan.panels) addPanel(life.chart, setting, at + 25, sample, panel);
  for (const study of plan.studies.slice(0, 2))
    addStudy(life.chart, setting, study, at + 60, [plan.key], reader(life, study));
  addNote(life.chart, setting, 'emergency', at + 100, emergencyNote(life, setting, plan, at + 100));
  return { setting, end };
}

function reader(life: Life, study: string): Staff {
  return life.random.pick(life.chart.roster.doctorsOf(studyOf(study).department));
}

function admit(life: Life, course: Course, emergency: Setting | undefined): void {
  const { plan, way, start, end } = course;
  const ward = homeWard(life, course);
  const nurse = life.random.pick(life.chart.roster.nursesOf(ward.key));
  const setting = life.open({
    kind: 'IMP',
    department: plan.department,
    start,
    end,
    doctor: life.doctor(plan.department),
    nurse,
    reason: plan.complaint,
    moves: movesOf(life, course, ward),
    died: way.death !== undefined,
    partOf: emergency?.encounter,
  });
  takeHistory(life, setting, start + 20);
  if (end === undefined) life.bringHomeDrugs(setting, start + 25);
  const condition = principal(life, course, setting);
  const also = [...life.problems.values()].filter(
    (one) => one !== condition && one.clinicalStatus?.coding?.[0]?.code === 'active',
  );
  life.diagnoses(setting, [condition, ...also]);
  if (emergency !== undefined) life.diagnoses(emergency, [condition]);
  addCareTeam(life.chart, setting, start, end);
  flags(life, course, setting);
  liveThrough(life, course, setting, condition, emergency !== undefined);
}

function homeWard(life: Life, { way, plan, start }: Course): Ward {
  const bed = way.current ?? way.bed;
  if (bed !== undefined) return bed.ward;
  const { key } = life.age(dayAt(start)) < 16 ? wardOf('PED') : wardOf(plan.department);
  return life.chart.roster.ward(key);
}

/** Intensive care first where it is needed, then the ward; and for a day where a complication asks for it. */
function movesOf(life: Life, { plan, way, start, end, until }: Course, ward: Ward): Move[] {
  const { sex } = life.person;
  const bed = way.current ?? way.bed ?? anyBed(ward, sex, life.random);
  if (ward.key === 'ICU') return [{ from: start, to: end, bed }];
  const icu = life.chart.roster.ward('ICU');
  const intensive =
    until - start > 2.5 * DAY &&
    (way.severity > 0.95 || life.age(dayAt(start)) > 65) &&
    life.random.chance(plan.icu * way.severity);
  const first = intensive ? Math.floor(start + Math.min(4 * DAY, (until - start) * 0.4)) : start;
  const moves: Move[] = intensive ? [{ from: start, to: first, bed: anyBed(icu, sex, life.random) }] : [];
  const worst = way.crisis;
  const back = worst === undefined ? until : worst.at + 1.4 * DAY;
  if (worst === undefined || worst.severity < 1.1 || worst.at < first + 60 || back > until - 120)
    return [...moves, { from: first, to: end, bed }];
  return [
    ...moves,
    { from: first, to: worst.at, bed },
    { from: worst.at, to: Math.floor(back), bed: anyBed(icu, sex, life.random) },
    { from: Math.floor(back), to: end, bed },
  ];
}

function principal(life: Life, { plan, start, end, way }: Course, setting: Setting): Condition {
  if (plan.disease !== undefined) return life.problem(plan.disease, setting, start);
  const condition = life.diagnose(setting, plan.illness, start + 30, dayAt(start));
  if (end !== undefined && way.death === undefined) resolve(condition, Math.min(dayAt(life.end), dayAt(end) + 7));
  return condition;
}

function flags(life: Life, { plan, start, end }: Course, setting: Setting): void {
  const age = life.age(dayAt(start));
  if (age >= 65 || (age >= 18 && ['OS', 'NEU', 'NS'].includes(plan.department)))
    addFlag(life.chart, setting, 'fall', start + 40, end);
  if (plan.key === 'covid' || plan.key === 'influenza') addFlag(life.chart, setting, 'isolation', start + 10, end);
}

function liveThrough(
  life: Life,
  course: Course,
  setting: Setting,
  condition: Condition,
  cameByEmergency: boolean,
): void {
  const { start, plan } = course;
  const first = life.sample(start + 30, acuteAt(course, start + 30));
  addVitals(life.chart, setting, start + 30, first, ['bp', 'pulse', 'resp', 'temp', 'spo2', 'height', 'weight', 'bmi']);
  addNote(life.chart, setting, 'admission', start + 90, admissionNote(life, setting, plan, start + 90));
  if (!cameByEmergency) for (const panel of plan.panels) addPanel(life.chart, setting, start + 45, first, panel);
  for (const study of plan.studies.slice(cameByEmergency ? 2 : 0))
    addStudy(life.chart, setting, study, start + 180, [plan.key, plan.disease ?? ''], reader(life, study));
  charting(life, course, setting);
  laboratory(life, course, setting);
  orders(life, course, setting, condition);
  operate(life, course, setting, condition);
  complicate(life, course, setting, condition);
  rounds(life, course, setting, condition);
  if (course.end !== undefined) leave(life, course, setting, condition);
}

/** Vital signs three times a day, twice in long stays that are over, every four hours in intensive care. */
function charting(life: Life, course: Course, setting: Setting): void {
  const { start, until, way } = course;
  const intensive = way.current?.ward.key === 'ICU';
  const hours = intensive ? 4 : way.current === undefined && until - start > 6 * DAY && way.bed === undefined ? 12 : 8;
  let last: LastRound = { at: start + 30, score: undefined };
  for (let at = Math.ceil((start + 60) / (hours * 60)) * hours * 60; at < until - 20; at += hours * 60) {
    const minute = at + life.random.whole(-12, 14);
    const sample = life.sample(minute, acuteAt(course, minute));
    const pain = sample.value('pain') > 0 ? ['pain'] : [];
    addVitals(life.chart, setting, minute, sample, ['bp', 'pulse', 'resp', 'temp', 'spo2', ...pain]);
    if (minute >= life.chart.loopsFrom)
      last = { at: minute, score: addWarning(life.chart, setting, minute, sample, heightAt(course, minute)) };
    if (way.current !== undefined && at % DAY === 8 * 60)
      addVitals(life.chart, setting, minute + 5, sample, ['weight']);
  }
  if (course.end === undefined) nursing(life, course, setting, last);
}

/** The newest round and its score. */
interface LastRound {
  readonly at: Minute;
  readonly score: Warning | undefined;
}

/** Intake and output of the last days, assessments, and what is due next, for those who are still here. */
function nursing(life: Life, { start, until }: Course, setting: Setting, last: LastRound): void {
  const { chart } = life;
  const random = life.person.random.stream('nursing');
  const age = life.age(dayAt(until));
  addFluids(chart, setting, Math.max(start, chart.now - 3 * DAY, chart.loopsFrom), until, random);
  if (age >= 18) addAssessments(chart, setting, start, Math.min(1, Math.max(0.1, (age - 40) / 50)), random);
  addNextRound(chart, setting, last.at, last.score);
}

function heightAt(course: Course, at: Minute): number {
  return Math.max(crisisHeight(course.way, at), intensity(acuteAt(course, at), 0));
}

const FOLLOWED_UP = new Set([
  'cbc',
  'chem',
  'crp',
  'cardiac',
  'bnp',
  'renal',
  'lipase',
  'coag',
  'lft',
  'sepsis',
  'abg',
]);

/** Blood is drawn at six in the morning, often at first and then seldom. */
function laboratory(life: Life, course: Course, setting: Setting): void {
  const { plan, start, until, way } = course;
  const panels = plan.panels.filter((key) => FOLLOWED_UP.has(key));
  if (plan.profile === 'infarction') cardiacSeries(life, course, setting);
  let last = dayAt(start);
  for (let day = last + 1; day * DAY + 360 < until - 90; day++) {
    const stayed = day - dayAt(start);
    if (!(stayed <= 2 || day - last >= 2 + Math.floor(stayed / 7))) continue;
    last = day;
    const at = day * DAY + 355 + life.random.whole(0, 15);
    const sample = life.sample(at, acuteAt(course, at));
    for (const key of panels)
      if (stayed <= 4 || !['coag', 'abg', 'sepsis'].includes(key)) addPanel(life.chart, setting, at, sample, key);
  }
  if (way.current !== undefined) awaitTests(life, setting, panels);
}

/** What is to be collected: tomorrow morning's blood, and for some patients a test in the next hours. */
function awaitTests(life: Life, setting: Setting, panels: readonly string[]): void {
  const { now } = life.span;
  const draw = life.person.random.stream('awaited tests');
  const morning = (dayAt(now + 360) + 1) * DAY + 360;
  for (const key of panels.slice(0, 3)) addAwaited(life.chart, setting, key, morning);
  if (draw.chance(0.35))
    addAwaited(life.chart, setting, draw.pick(['lytes', 'cbc', 'crp', 'abg', 'ua']), now + draw.whole(-40, 160));
}

/** Troponin after three and six hours. */
function cardiacSeries(life: Life, course: Course, setting: Setting): void {
  for (const hours of [3, 6]) {
    const at = course.start + hours * 60;
    if (at < course.until - 60) addPanel(life.chart, setting, at, life.sample(at, acuteAt(course, at)), 'cardiac');
  }
}

function orders(life: Life, course: Course, setting: Setting, condition: Condition): void {
  const { plan, start, until, end, way } = course;
  const days = Math.max(1, Math.ceil((until - start) / DAY));
  const running = end === undefined;
  const planned = running ? days + 3 : days;
  for (const key of plan.drugs)
    life.prescribe(
      setting,
      key,
      { days: planned, at: start + 60, category: 'inpatient', reason: condition, until: end },
      running,
    );
  if (way.current === undefined) return;
  for (const [disease, treatment] of life.treatments) {
    for (const key of treatment.drugs)
      life.prescribe(
        setting,
        key,
        { days: planned, at: start + 75, category: 'inpatient', reason: life.problems.get(disease) },
        running,
      );
  }
}

function operate(life: Life, course: Course, setting: Setting, condition: Condition): void {
  const { plan, operation } = course;
  if (operation === undefined || operation > course.until) return;
  if (plan.key === 'delivery' || plan.key === 'caesarean') life.bornAt.push(operation + 40);
  for (const key of plan.procedures) {
    addProcedure(life.chart, setting, key, operation, life.random.between(0.75, 1.4), condition);
    addNote(life.chart, setting, 'operation', operation + 150, operationNote(life, setting, plan, key, operation));
  }
}

/** What is done at the worst of a complication: blood is drawn, drugs begin, a note is written. */
function complicate(life: Life, course: Course, setting: Setting, condition: Condition): void {
  const { way, until, end } = course;
  const { crisis } = way;
  if (crisis === undefined || crisis.at > until - 30) return;
  const at = crisis.at;
  const sample = life.sample(at + 10, acuteAt(course, at + 10));
  addVitals(life.chart, setting, at, sample, ['bp', 'pulse', 'resp', 'temp', 'spo2']);
  if (at >= life.chart.loopsFrom) addWarning(life.chart, setting, at, sample, crisis.severity);
  for (const key of ['cbc', 'sepsis', 'abg', 'lytes']) addPanel(life.chart, setting, at + 10, sample, key);
  for (const key of CRISIS_DRUGS[crisis.profile] ?? [])
    life.prescribe(
      setting,
      key,
      { days: 5, at: at + 25, category: 'inpatient', reason: condition, until: end },
      end === undefined,
    );
  addNote(life.chart, setting, 'progress', Math.min(at + 40, until - 5), crisisNote(life, setting, crisis.ko, at));
}

const CRISIS_DRUGS: Readonly<Record<string, readonly string[]>> = {
  sepsis: ['piptazo', 'ringerLactate'],
  pneumonia: ['piptazo', 'vancomycin'],
  bleeding: ['pantoprazoleIv', 'ringerLactate'],
  heartFailure: ['furosemideIv'],
};

/** The physician's notes: each day of a stay that lasts, every third day of others. */
function rounds(life: Life, course: Course, setting: Setting, condition: Condition): void {
  const { start, until, way } = course;
  const every = way.current === undefined ? 3 : 1;
  for (let day = dayAt(start) + 1; day * DAY + 600 < until - 60; day += every) {
    const at = day * DAY + 570 + life.random.whole(0, 50);
    const acute = acuteAt(course, at);
    addNote(life.chart, setting, 'progress', at, wardNote(life, setting, condition, acute, at, day - dayAt(start)));
  }
}

function leave(life: Life, course: Course, setting: Setting, condition: Condition): void {
  const { plan, end = life.end, way, start } = course;
  const drugs = way.death === undefined ? dischargeDrugs(life, plan, setting, end, condition) : [];
  addNote(
    life.chart,
    setting,
    'discharge',
    end - 40,
    dischargeNote(life, setting, { plan, drugs, start, end, died: way.death !== undefined, condition }),
  );
  if (way.death !== undefined) return;
  cure(life, plan, end);
  const at = openDay(dayAt(end) + life.random.whole(7, 14)) * DAY + 600 + 10 * life.random.whole(0, 30);
  life.agenda.add({
    kind: 'followUp',
    at,
    department: plan.department,
    of: condition.id ?? '',
    reason: plan.illness.ko,
  });
}

/** What an operation takes away for good. */
const CURED_BY: Readonly<Record<string, string>> = { cataractSurgery: 'cataract', myomaSurgery: 'myoma' };

function cure(life: Life, { key }: StayPlan, end: Minute): void {
  const disease = CURED_BY[key];
  const condition = disease === undefined ? undefined : life.problems.get(disease);
  if (disease === undefined || condition === undefined) return;
  resolve(condition, dayAt(end));
  life.followed.delete(disease);
}

function dischargeDrugs(life: Life, plan: StayPlan, setting: Setting, end: Minute, condition: Condition): string[] {
  const days = plan.profile === 'infarction' || plan.profile === 'stroke' || plan.profile === 'heartFailure' ? 28 : 7;
  return plan.home.flatMap(
    (key) =>
      life.prescribe(setting, key, { days, at: end - 60, category: 'discharge', reason: condition }, true)
        ?.medicationCodeableConcept?.text ?? [],
  );
}
