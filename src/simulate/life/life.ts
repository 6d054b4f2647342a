/**
 * One patient's life as it is lived through: what is known, prescribed and planned so far, and how an encounter begins.
 *
 * Proof   ../simulate.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import { ageOn, DAY, dayAt, openDay, type Day, type Minute } from '../calendar.ts';
import { addCondition, diagnosis, type Illness } from '../chart/condition.ts';
import { Chart, type Setting } from '../chart/chart.ts';
import { addBedsideOrder } from '../chart/bedside-order.ts';
import { addEncounter, type EncounterFacts } from '../chart/encounter.ts';
import { addHomeDrug } from '../chart/home-drug.ts';
import { addPrescription, safeDrug, type Caution, type Prescription } from '../chart/medication.ts';
import { concept } from '../codes.ts';
import { ALLERGENS } from '../data/allergens.ts';
import { CARE, ONE_OF_A_CLASS } from '../data/care.ts';
import { diseaseOf } from '../data/diseases.ts';
import type { Drug } from '../data/drugs.ts';
import type { Bed } from '../hospital/location.ts';
import type { Roster, Staff } from '../hospital/staff.ts';
import type { Person, PersonAllergy } from '../person/person.ts';
import type { Random } from '../random.ts';
import { Agenda } from './agenda.ts';
import { childDrug } from './child-dose.ts';
import { begunBy, type Onsets } from './onset.ts';
import { Body, type AcuteState, type Moment, type Sample } from './physiology.ts';
import { Treatment } from './treatment.ts';

type Condition = ResourceOfType['Condition'];
type MedicationRequest = ResourceOfType['MedicationRequest'];

/** Days of whole loops where nothing else is said. */
const LOOP_DAYS = 3;

/** When things are in one patient's life. */
export interface Span {
  readonly now: Minute;
  readonly registered: Day;
  readonly died: Minute | undefined;
  /** So many days before now every step of a loop is on record. */
  readonly loopDays?: number;
}

/** A life. */
export class Life {
  readonly chart: Chart;
  readonly onsets: Onsets;
  readonly span: Span;
  readonly body: Body;
  readonly agenda = new Agenda();
  readonly treatments = new Map<string, Treatment>();
  readonly problems = new Map<string, Condition>();
  /** Diseases that this hospital follows. */
  readonly followed = new Set<string>();
  /** Last day on which a panel or study was done. */
  readonly done = new Map<string, Day>();
  readonly allergies: readonly PersonAllergy[];
  /** Allergens that are on record. */
  readonly told = new Set<string>();
  readonly random: Random;
  readonly aid: boolean;
  readonly #running = new Map<string, { request: MedicationRequest; until: Minute }>();
  /** Encounter and class of what was ordered on wards. */
  readonly #ordered = new Set<string>();
  readonly #doctors = new Map<string, Staff>();
  #encounters = 0;
  /** The bed in which the patient lies at the end of the record. */
  stayOfToday: Bed | undefined;
  /** No outpatient visit before this minute: the patient lies in a bed. */
  busyUntil: Minute = 0;
  /** Minutes of all births. */
  readonly births: Minute[] = [];
  /** Minutes at which children were born in stays. */
  readonly bornAt: Minute[] = [];
  /** Minute of the birth that a pregnancy leads to, while pregnant. */
  due: Minute | undefined;

  constructor(person: Person, onsets: Onsets, span: Span, roster: Roster) {
    this.chart = new Chart(person, roster, span.now, span.now - (span.loopDays ?? LOOP_DAYS) * DAY);
    this.onsets = onsets;
    this.span = span;
    this.body = new Body(person, onsets, this.treatments);
    this.random = person.random.stream('life');
    this.aid = person.random.stream('aid').chance(0.03);
    this.allergies = person.allergies ?? allergiesOf(person);
  }

  get person(): Person {
    return this.chart.person;
  }

  age(day: Day): number {
    return ageOn(this.person.birth, day);
  }

  /** The last minute of the record: now, or death. */
  get end(): Minute {
    return this.span.died ?? this.span.now;
  }

  /** Diseases that have begun. */
  begun(day: Day): string[] {
    return begunBy(this.onsets, day);
  }

