/**
 * Clinic visits for lasting diseases: vital signs, tests that are due, treatment that follows its goal, prescriptions, a note.
 *
 * Proof   clinic.test.ts, ../population.test.ts
 */
import { DAY, dayAt, YEAR, type Day, type Minute } from '../calendar.ts';
import type { Setting } from '../chart/chart.ts';
import { resolve } from '../chart/condition.ts';
import { addNote } from '../chart/document.ts';
import { addPanel, addSmoking, addVitals } from '../chart/observation.ts';
import { addProcedure, addStudy } from '../chart/procedure.ts';
import { addAllergy, addNoKnownAllergy } from '../chart/safety.ts';
import { CARE } from '../data/care.ts';
import { diseaseOf } from '../data/diseases.ts';
import { PANELS } from '../data/panels.ts';
import { studyOf } from '../data/procedures.ts';
import { clinicNote } from './notes.ts';
import type { Life } from './life.ts';
import type { Sample } from './physiology.ts';

/** The department that follows a disease of this patient: diabetes takes blood pressure and lipids with it. */
export function clinicOf(life: Life, disease: string, day: Day): string {
  const { clinic } = diseaseOf(disease);
  if (life.age(day) < 18 && clinic !== 'OPH' && clinic !== 'DER') return 'PED';
  if (disease !== 'hypertension' && disease !== 'dyslipidaemia') return clinic;
  const leader = ['heartFailure', 'coronaryDisease', 'diabetes', 'ckd4', 'ckd3', 'stroke'].find((one) =>
    isFollowed(life, one, day),
  );
  return leader === undefined ? clinic : diseaseOf(leader).clinic;
}

function isFollowed(life: Life, disease: string, day: Day): boolean {
  return life.followed.has(disease) && (life.onsets.get(disease) ?? Number.POSITIVE_INFINITY) <= day;
}

/** Diseases that a department follows on a day. Later stages replace earlier ones. */
export function diseasesAt(life: Life, department: string, day: Day): string[] {
  const begun = new Set(life.begun(day));
  return [...life.followed].filter(
    (disease) =>
      begun.has(disease) &&
      clinicOf(life, disease, day) === department &&
      !(disease === 'ckd3' && begun.has('ckd4')) &&
      !(disease === 'ckd4' && begun.has('ckd5')),
  );
}

/** Asks for allergies that are not on record yet; at the first visit also whether there are none, and for smoking. */
export function takeHistory(life: Life, setting: Setting, at: Minute): void {
  for (const allergy of life.allergies) {
    if (allergy.onset > dayAt(at) || life.told.has(allergy.allergen.key)) continue;
    life.told.add(allergy.allergen.key);
    addAllergy(life.chart, setting, { ...allergy, recorded: at });
  }
  if (!life.isFirst) return;
  const asked = life.person.random.stream('asked').chance(0.55);
  if (life.allergies.length === 0 && asked) addNoKnownAllergy(life.chart, setting, at);
  if (life.age(dayAt(at)) >= 19) addSmoking(life.chart, setting, at + 4);
}

/** A visit to a clinic that follows lasting diseases. */
export function visitClinic(life: Life, department: string, at: Minute): void {
  const day = dayAt(at);
  const diseases = diseasesAt(life, department, day);
  if (diseases.length === 0) return;
  const setting = life.open({
    kind: 'AMB',
    department,
    start: at,
    end: at + 10 + life.random.whole(0, 25),
    doctor: life.doctor(department),
    nurse: undefined,
    reason: '',
    moves: [],
  });
  takeHistory(life, setting, at);
  const conditions = diseases.map((disease) => life.problem(disease, setting, at));
  life.diagnoses(setting, conditions);
  const sample = life.sample(at);
  examine(life, setting, at, sample, diseases);
  for (const disease of diseases) steer(life, disease, day, sample);
  settle(life, day, sample);
  const next = nextVisit(life, department, diseases, day);
  const drugs = prescribeAll(life, setting, at, diseases, next - day);
  if (life.random.chance(0.45))
    addNote(life.chart, setting, 'progress', at + 12, clinicNote(life, setting, at + 12, conditions, drugs));
  life.agenda.dropClinic(department);
  life.agenda.add({ kind: 'clinic', at: life.clinicHour(next), department });
}

const PRESSURE_CLINICS = new Set(['CAR', 'END', 'NEP', 'NEU', 'FM', 'OBG']);

/** Vital signs, and the panels and studies that are due. */
function examine(life: Life, setting: Setting, at: Minute, sample: Sample, diseases: readonly string[]): void {
  const day = dayAt(at);
  const department = setting.doctor.department;
  const vitals = PRESSURE_CLINICS.has(department) || life.isDue('vitals', day, 120) ? ['bp', 'pulse'] : [];
  if (department === 'PUL' || department === 'CAR') vitals.push('spo2');
  if (life.isDue('weight', day, department === 'END' || life.age(day) < 18 ? 80 : 170))
    vitals.push(...(life.isDue('height', day, life.age(day) < 18 ? 80 : 1500) ? ['height'] : []), 'weight', 'bmi');
  addVitals(life.chart, setting, at - 8, sample, vitals);
  const panels = duePanels(life, diseases, day);
  const drawn = at - 60 - life.random.whole(0, 30);
  for (const key of panels) addPanel(life.chart, setting, drawn, sample, key);
  for (const disease of diseases) orderStudies(life, setting, disease, at);
  if (diseases.includes('ckd5'))
    addProcedure(life.chart, setting, 'haemodialysis', at + 30, 1, life.problems.get('ckd5'));
}

