/**
 * The code systems and value sets that come with R4, read when the first one is asked for.
 *
 * Source  generated/code-systems.json, generated/value-sets.json; scripts/generate/terminology.ts says how a row is written
 * Proof   built-in.test.ts
 */
import { readFileSync } from 'node:fs';
import { CodeSystemIndex, type ConceptNode, type Content } from './code-system.ts';
import type { Include, ValueSetDefinition } from './value-set.ts';

type ConceptRow = readonly [code: string, display?: string, parents?: readonly string[], flags?: string];

interface CodeSystemRow {
  readonly name: string;
  readonly version?: string;
  readonly content?: Content;
  readonly caseSensitive?: false;
  readonly concepts: readonly ConceptRow[];
}

interface IncludeRow {
  readonly system?: string;
  readonly concept?: readonly (readonly [code: string, display?: string])[];
  readonly filter?: Include['filters'];
  readonly valueSet?: readonly string[];
}

interface ValueSetRow {
  readonly name: string;
  readonly version?: string;
  readonly include: readonly IncludeRow[];
  readonly exclude?: readonly IncludeRow[];
}

interface Rows {
  readonly codeSystems: Readonly<Record<string, CodeSystemRow>>;
  readonly valueSets: Readonly<Record<string, ValueSetRow>>;
}

let rows: Rows | undefined;

function read(): Rows {
  return (rows ??= {
    codeSystems: generated('code-systems.json') as Rows['codeSystems'],
    valueSets: generated('value-sets.json') as Rows['valueSets'],
  });
}

function generated(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`generated/${name}`, import.meta.url), 'utf8'));
}

const indexes = new Map<string, CodeSystemIndex>();

/** A code system of R4. */
export function builtInCodeSystem(url: string): CodeSystemIndex | undefined {
  const known = indexes.get(url);
  const { codeSystems } = read();
  if (known !== undefined || !Object.hasOwn(codeSystems, url)) return known;
  const row = codeSystems[url];
  if (row === undefined) return undefined;
  const index = indexOfRow(url, row);
  indexes.set(url, index);
  return index;
}

function indexOfRow(url: string, row: CodeSystemRow): CodeSystemIndex {
  const { name, version, content = 'complete', caseSensitive = true } = row;
  const concepts = row.concepts.map((concept) => conceptOf(url, concept));
  return new CodeSystemIndex({ url, name, version, content, caseSensitive }, concepts);
}

function conceptOf(system: string, [code, display, parents = [], flags = '']: ConceptRow): ConceptNode {
  return {
    system,
    code,
    display: display === '' ? undefined : display,
    parents,
    abstract: flags.includes('A'),
    inactive: flags.includes('I'),
  };
}

/** A value set of R4. */
export function builtInValueSet(url: string): ValueSetDefinition | undefined {
  const { valueSets } = read();
  const row = Object.hasOwn(valueSets, url) ? valueSets[url] : undefined;
  if (row === undefined) return undefined;
  const { name, version, include, exclude = [] } = row;
  return { url, name, version, include: include.map(includeOf), exclude: exclude.map(includeOf), inactive: true };
}

function includeOf({ system, concept, filter = [], valueSet = [] }: IncludeRow): Include {
  const concepts = concept?.map(([code, display]) => ({ code, display }));
  return { system, concepts, filters: filter, valueSets: valueSet };
}

/** Urls of the value sets of R4. */
export function builtInValueSetUrls(): readonly string[] {
  return Object.keys(read().valueSets);
}

/** Urls of the code systems of R4. */
export function builtInCodeSystemUrls(): readonly string[] {
  return Object.keys(read().codeSystems);
}
