/**
 * The path of a cancer: diagnosis, operation, chemotherapy. Following it is the clinic's work.
 *
 * Source  Korean practice guidelines, simplified; stage distribution of the Korea Central Cancer Registry, rounded
 * Proof   cancer.test.ts, ../population.test.ts
 */
import { DAY, dayAt, type Minute } from '../calendar.ts';
import { stage } from '../chart/condition.ts';
import { addNote } from '../chart/document.ts';
import { addPanel, addVitals } from '../chart/observation.ts';
import { addProcedure, addStudy } from '../chart/procedure.ts';
import { diseaseOf } from '../data/diseases.ts';
import { procedureOf, studyOf } from '../data/procedures.ts';
import { clinicOf, takeHistory } from './clinic.ts';
import type { Bed } from '../hospital/location.ts';
import type { Life } from './life.ts';
import { heading, names, resultsLine } from './notes.ts';
import { stay } from './stay.ts';
import type { StayPlan } from './stay-plan.ts';

interface Path {
  readonly exams: readonly string[];
  readonly studies: readonly string[];
  readonly operation: string | undefined;
  /** Share of patients who are operated. */
  readonly operable: number;
  readonly chemotherapy: readonly string[];
  readonly cycles: number;
  /** Department that operates. */
  readonly surgeons: string;
  readonly days: number;
}

const PATHS: Readonly<Record<string, Path>> = {
  gastricCancer: {
    exams: ['egd'],
    studies: ['ctAbdomen', 'pathology'],
    operation: 'gastrectomy',
    operable: 0.88,
    chemotherapy: ['oxaliplatin', 'capecitabine'],
    cycles: 8,
    surgeons: 'GS',
    days: 9,
  },
  colorectalCancer: {
    exams: ['colonoscopy'],
    studies: ['ctAbdomen', 'pathology'],
    operation: 'colectomy',
    operable: 0.9,
    chemotherapy: ['oxaliplatin', 'capecitabine'],
    cycles: 8,
    surgeons: 'GS',
    days: 8,
  },
  lungCancer: {
    exams: [],
    studies: ['cxr', 'ctChest', 'pathology'],
    operation: 'lobectomy',
    operable: 0.4,
    chemotherapy: ['pembrolizumab'],
    cycles: 10,
    surgeons: 'CS',
    days: 8,
  },
  liverCancer: {
    exams: [],
    studies: ['ctAbdomen'],
    operation: undefined,
    operable: 0,
    chemotherapy: [],
    cycles: 0,
    surgeons: 'GS',
    days: 8,
  },
  breastCancer: {
    exams: [],
    studies: ['mammogram', 'pathology'],
    operation: 'lumpectomy',
    operable: 0.97,
    chemotherapy: ['docetaxel'],
    cycles: 4,
    surgeons: 'GS',
    days: 4,
  },
  thyroidCancer: {
    exams: [],
    studies: ['pathology'],
    operation: 'thyroidectomy',
    operable: 1,
    chemotherapy: [],
    cycles: 0,
    surgeons: 'GS',
    days: 4,
  },
  prostateCancer: {
    exams: [],
    studies: ['pathology'],
    operation: 'prostatectomy',
    operable: 0.7,
    chemotherapy: [],
    cycles: 0,
    surgeons: 'URO',
    days: 6,
  },
};

export function isOperable(disease: string): boolean {
  return PATHS[disease]?.operation !== undefined;
}

export function isCancer(disease: string): boolean {
  return disease in PATHS;
}

const STAGES = ['I기', 'II기', 'III기', 'IV기'];

/** The stage at diagnosis, 0 to 3: the same whenever it is asked. */
function stageOf(life: Life, disease: string): number {
  const draw = life.person.random.stream(`stage/${disease}`).next();
  const limits =
    disease === 'lungCancer' ? [0.3, 0.42, 0.6] : disease === 'thyroidCancer' ? [0.9, 0.97, 1] : [0.55, 0.75, 0.9];
  return limits.filter((limit) => draw > limit).length;
}

/** The day on which a cancer is found. */
export function diagnoseCancer(life: Life, disease: string, at: Minute): void {
  const path = PATHS[disease];
  if (path === undefined) return;
  const department = clinicOf(life, disease, dayAt(at));
  const setting = life.open({
    kind: 'AMB',
    department,
    start: at,
    end: at + 30,
    doctor: life.doctor(department),
    nurse: undefined,
    reason: `${diseaseOf(disease).ko} 의심 소견`,
    moves: [],
  });
  takeHistory(life, setting, at);
  const condition = life.problem(disease, setting, at);
  stage(condition, STAGES[stageOf(life, disease)] ?? 'I기');
  life.diagnoses(setting, [condition]);
  const sample = life.sample(at);
  addVitals(life.chart, setting, at - 5, sample, ['bp', 'pulse', 'weight']);
  for (const key of ['cbc', 'chem', ...markersOf(disease)]) addPanel(life.chart, setting, at - 50, sample, key);
  for (const key of path.exams) addProcedure(life.chart, setting, key, at + 40, 1, condition);
  for (const key of path.studies)
    addStudy(
      life.chart,
      setting,
      key,
      at + 70,
      [disease],
      life.random.pick(life.chart.roster.doctorsOf(studyOf(key).department)),
    );
  addNote(life.chart, setting, 'firstVisit', at + 25, [
    ...heading(life, setting, '초진기록', at),
    `진단: ${names([condition])}, ${STAGES[stageOf(life, disease)] ?? ''}`,
    `검사: ${resultsLine(life, setting, at + 25)}`,
    `계획: ${path.operation === undefined ? '약물 치료 및 추적' : procedureOf(path.operation).ko} 예정. 환자와 보호자에게 설명함.`,
  ]);
  planTreatment(life, disease, path, at);
  life.agenda.add({ kind: 'clinic', at: life.clinicHour(dayAt(at) + 60), department });
}

