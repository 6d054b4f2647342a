import { describe, expect, it } from 'vitest';
import { checkDigit, parseGs1 } from '../care/index.ts';
import { PRODUCTS } from './data/products.ts';
import { withCheckDigit } from './gs1.ts';
import { badgeOf } from './hospital/staff.ts';

describe('numbers that are scanned', () => {
  it('end in the check digit that the bedside computes', () => {
    for (const digits of ['880999100001', '0880999100002', '88099912345678901', '0', '9999999999999'])
      expect(withCheckDigit(digits)).toBe(digits + checkDigit(digits));
  });

  it('are read at the bedside', () => {
    const badge = parseGs1(`]d28017${badgeOf({ id: 'demo-nurse' })}`, { asOf: '2026' });
    expect(badge).toMatchObject({ ok: true, facts: { staffGsrn: badgeOf({ id: 'demo-nurse' }) } });
    for (const { gtin } of PRODUCTS) {
      const pack = parseGs1(`]d201${gtin}17271231`, { asOf: '2026' });
      expect(pack, gtin).toMatchObject({ ok: true, facts: { gtin } });
    }
  });
});
