/**
 * Typing the patient's identity again before a high-risk order is signed: the initial consonants of the Korean name, or initials, sex and age.
 *
 * Source  retyping identity halves wrong-patient orders (PMC3638184); what is typed must come from looking at the banner
 * Proof   identity.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import { initialsOf, typedText } from './hangul.ts';

type Patient = ResourceOfType['Patient'];

/** Does the typed text name this patient? */
export function namesPatient(typed: string, patient: Patient, age: number | undefined): boolean {
  const text = typedText(typed);
  if (text === '') return false;
  if (/^[ㄱ-ㅎ]+$/.test(text)) return koreanNames(patient).some((name) => initialsOf(name) === text);
  const found = /^([a-z]{2,6})([mf])(\d{1,3})$/.exec(text);
  if (found === null) return false;
  const [, initials = '', sex, years] = found;
  const sexes: Readonly<Record<string, string>> = { m: 'male', f: 'female' };
  return (
    sexes[sex ?? ''] === patient.gender &&
    Number(years) === age &&
    latinInitials(patient).some((one) => one === initials)
  );
}

function koreanNames({ name = [] }: Patient): readonly string[] {
  return name.flatMap(({ text, family, given = [] }) => [text ?? '', `${family ?? ''}${given.join('')}`]);
}

/** The initials of Latin names, family name first and last. */
function latinInitials({ name = [] }: Patient): readonly string[] {
  return name.flatMap(({ family = '', given = [] }) => {
    const parts = [family, ...given].map((part) => part.match(/[A-Za-z]+/g) ?? []);
    if (parts.every((words) => words.length === 0)) return [];
    const letters = parts.map((words) => words.map((word) => word.slice(0, 1).toLowerCase()).join(''));
    const [first = '', ...rest] = letters;
    return [first + rest.join(''), rest.join('') + first];
  });
}
