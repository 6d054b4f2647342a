/**
 * A person at the desk types a name in one of many ways: the right patient must be among those found, and nobody else whose
 * name does not begin that way. Names are made of syllables here, so that the oracle is plain arithmetic on Hangul.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EpochMs } from '../../kernel/index.ts';
import type { Resource } from '../generated/types.ts';
import { matchesSearch } from './match.ts';
import { parseSearch } from './parse.ts';

interface Name {
  readonly family: string;
  readonly given: string;
}

function finds({ family, given }: Name, typed: string, parameter = 'name'): boolean {
  const patient = { resourceType: 'Patient', name: [{ family, given: [given] }] } as unknown as Resource;
  const query = parseSearch('Patient', `${parameter}=${encodeURIComponent(typed)}`);
  return matchesSearch(patient, query, { timeZone: 'Asia/Seoul', now: 0 as EpochMs });
}

const syllable = fc.integer({ min: 0xac00, max: 0xd7a3 }).map((code) => String.fromCharCode(code));
const name: fc.Arbitrary<Name> = fc.record({
  family: fc.oneof(fc.constantFrom('김', '이', '박', '최', '남궁', '황보'), syllable),
  given: fc.array(syllable, { minLength: 1, maxLength: 3 }).map((all) => all.join('')),
});

const CONSONANTS = [...'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ'];
const initials = (text: string): string =>
  [...text].map((one) => CONSONANTS[Math.floor((one.charCodeAt(0) - 0xac00) / 588)] ?? '').join('');

describe('Korean names', () => {
  it('are found however they are typed: whole, with a space, the family, the given name, the beginning of either', () => {
    fc.assert(
      fc.property(name, (one) => {
        const { family, given } = one;
        const ways = [
          family,
          given,
          `${family}${given}`,
          `${family} ${given}`,
          `${family}  ${given} `,
          `${family}${given.slice(0, 1)}`,
        ];
        for (const typed of ways) expect([typed, finds(one, typed)]).toEqual([typed, true]);
      }),
    );
  });

  it('are found by their initial consonants, from the first on', () => {
    fc.assert(
      fc.property(name, (one) => {
        const all = initials(`${one.family}${one.given}`);
        for (let length = 1; length <= all.length; length++)
          expect([all.slice(0, length), finds(one, all.slice(0, length))]).toEqual([all.slice(0, length), true]);
        expect(finds(one, initials(one.given))).toBe(true);
      }),
    );
  });

  it('are found by nothing that is not the beginning of one of them', () => {
    fc.assert(
      fc.property(name, name, (one, other) => {
        const { family, given } = one;
        const typed = `${other.family}${other.given}`;
        const beginnings = [family, given, `${family}${given}`, `${given}${family}`];
        expect(finds(one, typed)).toBe(beginnings.some((whole) => whole.startsWith(typed)));
      }),
    );
  });

  it('differ by one syllable and are another person', () => {
    fc.assert(
      fc.property(name, syllable, (one, wrong) => {
        fc.pre(!one.given.startsWith(wrong));
        expect(finds(one, `${one.family}${wrong}${one.given.slice(1)}`)).toBe(
          `${one.given}${one.family}`.startsWith(`${one.family}${wrong}${one.given.slice(1)}`),
        );
      }),
    );
  });

  it.each([
    ['길동', 'given', true],
    ['홍', 'given', false],
    ['홍', 'family', true],
    ['길', 'family', false],
    ['홍길동', 'family', false],
    ['동', 'name', false],
    ['ㅎㄱㄷ', 'name', true],
    ['ㅎㄱㅅ', 'name', false],
    ['홍ㄱ', 'name', false],
    ['hong', 'name', false],
  ])('홍길동 typed as %s into %s', (typed, parameter, expected) => {
    expect(finds({ family: '홍', given: '길동' }, typed, parameter)).toBe(expected);
  });
});

describe('names in other writings', () => {
  it.each([
    [{ family: 'Müller', given: 'Jürgen' }, 'muller', true],
    [{ family: 'Müller', given: 'Jürgen' }, 'mueller', false],
    [{ family: 'Nguyễn', given: 'Thị' }, 'NGUYEN', true],
    [{ family: "O'Neill", given: 'Siobhán' }, "o'neill siobhan", true],
    [{ family: 'van der Berg', given: 'A' }, 'van  der', true],
    [{ family: 'van der Berg', given: 'A' }, 'berg', false],
    [{ family: '山田', given: '太郎' }, '山田', true],
    [{ family: '山田', given: '太郎' }, '太郎', true],
    [{ family: 'Ａｂｅ', given: 'x' }, 'abe', true],
    [{ family: 'İnan', given: 'x' }, 'inan', true],
  ])('%j typed as %s', (one, typed, expected) => {
    expect(finds(one, typed)).toBe(expected);
  });
});
