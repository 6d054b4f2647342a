/**
 * What search reads of the generated R4 definitions: parameters, compartments, and the elements behind a path.
 *
 * Source  https://hl7.org/fhir/R4/searchparameter-registry.html, https://hl7.org/fhir/R4/compartmentdefinition.html
 * Proof   source.test.ts, parameters.test.ts
 */
import { readFileSync } from 'node:fs';

/** One search parameter of one base type, as generated. */
export interface ParameterRow {
  readonly code: string;
  readonly kind: ParameterKind;
  readonly id: string;
  readonly expression?: string;
  readonly target?: readonly string[];
  readonly multipleOr?: false;
  readonly component?: readonly { readonly code: string; readonly expression: string }[];
}

/** Search parameter types of R4. */
export type ParameterKind =
  | 'number'
  | 'date'
  | 'string'
  | 'token'
  | 'reference'
  | 'composite'
  | 'quantity'
  | 'uri'
  | 'special';

/** [name, min, max (-1 is *), types, flags, binding]. */
type ElementRow = readonly [name: string, min: number, max: number, types: string, flags?: string, binding?: string];

interface TypeRow {
  readonly kind: string;
  readonly base?: string;
  readonly abstract?: true;
  readonly elements?: readonly ElementRow[];
}

function generated(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../generated/${name}`, import.meta.url), 'utf8'));
}

const { valueSets: valueSetUrls, ...types } = generated('structures.json') as Record<string, TypeRow> & {
  valueSets: string[];
};
const structures = types as Readonly<Record<string, TypeRow>>;
const valueSets = generated('value-sets.json') as Record<string, Record<string, string[]>>;

/** Search parameters by base type (`Resource` and `DomainResource` hold what every type has). */
export const PARAMETER_ROWS = generated('search-parameters.json') as Readonly<Record<string, readonly ParameterRow[]>>;

/** By compartment, by resource type: the parameters that put a resource into it. */
export const COMPARTMENTS = generated('compartments.json') as Readonly<
  Record<string, Readonly<Record<string, readonly string[]>>>
>;

/** The concrete resource types of R4 in alphabetical order; the number of a type in the database is its position from 1. */
export const SEARCH_TYPES: readonly string[] = Object.entries(structures)
  .filter(([, row]) => row.kind === 'resource' && row.abstract !== true)
  .map(([name]) => name)
  .toSorted((a, b) => (a < b ? -1 : 1));

const typeNumbers = new Map(SEARCH_TYPES.map((name, at) => [name, at + 1]));

/** The number of a resource type; 0 where there is none of the name. */
export function typeNumber(type: string): number {
  return typeNumbers.get(type) ?? 0;
}

/** Is this a concrete resource type of R4? */
export function isResourceType(name: string): boolean {
  return typeNumbers.has(name);
}

function elementOf(type: string, name: string): ElementRow | undefined {
  for (let row = structures[type]; row !== undefined; row = row.base === undefined ? undefined : structures[row.base]) {
    const found = row.elements?.find(([own]) => own === name || own === `${name}[x]`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What stands behind a plain path such as `Observation.component.code` or `(Condition.onset.ofType(Period))`. */
export interface PathElement {
  /** No element on the way may repeat. */
  readonly single: boolean;
  /** Types of the last element. */
  readonly types: readonly string[];
  /** Canonical url of the required value set, where there is one. */
  readonly requiredValueSet?: string;
}

const STEP = /^(?:[A-Za-z]\w*|ofType\((\w+)\))$/;

/** Reads a plain path (names and `ofType` only); undefined for anything else. */
export function pathElement(expression: string): PathElement | undefined {
  const [type = '', ...steps] = unwrapped(expression).split('.');
  if (structures[type] === undefined || steps.some((step) => !STEP.test(step))) return undefined;
  let here: { types: readonly string[]; single: boolean; binding: string | undefined } = {
    types: [type],
    single: true,
    binding: undefined,
  };
  for (const step of steps) {
    const next = stepInto(here, step);
    if (next === undefined) return undefined;
    here = next;
  }
  const url = here.binding?.startsWith('r') === true ? valueSetUrls[Number(here.binding.slice(1))] : undefined;
  const element = { single: here.single, types: here.types };
  return url === undefined ? element : { ...element, requiredValueSet: url };
}

type PathState = { types: readonly string[]; single: boolean; binding: string | undefined };

function stepInto(here: PathState, step: string): PathState | undefined {
  const narrowed = STEP.exec(step)?.[1];
  if (narrowed !== undefined) return { ...here, types: here.types.filter((type) => type === narrowed) };
  const found = here.types.map((type) => elementOf(type, step)).find((row) => row !== undefined);
  if (found === undefined) return undefined;
  const [, , max, typeText, , binding] = found;
  return { types: typeNames(typeText), single: here.single && max === 1, binding };
}

function typeNames(text: string): string[] {
  return text
    .replaceAll(/\([^)]*\)/g, '')
    .split('|')
    .map((name) => name.split(':')[0] ?? name);
}

/** The expression without parentheses around the whole of it. */
export function unwrapped(expression: string): string {
  const text = expression.trim();
  if (!text.startsWith('(') || !text.endsWith(')')) return text;
  let depth = 0;
  for (let at = 0; at < text.length - 1; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')' && --depth === 0) return text;
  }
  return unwrapped(text.slice(1, -1));
}

/** The alternatives of a union expression. */
export function unionParts(expression: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at <= expression.length; at++) {
    const char = expression[at];
    if (char === '(') depth++;
    else if (char === ')') depth--;
    else if ((char === '|' && depth === 0) || char === undefined) {
      parts.push(unwrapped(expression.slice(start, at)));
      start = at + 1;
    }
  }
  return parts;
}

const systems = new Map<string, ReadonlyMap<string, string>>();

/** The code system that a code of a required value set belongs to. */
export function systemOfCode(valueSet: string, code: string): string | undefined {
  let known = systems.get(valueSet);
  if (known === undefined) systems.set(valueSet, (known = systemsByCode(valueSet)));
  return known.get(code);
}

/** The first system that has a code is its own. */
function systemsByCode(valueSet: string): ReadonlyMap<string, string> {
  const pairs = Object.entries(valueSets[valueSet] ?? {}).flatMap(([system, codes]) =>
    codes.map((code) => [code, system] as const),
  );
  return new Map(pairs.toReversed());
}
