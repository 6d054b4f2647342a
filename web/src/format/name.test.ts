import { describe, expect, it } from 'vitest';
import { humanNameText, shownName } from './name.ts';

const KOREAN = { use: 'official' as const, text: '김민준', family: '김', given: ['민준'] };
const LATIN = { use: 'usual' as const, text: 'Kim Min-jun', family: 'Kim', given: ['Min-jun'] };

describe('names', () => {
  it('Hangul without a space, Latin with the family name first', () => {
    expect(humanNameText(KOREAN)).toBe('김민준');
    expect(humanNameText(LATIN)).toBe('Kim, Min-jun');
    expect(humanNameText({ family: '남궁', given: ['민수'] })).toBe('남궁민수');
  });

  it('keeps academic titles and leaves out Mr and Mrs', () => {
    expect(humanNameText({ family: 'Kassulke', given: ['June'], prefix: ['Dr.'] })).toBe('Kassulke, June (Dr.)');
    expect(humanNameText({ family: 'Buckridge', given: ['Amiee', 'Rose'], prefix: ['Mrs.'] })).toBe(
      'Buckridge, Amiee Rose',
    );
  });

  it('uses the text where there are no parts', () => {
    expect(humanNameText({ text: 'Baby of Kim' })).toBe('Baby of Kim');
    expect(humanNameText({})).toBe('');
  });

  it('shows the name of the language and the other beside it', () => {
    expect(shownName([LATIN, KOREAN], 'ko')).toEqual({ primary: '김민준', secondary: 'Kim, Min-jun' });
    expect(shownName([LATIN, KOREAN], 'en')).toEqual({ primary: 'Kim, Min-jun', secondary: '김민준' });
  });

  it('shows the only name there is, once', () => {
    expect(shownName([LATIN], 'ko')).toEqual({ primary: 'Kim, Min-jun', secondary: undefined });
  });

  it('does not show a former name', () => {
    expect(
      shownName(
        [
          { ...LATIN, use: 'old' },
          { family: 'Lee', given: ['Ana'] },
        ],
        'en',
      ).primary,
    ).toBe('Lee, Ana');
  });

  it('cuts no long name', () => {
    const given = ['Uvuvwevwevwe', 'Onyetenyevwe', 'Ugwemuhwem', 'Osas'];
    expect(shownName([{ family: 'Wolfeschlegelsteinhausenbergerdorff', given }], 'en').primary).toContain('Osas');
  });

  it('is empty where no name is recorded', () => {
    expect(shownName(undefined, 'ko').primary).toBe('');
  });
});
