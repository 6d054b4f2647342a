import { describe, expect, it } from 'vitest';
import { canonicalBounds } from './canonical.ts';
import { UCUM } from './elements.ts';
import type { QuantityValue } from './query.ts';

function value(text: string, low: number, high: number, code: string | undefined, system = UCUM): QuantityValue {
  return {
    kind: 'quantity',
    number: { kind: 'number', prefix: 'eq', value: Number(text), low, high, text },
    system,
    code,
  };
}

describe('quantities of a search', () => {
  it('come to one unit with their precision', () => {
    const milligrams = canonicalBounds(value('5.0', 4.95, 5.05, 'mg'));
    const grams = canonicalBounds(value('0.005', 0.0045, 0.0055, 'g'));
    expect(milligrams?.unit).toBe(grams?.unit);
    expect(milligrams?.number.value).toBeCloseTo(grams?.number.value ?? 0, 12);
    expect(milligrams?.number.low).toBeCloseTo(0.00495, 12);
  });

  it('have none without a UCUM unit', () => {
    expect(canonicalBounds(value('5', 4.5, 5.5, undefined))).toBeUndefined();
    expect(canonicalBounds(value('5', 4.5, 5.5, 'tablets'))).toBeUndefined();
    expect(canonicalBounds(value('5', 4.5, 5.5, 'mg', 'urn:other'))).toBeUndefined();
  });

  it('read a sign', () => {
    expect(canonicalBounds(value('+5', 4.5, 5.5, 'g'))?.number.value).toBe(5);
  });
});
