/**
 * Lives through a patient's years: plans what is to come, then handles entry after entry until today or death.
 *
 * Proof   ../simulate.test.ts, ../population.test.ts
 */
import { DAY, dayAt, openDay, YEAR, type Day, type Minute } from '../calendar.ts';
import { addProcedure, addStudy } from '../chart/procedure.ts';
import { resolve } from '../chart/condition.ts';
import { diseaseOf } from '../data/diseases.ts';
import { episodeOf, type Episode } from '../data/episodes.ts';
import type { Random } from '../random.ts';
import type { Entry, Way } from './agenda.ts';
import { planEpisodes } from './acute.ts';
import { cancerSurgery, chemotherapy, diagnoseCancer, isCancer } from './cancer.ts';
import { checkup, planCheckups } from './checkup.ts';
import { clinicOf, takeHistory, visitClinic } from './clinic.ts';
import { vaccinate } from './immunization.ts';
import type { Life } from './life.ts';
import { endPregnancy, planPregnancies, prenatal } from './pregnancy.ts';
import { followUp, liveEpisode } from './visit.ts';

/** Lives through everything. Entries that others put on the agenda beforehand (a stay of today) are lived through as well. */
export function live(life: Life): void {
  chooseFollowed(life);
  planDiseases(life);
  planEpisodes(life);
  planCheckups(life);
  planPregnancies(life);
  planDeath(life);
  for (let entry = life.agenda.next(); entry !== undefined; entry = life.agenda.next()) handle(life, entry);
  if (life.chart.count('Encounter') === 0) checkup(life, firstContact(life));
  vaccinate(life);
}

/** Which diseases this hospital follows: a part of the patients goes to a doctor near home. */
function chooseFollowed(life: Life): void {
  const until = dayAt(life.end);
  for (const [disease, onset] of life.onsets) {
    if (onset >= until || diseaseOf(disease).days === undefined) continue;
    if (life.person.random.stream(`followed/${disease}`).chance(diseaseOf(disease).followed))
      life.followed.add(disease);
  }
}

/** First clinics for what the patient brings along, and the day on which each new disease is found. */
function planDiseases(life: Life): void {
  const { registered } = life.span;
  const until = dayAt(life.end);
  for (const [disease, onset] of life.onsets) {
    if (onset >= until) continue;
    if (onset >= registered) life.agenda.add({ kind: 'onset', at: life.clinicHour(onset), disease });
    else bring(life, disease, onset);
  }
}

function bring(life: Life, disease: string, onset: Day): void {
  const { registered } = life.span;
  life.treatment(disease, registered - 200).takeOver(registered, (registered - onset) / YEAR);
  if (!life.followed.has(disease)) return;
  const department = clinicOf(life, disease, registered);
  if (life.agenda.clinicDue(department) === undefined)
    life.agenda.add({ kind: 'clinic', at: life.clinicHour(registered + life.random.whole(0, 70)), department });
}

/** Everybody has come at least once: when they were registered. */
function firstContact(life: Life): Minute {
  return openDay(Math.max(life.span.registered, life.person.birth + 1)) * DAY + 600 + 10 * life.random.whole(0, 30);
}

/** Two in three die in hospital, after a stay of some days. */
function planDeath(life: Life): void {
  const { died, registered } = life.span;
  if (died === undefined || life.agenda.hasDeath) return;
  const draw = life.person.random.stream('last stay');
  const days = draw.between(2, 14);
  const at = Math.floor(died - days * DAY);
  if (!draw.chance(0.66) || dayAt(at) <= registered) return;
  const way: Way = { emergency: true, stay: true, severity: draw.between(1, 1.3), death: died, days };
  life.agenda.add({ kind: 'episode', at, episode: lastIllness(life, draw), way });
}

/** What somebody dies of: a cancer that is not overcome, or what the old and frail die of. */
function lastIllness(life: Life, draw: Random): Episode {
  const day = dayAt(life.end);
  const cancer = life
    .begun(day)
    .find(
      (disease) =>
        isCancer(disease) && day - (life.onsets.get(disease) ?? 0) < 5 * YEAR && diseaseOf(disease).deadly > 5,
    );
  if (cancer !== undefined && draw.chance(0.85)) return terminal(cancer);
  return episodeOf(
    draw.weighted(['sepsis', 'pneumonia', 'heartFailureStay', 'strokeStay'], (one) => lastChance(life, one)),
  );
}

/** The last stay of somebody with cancer: comfort before all. */
function terminal(disease: string): Episode {
  const { kcd, ko, snomed, en } = diseaseOf(disease);
  const drugs = ['morphine', 'dexamethasone', 'saline'];
  return {
    ...episodeOf('sepsis'),
    key: 'terminalCancer',
    kcd,
    ko,
    snomed,
    en,
    disease,
    department: 'HON',
    drugs,
    studies: [],
    icu: 0,
    complaint: '전신 쇠약, 통증',
  };
}

