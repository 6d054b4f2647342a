import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CARE } from '../data/care.ts';
import { DISEASES } from '../data/diseases.ts';
import { drugOf } from '../data/drugs.ts';
import { Random } from '../random.ts';
import { Treatment } from './treatment.ts';

const START = 20_000;

function treated(disease: string, adherence = 1): Treatment {
  return new Treatment(disease, START, adherence, new Random(`treatment ${disease}`));
}

describe('Treatment', () => {
  it('does nothing before it is started', () => {
    const treatment = treated('hypertension');
    expect(treatment.started).toBe(false);
    expect(treatment.drugs).toEqual([]);
    expect(treatment.controlOn(START + 500)).toBe(0);
  });

  it('takes hold over weeks, and holds more with each step', () => {
    const treatment = treated('hypertension');
    treatment.advance(START);
    const early = treatment.controlOn(START + 5);
    const settled = treatment.controlOn(START + 300);
    treatment.advance(START + 300);
    expect(settled).toBeGreaterThan(early + 0.2);
    expect(treatment.controlOn(START + 600)).toBeGreaterThan(settled + 0.05);
  });

  it('ends at the last step of its disease', () => {
    const treatment = treated('diabetes');
    for (let day = START; day < START + 3000; day += 100) treatment.advance(day);
    const last = CARE.get('diabetes')?.steps.at(-1) ?? [];
    expect(last).toContainEqual(treatment.drugs);
    treatment.advance(START + 4000);
    expect(last).toContainEqual(treatment.drugs);
  });

  it('keeps one line of drugs through the steps: a sartan stays the same sartan', () => {
    for (let at = 0; at < 20; at++) {
      const treatment = new Treatment('hypertension', START, 1, new Random(`line ${at}`));
      const sartans = new Set<string>();
      for (let day = START; day < START + 1000; day += 200) {
        treatment.advance(day);
        for (const key of treatment.drugs) if (drugOf(key).atc.startsWith('C09')) sartans.add(drugOf(key).atc);
      }
      expect(sartans.size).toBe(1);
    }
  });

  it('works less for those who take less', () => {
    const [keen, lax] = [treated('hypertension', 1), treated('hypertension', 0.72)];
    for (const one of [keen, lax]) one.advance(START);
    expect(keen.controlOn(START + 400)).toBeGreaterThan(lax.controlOn(START + 400));
  });

  it('stays between nothing and everything', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...CARE.keys()),
        fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 12 }),
        (disease, steps) => {
          const treatment = treated(disease, 0.9);
          let day = START;
          for (const step of steps) {
            day += step;
            if (step % 3 === 0) treatment.advance(day);
            const control = treatment.controlOn(day);
            expect(control).toBeGreaterThanOrEqual(0);
            expect(control).toBeLessThanOrEqual(1);
          }
        },
      ),
    );
  });

  it('is already settled for those who bring it along', () => {
    const treatment = treated('diabetes');
    treatment.takeOver(START + 300, 9);
    expect(treatment.started).toBe(true);
    expect(treatment.controlOn(START + 301)).toBeGreaterThan(0.5);
  });
});

describe('the care table', () => {
  it('names diseases, panels, studies and drugs that exist', () => {
    const diseases = new Set(DISEASES.map(({ key }) => key));
    for (const [disease, { steps }] of CARE) {
      expect(diseases.has(disease), disease).toBe(true);
      for (const drug of steps.flat(2)) expect(() => drugOf(drug)).not.toThrow();
    }
  });

  it('offers as many alternatives in each step of a disease', () => {
    for (const [disease, { steps, goal }] of CARE) {
      if (
        goal === undefined ||
        steps.length < 2 ||
        disease === 'hepatitisB' ||
        disease === 'gout' ||
        disease === 'rheumatoidArthritis'
      )
        continue;
      expect(new Set(steps.map(({ length }) => length)).size, disease).toBe(1);
    }
  });
});
