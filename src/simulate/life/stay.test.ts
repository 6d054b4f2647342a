import { describe, expect, it } from 'vitest';
import type { ResourceOfType } from '../../fhir/index.ts';
import { DAY, type Minute } from '../calendar.ts';
import { WARDS } from '../data/departments.ts';
import { episodeOf } from '../data/episodes.ts';
import { bedsOf } from '../hospital/location.ts';
import { chartOf, codeOf, lifeOf, type PatientChart } from '../testing.ts';
import type { Way } from './agenda.ts';
import type { Life } from './life.ts';
import { stay } from './stay.ts';
import { followUp, liveEpisode, planOf } from './visit.ts';

const ADMITTED: Way = { emergency: true, stay: true, severity: 1, days: 6 };

function admit(life: Life, key: string, way: Partial<Way> = {}, daysAgo = 60): PatientChart {
  const at = life.end - daysAgo * DAY;
  stay(life, planOf(life, episodeOf(key), at), { ...ADMITTED, ...way }, at);
  return chartOf(life);
}

function encounters(chart: PatientChart, code: string): ResourceOfType['Encounter'][] {
  return chart.of('Encounter').filter((one) => one.class.code === code);
}

function times(chart: PatientChart, loinc: string): Minute[] {
  return chart.values(loinc).map(({ at }) => Date.parse(at) / 60_000);
}

describe('a stay', () => {
  it('begins in the emergency room and goes on in a ward of its department', () => {
    const chart = admit(lifeOf({ age: 50 }), 'pneumonia');
    const [emergency] = encounters(chart, 'EMER');
    const [inpatient] = encounters(chart, 'IMP');
    expect(inpatient?.partOf?.reference).toBe(`Encounter/${emergency?.id}`);
    expect(inpatient?.location?.at(-1)?.location.reference).toMatch(/^Location\/bed-62/);
    expect(inpatient?.status).toBe('finished');
    expect(inpatient?.period?.end?.slice(11, 16)).toBe('11:00');
  });

  it('puts children on the ward for children', () => {
    const chart = admit(lifeOf({ age: 4 }), 'pneumonia');
    expect(encounters(chart, 'IMP')[0]?.location?.[0]?.location.reference).toMatch(/^Location\/bed-52/);
    expect(encounters(chart, 'IMP')[0]?.serviceType?.text).toBe('소아청소년과');
  });

  it('measures three times a day and draws blood at six in the morning', () => {
    const chart = admit(lifeOf({ age: 50 }), 'pneumonia', { days: 4 });
    const [inpatient] = encounters(chart, 'IMP');
    const within = chart.values('8867-4').filter(({ encounter }) => encounter === `Encounter/${inpatient?.id}`);
    expect(within.length).toBeGreaterThan(9);
    const blood = chart.values('6690-2').filter(({ encounter }) => encounter === `Encounter/${inpatient?.id}`);
    expect(blood.length).toBeGreaterThan(1);
    for (const { at } of blood) expect(at.slice(11, 13)).toMatch(/05|06/);
  });

  it('operates where there is something to operate, and writes of it', () => {
    const chart = admit(lifeOf({ age: 30 }), 'appendicitis', { days: 4 });
    const [operation] = chart.of('Procedure');
    expect(operation?.code?.text).toBe('복강경 충수절제술');
    const [inpatient] = encounters(chart, 'IMP');
    expect(operation?.encounter?.reference).toBe(`Encounter/${inpatient?.id}`);
    expect((operation?.performedPeriod?.start ?? '') >= (inpatient?.period?.start ?? '')).toBe(true);
    expect(chart.of('DocumentReference').filter(({ type }) => codeOf(type) === '11504-8')).toHaveLength(1);
  });

  it('gives drugs that are safe: no NSAID with weak kidneys', () => {
    const chart = admit(lifeOf({ age: 70, diseases: { ckd3: 4 } }), 'appendicitis', { days: 4 });
    const drugs = chart
      .of('MedicationRequest')
      .map(({ medicationCodeableConcept }) => codeOf(medicationCodeableConcept) ?? '');
    expect(drugs.length).toBeGreaterThan(2);
    expect(drugs.filter((atc) => atc.startsWith('M01A'))).toEqual([]);
  });

  it('plans a visit within two weeks of discharge', () => {
    const life = lifeOf({ age: 50 });
    const chart = admit(life, 'pneumonia');
    const entry = life.agenda.next();
    expect(entry?.kind).toBe('followUp');
    const end = Date.parse(encounters(chart, 'IMP')[0]?.period?.end ?? '') / 60_000 + 540;
    expect((entry?.at ?? 0) - end).toBeGreaterThan(6 * DAY);
    expect((entry?.at ?? 0) - end).toBeLessThan(20 * DAY);
  });

  it('does not take place where it would last beyond the record', () => {
    const life = lifeOf({ age: 50 });
    expect(admit(life, 'pneumonia', { days: 9 }, 3).of('Encounter')).toEqual([]);
    expect(life.busyUntil).toBe(0);
  });

  it('lasts until now in the bed of today, with nothing after now', () => {
    const life = lifeOf({ age: 70 });
    const current = bedsOf(WARDS[1] as (typeof WARDS)[number], 'male')[0];
    const chart = admit(life, 'pneumonia', { current }, 3);
    const [inpatient] = encounters(chart, 'IMP');
    expect(inpatient?.status).toBe('in-progress');
    expect(inpatient?.location?.[0]?.location.reference).toBe(`Location/${current?.bed}`);
    for (const at of times(chart, '8867-4')) expect(at + 540).toBeLessThanOrEqual(life.end);
    expect(chart.of('MedicationRequest').some(({ status }) => status === 'active')).toBe(true);
    expect(chart.of('DocumentReference').some(({ type }) => codeOf(type) === '18842-5')).toBe(false);
  });

  it('goes on in intensive care every four hours', () => {
    const icu = WARDS.find(({ key }) => key === 'ICU') as (typeof WARDS)[number];
    const chart = admit(lifeOf({ age: 70 }), 'sepsis', { current: bedsOf(icu, 'male')[0], severity: 1.3 }, 2);
    expect(times(chart, '8867-4').length).toBeGreaterThan(9);
  });

  it('ends with death where that is its end, getting worse towards it', () => {
    const life = lifeOf({ age: 84 });
    const at = life.end - 30 * DAY;
    const death = at + 6 * DAY + 77;
    stay(life, planOf(life, episodeOf('sepsis'), at), { ...ADMITTED, severity: 1.2, death }, at);
    const chart = chartOf(life);
    const [inpatient] = encounters(chart, 'IMP');
    expect(codeOf(inpatient?.hospitalization?.dischargeDisposition)).toBe('exp');
    const lactate = chart.values('2524-7').map(({ value }) => value);
    expect(lactate.at(-1)).toBeGreaterThan(2.5);
    expect(chart.of('MedicationRequest').filter(({ category }) => codeOf(category?.[0]) === 'discharge')).toEqual([]);
    expect(life.agenda.isEmpty).toBe(true);
  });

  it('takes a cataract away for good', () => {
    const life = lifeOf({ age: 74, diseases: { cataract: 3 } });
    const chart = admit(life, 'cataractSurgery', { emergency: false, days: 1 });
    const [cataract] = chart.of('Condition');
    expect(cataract?.code?.text).toBe('노년백내장');
    expect(codeOf(cataract?.clinicalStatus)).toBe('resolved');
    expect(life.followed.has('cataract')).toBe(false);
  });
});

