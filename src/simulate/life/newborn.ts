/**
 * A child that was born here: a chart of its own, in the nursery until the mother goes home, with what every newborn gets.
 *
 * The mother is a RelatedPerson of the child whom her own Patient links to; the child's stay is part of hers.
 *
 * Source  https://hl7.org/fhir/R4/patient.html#maternity, https://hl7.org/fhir/R4/relatedperson.html; LOINC (Apgar)
 * Proof   newborn.test.ts
 */
import type { Resource, ResourceOfType } from '../../fhir/index.ts';
import { DAY, dayAt, type Minute } from '../calendar.ts';
import { addBedsideOrder } from '../chart/bedside-order.ts';
import type { Setting } from '../chart/chart.ts';
import { addNote } from '../chart/document.ts';
import { addImmunization } from '../chart/immunization.ts';
import { addApgar, addVitals } from '../chart/observation.ts';
import { patientResource } from '../chart/patient.ts';
import { concept, reference } from '../codes.ts';
import { drugOf } from '../data/drugs.ts';
import { vaccineOf } from '../data/vaccines.ts';
import { cotOf } from '../hospital/location.ts';
import { humanNames } from '../hospital/name.ts';
import { detailsOf, identityOf, type Person } from '../person/person.ts';
import { Life } from './life.ts';
import { heading, vitalsLine } from './notes.ts';

type Encounter = ResourceOfType['Encounter'];

/** The mother's stay in which the child was born. */
export interface Birth {
  readonly mother: Life;
  readonly stay: Encounter;
  readonly at: Minute;
  /** When mother and child went home. */
  readonly until: Minute | undefined;
  /** The bed of the mother, which tells the cot. */
  readonly bed: string;
  readonly seed: string;
  readonly index: number;
}

/** Id of the RelatedPerson that stands for the mother in the child's chart. */
export function motherId(mother: Life): string {
  return `${mother.person.id}-mother`;
}

/** The child's chart, lived through. */
export function* newborn(birth: Birth): Generator<Resource> {
  const { mother, at, until } = birth;
  const person = childOf(birth);
  const life = new Life(
    person,
    new Map(),
    { now: mother.span.now, registered: dayAt(at), died: undefined, loopDays: mother.span.loopDays ?? 3 },
    mother.chart.roster,
  );
  const setting = life.open({
    kind: 'IMP',
    department: 'PED',
    start: at,
    end: until,
    doctor: life.doctor('PED'),
    nurse: life.chart.roster.nursesOf('51')[0],
    reason: '출생',
    moves: [{ from: at, to: until, bed: cotOf(mother.chart.roster.ward('51'), birth.bed) }],
    partOf: birth.stay,
    born: true,
  });
  life.diagnoses(setting, [life.diagnose(setting, BORN, at + 5, dayAt(at))]);
  care(life, setting, birth);
  yield patientResource(person, {
    today: dayAt(mother.span.now),
    died: undefined,
    generalPractitioner: setting.doctor,
    isInpatient: until === undefined,
  });
  yield relatedMother(mother, person);
  yield* life.chart.resources();
}

const BORN = { kcd: 'Z38.0', ko: '병원에서 출생한 단생아', snomed: '442423001', en: 'Liveborn born in hospital' };

/** Called by the mother's name until it has one of its own. */
function childOf({ mother, at, seed, index }: Birth): Person {
  const random = mother.person.random.stream('child');
  const sex = random.chance(0.512) ? 'male' : 'female';
  const birth = dayAt(at);
  const { family, given, familyLatin, givenLatin } = mother.person.name;
  return {
    ...detailsOf(random, sex, birth),
    ...identityOf(seed, 1_000_000 + index),
    home: mother.person.home,
    phone: mother.person.phone,
    sex,
    birth,
    random,
    allergies: [],
    name: { family, given: `${given} 아기`, familyLatin, givenLatin: `${givenLatin} (baby)` },
  };
}

function relatedMother(mother: Life, child: Person): ResourceOfType['RelatedPerson'] {
  return {
    resourceType: 'RelatedPerson',
    id: motherId(mother),
    active: true,
    patient: reference(`Patient/${child.id}`),
    relationship: [concept('locationRole', 'MTH', 'mother', '어머니')],
    name: humanNames(mother.person.name),
    gender: 'female',
  };
}

/** Apgar, vitamin K, hepatitis B vaccine, and vital signs three times a day. */
function care(life: Life, setting: Setting, { at, until, mother }: Birth): void {
  const { chart, random } = life;
  const end = until ?? life.span.now;
  addApgar(chart, setting, at, [random.whole(7, 9), random.whole(8, 10)]);
  const first = life.sample(at + 10);
  addVitals(chart, setting, at + 10, first, ['pulse', 'resp', 'temp', 'spo2', 'weight', 'headCircumference']);
  for (const key of ['vitaminK', 'hepatitisBVaccine'])
    addBedsideOrder(chart, setting, {
      drug: drugOf(key),
      days: 1,
      at: at + (key === 'vitaminK' ? 45 : 300),
      category: 'inpatient',
      active: false,
      reason: undefined,
      until: end,
      random: random.stream(key),
    });
  if (at + 320 < end)
    addImmunization(chart, { vaccine: vaccineOf('hepB'), at: at + 320, dose: 1, doses: 3, here: true, lot: 'L1001' });
  for (let round = Math.ceil((at + 240) / 480) * 480; round < end - 20; round += 480) {
    const keys = round % DAY === 480 ? ['pulse', 'resp', 'temp', 'weight'] : ['pulse', 'resp', 'temp'];
    addVitals(chart, setting, round, life.sample(round), keys);
  }
  if (at + 60 < end)
    addNote(chart, setting, 'admission', at + 60, [
      ...heading(life, setting, '신생아기록', at + 60),
      `산모: ${mother.person.name.family}${mother.person.name.given}`,
      `활력징후: ${vitalsLine(life, setting, at + 60)}`,
      'A) 건강한 만삭 신생아.',
      'P) 비타민 K, B형간염 예방접종, 모유수유 지지.',
    ]);
}
