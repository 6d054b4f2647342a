import { beforeAll, describe, expect, it } from 'vitest';
import { DAY, dayAt } from '../calendar.ts';
import { chartOf, codeOf, drugCodeOf, lifeOf, type PatientChart } from '../testing.ts';
import { live } from './live.ts';
import { planBirth, planPregnancies } from './pregnancy.ts';

const WAY = { emergency: false, stay: true, severity: 0.9, days: 0 };

describe('pregnancies', () => {
  it('come to women of the age for it only', () => {
    for (const [sex, age, expected] of [
      ['male', 30, false],
      ['female', 70, false],
      ['female', 8, false],
    ] as const) {
      const life = lifeOf({ age, sex });
      planPregnancies(life);
      expect(life.births.length > 0, `${sex} of ${age}`).toBe(expected);
    }
  });

  it('are about as many as Korean women have: few in five years at thirty-five', () => {
    let births = 0;
    for (let at = 0; at < 300; at++) {
      const life = lifeOf({ age: 35, sex: 'female', seed: `mother ${at}` });
      planPregnancies(life);
      births += life.births.length;
    }
    expect(births / 300 / 5).toBeGreaterThan(0.045);
    expect(births / 300 / 5).toBeLessThan(0.11);
  });

  it('leave almost two years between births', () => {
    for (let at = 0; at < 200; at++) {
      const life = lifeOf({ age: 34, sex: 'female', years: 9, seed: `mother ${at}` });
      planPregnancies(life);
      const births = life.births.toSorted((a, b) => a - b);
      for (let one = 1; one < births.length; one++)
        expect((births[one] ?? 0) - (births[one - 1] ?? 0)).toBeGreaterThan(500 * DAY);
    }
  });
});

describe('one pregnancy, lived through', () => {
  let chart: PatientChart;
  beforeAll(() => {
    const life = lifeOf({ age: 33, sex: 'female', diseases: { hypertension: 3 }, years: 3 });
    planBirth(life, dayAt(life.end) - 200, WAY, true);
    live(life);
    chart = chartOf(life);
  });

  it('has visits before birth and a caesarean section', () => {
    const visits = chart.of('Encounter').filter(({ reasonCode }) => reasonCode?.[0]?.text?.startsWith('산전 진찰'));
    expect(visits.length).toBeGreaterThan(6);
    expect(chart.of('Procedure').some(({ code }) => code?.text === '제왕절개술')).toBe(true);
  });

  it('is one condition, over with the birth', () => {
    const pregnancies = chart.of('Condition').filter(({ code }) => code?.coding?.[0]?.code === 'Z34.9');
    expect(pregnancies).toHaveLength(1);
    expect(codeOf(pregnancies[0]?.clinicalStatus)).toBe('resolved');
  });

  it('thins the blood', () => {
    const born = chart.of('Procedure').find(({ code }) => code?.text === '제왕절개술')?.performedPeriod?.start ?? '';
    const before = chart.values('718-7').filter(({ at }) => at < born);
    expect(before.length).toBeGreaterThan(1);
    expect(before.at(-1)?.value).toBeLessThan(13.5);
  });

  it('takes sartans and statins off, and leaves amlodipine', () => {
    const birth = chart.of('Procedure').find(({ code }) => code?.text === '제왕절개술')?.performedPeriod?.start ?? '';
    const conceived = new Date(Date.parse(birth) - 230 * 86_400_000).toISOString();
    const during = chart
      .of('MedicationRequest')
      .filter(({ authoredOn = '' }) => authoredOn > conceived && authoredOn < birth);
    for (const request of during) expect(drugCodeOf(request)).not.toMatch(/^(C09|C10)/);
  });
});
