/**
 * How names sound: what `phonetic` compares. Latin words by Soundex; Korean syllables without the differences that are not
 * heard or not kept apart in names (tense and aspirated consonants, ㅐ and ㅔ, ㄹ ㄴ ㅇ at the front).
 *
 * Source  https://hl7.org/fhir/R4/patient.html#search (phonetic: "some kind of phonetic matching algorithm");
 *         Soundex as the US National Archives describe it
 * Proof   phonetic.test.ts
 */
import { writtenTexts } from './elements.ts';
import { normaliseText } from './normalise.ts';

const DIGITS = new Map([...'bfpv'].map((letter) => [letter, '1']));
for (const letter of 'cgjkqsxz') DIGITS.set(letter, '2');
for (const letter of 'dt') DIGITS.set(letter, '3');
for (const letter of 'mn') DIGITS.set(letter, '5');
DIGITS.set('l', '4').set('r', '6');

/** The sounds of the words of a text, each once. */
export function soundsOf(text: string): string[] {
  const words = text.split(/[\s,.\-'’]+/).map(normaliseText);
  return [...new Set(words.map(soundOf).filter((sound) => sound !== ''))];
}

/** The sounds of an element of a name. */
export function nameSounds(value: unknown, type: string): string[] {
  return [...new Set(writtenTexts(value, type).flatMap(soundsOf))];
}

function soundOf(word: string): string {
  if (/^[a-z]+$/.test(word)) return soundex(word);
  return /^[\uac00-\ud7a3]+$/.test(word) ? [...word].map(syllableSound).join('') : word;
}

/** First letter and three digits; equal digits beside each other, or with h or w between, count once. */
function soundex(word: string): string {
  let code = word.slice(0, 1);
  let last = DIGITS.get(code);
  for (const letter of word.slice(1)) {
    const digit = DIGITS.get(letter);
    if (digit !== undefined && digit !== last) code += digit;
    if (letter !== 'h' && letter !== 'w') last = digit;
  }
  return code.padEnd(4, '0').slice(0, 4);
}

const INITIALS = [...'ㄱㄱㅇㄷㄷㅇㅁㅂㅂㅅㅅㅇㅈㅈㅈㄱㄷㅂㅎ'];
/** Vowels by their place: ㅐ as ㅔ, ㅒ as ㅖ, ㅙ and ㅚ as ㅞ. */
const VOWELS = [0, 5, 2, 7, 4, 5, 6, 7, 8, 9, 15, 15, 12, 13, 14, 15, 16, 17, 18, 19, 20];

function syllableSound(syllable: string): string {
  const at = syllable.charCodeAt(0) - 0xac_00;
  const vowel = VOWELS[Math.floor((at % 588) / 28)] ?? 0;
  return `${INITIALS[Math.floor(at / 588)] ?? ''}${vowel.toString(36)}${(at % 28).toString(36)}`;
}
