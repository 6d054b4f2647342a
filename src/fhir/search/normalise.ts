/**
 * How text is compared in search: without case, accents and needless white space, and so that Korean names are found the way
 * people type them: with or without the space, and by their initial consonants (chosung).
 *
 * Source  https://hl7.org/fhir/R4/search.html#string
 * Proof   normalise.test.ts
 */

const PLAIN = /^[\u0021-\u0040\u005b-\u007e]*$/;
const ASCII = /^[\u0020-\u007e]*$/;
const HANGUL = /[\uac00-\ud7a3]/;
const INITIALS_ONLY = /^[\u3131-\u314e\s]+$/;

/** Text as it is compared: lower case, no accents, single spaces, and no spaces at all where it is Korean. */
export function normaliseText(text: string): string {
  if (PLAIN.test(text)) return text;
  if (ASCII.test(text)) return text.toLowerCase().replace(/ {2,}/g, ' ').trim();
  const simple = spelledOut(text).normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFC').toLowerCase();
  const spaced = simple.replace(/\s+/g, ' ').trim();
  return HANGUL.test(spaced) || INITIALS_ONLY.test(text) ? spaced.replaceAll(' ', '') : spaced;
}

const INITIALS = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';
/** Letters that a Korean keyboard joins when two consonants follow each other. */
const JOINED: Readonly<Record<string, string>> = Object.fromEntries(
  'ㄳㄱㅅ ㄵㄴㅈ ㄶㄴㅎ ㄺㄹㄱ ㄻㄹㅁ ㄼㄹㅂ ㄽㄹㅅ ㄾㄹㅌ ㄿㄹㅍ ㅀㄹㅎ ㅄㅂㅅ'
    .split(' ')
    .map((letters) => [letters.slice(0, 1), letters.slice(1)]),
);

function spelledOut(text: string): string {
  return INITIALS_ONLY.test(text) ? text.replace(/./gu, (letter) => JOINED[letter] ?? letter) : text;
}

/** The initial consonants of Korean text, normalised (`김철수` gives those of `ㄱㅊㅅ`); undefined where other letters are in it. */
export function initialsOf(text: string): string | undefined {
  let initials = '';
  for (const letter of text) {
    if (letter === ' ') continue;
    const syllable = letter.charCodeAt(0) - 0xac_00;
    if (syllable < 0 || syllable > 11_171 || letter.length > 1) return undefined;
    initials += INITIALS[Math.floor(syllable / 588)] ?? '';
  }
  return initials === '' ? undefined : normaliseText(initials);
}

/** The parts of a HumanName that hold text. */
export interface NameParts {
  readonly text?: unknown;
  readonly family?: unknown;
  readonly given?: unknown;
  readonly prefix?: unknown;
  readonly suffix?: unknown;
}

/** The parts of an Address that hold text. */
export interface AddressParts {
  readonly text?: unknown;
  readonly line?: unknown;
  readonly city?: unknown;
  readonly district?: unknown;
  readonly state?: unknown;
  readonly postalCode?: unknown;
  readonly country?: unknown;
}

/** Every text of a name as it is written. */
export function nameTexts(name: NameParts): string[] {
  return texts([name.text, name.family, name.given, name.prefix, name.suffix]);
}

/** Every text of an address as it is written. */
export function addressTexts(address: AddressParts): string[] {
  const { text, line, city, district, state, postalCode, country } = address;
  return texts([text, line, city, district, state, postalCode, country]);
}

function texts(values: readonly unknown[]): string[] {
  return values.flat().filter((value) => typeof value === 'string' && value !== '') as string[];
}

/**
 * What else a name is found by, normalised: family and given name together in both orders (without a space where they are
 * Korean), and the initial consonants of each Korean part.
 */
export function nameForms(name: NameParts): string[] {
  const forms: string[] = [];
  const given = texts([name.given]).join(' ');
  if (typeof name.family === 'string' && given !== '') {
    forms.push(normaliseText(`${name.family} ${given}`), normaliseText(`${given} ${name.family}`));
  }
  for (const text of [...nameTexts(name), ...forms]) {
    const initials = HANGUL.test(text) ? initialsOf(text) : undefined;
    if (initials !== undefined) forms.push(initials);
  }
  return [...new Set(forms)];
}
