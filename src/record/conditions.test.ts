import { describe, expect, it } from 'vitest';
import type { EpochMs } from '../kernel/index.ts';
import { demandMatch, etagOf, isKnown } from './conditions.ts';

const refused = (work: () => void): string => {
  try {
    work();
    return 'allowed';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('If-Match', () => {
  it.each([
    ['W/"3"', 3, 'allowed'],
    ['"3"', 3, 'allowed'],
    ['3', 3, 'allowed'],
    ['W/"2", W/"3"', 3, 'allowed'],
    ['*', 3, 'allowed'],
    ['W/"2"', 3, 'record.version-conflict'],
    ['W/"33"', 3, 'record.version-conflict'],
    ['*', undefined, 'record.version-conflict'],
    ['', 3, 'record.version-conflict'],
  ])('%s against version %s is %s', (ifMatch, current, result) => {
    expect(refused(() => demandMatch({ ifMatch }, current))).toBe(result);
  });
});

describe('If-None-Match of a change', () => {
  it.each([
    ['*', 3, 'record.exists'],
    ['*', undefined, 'allowed'],
    ['W/"3"', 3, 'record.exists'],
    ['W/"2"', 3, 'allowed'],
  ])('%s against version %s is %s', (ifNoneMatch, current, result) => {
    expect(refused(() => demandMatch({ ifNoneMatch }, current))).toBe(result);
  });
});

describe('conditions of a read', () => {
  const ts = 784_111_777_500 as EpochMs; // half a second after Sun, 06 Nov 1994 08:49:37 GMT

  it('know the version by its tag, which is stronger than a date', () => {
    expect(isKnown({ ifNoneMatch: etagOf(2) }, 2, ts)).toBe(true);
    expect(isKnown({ ifNoneMatch: '*' }, 2, ts)).toBe(true);
    expect(isKnown({ ifNoneMatch: etagOf(1), ifModifiedSince: 'Sun, 06 Nov 1994 08:49:37 GMT' }, 2, ts)).toBe(false);
  });

  it('compare dates by whole seconds, as HTTP writes them', () => {
    expect(isKnown({ ifModifiedSince: 'Sun, 06 Nov 1994 08:49:37 GMT' }, 2, ts)).toBe(true);
    expect(isKnown({ ifModifiedSince: 'Sun, 06 Nov 1994 08:49:36 GMT' }, 2, ts)).toBe(false);
    expect(isKnown({ ifModifiedSince: 'nonsense' }, 2, ts)).toBe(false);
    expect(isKnown({}, 2, ts)).toBe(false);
  });
});
