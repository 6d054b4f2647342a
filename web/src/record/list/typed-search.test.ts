import { describe, expect, it } from 'vitest';
import { escaped, typedSearches } from './typed-search.ts';

const NOW = Date.parse('2026-11-24T09:00:00Z');

describe('what is typed to find a patient', () => {
  it.each([
    ['김민준', [{ name: ['김민준'] }]],
    ['ㄱㅁㅈ', [{ name: ['ㄱㅁㅈ'] }]],
    ['Kim Min-jun', [{ name: ['Kim', 'Min-jun'] }]],
    ['Buckridge, Amiee', [{ name: ['Buckridge', 'Amiee'] }]],
    ['1958-03-05', [{ birthdate: '1958-03-05' }]],
    ['5 Mar 1958', [{ birthdate: '1958-03-05' }]],
    ['00012345', [{ identifier: '00012345' }]],
    ['A-1234', [{ identifier: 'A-1234' }]],
    ['   ', []],
  ])('%s', (typed, searches) => {
    expect(typedSearches(typed, NOW)).toEqual(searches);
  });

  it('digits that may be a date or a number are looked for as both', () => {
    expect(typedSearches('580305', NOW)).toEqual([{ birthdate: '1958-03-05' }, { identifier: '580305' }]);
    expect(typedSearches('19580305', NOW)).toEqual([{ birthdate: '1958-03-05' }, { identifier: '19580305' }]);
  });

  it('Hangul typed in pieces is put together', () => {
    expect(typedSearches('김'.normalize('NFD'), NOW)).toEqual([{ name: ['김'] }]);
  });

  it('signs of the search language mean themselves', () => {
    expect(escaped('a,b|c$d\\e')).toBe('a\\,b\\|c\\$d\\\\e');
    expect(typedSearches('x|1', NOW)).toEqual([{ identifier: 'x\\|1' }]);
  });
});
