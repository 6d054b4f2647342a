/**
 * What the bedside asks of a code: product, lot, serial, expiry, wristband, badge.
 *
 * The KD code of a Korean drug is the GTIN without its leading 0. A GTIN with indicator 1 to 8 is a package whose check digit
 * differs: it is mapped by the product file, never by dropping a digit.
 *
 * Source  https://www.gs1kr.org (KD code in GTIN-14)
 * Proof   test/conformance/gs1.test.ts
 */
import { fullDate } from './dates.ts';
import type { Gs1Element } from './elements.ts';

/** Facts of a code; each only where the code has it. */
export interface Gs1Facts {
  readonly gtin?: string;
  readonly kdCode?: string;
  readonly lot?: string;
  readonly serial?: string;
  readonly productionDate?: string;
  readonly expiryDate?: string;
  readonly expiryTime?: string;
  readonly patientGsrn?: string;
  readonly staffGsrn?: string;
  readonly serviceInstance?: string;
}

type Facts = { -readonly [Name in keyof Gs1Facts]: Gs1Facts[Name] };

const PLAIN: Readonly<Record<string, keyof Gs1Facts>> = {
  '01': 'gtin',
  '10': 'lot',
  '21': 'serial',
  '8017': 'staffGsrn',
  '8018': 'patientGsrn',
  '8019': 'serviceInstance',
};

/** The facts of elements that were judged valid. */
export function factsOf(elements: readonly Gs1Element[], readingYear: number): Gs1Facts {
  const facts: Facts = {};
  for (const { ai, value } of elements) {
    const name = PLAIN[ai];
    if (name !== undefined) facts[name] = value;
    if (ai === '11') facts.productionDate = fullDate(value, readingYear);
    if (ai === '17') facts.expiryDate = fullDate(value, readingYear);
    if (ai === '7003') {
      facts.expiryDate = fullDate(value.slice(0, 6), readingYear);
      facts.expiryTime = `${value.slice(6, 8)}:${value.slice(8, 10)}`;
    }
  }
  if (facts.gtin?.startsWith('0880') === true) facts.kdCode = facts.gtin.slice(1);
  return facts;
}