  /** Starts an encounter, and puts on record what the patient has had all along. */
  open(facts: Omit<EncounterFacts, 'aid'>): Setting {
    const encounter = addEncounter(this.chart, { ...facts, aid: this.aid });
    this.#encounters++;
    const setting = {
      encounter,
      doctor: facts.doctor,
      nurse: facts.nurse ?? this.random.pick(this.chart.roster.nursesOf('ER')),
    };
    for (const disease of this.begun(dayAt(facts.start))) {
      const brought = (this.onsets.get(disease) ?? 0) < this.span.registered;
      if (brought || !this.followed.has(disease)) this.problem(disease, setting, facts.start);
    }
    return setting;
  }

  /** Is the patient in the house now, in a bed or in the emergency room? */
  get isInpatient(): boolean {
    return this.chart.encounters.some(({ status, class: { code } }) => status === 'in-progress' && code !== 'AMB');
  }

  get isFirst(): boolean {
    return this.#encounters === 1;
  }

  /** The Condition of a lasting disease, put on record where it is not yet. */
  problem(disease: string, setting: Setting, at: Minute): Condition {
    let condition = this.problems.get(disease);
    if (condition === undefined) {
      const onset = Math.max(this.person.birth, Math.min(this.onsets.get(disease) ?? dayAt(at), dayAt(at)));
      condition = addCondition(this.chart, setting, diseaseOf(disease), { onset, recorded: at, lasting: true });
      this.problems.set(disease, condition);
      if (!this.followed.has(disease) && CARE.has(disease)) condition.note = [{ text: '다른 의료기관에서 진료 중' }];
    }
    return condition;
  }

  /** A diagnosis of one encounter. */
  diagnose(setting: Setting, illness: Illness, at: Minute, since: Day): Condition {
    return addCondition(this.chart, setting, illness, {
      onset: Math.max(since, this.person.birth),
      recorded: at,
      lasting: false,
    });
  }

  /** Names the diagnoses of an encounter, the first one first. */
  diagnoses(setting: Setting, conditions: readonly Condition[]): void {
    const inpatient = setting.encounter.class.code === 'IMP';
    if (conditions.length > 0)
      setting.encounter.diagnosis = conditions.slice(0, 6).map((one, at) => diagnosis(one, at + 1, inpatient));
  }

  /** The treatment of a disease. */
  treatment(disease: string, day: Day): Treatment {
    let treatment = this.treatments.get(disease);
    if (treatment === undefined) {
      treatment = new Treatment(
        disease,
        day,
        this.person.traits.adherence,
        this.person.random.stream(`treatment/${disease}`),
      );
      this.treatments.set(disease, treatment);
    }
    return treatment;
  }

  /** Values of a moment. */
  sample(at: Minute, acute?: AcuteState): Sample {
    const pregnant = this.weeksPregnant(at);
    const moment: Moment = { day: at / DAY, acute, pregnant, gained: this.#gained(at, pregnant) };
    return this.body.sample(moment, this.random);
  }

  /** Pregnancy adds up to 12.5 kg; half goes at birth, the rest over months. */
  #gained(at: Minute, pregnant: number | undefined): number {
    if (pregnant !== undefined) return (pregnant / 40) ** 1.4 * 12.5;
    const last = this.births.findLast((birth) => birth < at);
    return last === undefined ? 0 : 6 * Math.exp(-(at - last) / DAY / 70);
  }

  weeksPregnant(at: Minute): number | undefined {
    if (this.due === undefined || at > this.due) return undefined;
    const weeks = 39.4 - (this.due - at) / (7 * DAY);
    return weeks > 3 ? weeks : undefined;
  }

  /** What forbids drugs on a day. */
  caution(day: Day): Caution {
    const conditions = new Set(this.begun(day));
    if (this.weeksPregnant(day * DAY) !== undefined) conditions.add('pregnant');
    if (this.age(day) < 18) conditions.add('child');
    return { allergies: new Set(this.allergies.map(({ allergen }) => allergen.group)), conditions };
  }

