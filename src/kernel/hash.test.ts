import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalHash, hash64, hashOf, hashText } from './hash.ts';

describe('hash64', () => {
  it('is stored, so its values never change', () => {
    expect(hashText('')).toBe('5227514475777527171');
    expect(hashText('abc')).toBe('8832115192541318285');
    expect(hashText('Patient/1')).toBe(hashText('Patient/1'));
    expect(hashText('김철수')).not.toBe(hashText('김철숙'));
  });

  it('fits a signed 64-bit column and says the same in both forms', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { high, low } = hash64(text);
        const number = BigInt(hashText(text));
        expect(number >= -(2n ** 63n) && number < 2n ** 63n).toBe(true);
        expect(BigInt.asUintN(64, number)).toBe((BigInt(high) << 32n) | BigInt(low));
      }),
    );
  });

  it('of texts in a row is that of the whole', () => {
    const text = fc.string({ unit: 'binary', maxLength: 12 });
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), (parts) => {
        const [first = '', ...rest] = parts;
        const hash = hashOf(first, ...(rest as [string, string, string, string]));
        expect(decimalHash(hash)).toBe(hashText(parts.join('')));
        expect([hash.high | 0, hash.low | 0]).toEqual([hash.high, hash.low]);
      }),
    );
  });

  it('has no collision among a million search tokens that differ little', () => {
    const seen = new Set<bigint>();
    for (let n = 0; n < 1_000_000; n++) {
      const { high, low } = hash64(`Observation.code|http://loinc.org|${n}-${n % 10}`);
      seen.add((BigInt(high) << 32n) | BigInt(low));
    }
    expect(seen.size).toBe(1_000_000);
  });

  it('spreads: every bit is set about half of the time', () => {
    const counts = new Array<number>(64).fill(0);
    const total = 20_000;
    for (let n = 0; n < total; n++) {
      const { high, low } = hash64(`Patient/${n}`);
      for (let bit = 0; bit < 32; bit++) {
        counts[bit] = (counts[bit] ?? 0) + ((low >>> bit) & 1);
        counts[bit + 32] = (counts[bit + 32] ?? 0) + ((high >>> bit) & 1);
      }
    }
    for (const count of counts) expect(Math.abs(count / total - 0.5)).toBeLessThan(0.02);
  });
});
