/**
 * What is typed, letter by letter, against Korean and Latin names: initial consonants, half-typed syllables, any case.
 *
 * A Korean keyboard shows `셒` on the way to `세프`: the last syllable that was typed matches as it is, as the beginning of a longer one, and with
 * its final consonant as the beginning of the next.
 *
 * Proof   hangul.test.ts
 */

const INITIALS = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';
const FINALS = ['', ...'ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ'];
const FIRST = 0xac_00;
const SYLLABLES = 11_172;
const PER_INITIAL = 588;
const PER_VOWEL = 28;
/** Letters that a Korean keyboard joins when two consonants follow each other. */
const JOINED = new Map(
  'ㄳㄱㅅ ㄵㄴㅈ ㄶㄴㅎ ㄺㄹㄱ ㄻㄹㅁ ㄼㄹㅂ ㄽㄹㅅ ㄾㄹㅌ ㄿㄹㅍ ㅀㄹㅎ ㅄㅂㅅ'
    .split(' ')
    .map((one) => [one.slice(0, 1), one.slice(1)]),
);

function placeOf(letter: string | undefined): number | undefined {
  const place = (letter?.charCodeAt(0) ?? 0) - FIRST;
  return place >= 0 && place < SYLLABLES ? place : undefined;
}

/** The initial consonant of a syllable; undefined for other letters. */
export function initialOf(letter: string | undefined): string | undefined {
  const place = placeOf(letter);
  return place === undefined ? undefined : INITIALS[Math.floor(place / PER_INITIAL)];
}

/** The initial consonants of a Korean name; undefined where there is no Hangul in it. */
export function initialsOf(name: string): string | undefined {
  const initials = [...name].flatMap((letter) => initialOf(letter) ?? []).join('');
  return initials === '' ? undefined : initials;
}

/** Text as it is compared: small letters, composed, without spaces and signs between words. */
export function plainText(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s·,()[\]/-]+/g, '');
}

/** What was typed, as it is compared: joined consonants apart. */
export function typedText(typed: string): string {
  return [...plainText(typed)].map((letter) => JOINED.get(letter) ?? letter).join('');
}

/** Does `typed` stand in `name` from `at` on? Both plain. */
function matchesAt(name: string, typed: string, at: number): boolean {
  for (let n = 0; n < typed.length; n += 1) {
    const [wanted, found] = [typed[n] ?? '', name[at + n]];
    if (found === undefined) return false;
    if (wanted === found || (INITIALS.includes(wanted) && initialOf(found) === wanted)) continue;
    return n === typed.length - 1 && beginsLike(wanted, found, name[at + n + 1]);
  }
  return true;
}

function beginsLike(wanted: string, found: string, next: string | undefined): boolean {
  const [typed, there] = [placeOf(wanted), placeOf(found)];
  if (typed === undefined || there === undefined) return false;
  const [open, final] = [typed - (typed % PER_VOWEL), FINALS[typed % PER_VOWEL] ?? ''];
  if (open !== there - (there % PER_VOWEL)) return false;
  return final === '' || (there % PER_VOWEL === 0 && initialOf(next) === final);
}

/** Where `typed` stands in `name` first; undefined where it does not. Both plain. */
export function placeIn(name: string, typed: string): number | undefined {
  for (let at = 0; at + typed.length <= name.length + 1; at += 1) if (matchesAt(name, typed, at)) return at;
  return undefined;
}
