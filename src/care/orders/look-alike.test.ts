import { describe, expect, it } from 'vitest';
import { markedParts, tallParts } from './look-alike.ts';

const strong = (parts: readonly { text: string; strong: boolean }[]) =>
  parts.filter((part) => part.strong).map(({ text }) => text);

describe('names that are taken for each other', () => {
  it('have tall letters in English, whatever the case they come in', () => {
    expect(strong(tallParts('Dobutamine'))).toEqual(['DOBUT']);
    expect(
      tallParts('Dobutamine')
        .map(({ text }) => text)
        .join('')
        .toLowerCase(),
    ).toBe('dobutamine');
    expect(strong(tallParts('paracetamol'))).toEqual([]);
  });

  it('have the syllables marked that differ in Korean, and no letter is lost', () => {
    expect(strong(markedParts('도파민'))).toEqual(['파']);
    expect(strong(markedParts('도부타민'))).toEqual(['부타']);
    expect(strong(markedParts('시스플라틴'))).toEqual(['시스']);
    for (const name of ['세프트리악손 주사', '메트포르민', '트라조돈', '와파린'])
      expect(
        markedParts(name)
          .map(({ text }) => text)
          .join(''),
      ).toBe(name);
    expect(strong(markedParts('와파린'))).toEqual([]);
  });
});