function markersOf(disease: string): string[] {
  return (
    {
      gastricCancer: ['giMarkers'],
      colorectalCancer: ['giMarkers'],
      lungCancer: ['lungMarkers'],
      liverCancer: ['afp', 'lft'],
      breastCancer: ['breastMarkers'],
      thyroidCancer: ['thyroid'],
      prostateCancer: ['psa'],
    }[disease] ?? []
  );
}

function planTreatment(life: Life, disease: string, path: Path, at: Minute): void {
  const draw = life.person.random.stream(`path/${disease}`);
  const late = stageOf(life, disease);
  const operated = path.operation !== undefined && late < 3 && draw.chance(path.operable) && life.age(dayAt(at)) < 86;
  if (operated && life.stayOfToday === undefined)
    life.agenda.add({ kind: 'surgery', at: life.clinicHour(dayAt(at) + draw.whole(12, 28)), disease });
  const medical = path.cycles > 0 && (late >= 1 || !operated) && life.age(dayAt(at)) < 80;
  if (!medical) return;
  const first = dayAt(at) + (operated ? 60 : 21);
  life.agenda.add({ kind: 'chemotherapy', at: life.clinicHour(first), disease, cycle: 1, cycles: path.cycles });
}

/** The operation of a cancer, as a stay. */
export function cancerSurgery(life: Life, disease: string, at: Minute, current?: Bed): void {
  const path = PATHS[disease];
  if (path?.operation === undefined) return;
  const { kcd, ko, snomed, en } = diseaseOf(disease);
  const plan: StayPlan = {
    key: disease,
    illness: { kcd, ko, snomed, en },
    department: path.surgeons,
    complaint: `${ko} 수술`,
    profile: 'cancerSurgery',
    panels: ['cbc', 'chem', 'crp', 'coag'],
    drugs: ['cefazolin', 'fentanylPca', 'saline'],
    home: ['acetaminophen'],
    studies: ['ecg'],
    procedures: [path.operation],
    icu: 0.05,
    disease,
  };
  const days = path.days * Math.exp(life.random.normal(0, 0.2));
  if (!stay(life, plan, { emergency: false, stay: true, severity: life.random.between(0.8, 1.1), days, current }, at))
    return;
  const treatment = life.treatment(disease, dayAt(at));
  if (!treatment.started) treatment.advance(dayAt(at));
}

/** One cycle of chemotherapy, given in a day. */
export function chemotherapy(life: Life, disease: string, cycle: number, cycles: number, at: Minute): void {
  const path = PATHS[disease];
  if (path === undefined) return;
  const setting = life.open({
    kind: 'AMB',
    department: 'HON',
    start: at,
    end: at + 300,
    doctor: life.doctor('HON'),
    nurse: undefined,
    reason: `항암화학요법 ${cycle}차`,
    moves: [],
  });
  takeHistory(life, setting, at);
  const condition = life.problem(disease, setting, at);
  life.diagnoses(setting, [condition]);
  const sample = life.sample(at, { profile: 'chemotherapy', severity: 0.6 + 0.08 * cycle, days: 0, fading: 20 });
  addVitals(life.chart, setting, at, sample, ['bp', 'pulse', 'temp', 'weight']);
  for (const key of cycle % 3 === 1 ? ['cbc', 'chem', ...markersOf(disease)] : ['cbc', 'chem'])
    addPanel(life.chart, setting, at - 60, sample, key);
  addProcedure(life.chart, setting, 'chemotherapy', at + 70, 1, condition);
  for (const key of path.chemotherapy)
    life.prescribe(
      setting,
      key,
      { days: key === 'capecitabine' ? 14 : 1, at: at + 60, category: 'outpatient', reason: condition },
      true,
    );
  life.prescribe(setting, 'ondansetron', { days: 5, at: at + 62, category: 'outpatient', reason: condition }, true);
  const treatment = life.treatment(disease, dayAt(at));
  if (!treatment.started) treatment.advance(dayAt(at));
  if (cycle < cycles)
    life.agenda.add({ kind: 'chemotherapy', at: life.clinicHour(at / DAY + 21), disease, cycle: cycle + 1, cycles });
}
