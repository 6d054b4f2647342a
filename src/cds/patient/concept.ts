/**
 * Codes and words of FHIR concepts, as rules take them.
 *
 * Proof   medication.test.ts, read.test.ts
 */
import type { CodeableConcept, Coding, Quantity } from '../../fhir/index.ts';
import { convertValue, Decimal, decimalText, intervalOf, unitOf, type EpochMs } from '../../kernel/index.ts';

export const ATC = 'http://www.whocc.no/atc';
export const LOINC = 'http://loinc.org';
export const CVX = 'http://hl7.org/fhir/sid/cvx';

/** Codes of one system. */
export function codesIn(concept: CodeableConcept | undefined, system: string): readonly string[] {
  return codingsOf(concept).flatMap((one) => (one.system === system && one.code !== undefined ? [one.code] : []));
}

/** Codes of all systems. */
export function allCodes(concept: CodeableConcept | undefined): readonly string[] {
  return codingsOf(concept).flatMap(({ code }) => code ?? []);
}

/** Text and displays, the text first. */
export function wordsOf(concept: CodeableConcept | undefined): readonly string[] {
  return [concept?.text, ...codingsOf(concept).map(({ display }) => display)].filter((one) => one !== undefined);
}

/** What the screen calls it. */
export function labelOf(concept: CodeableConcept | undefined, otherwise: string): string {
  return wordsOf(concept)[0] ?? allCodes(concept)[0] ?? otherwise;
}

/** Codes of a code element such as a status. */
export function hasCode(concept: CodeableConcept | undefined, ...codes: readonly string[]): boolean {
  return allCodes(concept).some((code) => codes.includes(code));
}

function codingsOf(concept: CodeableConcept | undefined): readonly Coding[] {
  return concept?.coding ?? [];
}

/** The value of a quantity in a unit; undefined across dimensions and without a value. */
export function valueIn(quantity: Quantity | undefined, unit: string): number | undefined {
  if (quantity?.value === undefined) return undefined;
  const value = Decimal.parse(decimalText(quantity.value));
  const written = quantity.code ?? quantity.unit ?? '1';
  const [from, to] = [unitOf(written), unitOf(unit)];
  if (value === undefined) return undefined;
  if (written === unit) return value.toNumber();
  return from === undefined || to === undefined ? undefined : convertValue(value, from, to)?.toNumber();
}

/** When a FHIR date begins, in the hospital's zone. */
export function momentOf(text: string | undefined, zone: string): EpochMs | undefined {
  return text === undefined ? undefined : intervalOf(text, zone)?.low;
}