describe('an episode without a stay', () => {
  it('is one visit at the clinic, with a diagnosis that passes and a short prescription', () => {
    const life = lifeOf({ age: 35 });
    liveEpisode(
      life,
      episodeOf('gastroenteritis'),
      { ...ADMITTED, emergency: false, stay: false },
      life.end - 40 * DAY,
    );
    const chart = chartOf(life);
    expect(encounters(chart, 'AMB')).toHaveLength(1);
    const [condition] = chart.of('Condition');
    expect(codeOf(condition?.clinicalStatus)).toBe('resolved');
    expect(chart.of('MedicationRequest').map(({ status }) => status)).toEqual(['completed', 'completed']);
  });

  it('is still active when it was yesterday', () => {
    const life = lifeOf({ age: 35 });
    liveEpisode(life, episodeOf('uri'), { ...ADMITTED, emergency: false, stay: false }, life.end - DAY);
    const chart = chartOf(life);
    expect(codeOf(chart.of('Condition')[0]?.clinicalStatus)).toBe('active');
    expect(chart.of('MedicationRequest').some(({ status }) => status === 'active')).toBe(true);
  });

  it('gives children syrup by their weight', () => {
    const life = lifeOf({ age: 3 });
    liveEpisode(life, episodeOf('uri'), { ...ADMITTED, emergency: false, stay: false }, life.end - 9 * DAY);
    const texts = chartOf(life)
      .of('MedicationRequest')
      .map(({ medicationCodeableConcept }) => medicationCodeableConcept?.text ?? '');
    expect(texts.length).toBeGreaterThan(0);
    for (const text of texts) expect(text).toContain('시럽');
  });

  it('is a visit to the emergency room where it is urgent, with vital signs and a note', () => {
    const life = lifeOf({ age: 28 });
    liveEpisode(life, episodeOf('ankleSprain'), { ...ADMITTED, stay: false }, life.end - 9 * DAY);
    const chart = chartOf(life);
    expect(encounters(chart, 'EMER')).toHaveLength(1);
    expect(chart.values('72514-3')[0]?.value).toBeGreaterThan(0);
    expect(chart.of('DiagnosticReport')[0]?.conclusion).toContain('골절이나 탈구 없음');
    expect(chart.of('DocumentReference').map(({ type }) => codeOf(type))).toEqual(['34878-9']);
  });

  it('is followed up by a visit that names what it was', () => {
    const life = lifeOf({ age: 50 });
    followUp(life, 'PUL', 'some-condition', '폐렴', life.end - 20 * DAY);
    const [visit] = encounters(chartOf(life), 'AMB');
    expect(visit?.reasonCode?.[0]?.text).toBe('폐렴 퇴원 후 추적');
    expect(visit?.diagnosis?.[0]?.condition).toEqual({ reference: 'Condition/some-condition', display: '폐렴' });
  });
});
