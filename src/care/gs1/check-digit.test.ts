import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDigit, checkPair, hasCheckDigit, hasCheckPair } from './check-digit.ts';

const digits = fc.stringMatching(/^\d{1,20}$/);

describe('check digits', () => {
  it('are those of published numbers', () => {
    expect(hasCheckDigit('08806411123459')).toBe(true);
    expect(checkDigit('629104150021')).toBe('3');
  });

  it('notice every single wrong digit', () => {
    fc.assert(
      fc.property(digits, fc.nat(19), fc.integer({ min: 1, max: 9 }), (text, place, shift) => {
        const whole = text + checkDigit(text);
        const at = place % whole.length;
        const wrong = (Number(whole[at]) + shift) % 10;
        expect(hasCheckDigit(whole)).toBe(true);
        expect(hasCheckDigit(`${whole.slice(0, at)}${wrong}${whole.slice(at + 1)}`)).toBe(false);
      }),
    );
  });

  it('are no check digits where there are no digits', () => {
    for (const text of ['', '1', 'A', '12X4', '１２']) expect(hasCheckDigit(text)).toBe(false);
  });
});

describe('check pairs', () => {
  it('are that of the published model number', () => {
    expect(checkPair('1987654Ad4X4bL5ttr2310c')).toBe('2K');
    expect(hasCheckPair('1987654Ad4X4bL5ttr2310c2K')).toBe(true);
  });

  it('notice changed, short and overlong texts', () => {
    for (const text of ['1987654Ad4X4bL5ttr2310c2L', '2K', '', `${'1'.repeat(30)}2K`])
      expect(hasCheckPair(text)).toBe(false);
  });
});
