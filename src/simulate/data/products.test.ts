import { describe, expect, it } from 'vitest';
import { parseGs1 } from '../../care/index.ts';
import { DRUGS, type Drug } from './drugs.ts';
import { doseInMass, productFor, PRODUCTS } from './products.ts';

const drug = (key: string): Drug => {
  const found = DRUGS.find((one) => one.key === key);
  if (found === undefined) throw new Error(`no drug ${key}`);
  return found;
};
const dose = (key: string, more: Partial<Drug> = {}): string => {
  const { value, unit } = doseInMass({ ...drug(key), ...more });
  return `${value} ${unit}`;
};

describe('products', () => {
  it('have a code each that no other has and a scanner reads', () => {
    expect(new Set(PRODUCTS.map(({ gtin }) => gtin)).size).toBe(PRODUCTS.length);
    expect(new Set(PRODUCTS.map(({ id }) => id)).size).toBe(PRODUCTS.length);
    for (const { gtin } of PRODUCTS) expect(parseGs1(`]d201${gtin}`, { asOf: '2026' }).ok, gtin).toBe(true);
  });

  it('have ids that FHIR takes', () => {
    for (const { id } of PRODUCTS) expect(id).toMatch(/^[A-Za-z0-9\-.]{1,64}$/);
  });

  it('mark what kills by a slip: insulin, heparin, potassium into a vein', () => {
    for (const { drug: one, highAlert } of PRODUCTS)
      if (/^(A10A|B01AB01|N02AA01)/.test(one.atc) && ['iv', 'sc'].includes(one.route))
        expect(highAlert, one.key).toBe(true);
    expect(productFor(drug('amlodipine5')).highAlert).toBe(false);
  });

  it('know each other where they look alike, from both sides', () => {
    const byKey = new Map(PRODUCTS.map((one) => [one.drug.key, one]));
    const pairs = PRODUCTS.flatMap(({ drug: { key }, lookAlikes }) => lookAlikes.map((other) => [key, other] as const));
    expect(pairs.length).toBeGreaterThan(0);
    for (const [one, other] of pairs) expect(byKey.get(other)?.lookAlikes, `${one} and ${other}`).toContain(one);
  });

  it('that the table does not have are refused', () => {
    expect(() => productFor({ ...drug('amlodipine5'), key: 'unobtainium' })).toThrow(RangeError);
  });
});

describe('a dose in the unit of its product', () => {
  it.each<[string, Partial<Drug>, string]>([
    ['amlodipine5', {}, '5 mg'],
    ['amlodipine5', { dose: 2 }, '10 mg'],
    ['amlodipine5', { dose: 0.5 }, '2.5 mg'],
    ['digoxin', {}, '0.125 mg'],
    ['digoxin', { dose: 0.5 }, '0.0625 mg'],
    ['furosemideIv', {}, '40 mg'],
    ['enoxaparin', {}, '40 mg'],
    ['heparin', {}, '5000 [IU]'],
  ])('%s %j is %s', (key, more, written) => {
    expect(dose(key, more)).toBe(written);
  });

  it('is a positive amount for every drug, in a unit that is one', () => {
    for (const one of DRUGS) {
      const { value, unit } = doseInMass(one);
      expect(value, one.key).toBeGreaterThan(0);
      expect(unit, one.key).not.toBe('');
    }
  });

  it('is what so many packs hold: twice the units are twice the amount', () => {
    for (const one of DRUGS) {
      const [single, double] = [doseInMass(one), doseInMass({ ...one, dose: one.dose * 2 })];
      expect(double.unit).toBe(single.unit);
      expect(double.value / single.value, one.key).toBeCloseTo(2, 2);
    }
  });
});