/** Panels that are due for these diseases, each once, in the order of the table. */
export function duePanels(life: Life, diseases: readonly string[], day: Day): string[] {
  const due = new Set<string>();
  for (const disease of diseases) {
    for (const { key, days } of CARE.get(disease)?.panels ?? [])
      if (!due.has(key) && life.isDue(`panel/${key}`, day, days)) due.add(key);
  }
  if (due.has('chem')) for (const covered of ['lft', 'renal', 'lytes']) due.delete(covered);
  return PANELS.map(({ key }) => key).filter((key) => due.has(key));
}

function orderStudies(life: Life, setting: Setting, disease: string, at: Minute): void {
  for (const { key, days } of CARE.get(disease)?.studies ?? []) {
    if (!life.isDue(`study/${key}`, dayAt(at), days)) continue;
    const readers = life.chart.roster.doctorsOf(studyOf(key).department);
    addStudy(life.chart, setting, key, at - 40, findings(life, disease), life.random.pick(readers));
  }
}

/** What a study is read for; after its treatment a cancer looks otherwise. */
export function findings(life: Life, first?: string): string[] {
  const keys = [...(first === undefined ? [] : [first]), ...life.problems.keys()];
  return keys.map((key) =>
    key.endsWith('Cancer') && life.treatments.get(key)?.started === true ? `${key}Treated` : key,
  );
}

/** Starts treatment, or takes the next step where the goal is missed for long enough. */
function steer(life: Life, disease: string, day: Day, sample: Sample): void {
  const care = CARE.get(disease);
  if (care === undefined || care.steps.length === 0) return;
  const treatment = life.treatment(disease, day);
  if (!treatment.started) {
    if (!awaitsOperation(life, disease, day)) treatment.advance(day);
    return;
  }
  if (treatment.sinceChange(day) < 70) return;
  const missed =
    care.goal === undefined
      ? treatment.sinceChange(day) > 400 && life.random.chance(0.15)
      : sample.value(goalKey(care.goal)) > care.above;
  if (missed && life.random.chance(0.5)) treatment.advance(day);
}

/** Drugs after a cancer begin when it has been operated on, or when that did not come about. */
function awaitsOperation(life: Life, disease: string, day: Day): boolean {
  return disease.endsWith('Cancer') && day - (life.onsets.get(disease) ?? 0) < 75;
}

function goalKey(goal: string): string {
  return goal === 'ldl' ? 'ldltrue' : goal;
}

/** Iron deficiency and depression pass when treated for long enough. */
function settle(life: Life, day: Day, sample: Sample): void {
  const passed = (disease: string, days: number): boolean =>
    life.followed.has(disease) &&
    life.treatments.get(disease)?.started === true &&
    day - (life.onsets.get(disease) ?? day) > days;
  if (passed('ironDeficiency', 200) && sample.value('hgb') >= (sample.sex === 'male' ? 13 : 12))
    end(life, 'ironDeficiency', day, 'resolved');
  if (passed('depression', 500) && life.random.chance(0.2)) end(life, 'depression', day, 'remission');
}

function end(life: Life, disease: string, day: Day, status: 'resolved' | 'remission'): void {
  life.followed.delete(disease);
  const condition = life.problems.get(disease);
  if (condition !== undefined) resolve(condition, day, status);
}

/** The day of the next visit: after the shortest interval of the diseases; now and then somebody comes late. */
function nextVisit(life: Life, department: string, diseases: readonly string[], day: Day): Day {
  const days = Math.min(...diseases.map((disease) => intervalOf(life, disease, day)), department === 'PED' ? 180 : 400);
  const late = life.random.chance(0.1) ? life.random.whole(7, 60) : 0;
  return day + days + late;
}

/** Soon after a change of treatment, longer when all is well, seldom for cancers long past. */
function intervalOf(life: Life, disease: string, day: Day): number {
  const usual = diseaseOf(disease).days ?? 400;
  const since = day - (life.onsets.get(disease) ?? day);
  if (disease.endsWith('Cancer') && since > 3 * YEAR) return disease === 'lungCancer' ? 120 : 365;
  const treatment = life.treatments.get(disease);
  if (treatment?.started === true && treatment.sinceChange(day) < 45 && usual < 150) return Math.min(usual, 42);
  return usual;
}

/** Prescribes all drugs of these diseases until the next visit. Returns their names. */
function prescribeAll(life: Life, setting: Setting, at: Minute, diseases: readonly string[], days: number): string[] {
  const names = new Set<string>();
  for (const disease of diseases) {
    for (const key of life.treatments.get(disease)?.drugs ?? []) {
      if (seasonalOnly(disease, at)) continue;
      const request = life.prescribe(
        setting,
        key,
        { days: supplied(days), at: at + 10, category: 'outpatient', reason: life.problems.get(disease) },
        true,
      );
      const name = request?.medicationCodeableConcept?.text;
      if (name !== undefined) names.add(name);
    }
  }
  return [...names];
}

/** Hay fever is treated for some weeks at a time, as is a bad stomach. */
function seasonalOnly(disease: string, at: Minute): boolean {
  return (
    ['allergicRhinitis', 'gerd', 'chronicGastritis', 'atopicDermatitis'].includes(disease) &&
    Math.floor(at / DAY / 60) % 2 === 0
  );
}

function supplied(days: number): number {
  return Math.min(180, Math.max(14, Math.round(days / 7) * 7));
}
