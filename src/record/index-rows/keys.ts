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
import { hash64, hashText, type Hash64 } from '../../kernel/index.ts';
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
  return hash64(reference);
}

/** A code in a system; the empty system is none. */
export function fullKey(name: string, system: string, code: string): Hash64 {
  return hash64(`${name}${MARK.full}${system}\u0000${code}`);
}

/** A code in whatever system. */
export function bareKey(name: string, code: string): Hash64 {
  return hash64(`${name}${MARK.bare}${code}`);
}

/** Any code of a system. */
export function systemKey(name: string, system: string): Hash64 {
  return hash64(`${name}${MARK.system}${system}`);
}

/** A further coding of the parameter behind the `code` column. */
export function otherKey(name: string, code: string): Hash64 {
  return hash64(`${name}${MARK.other}${code}`);
}

export function ofTypeKey(name: string, system: string, code: string, value: string): Hash64 {
  return hash64(`${name}${MARK.ofType}${system}\u0000${code}\u0000${value}`);
}

/** A text of a coded value, normalised. */
export function textKey(name: string, compared: string): Hash64 {
  return hash64(`${name}${MARK.text}${compared}`);
}

/** A text exactly as it is written. */
export function exactKey(name: string, written: string): Hash64 {
  return hash64(`${name}${MARK.exact}${written}`);
}

export function uriKey(name: string, uri: string): Hash64 {
  return hash64(`${name}${MARK.uri}${uri}`);
}

/** Two parts of a composite in one element. */
export function partsKey(name: string, first: Hash64, second: Hash64): Hash64 {
  return hash64(`${name}${MARK.part}${first.high}.${first.low}.${second.high}.${second.low}`);
}

/** A unit in its system. */
export function unitKey(system: string, code: string): Hash64 {
  return hash64(`${MARK.unit}${system}\u0000${code}`);
}

/** A unit by its code or by how it is written. */
export function unitNameKey(name: string): Hash64 {
  return hash64(`${MARK.unitCode}${name}`);
}

/** Both bit by bit exclusive: what `#` is in SQL. */
export function xor(a: Hash64, b: Hash64): Hash64 {
  return { high: (a.high ^ b.high) >>> 0, low: (a.low ^ b.low) >>> 0 };
}

/** A reference of a parameter to a target. */
export function referenceKey(parameter: SearchParameter, target: string): Hash64 {
  return xor(hash64(target), parameter.key);
}

/** Mixed into the key of a Patient that holds a resource in its compartment beside the one of the `pat` column. */
export const COMPARTMENT = hash64('compartment.Patient');

/** The compartment of a Patient, as a token. */
export function compartmentKey(patient: string): Hash64 {
  return xor(hash64(`Patient/${patient}`), COMPARTMENT);
}

/** The `code` column: the type above, the bare code below. */
export function codeKey(type: number, name: string, code: string): Hash64 {
  const { high, low } = bareKey(name, code);
  return { high: ((type << 16) | (high & 0xff_ff)) >>> 0, low };
}

/** The smallest and the largest `code` of a type; the smallest stands where a resource has no code. */
export function codeRange(type: number): { readonly first: Hash64; readonly last: Hash64 } {
  return {
    first: { high: (type << 16) >>> 0, low: 0 },
    last: { high: ((type << 16) | 0xff_ff) >>> 0, low: 0xff_ff_ff_ff },
  };
}

/** A key as a parameter of a query takes it. */
export function sqlKey({ high, low }: Hash64): string {
  return BigInt.asIntN(64, (BigInt(high) << 32n) | BigInt(low)).toString();
}

/** The key of a resource as a parameter of a query takes it. */
export function sqlTarget(reference: string): string {
  return hashText(reference);
}

const DERIVED = hash64('derived');

/** Under which the derived forms of names stand, apart from what is sorted by. */
export function derivedKey(parameter: SearchParameter): Hash64 {
  return xor(parameter.key, DERIVED);
}
