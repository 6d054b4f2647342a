/**
 * What somebody types to find a patient, as FHIR searches: a date is a birth date, digits are a patient number, all else is
 * a name (Hangul, first consonants, Latin). What may be two things is looked for as both.
 *
 * Source  https://hl7.org/fhir/R4/patient.html#search
 * Proof   typed-search.test.ts
 */
import type { Query } from '../../fhir/client.ts';
import { typedDate } from '../../format/date.ts';

/** Commas, dollars and bars mean something in a search; typed ones mean themselves. */
export function escaped(value: string): string {
  return value.replace(/[\\,$|]/g, (sign) => `\\${sign}`);
}

/** The searches for a typed text; none for an empty one. */
export function typedSearches(typed: string, now: number): readonly Query[] {
  const text = typed.trim().normalize('NFC');
  if (text === '') return [];
  const date = typedDate(text, now);
  const searches: Query[] = [];
  if (date !== undefined) searches.push({ birthdate: date });
  if (/\d/.test(text) && (date === undefined || /^\d+$/.test(text))) searches.push({ identifier: escaped(text) });
  if (searches.length === 0) searches.push({ name: nameWords(text) });
  return searches;
}

/** Every word must be found, in whichever order they were typed. */
function nameWords(text: string): readonly string[] {
  return text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(escaped);
}
