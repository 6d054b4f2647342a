import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from './random.ts';

function draws(random: Random, count: number): number[] {
  return Array.from({ length: count }, () => random.next());
}

describe('Random', () => {
  it('gives the same numbers for the same name, and others for another', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        fc.pre(one !== other);
        expect(draws(new Random(one), 5)).toEqual(draws(new Random(one), 5));
        expect(draws(new Random(one), 5)).not.toEqual(draws(new Random(other), 5));
      }),
    );
  });

  it('keeps a stream as it was, however much was drawn elsewhere', () => {
    const used = new Random('seed');
    draws(used, 100);
    expect(draws(used.stream('names'), 5)).toEqual(draws(new Random('seed').stream('names'), 5));
  });

  it('is uniform: ten bins of a hundred thousand draws, mean and correlation', () => {
    const values = draws(new Random('uniform'), 100_000);
    const bins = Array.from({ length: 10 }, () => 0);
    for (const value of values) bins[Math.floor(value * 10)] = (bins[Math.floor(value * 10)] ?? 0) + 1;
    for (const bin of bins) expect(Math.abs(bin - 10_000)).toBeLessThan(450);
    let together = 0;
    for (let at = 1; at < values.length; at++) together += ((values[at] ?? 0) - 0.5) * ((values[at - 1] ?? 0) - 0.5);
    expect(Math.abs(together / values.length / (1 / 12))).toBeLessThan(0.02);
  });

  it('draws whole numbers within both bounds, and reaches both', () => {
    const random = new Random('whole');
    const seen = new Set(Array.from({ length: 500 }, () => random.whole(3, 6)));
    expect(seen).toEqual(new Set([3, 4, 5, 6]));
  });

  it('is normal where asked: mean, spread and tails', () => {
    const random = new Random('normal');
    const values = Array.from({ length: 50_000 }, () => random.normal(10, 2));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    expect(mean).toBeCloseTo(10, 1);
    expect(spread).toBeCloseTo(2, 1);
    expect(values.filter((value) => value > 14).length / values.length).toBeGreaterThan(0.018);
    expect(values.filter((value) => value > 14).length / values.length).toBeLessThan(0.028);
  });

  it('picks as often as weights say', () => {
    const random = new Random('weights');
    const picked = Array.from({ length: 20_000 }, () => random.weighted(['a', 'b'], (item) => (item === 'a' ? 1 : 3)));
    expect(picked.filter((item) => item === 'b').length / 20_000).toBeCloseTo(0.75, 1);
  });
});