  /** Prescribes a drug unless it is forbidden or one of its class is already taken. */
  prescribe(
    setting: Setting,
    key: string,
    one: Omit<Prescription, 'drug' | 'active'>,
    running: boolean,
  ): MedicationRequest | undefined {
    const day = dayAt(one.at);
    const safe = safeDrug(key, this.caution(day));
    const drug = safe === undefined ? undefined : childDrug(safe, this.age(day), this.sample(one.at).usualWeight);
    if (drug === undefined || this.#doubled(setting, drug, one)) return undefined;
    const until = one.at + one.days * DAY;
    const active = running && until > this.end && this.span.died === undefined;
    if (one.category === 'inpatient') return this.#orderAtBedside(setting, { ...one, drug, active });
    const request = addPrescription(this.chart, setting, { ...one, drug, active });
    this.#running.set(classOf(drug), { request, until });
    return request;
  }

  /** Of a class one drug at a time; on the ward two that stop platelets may be given together. */
  #doubled({ encounter }: Setting, drug: Drug, { at, category }: Omit<Prescription, 'drug' | 'active'>): boolean {
    if (category !== 'inpatient') return this.#taken(drug, at);
    const own = classOf(drug);
    const key = `${encounter.id} ${own === 'B01AC' ? drug.key : own}`;
    if (this.#ordered.has(key)) return true;
    this.#ordered.add(key);
    return false;
  }

  #orderAtBedside(setting: Setting, order: Prescription): MedicationRequest {
    const random = this.person.random.stream(`doses/${this.chart.count('MedicationRequest')}`);
    return addBedsideOrder(this.chart, setting, { ...order, random });
  }

  /** Is another drug of this class already prescribed for well beyond this moment? A renewal ends the earlier prescription. */
  #taken(drug: Drug, at: Minute): boolean {
    if (drug.atc.startsWith('B01AC') && (this.#running.get('B01AF')?.until ?? 0) > at) return true;
    const earlier = this.#running.get(classOf(drug));
    if (earlier === undefined) return false;
    const same = earlier.request.medicationCodeableConcept?.coding?.[0]?.code === drug.atc;
    if (!same && earlier.until - at > 12 * DAY) return true;
    earlier.request.status = 'completed';
    return false;
  }

  /** What the patient takes at home, told at admission: it stops while the ward gives its own. */
  bringHomeDrugs(setting: Setting, at: Minute): void {
    for (const { request, until } of this.#running.values()) {
      if (until <= at || request.status !== 'active') continue;
      addHomeDrug(this.chart, setting, request, at);
      request.status = 'stopped';
      request.statusReason = concept('care', 'admitted', 'Admitted', '입원으로 중단');
    }
  }

  /** The patient's physician in a department; the same one from visit to visit. */
  doctor(department: string): Staff {
    let doctor = this.#doctors.get(department);
    if (doctor === undefined) {
      doctor = this.random.pick(this.chart.roster.doctorsOf(department));
      this.#doctors.set(department, doctor);
    }
    return doctor;
  }

  /** Makes a member of staff the patient's physician in a department. */
  assign(department: string, doctor: Staff): void {
    this.#doctors.set(department, doctor);
  }

  /** A minute within clinic hours on the next open day. */
  clinicHour(day: Day): Minute {
    return openDay(Math.ceil(day)) * DAY + 540 + 10 * this.random.whole(0, 42);
  }

  /** Is it due again? Notes that it is done. */
  isDue(key: string, day: Day, days: number): boolean {
    const last = this.done.get(key);
    if (last !== undefined && day - last < days * 0.85) return false;
    this.done.set(key, day);
    return true;
  }
}

/** Drugs of which one is taken at a time share a class; the others are their own. */
function classOf({ atc, route, key }: Drug): string {
  return ONE_OF_A_CLASS.find((prefix) => atc.startsWith(prefix)) ?? (route === 'oral' ? atc : key);
}

/** A person's allergies; most people have none. */
function allergiesOf({ random, birth, traits }: Person): PersonAllergy[] {
  const draw = random.stream('allergies');
  const count = Number(draw.chance(0.1 + Math.max(0, traits.factors.atopy) * 0.07)) + Number(draw.chance(0.02));
  const found = new Map<string, PersonAllergy>();
  for (let at = 0; at < count; at++) {
    const allergen = draw.weighted(ALLERGENS, ({ weights }) => weights[1] ?? 1);
    const reaction = draw.pick(allergen.reactions);
    const onset = birth + draw.whole(365, 6000);
    found.set(allergen.key, {
      allergen,
      reaction,
      severe: reaction === 'anaphylaxis' || reaction === 'angioedema',
      onset,
    });
  }
  return [...found.values()];
}
