import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { initialsOf, placeIn, plainText, typedText } from './hangul.ts';

const finds = (name: string, typed: string) => placeIn(plainText(name), typedText(typed));

describe('what is typed', () => {
  it('is found by initial consonants, also where the keyboard joins them', () => {
    expect(finds('세프트리악손', 'ㅅㅍㅌ')).toBe(0);
    expect(finds('아세트아미노펜', 'ㅁㄴㅍ')).toBe(4);
    expect(finds('박서아', 'ㅄㅇ')).toBe(0);
    expect(finds('세프트리악손', 'ㅅㅌ')).toBeUndefined();
  });

  it('is found at every moment of typing', () => {
    for (const typed of [
      'ㅅ',
      '세',
      '셒',
      '세프',
      '세픝',
      '세프트',
      '세프틀',
      '세프트리',
      '세프트링',
      '세프트리아',
      '세프트리악',
    ])
      expect(finds('세프트리악손', typed), typed).toBe(0);
    expect(finds('세프트리악손', '셉')).toBeUndefined();
  });

  it('is found in Latin letters whatever their case, spaces and signs', () => {
    expect(finds('C-reactive protein', 'crea')).toBe(0);
    expect(finds('Sodium Chloride', 'sodiumch')).toBe(0);
  });

  it('is found by every part of itself (property)', () => {
    const name = fc.array(fc.constantFrom(...'가나다라마세프트리악손아미노펜'), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(name, fc.nat(7), fc.nat(8), (letters, from, length) => {
        const part = letters.slice(from, from + length + 1).join('');
        const initials = initialsOf(part);
        if (part === '' || initials === undefined) return;
        expect(finds(letters.join(''), part)).toBeDefined();
        expect(finds(letters.join(''), initials)).toBeDefined();
      }),
    );
  });
});
