/**
 * The 64-bit keys of the index: what a resource is stored under and what a search looks for.
 *
 * Each kind of key has a mark of its own in the hashed text, so that no value of one kind can pass for another. A reference
 * is the key of its target xor the key of its parameter, which SQL can compute too. The `code` column holds the number of
 * the type in its upper 16 bits: its b-trees find all resources of a type as well as those of one code.
 *
 * Unit    signed 64-bit integers in the database, `Hash64` here.
 * Proof   keys.test.ts; collisions: kernel/hash.test.ts
 */
import { decimalHash, hashOf, hashText, type Hash64 } from '../../kernel/index.ts';
import type { SearchParameter } from '../../fhir/index.ts';

/** Marks of the kinds of keys. */
const MARK = {
  full: '\u0001',
  bare: '\u0002',
  system: '\u0003',
  other: '\u0004',
  ofType: '\u0005',
  text: '\u0006',
  exact: '\u0007',
  uri: '\u0008',
  part: '\u000b',
  unit: '\u000e',
  unitCode: '\u000f',
} as const;

const NUL = '\u0000';

/** The parameter's name as keys begin. */
export function nameOf(parameter: SearchParameter): string {
  return `${parameter.base}.${parameter.code}`;
}

/** The name under which the identifiers of a reference parameter are kept. */
export function identifierName(parameter: SearchParameter): string {
  return `${nameOf(parameter)}:identifier`;
}

/** Key of a resource, or of anything else that a reference can name. */
export function targetKey(reference: string): Hash64 {
  return hashOf(reference);
}

/** A code in a system; the empty system is none. */
export function fullKey(name: string, system: string, code: string): Hash64 {
  return hashOf(name, MARK.full, system, NUL, code);
}

/** A code in whatever system. */
export function bareKey(name: string, code: string): Hash64 {
  return hashOf(name, MARK.bare, code);
}

/** Any code of a system. */
export function systemKey(name: string, system: string): Hash64 {
  return hashOf(name, MARK.system, system);
}

/** A further coding of the parameter behind the `code` column. */
export function otherKey(name: string, code: string): Hash64 {
  return hashOf(name, MARK.other, code);
}

export function ofTypeKey(name: string, system: string, code: string, value: string): Hash64 {
  return hashOf(name, MARK.ofType, system, `${NUL}${code}${NUL}`, value);
}

/** A text of a coded value, normalised. */
export function textKey(name: string, compared: string): Hash64 {
  return hashOf(name, MARK.text, compared);
}

/** A text exactly as it is written. */
export function exactKey(name: string, written: string): Hash64 {
  return hashOf(name, MARK.exact, written);
}

export function uriKey(name: string, uri: string): Hash64 {
  return hashOf(name, MARK.uri, uri);
}

/** Two parts of a composite in one element. */
export function partsKey(name: string, first: Hash64, second: Hash64): Hash64 {
  return hashOf(name, MARK.part, wholeText(first), '.', wholeText(second));
}

function wholeText({ high, low }: Hash64): string {
  return `${high >>> 0}.${low >>> 0}`;
}

/** A unit in its system. */
export function unitKey(system: string, code: string): Hash64 {
  return hashOf(MARK.unit, system, NUL, code);
}

/** A unit by its code or by how it is written. */
export function unitNameKey(name: string): Hash64 {
  return hashOf(MARK.unitCode, name);
}

/** Both bit by bit exclusive: what `#` is in SQL. */
export function xor(a: Hash64, b: Hash64): Hash64 {
  return { high: a.high ^ b.high, low: a.low ^ b.low };
}

/** A reference of a parameter to a target. */
export function referenceKey(parameter: SearchParameter, target: string): Hash64 {
  return xor(hashOf(target), parameter.key);
}

/** Mixed into the key of a Patient that holds a resource in its compartment beside the one of the `pat` column. */
export const COMPARTMENT = hashOf('compartment.Patient');

/** The compartment of a Patient, as a token. */
export function compartmentKey(patient: string): Hash64 {
  return xor(hashOf('Patient/', patient), COMPARTMENT);
}

/** The `code` column: the type above, the bare code below. */
export function codeKey(type: number, name: string, code: string): Hash64 {
  const { high, low } = bareKey(name, code);
  return { high: (type << 16) | (high & 0xff_ff), low };
}

/** The smallest and the largest `code` of a type; the smallest stands where a resource has no code. */
export function codeRange(type: number): { readonly first: Hash64; readonly last: Hash64 } {
  return {
    first: { high: type << 16, low: 0 },
    last: { high: (type << 16) | 0xff_ff, low: -1 },
  };
}

/** A key as a parameter of a query takes it. */
export function sqlKey(key: Hash64): string {
  return decimalHash(key);
}

/** The key of a resource as a parameter of a query takes it. */
export function sqlTarget(reference: string): string {
  return hashText(reference);
}

const DERIVED = hashOf('derived');

/** Under which the derived forms of names stand, apart from what is sorted by. */
export function derivedKey(parameter: SearchParameter): Hash64 {
  return xor(parameter.key, DERIVED);
}
