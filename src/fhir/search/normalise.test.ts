import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { initialsOf, nameForms, nameTexts, addressTexts, normaliseText } from './normalise.ts';

describe('text as it is compared', () => {
  it.each([
    ['KIM', 'kim'],
    ['Ärger', 'arger'],
    ['  a   b ', 'a b'],
    ['김 철수', '김철수'],
    ['O’Neil', 'o’neil'],
    ['ﬁn', 'fin'],
    ['İstanbul', 'istanbul'],
  ])('%s', (written, compared) => {
    expect(normaliseText(written)).toBe(compared);
  });

  it('stays as it is when it is compared again', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(normaliseText(normaliseText(text))).toBe(normaliseText(text));
      }),
    );
  });

  it('reads initial consonants, also those that a keyboard joined', () => {
    expect(normaliseText('ㄱㅅ')).toBe(normaliseText('ㄳ'));
    expect(initialsOf('김철수')).toBe(normaliseText('ㄱㅊㅅ'));
    expect(initialsOf('Kim')).toBeUndefined();
    expect(initialsOf('')).toBeUndefined();
  });
});

describe('names', () => {
  it('are found whole in both orders, and by initials', () => {
    const forms = nameForms({ family: '김', given: ['철수'] });
    expect(forms).toEqual(expect.arrayContaining(['김철수', '철수김', normaliseText('ㄱㅊㅅ')]));
    expect(nameForms({ family: 'Lee', given: ['Min', 'Ho'] })).toEqual(['lee min ho', 'min ho lee']);
    expect(nameForms({ text: '남궁민' })).toEqual([normaliseText('ㄴㄱㅁ')]);
    expect(nameForms({})).toEqual([]);
  });

  it('keep every text as it is written', () => {
    expect(nameTexts({ text: 'a', family: 'b', given: ['c', 'd'], prefix: ['e'], suffix: [1, ''] })).toEqual([
      'a',
      'b',
      'c',
      'd',
      'e',
    ]);
    expect(addressTexts({ line: ['1 Road'], city: 'Seoul', postalCode: '04524' })).toEqual([
      '1 Road',
      'Seoul',
      '04524',
    ]);
  });
});
