import { describe, expect, it } from 'vitest';
import { ageText } from './age.ts';

const at = new Date(2026, 10, 24).getTime();

describe('age', () => {
  it.each([
    ['2026-11-24', '생후 0일', '0 days'],
    ['2026-11-23', '생후 1일', '1 day'],
    ['2026-10-28', '생후 27일', '27 days'],
    ['2026-10-24', '1개월', '1 month'],
    ['2026-05-25', '5개월', '5 months'],
    ['2024-11-25', '23개월', '23 months'],
    ['2024-11-24', '2세', '2 y'],
    ['1958-11-24', '68세', '68 y'],
    ['1958-11-25', '67세', '67 y'],
    ['1958-11', '약 68세', 'about 68 y'],
    ['1958', '약 68세', 'about 68 y'],
  ])('born %s', (born, ko, en) => {
    expect(ageText(born, at, 'ko')).toBe(ko);
    expect(ageText(born, at, 'en')).toBe(en);
  });

  it('is not said where it is not known or not possible', () => {
    expect(ageText(undefined, at, 'ko')).toBe('');
    expect(ageText('2027-01-01', at, 'en')).toBe('');
  });

  it('turns on the birthday, not before', () => {
    expect(ageText('2000-02-29', new Date(2025, 1, 28).getTime(), 'en')).toBe('24 y');
    expect(ageText('2000-02-29', new Date(2025, 2, 1).getTime(), 'en')).toBe('25 y');
  });
});
