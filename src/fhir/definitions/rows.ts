/**
 * Reads the generated R4 definitions, once, and gives them a shape: types with their elements, and the listed value sets.
 *
 * Source  generated/structures.json, generated/value-sets.json; scripts/generate/structures.ts says how a row is written
 * Proof   definitions.test.ts
 */
import { readFileSync } from 'node:fs';

/** How strictly an element is bound to its value set. */
export type BindingStrength = 'required' | 'extensible' | 'preferred' | 'example';

/** One type that an element may have. */
export interface TypeReference {
  readonly name: string;
  /** Resource types that a Reference or canonical may point to; absent: any. */
  readonly targets?: readonly string[];
  /** `SimpleQuantity` or `MoneyQuantity`. */
  readonly profile?: string;
}

/** An element of a type. */
export interface ElementDefinitionRow {
  /** Without `[x]`. */
  readonly name: string;
  readonly choice: boolean;
  readonly min: number;
  /** Infinity where it may repeat without end. */
  readonly max: number;
  readonly types: readonly TypeReference[];
  readonly summary: boolean;
  readonly modifier: boolean;
  readonly binding?: { readonly strength: BindingStrength; readonly valueSet: string };
}

/** A type: resource, complex, primitive, or the backbone at a path. */
export interface TypeDefinition {
  readonly name: string;
  readonly kind: 'resource' | 'complex' | 'primitive' | 'backbone';
  readonly base?: string;
  readonly abstract: boolean;
  /** Own elements, without the inherited ones. */
  readonly own: readonly ElementDefinitionRow[];
}

type RawElement = readonly [name: string, min: number, max: number, types: string, flags?: string, binding?: string];

interface RawType {
  readonly kind: TypeDefinition['kind'];
  readonly base?: string;
  readonly abstract?: true;
  readonly elements?: readonly RawElement[];
}

type StructuresFile = Readonly<Record<string, RawType>> & { readonly valueSets: readonly string[] };

/** Codes by system of each listed value set. */
export type ValueSetCodes = Readonly<Record<string, readonly string[]>>;

function generated(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../generated/${name}`, import.meta.url), 'utf8'));
}

const STRENGTHS: Readonly<Record<string, BindingStrength>> = { r: 'required', e: 'extensible', p: 'preferred' };

/** Every type of R4 by name. */
export function readTypes(): ReadonlyMap<string, TypeDefinition> {
  const { valueSets, ...raw } = generated('structures.json') as StructuresFile;
  const rows = Object.entries(raw as Readonly<Record<string, RawType>>);
  return new Map(rows.map(([name, row]) => [name, typeDefinition(name, row, valueSets)]));
}

/** The value sets of required bindings that can be listed, by url. */
export function readValueSets(): ReadonlyMap<string, ValueSetCodes> {
  return new Map(Object.entries(generated('value-sets.json') as Readonly<Record<string, ValueSetCodes>>));
}

function typeDefinition(name: string, row: RawType, valueSets: readonly string[]): TypeDefinition {
  const own = (row.elements ?? []).map((element) => elementRow(element, valueSets));
  const definition = { name, kind: row.kind, abstract: row.abstract === true, own };
  return row.base === undefined ? definition : { ...definition, base: row.base };
}

function elementRow(
  [written, min, max, types, flags = '', bound]: RawElement,
  urls: readonly string[],
): ElementDefinitionRow {
  const choice = written.endsWith('[x]');
  const row = {
    name: choice ? written.slice(0, -3) : written,
    choice,
    min,
    max: max < 0 ? Number.POSITIVE_INFINITY : max,
    types: types.split('|').map(typeReference),
    summary: flags.includes('S'),
    modifier: flags.includes('M'),
  };
  const valueSet = bound === undefined ? undefined : urls[Number(bound.slice(1))];
  if (bound === undefined || valueSet === undefined) return row;
  return { ...row, binding: { strength: STRENGTHS[bound.charAt(0)] ?? 'example', valueSet } };
}

const TYPE = /^([\w.]+)(?::(\w+))?(?:\(([^)]*)\))?$/;

function typeReference(text: string): TypeReference {
  const [, name = text, profile, targets] = TYPE.exec(text) ?? [];
  if (profile !== undefined) return { name, profile };
  return targets === undefined || targets === 'Resource' ? { name } : { name, targets: targets.split(',') };
}
