/**
 * When an activity of a set fits a patient: comparisons of known facts, joined by `and`. A part of FHIRPath that everybody can read.
 *
 * `%clearance >= 30 and %clearance < 50`. Names: clearance, egfr, bsa, weight, height, age, creatinine, potassium.
 *
 * Source  https://hl7.org/fhirpath/ (environment variables)
 * Proof   expression.test.ts
 */
import { namedFact, type DoseFacts } from './facts.ts';
import type { Text } from './words.ts';

/** Does it hold? Where a fact is missing nobody knows. */
export type Holds = { readonly holds: boolean } | { readonly lacks: Text };

const PART = /^%(\w+)\s*(<=|>=|<|>)\s*(\d+(?:\.\d+)?)$/;

const COMPARE: Readonly<Record<string, (one: number, other: number) => boolean>> = {
  '<': (one, other) => one < other,
  '>': (one, other) => one > other,
  '<=': (one, other) => one <= other,
  '>=': (one, other) => one >= other,
};

/** Reads and answers an expression; what cannot be read is not known. */
export function holds(expression: string, facts: DoseFacts): Holds {
  let lacking: Text | undefined;
  for (const part of expression.split(/\s+and\s+/)) {
    const [, name = '', sign = '', number] = PART.exec(part.trim()) ?? [];
    const compare = COMPARE[sign];
    if (compare === undefined)
      return { lacks: { ko: `조건을 읽을 수 없음: ${part}`, en: `unreadable condition: ${part}` } };
    const fact = namedFact(facts, name);
    if (typeof fact !== 'number') lacking ??= fact.lacks;
    else if (!compare(fact, Number(number))) return { holds: false };
  }
  return lacking === undefined ? { holds: true } : { lacks: lacking };
}
