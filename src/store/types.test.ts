import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantFrom, TYPES } from './types.ts';

describe('values from the database', () => {
  it('are instants in milliseconds, over all years that FHIR can write', () => {
    const moments = fc.integer({ min: Date.UTC(1000, 0, 1), max: Date.UTC(9999, 11, 31) });
    fc.assert(
      fc.property(moments, (ms) => {
        const text = new Date(ms).toISOString().replace('T', ' ').replace('Z', '+00');
        expect(instantFrom(text)).toBe(ms);
      }),
    );
  });

  it.each([
    ['2026-11-24 08:15:00+00', Date.UTC(2026, 10, 24, 8, 15)],
    ['2026-11-24 08:15:00.1+00', Date.UTC(2026, 10, 24, 8, 15, 0, 100)],
    ['2026-11-24 08:15:00.123456+00', Date.UTC(2026, 10, 24, 8, 15, 0, 123)],
    ['1969-12-31 23:59:59.999+00', -1],
    ['infinity', Infinity],
    ['-infinity', -Infinity],
  ])('read %s', (text, ms) => {
    expect(instantFrom(text)).toBe(ms);
  });

  it.each(['0044-03-15 00:00:00+00 BC', '10000-01-01 00:00:00+00', '2026-11-24 08:15:00+09'])('refuse %s', (text) => {
    expect(() => instantFrom(text)).toThrow(/outside/);
  });

  it('keep dates and local times as text, and 64-bit numbers as decimal text', () => {
    expect(TYPES.getTypeParser(1082)('2026-11-24')).toBe('2026-11-24');
    expect(TYPES.getTypeParser(1114)('2026-11-24 08:00:00')).toBe('2026-11-24 08:00:00');
    expect(TYPES.getTypeParser(20)('9007199254740993')).toBe('9007199254740993');
  });
});
