import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutResidentNumbers } from './query-text.ts';

const STRUCK = '******-*******';

describe('resident registration numbers', () => {
  it.each([
    '900101-1234567',
    '9001011234567',
    '900101%2D1234567',
    '900101%2d1234567',
    '900101 1234567',
    '900101%201234567',
    '900101+1234567',
    '000229-4123456',
    '851231-8123456',
  ])('%s is struck out wherever it stands', (number) => {
    expect(withoutResidentNumbers(number)).toBe(STRUCK);
    expect(withoutResidentNumbers(`identifier=urn:rrn|${number}&name=kim`)).toBe(
      `identifier=urn:rrn|${STRUCK}&name=kim`,
    );
    expect(withoutResidentNumbers(`주민번호${number}입니다`)).toBe(`주민번호${STRUCK}입니다`);
  });

  it('are struck out every one', () => {
    expect(withoutResidentNumbers('900101-1234567,880808-2345678')).toBe(`${STRUCK},${STRUCK}`);
  });

  it.each([
    ['no month', '901301-1234567'],
    ['no month', '900001-1234567'],
    ['no day', '900132-1234567'],
    ['no day', '900100-1234567'],
    ['no century', '900101-9234567'],
    ['no century', '900101-0234567'],
    ['too short', '900101-123456'],
    ['too long', '900101-12345678'],
    ['part of a longer number', '1900101-1234567'],
    ['a time', '2026-03-01T10:00:00'],
    ['a telephone', '010-1234-5678'],
    ['a barcode', '08801234567893'],
  ])('what is none stays (%s): %s', (_why, text) => {
    expect(withoutResidentNumbers(text)).toBe(text);
  });

  it('of every birthday and kind never get through', () => {
    const two = (most: number) => fc.integer({ min: 1, max: most }).map((one) => String(one).padStart(2, '0'));
    const number = fc.tuple(
      fc.integer({ min: 0, max: 99 }).map((one) => String(one).padStart(2, '0')),
      two(12),
      two(31),
      fc.constantFrom('', '-', '%2D', '+', ' '),
      fc.integer({ min: 1, max: 8 }).map(String),
      fc.integer({ min: 0, max: 999_999 }).map((one) => String(one).padStart(6, '0')),
    );
    fc.assert(
      fc.property(number, fc.constantFrom('', '|', 'a=', '가'), (parts, before) => {
        expect(withoutResidentNumbers(`${before}${parts.join('')}&x`)).toBe(`${before}${STRUCK}&x`);
      }),
    );
  });
});
