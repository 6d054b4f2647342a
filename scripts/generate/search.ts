/**
 * Compiles SearchParameters and CompartmentDefinitions: for each resource type its own parameters with the part of the
 * expression that starts at that type.
 *
 * Source  https://hl7.org/fhir/R4/searchparameter-registry.html, https://hl7.org/fhir/R4/compartmentdefinition.html
 * Proof   src/fhir/definitions/definitions.test.ts
 */
import type { Source, SourceSearchParameter } from './source.ts';

export interface SearchRow {
  code: string;
  kind: string;
  id: string;
  expression?: string;
  target?: string[];
  multipleOr?: false;
  component?: { code: string; expression: string }[];
}

/** By base type (Resource and DomainResource hold what every type has), sorted by code. */
export type SearchArtefact = Record<string, SearchRow[]>;

/** By compartment, by resource type: the parameters that put a resource into it; `{def}` for the owner itself. */
export type CompartmentArtefact = Record<string, Record<string, string[]>>;

/** All search parameters of R4 by base type. */
export function compileSearch(source: Source): SearchArtefact {
  const byUrl = new Map(source.searchParameters.map((parameter) => [parameter.url, parameter]));
  const rows = new Map<string, SearchRow[]>();
  for (const parameter of source.searchParameters) {
    for (const base of parameter.base) {
      const list = rows.get(base) ?? [];
      list.push(searchRow(parameter, base, byUrl));
      rows.set(base, list);
    }
  }
  return Object.fromEntries(
    [...rows]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([type, list]) => [type, list.toSorted((a, b) => (a.code < b.code ? -1 : 1))]),
  );
}

function searchRow(
  parameter: SourceSearchParameter,
  base: string,
  byUrl: ReadonlyMap<string, SourceSearchParameter>,
): SearchRow {
  const row: SearchRow = { code: parameter.code, kind: parameter.type, id: parameter.id };
  if (parameter.expression !== undefined) row.expression = expressionFor(parameter, base);
  if (parameter.target !== undefined) row.target = parameter.target.toSorted();
  if (parameter.multipleOr === false) row.multipleOr = false;
  if (parameter.component !== undefined)
    row.component = parameter.component.map((c) => componentRow(c, parameter, byUrl));
  return row;
}

function componentRow(
  component: { definition: string; expression: string },
  parameter: SourceSearchParameter,
  byUrl: ReadonlyMap<string, SourceSearchParameter>,
): { code: string; expression: string } {
  const definition = byUrl.get(component.definition);
  if (definition === undefined) throw new Error(`${parameter.id}: component ${component.definition} is not defined.`);
  return { code: definition.code, expression: component.expression };
}

/** The alternatives of a union that start at `base`. */
function expressionFor(parameter: SourceSearchParameter, base: string): string {
  const parts = unionParts(parameter.expression ?? '');
  const own = parts.filter((part) => startsAt(part, base));
  if (own.length > 0) return own.join(' | ');
  // InsurancePlan-name is published as `name | alias`: relative to its only base.
  if (parameter.base.length === 1 && parts.every((part) => /^[a-z]\w*$/.test(part))) {
    return parts.map((part) => `${base}.${part}`).join(' | ');
  }
  throw new Error(`${parameter.id}: no part of '${parameter.expression}' starts at ${base}.`);
}

function startsAt(part: string, base: string): boolean {
  const head = part.replace(/^[\s(]+/, '');
  return head === base || head.startsWith(`${base}.`);
}

function unionParts(expression: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at <= expression.length; at++) {
    const char = expression[at];
    if (char === '(') depth++;
    else if (char === ')') depth--;
    else if ((char === '|' && depth === 0) || char === undefined) {
      parts.push(expression.slice(start, at).trim());
      start = at + 1;
    }
  }
  return parts;
}

/** The five compartments of R4. */
export function compileCompartments(source: Source): CompartmentArtefact {
  const sorted = source.compartments.toSorted((a, b) => (a.code < b.code ? -1 : 1));
  return Object.fromEntries(sorted.map(({ code, resource }) => [code, compartmentRows(resource)]));
}

function compartmentRows(resources: readonly { code: string; param?: string[] }[]): Record<string, string[]> {
  const members = resources.filter((r) => r.param !== undefined && r.param.length > 0);
  return Object.fromEntries(members.toSorted((a, b) => (a.code < b.code ? -1 : 1)).map((r) => [r.code, r.param ?? []]));
}
