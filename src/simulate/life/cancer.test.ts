import { describe, expect, it } from 'vitest';
import { DAY } from '../calendar.ts';
import { chartOf, codeOf, lifeOf, type PatientChart } from '../testing.ts';
import type { Entry } from './agenda.ts';
import { cancerSurgery, chemotherapy, diagnoseCancer, isCancer, isOperable } from './cancer.ts';
import { live } from './live.ts';
import type { Life } from './life.ts';

const CANCERS = [
  'gastricCancer',
  'colorectalCancer',
  'lungCancer',
  'liverCancer',
  'breastCancer',
  'thyroidCancer',
  'prostateCancer',
];

function entries(life: Life): Entry[] {
  const taken: Entry[] = [];
  for (let entry = life.agenda.next(); entry !== undefined; entry = life.agenda.next()) taken.push(entry);
  return taken;
}

function sexFor(disease: string): 'male' | 'female' {
  return disease === 'breastCancer' ? 'female' : 'male';
}

/** Somebody whose cancer is found half-way through five years, lived through. */
function lived(disease: string, seed: string): PatientChart {
  const life = lifeOf({ age: 62, sex: sexFor(disease), diseases: { [disease]: 2.5 }, seed });
  live(life);
  return chartOf(life);
}

describe('cancers', () => {
  it('are those of the table', () => {
    for (const disease of CANCERS) expect(isCancer(disease)).toBe(true);
    expect(isCancer('hypertension')).toBe(false);
    expect(CANCERS.filter(isOperable)).not.toContain('liverCancer');
  });

  it.each(CANCERS)('%s is found at a visit with a stage, tests and a plan', (disease) => {
    const life = lifeOf({ age: 60, sex: sexFor(disease), diseases: { [disease]: 1 } });
    diagnoseCancer(life, disease, life.end - 365 * DAY);
    const chart = chartOf(life);
    const [condition] = chart.of('Condition');
    expect(condition?.stage?.[0]?.summary?.text).toMatch(/기$/);
    expect(chart.of('DiagnosticReport').length).toBeGreaterThan(2);
    const planned = entries(life);
    expect(planned.some(({ kind }) => kind === 'clinic')).toBe(true);
    for (const entry of planned) expect(entry.at).toBeGreaterThan(life.end - 365 * DAY);
  });

  it('are operated on in a stay, and fade from the markers', () => {
    const life = lifeOf({ age: 60, diseases: { colorectalCancer: 1 } });
    cancerSurgery(life, 'colorectalCancer', life.end - 300 * DAY);
    const chart = chartOf(life);
    expect(chart.of('Procedure').map(({ code }) => code?.text)).toEqual(['결장 부분절제술']);
    expect(chart.of('Encounter').map((one) => one.class.code)).toEqual(['IMP']);
    expect(life.treatments.get('colorectalCancer')?.controlOn(life.end / DAY)).toBeGreaterThan(0.5);
  });

  it('get chemotherapy every three weeks until the last cycle', () => {
    const life = lifeOf({ age: 55, sex: 'female', diseases: { breastCancer: 1 } });
    chemotherapy(life, 'breastCancer', 1, 4, life.end - 200 * DAY);
    const next = life.agenda.next();
    expect(next).toMatchObject({ kind: 'chemotherapy', cycle: 2, cycles: 4 });
    expect((next?.at ?? 0) - (life.end - 200 * DAY)).toBeGreaterThan(20 * DAY);
    chemotherapy(life, 'breastCancer', 4, 4, life.end - 100 * DAY);
    expect(life.agenda.isEmpty).toBe(true);
    const drugs = chartOf(life)
      .of('MedicationRequest')
      .map(({ medicationCodeableConcept }) => codeOf(medicationCodeableConcept));
    expect(drugs).toContain('L01CD02');
    expect(drugs).toContain('A04AA01');
  });

  it('start hormones and thyroxine after the operation, not before it', () => {
    for (const [disease, atc] of [
      ['thyroidCancer', 'H03AA01'],
      ['breastCancer', 'L02BG04'],
    ] as const) {
      for (const seed of ['a', 'b', 'c', 'd']) {
        const chart = lived(disease, seed);
        const operation = chart.of('Procedure').find(({ category }) => category?.coding?.[0]?.code === '1')
          ?.performedPeriod?.start;
        const first = chart
          .of('MedicationRequest')
          .find(({ medicationCodeableConcept }) => codeOf(medicationCodeableConcept) === atc)?.authoredOn;
        if (operation !== undefined && first !== undefined) expect(first > operation, `${disease} ${seed}`).toBe(true);
      }
    }
  });

  it('bring the marker down once treated', () => {
    let compared = 0;
    for (const seed of ['a', 'b', 'c', 'd', 'e']) {
      const markers = lived('colorectalCancer', seed)
        .values('2039-6')
        .map(({ value }) => value);
      if (markers.length < 3) continue;
      compared++;
      expect(markers.at(-1)).toBeLessThan(markers[0] ?? 0);
    }
    expect(compared).toBeGreaterThan(2);
  });
});
