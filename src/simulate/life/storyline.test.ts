import { beforeAll, describe, expect, it } from 'vitest';
import type { ResourceOfType } from '../../fhir/index.ts';
import { DAY, minuteOf } from '../calendar.ts';
import { WARDS } from '../data/departments.ts';
import { episodeOf } from '../data/episodes.ts';
import { bedsOf, type Bed } from '../hospital/location.ts';
import { chartOf, codeOf, lifeOf, NOW, numberOf, textsUnder, type PatientChart } from '../testing.ts';
import type { Crisis } from './agenda.ts';
import { crisisHeight } from './course.ts';
import { live } from './live.ts';

const now = minuteOf(NOW);

function bedIn(ward: string): Bed {
  return bedsOf(WARDS.find(({ key }) => key === ward) ?? (WARDS[0] as (typeof WARDS)[number]), undefined)[0] as Bed;
}

/** A stay of these days that lasts until now. */
function stayFor(episode: string, ward: string, days: number, age = 64, crisis?: Crisis): PatientChart {
  const life = lifeOf({ age, seed: `story ${episode}`, years: 0.2 });
  const bed = bedIn(ward);
  const one = episodeOf(episode);
  const way = { emergency: one.er >= 0.3, stay: true, severity: 1, days, bed, current: bed, crisis };
  life.agenda.add({ kind: 'episode', at: now - days * DAY, episode: one, way });
  live(life);
  return chartOf(life);
}

function drugsOf(chart: PatientChart): readonly string[] {
  return chart
    .of('MedicationRequest')
    .flatMap(({ medicationReference }) => medicationReference?.reference?.slice(11) ?? []);
}

function most(chart: PatientChart, loinc: string): number {
  return Math.max(...chart.values(loinc).map(({ value }) => value));
}

describe('the pathways', () => {
  it('pneumonia: fever, high C reactive protein, two antibiotics', () => {
    const chart = stayFor('pneumonia', '62', 3);
    expect(most(chart, '8310-5')).toBeGreaterThan(37.5);
    expect(most(chart, '1988-5')).toBeGreaterThan(50);
    expect(drugsOf(chart)).toEqual(expect.arrayContaining(['med-ceftriaxone', 'med-azithromycin']));
  });

  it('sepsis: lactate, fast heart, a broad antibiotic and fluid', () => {
    const chart = stayFor('sepsis', 'ICU', 2);
    expect(most(chart, '2524-7')).toBeGreaterThan(2);
    expect(most(chart, '8867-4')).toBeGreaterThan(95);
    expect(drugsOf(chart)).toEqual(expect.arrayContaining(['med-meropenem', 'med-saline']));
  });

  it('STEMI: troponin, intervention, two drugs against platelets and heparin', () => {
    const chart = stayFor('stemi', '61', 2);
    expect(most(chart, '89579-7')).toBeGreaterThan(500);
    expect(chart.of('Procedure').map(({ code }) => codeOf(code))).toContain('415070008');
    expect(drugsOf(chart)).toEqual(expect.arrayContaining(['med-aspirin', 'med-ticagrelor', 'med-heparin']));
  });

  it('ketoacidosis: glucose, acid blood, insulin and potassium', () => {
    const chart = stayFor('dka', '61', 1.5, 34);
    expect(most(chart, '2345-7')).toBeGreaterThan(280);
    expect(Math.min(...chart.values('2744-1').map(({ value }) => value))).toBeLessThan(7.3);
    expect(drugsOf(chart)).toEqual(expect.arrayContaining(['med-insulin-regular', 'med-potassium-chloride-iv']));
  });

  it('heart failure: natriuretic peptide and diuretics into the vein', () => {
    const chart = stayFor('heartFailureStay', '61', 3);
    expect(most(chart, '33762-6')).toBeGreaterThan(250);
    expect(drugsOf(chart)).toContain('med-furosemide-iv');
  });

  it.each([
    ['strokeStay', '81', 'med-clopidogrel', undefined],
    ['cholecystitis', '71', 'med-ceftriaxone', '45595009'],
    ['hipReplacement', '72', 'med-enoxaparin', '52734007'],
    ['folfox', '82', 'med-oxaliplatin', '367336001'],
  ])('%s: its drug and its operation', (episode, ward, drug, procedure) => {
    const chart = stayFor(episode, ward, 3);
    expect(drugsOf(chart)).toContain(drug);
    if (procedure !== undefined) expect(chart.of('Procedure').map(({ code }) => codeOf(code))).toContain(procedure);
  });
});

describe('a turn for the worse', () => {
  const crisis: Crisis = { profile: 'sepsis', ko: '패혈증 의심', at: now - 2 * DAY, severity: 1.3 };
  let chart: PatientChart;
  beforeAll(() => {
    chart = stayFor('hipFracture', '72', 7, 78, crisis);
  });

  function scores(): readonly { at: number; total: number }[] {
    return chart
      .of('Observation')
      .filter(({ code }) => codeOf(code) === 'news2')
      .map(({ effectiveDateTime = '', valueQuantity }) => ({
        at: minuteOf(Date.parse(effectiveDateTime) as never),
        total: numberOf(valueQuantity?.value),
      }));
  }

  it('grows within hours, is worst at its time, and passes within days', () => {
    const way = { emergency: true, stay: true, severity: 1, days: 7, crisis };
    expect(crisisHeight(way, crisis.at - 10 * 60)).toBe(0);
    expect(crisisHeight(way, crisis.at)).toBeCloseTo(1.3);
    expect(crisisHeight(way, crisis.at - 200)).toBeGreaterThan(0.3);
    expect(crisisHeight(way, crisis.at + 2 * DAY)).toBeLessThan(0.2);
  });

  it('is seen in the early warning score, and calls a physician', () => {
    const around = scores().filter(({ at }) => Math.abs(at - crisis.at) < 30);
    expect(Math.max(...around.map(({ total }) => total))).toBeGreaterThanOrEqual(7);
    const calls = chart.of('Task').filter(({ code }) => codeOf(code) === 'news2-escalation');
    expect(calls.length).toBeGreaterThan(0);
    for (const { status } of calls) expect(['completed', 'requested']).toContain(status);
  });

  it('is answered with blood tests, an antibiotic, a note and intensive care, and then the own bed again', () => {
    expect(drugsOf(chart)).toContain('med-piptazo');
    const notes = chart.of('DocumentReference').map(({ description }) => description ?? '');
    expect(notes.some((one) => one.includes('악화'))).toBe(true);
    const stay = chart.of('Encounter').find(({ status }) => status === 'in-progress') as ResourceOfType['Encounter'];
    const places = textsUnder(stay.location, 'reference');
    expect(places.some((place) => place.includes('icu'))).toBe(true);
    expect(places.at(-1)).toBe(places.find((place) => place.includes('bed-72')));
    expect(stay.location?.filter(({ status }) => status === 'active')).toHaveLength(1);
  });
});
