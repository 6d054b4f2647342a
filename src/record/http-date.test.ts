import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EpochMs } from '../kernel/index.ts';
import { httpDateOf, momentOfHttpDate } from './http-date.ts';

describe('dates of HTTP', () => {
  it('are written as the platform writes them', () => {
    fc.assert(
      fc.property(fc.integer({ min: -2e12, max: 4e12 }), (moment) => {
        expect(httpDateOf(moment as EpochMs)).toBe(new Date(moment).toUTCString());
      }),
    );
  });

  it('are read back to the second', () => {
    fc.assert(
      fc.property(fc.integer({ min: -2e9, max: 4e9 }), (seconds) => {
        const moment = (seconds * 1000) as EpochMs;
        expect(momentOfHttpDate(httpDateOf(moment))).toBe(moment);
      }),
    );
  });

  it('are ignored where they are none', () => {
    for (const text of [
      '',
      'yesterday',
      '2026-11-24',
      'Tue, 24 Foo 2026 08:00:00 GMT',
      'Tue, 99 Nov 2026 08:00:00 GMT',
    ]) {
      expect(momentOfHttpDate(text)).toBeUndefined();
    }
  });
});