function lastChance(life: Life, key: string): number {
  if (key === 'heartFailureStay')
    return life.onsets.has('heartFailure') && (life.onsets.get('heartFailure') ?? 0) < dayAt(life.end) ? 4 : 0;
  if (key === 'strokeStay') return (life.onsets.get('stroke') ?? Number.POSITIVE_INFINITY) < dayAt(life.end) ? 2 : 0;
  return key === 'sepsis' ? 2 : 3;
}

/** Handles an entry, unless the record has ended or the patient lies in a bed. */
function handle(life: Life, entry: Entry): void {
  if (entry.at + 70 > life.end && !isNow(entry)) return;
  if (entry.at < life.busyUntil) {
    later(life, entry);
    return;
  }
  life.due = life.births.find((birth) => birth >= entry.at && birth - entry.at < 260 * DAY);
  HANDLERS[entry.kind](life, entry as never);
}

function isNow(entry: Entry): boolean {
  if (entry.kind === 'surgery') return entry.current !== undefined;
  return entry.kind === 'episode' && (entry.way.current !== undefined || entry.way.death !== undefined);
}

/** What cannot be now is done after discharge; acute illness during a stay is part of the stay. */
function later(life: Life, entry: Entry): void {
  if (
    entry.kind === 'episode' &&
    entry.way.death === undefined &&
    entry.way.current === undefined &&
    entry.episode.department !== 'OBG'
  )
    return;
  if (entry.kind === 'prenatal' || entry.kind === 'checkup') return;
  const at =
    entry.kind === 'episode' ? life.busyUntil + 60 : openDay(dayAt(life.busyUntil) + 8) * DAY + 600 + (entry.at % 300);
  if (at < life.end) life.agenda.add({ ...entry, at });
}

type Handlers = { readonly [Kind in Entry['kind']]: (life: Life, entry: Extract<Entry, { kind: Kind }>) => void };

const HANDLERS: Handlers = {
  clinic: (life, { department, at }) => visitClinic(life, department, at),
  onset: (life, { disease, at }) => found(life, disease, at),
  episode: (life, { episode: one, way, at }) => {
    liveEpisode(life, one, way, at);
    if (one.key === 'delivery' || one.key === 'caesarean') endPregnancy(life, at);
  },
  followUp: (life, { department, of, reason, at }) => followUp(life, department, of, reason, at),
  checkup: (life, { at }) => checkup(life, at),
  prenatal: (life, { weeks, at }) => prenatal(life, weeks, at),
  surgery: (life, { disease, at, current }) => cancerSurgery(life, disease, at, current),
  chemotherapy: (life, { disease, cycle, cycles, at }) => chemotherapy(life, disease, cycle, cycles, at),
};

/** A disease is found. */
function found(life: Life, disease: string, at: Minute): void {
  if (isCancer(disease)) diagnoseCancer(life, disease, at);
  else if (disease === 'stroke') sudden(life, 'strokeStay', at);
  else if (disease === 'heartFailure') sudden(life, 'heartFailureStay', at);
  else if (disease === 'colonPolyp') polyp(life, at);
  if (isCancer(disease)) return;
  if (life.followed.has(disease)) firstClinic(life, disease, at);
  else life.treatment(disease, dayAt(at)).advance(dayAt(at));
}

function firstClinic(life: Life, disease: string, at: Minute): void {
  const department = clinicOf(life, disease, dayAt(at));
  const wait = life.busyUntil > at ? life.busyUntil + 10 * DAY : at;
  if (wait === at) visitClinic(life, department, at);
  else life.agenda.add({ kind: 'clinic', at: life.clinicHour(dayAt(wait)), department });
}

/** Some diseases make themselves known by a stay. */
function sudden(life: Life, key: string, at: Minute): void {
  const one = episodeOf(key);
  const severity = life.random.between(0.85, 1.25);
  const days = one.los * Math.exp(life.random.normal(0, 0.3));
  liveEpisode(life, one, { emergency: true, stay: true, severity, days }, at);
}

/** Found and taken away in one examination. */
function polyp(life: Life, at: Minute): void {
  const setting = life.open({
    kind: 'AMB',
    department: 'GI',
    start: at,
    end: at + 60,
    doctor: life.doctor('GI'),
    nurse: undefined,
    reason: '대장내시경 검사',
    moves: [],
  });
  takeHistory(life, setting, at);
  const condition = life.problem('colonPolyp', setting, at);
  life.diagnoses(setting, [condition]);
  addProcedure(life.chart, setting, 'colonoscopy', at + 15, 1, condition);
  addStudy(
    life.chart,
    setting,
    'pathology',
    at + 40,
    ['colonPolyp'],
    life.random.pick(life.chart.roster.doctorsOf('PAT')),
  );
  resolve(condition, dayAt(at));
  life.followed.delete('colonPolyp');
}
