/**
 * Names of people as they are said: 김민준 in Hangul without a space, "Kim, Min-jun" and "Buckridge, Amiee" in Latin letters
 * with the family name first, so that no given name is taken for a family name. Nothing is cut.
 *
 * Source  https://hl7.org/fhir/R4/datatypes.html#HumanName
 * Proof   name.test.ts
 */
import type { HumanName } from '../fhir/types.ts';
import { hasHangul, type Language } from './language.ts';

/** A name as one line of text; empty where it has no part. */
export function humanNameText(name: HumanName): string {
  const { family = '', given = [], prefix = [], suffix = [], text } = name;
  const first = given.filter(Boolean).join(' ');
  if (family === '' && first === '') return text ?? '';
  if (hasHangul(family + first)) return `${family}${given.filter(Boolean).join('')}`;
  const tail = [...prefix.filter((one) => !/^(mr|mrs|ms|miss)\.?$/i.test(one)), ...suffix].filter(Boolean).join(' ');
  const main = [family, first].filter(Boolean).join(', ');
  return tail === '' ? main : `${main} (${tail})`;
}

const USES = ['official', 'usual', undefined, 'nickname', 'temp', 'anonymous', 'maiden', 'old'];

function rank({ use }: HumanName): number {
  const place = USES.indexOf(use);
  return place === -1 ? USES.length : place;
}

/** The name in the language of the screen where there is one, and the other one beside it. */
export interface ShownName {
  readonly primary: string;
  readonly secondary: string | undefined;
}

/** What to call somebody; the primary is empty where no name is recorded. */
export function shownName(names: readonly HumanName[] | undefined, language: Language): ShownName {
  const current = (names ?? [])
    .filter(({ use }) => use !== 'old' && use !== 'maiden')
    .sort((a, b) => rank(a) - rank(b));
  const texts = current.flatMap((name) => [humanNameText(name), ...otherScripts(name)]).filter(Boolean);
  const korean = texts.find(hasHangul);
  const latin = texts.find((text) => !hasHangul(text));
  const [first, second] = language === 'ko' ? [korean, latin] : [latin, korean];
  return { primary: first ?? second ?? '', secondary: first === undefined ? undefined : second };
}

/** The text of a name where it is in another script than its parts: family and given in Hangul, text in Latin. */
function otherScripts(name: HumanName): readonly string[] {
  const { text } = name;
  return text !== undefined && hasHangul(text) !== hasHangul(humanNameText(name)) ? [text] : [];
}
