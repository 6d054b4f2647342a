/**
 * Korean in Latin letters by the Revised Romanization.
 *
 * `romanise` writes a word with the sound changes that the rules demand between syllables (ㄹ and nasal assimilation,
 * linking, aspiration). Given names are written syllable by syllable, since the rules do not show sound changes in names.
 * Family names of which everybody in Korea knows one customary form (Kim, Lee, Park, …) keep it.
 *
 * Source  Revised Romanization of Korean (Ministry of Culture and Tourism notice 2000-8), articles 2 and 3
 * Proof   romanise.test.ts
 */

const LEADS = ['g', 'kk', 'n', 'd', 'tt', 'r', 'm', 'b', 'pp', 's', 'ss', '', 'j', 'jj', 'ch', 'k', 't', 'p', 'h'];
const VOWELS = 'a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i'.split(' ');
/** Final consonants: at the end of a word or before a consonant. */
const TAILS = ' k k k n n n t l k m l l l p l m p p t t ng t t k t p t'.split(' ');
/** Final consonants before a vowel: what stays, and what moves over. */
const LINKED: Readonly<Record<number, string>> = {
  1: 'g',
  2: 'kk',
  3: 'ks',
  4: 'n',
  5: 'nj',
  6: 'n',
  7: 'd',
  8: 'r',
  9: 'lg',
  10: 'lm',
  11: 'lb',
  12: 'ls',
  13: 'lt',
  14: 'lp',
  15: 'r',
  16: 'm',
  17: 'b',
  18: 'bs',
  19: 's',
  20: 'ss',
  21: 'ng',
  22: 'j',
  23: 'ch',
  24: 'k',
  25: 't',
  26: 'p',
  27: '',
};
const FIRST = 0xac_00;
const SILENT = 11;

/** Customary forms of the most common family names. */
const FAMILY: Readonly<Record<string, string>> = {
  김: 'Kim',
  이: 'Lee',
  박: 'Park',
  최: 'Choi',
  강: 'Kang',
  조: 'Cho',
  윤: 'Yoon',
  임: 'Lim',
  오: 'Oh',
  신: 'Shin',
  권: 'Kwon',
  안: 'Ahn',
  유: 'Yoo',
  전: 'Jeon',
  고: 'Ko',
  문: 'Moon',
  손: 'Son',
  배: 'Bae',
  백: 'Baek',
  허: 'Heo',
  노: 'Noh',
  심: 'Shim',
  구: 'Koo',
  우: 'Woo',
};

interface Syllable {
  readonly lead: number;
  readonly vowel: number;
  readonly tail: number;
}

function syllableOf(char: string): Syllable | undefined {
  const at = char.charCodeAt(0) - FIRST;
  if (at < 0 || at >= 11_172) return undefined;
  return { lead: Math.floor(at / 588), vowel: Math.floor((at % 588) / 28), tail: at % 28 };
}

/** A word or phrase, with sound changes; what is not Hangul stays. */
export function romanise(text: string): string {
  const chars = [...text];
  return chars.map((char, at) => romaniseAt(char, chars[at - 1], chars[at + 1])).join('');
}

function romaniseAt(char: string, before: string | undefined, after: string | undefined): string {
  const here = syllableOf(char);
  if (here === undefined) return char;
  const next = after === undefined ? undefined : syllableOf(after);
  const previous = before === undefined ? undefined : syllableOf(before);
  const lead = previous === undefined ? (LEADS[here.lead] ?? '') : leadAfter(previous.tail, here.lead);
  return lead + (VOWELS[here.vowel] ?? '') + tailBefore(here.tail, next);
}

/** How an initial consonant is written after a final one. */
function leadAfter(tail: number, lead: number): string {
  const sound = TAILS[tail] ?? '';
  const plain = LEADS[lead] ?? '';
  if (plain === 'r') return afterWhichR(sound);
  if (plain === 'n' && sound === 'l') return 'l';
  if (plain === 'h' && aspirated(tail) !== undefined) return aspirated(tail) ?? '';
  if (isH(tail)) return { g: 'k', d: 't', j: 'ch' }[plain] ?? plain;
  return plain;
}

function afterWhichR(sound: string): string {
  if (sound === 'l' || sound === 'n') return 'l';
  return sound === '' ? 'r' : 'n';
}

/** ㅎ after ㄷ or ㅈ sounds as one aspirated consonant (nouns keep ㄱㅎ, ㅂㅎ apart). */
function aspirated(tail: number): string | undefined {
  return { 7: 't', 22: 'ch' }[tail];
}

function isH(tail: number): boolean {
  return tail === 27 || tail === 6 || tail === 15;
}

/** How a final consonant is written before the next syllable. */
function tailBefore(tail: number, next: Syllable | undefined): string {
  if (tail === 0) return '';
  const sound = TAILS[tail] ?? '';
  if (next === undefined) return sound;
  if (next.lead === SILENT) return LINKED[tail] ?? sound;
  const lead = LEADS[next.lead] ?? '';
  if (lead === 'h' && aspirated(tail) !== undefined) return '';
  if (isH(tail) && ['g', 'd', 'j'].includes(lead)) return { 6: 'n', 15: 'l' }[tail] ?? '';
  if (lead === 'r') return { k: 'ng', t: 'n', p: 'm', n: 'l' }[sound] ?? sound;
  if (lead === 'n' || lead === 'm') return { k: 'ng', t: 'n', p: 'm' }[sound] ?? sound;
  return sound;
}

/** A given name: each syllable by itself, joined by a hyphen, the first letter large (`Seo-yeon`). */
export function romaniseGiven(given: string): string {
  return capital([...given].map((char) => romanise(char)).join('-'));
}

/** A family name in its customary form, otherwise by the rules. */
export function romaniseFamily(family: string): string {
  return FAMILY[family] ?? capital(romanise(family));
}

/** A place name, the first letter large. */
export function romanisePlace(name: string): string {
  return capital(romanise(name));
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
