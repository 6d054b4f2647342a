/**
 * Korean names as FHIR: Hangul and Latin, told apart by the representation extension of ISO 21090.
 *
 * Source  https://hl7.org/fhir/R4/extension-iso21090-en-representation.html, KR Core Patient (name.text)
 * Proof   ../person/person.test.ts
 */
import type { Extension, HumanName } from '../../fhir/index.ts';
import { romaniseFamily, romaniseGiven } from '../romanise.ts';

const REPRESENTATION = 'http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation';

/** A person's name: Hangul, and Latin letters. */
export interface KoreanName {
  readonly family: string;
  readonly given: string;
  readonly familyLatin: string;
  readonly givenLatin: string;
}

/** The name of Hangul parts, romanised. */
export function koreanName(family: string, given: string): KoreanName {
  return { family, given, familyLatin: romaniseFamily(family), givenLatin: romaniseGiven(given) };
}

function written(code: 'SYL' | 'ABC'): Extension[] {
  return [{ url: REPRESENTATION, valueCode: code }];
}

/** The two names that a resource shows: the official one in Hangul, and its Latin form. */
export function humanNames({ family, given, familyLatin, givenLatin }: KoreanName): HumanName[] {
  return [
    { extension: written('SYL'), use: 'official', text: family + given, family, given: [given] },
    {
      extension: written('ABC'),
      use: 'usual',
      text: `${familyLatin} ${givenLatin}`,
      family: familyLatin,
      given: [givenLatin],
    },
  ];
}
