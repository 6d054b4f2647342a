import { describe, expect, it } from 'vitest';
import { drugOf } from '../data/drugs.ts';
import { childDrug } from './child-dose.ts';

describe('drugs for children', () => {
  it('are the adults’ from twelve on', () => {
    expect(childDrug(drugOf('acetaminophen'), 12, 40)).toBe(drugOf('acetaminophen'));
  });

  it('are syrups by weight, up to a limit', () => {
    expect(childDrug(drugOf('acetaminophen'), 3, 14)).toMatchObject({ key: 'acetaminophenSyrup', dose: 5.5 });
    expect(childDrug(drugOf('acetaminophen'), 11, 60)?.dose).toBe(15);
    expect(childDrug(drugOf('amoxiclav'), 1, 10)?.dose).toBe(4.5);
  });

  it('give 10 to 15 mg of paracetamol for each kilogram', () => {
    for (const weight of [8, 12, 20, 30]) {
      const milligrams = (childDrug(drugOf('acetaminophen'), 5, weight)?.dose ?? 0) * 32;
      expect(milligrams / weight).toBeGreaterThan(10);
      expect(milligrams / weight).toBeLessThan(15);
    }
  });

  it('are a share of the adult dose where injected', () => {
    expect(childDrug(drugOf('ceftriaxone'), 5, 18)?.dose).toBe(0.3);
    expect(childDrug(drugOf('saline'), 2, 12)?.dose).toBe(200);
  });

  it('are not given where there is no form for children', () => {
    expect(childDrug(drugOf('amlodipine5'), 4, 16)).toBeUndefined();
    expect(childDrug(drugOf('levocetirizine'), 1, 10)).toBeUndefined();
    expect(childDrug(drugOf('levocetirizine'), 6, 20)).toBeDefined();
  });
});
