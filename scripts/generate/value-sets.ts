/**
 * Expands the value sets of required bindings that can be enumerated: by system, the codes. A set that reaches outside the
 * definitions (MIME types, currencies, UCUM, LOINC answer lists) is left out: what cannot be listed cannot be checked.
 *
 * Source  https://hl7.org/fhir/R4/valueset.html#compositions
 * Proof   src/fhir/definitions/definitions.test.ts
 */
import type { Source, SourceConcept, SourceInclude } from './source.ts';

/** Value set url to system to codes, all sorted. */
export type ValueSetArtefact = Record<string, Record<string, string[]>>;

/** More codes than this are no small fixed set. */
const MOST_CODES = 1000;

type Codes = Map<string, Set<string>>;

/** The code lists of all required bindings that can be listed. */
export function compileValueSets(source: Source): ValueSetArtefact {
  const artefact: ValueSetArtefact = {};
  for (const url of requiredValueSets(source)) {
    const codes = expand(source, url, []);
    if (codes !== undefined && sizeOf(codes) <= MOST_CODES) artefact[url] = sortedCodes(codes);
  }
  return artefact;
}

function requiredValueSets(source: Source): string[] {
  const elements = source.structures.flatMap((structure) => structure.snapshot.element);
  const urls = elements
    .filter((e) => e.binding?.strength === 'required')
    .map((e) => e.binding?.valueSet?.split('|')[0] ?? '');
  return [...new Set(urls)].filter((url) => url !== '').toSorted();
}

function sizeOf(codes: Codes): number {
  return [...codes.values()].reduce((sum, set) => sum + set.size, 0);
}

function sortedCodes(codes: Codes): Record<string, string[]> {
  return Object.fromEntries(
    [...codes].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([system, set]) => [system, [...set].toSorted()]),
  );
}

function expand(source: Source, url: string, path: readonly string[]): Codes | undefined {
  const compose = source.valueSets.get(url)?.compose;
  if (compose === undefined || path.includes(url) || (compose.exclude ?? []).length > 0) return undefined;
  const all: Codes = new Map();
  for (const include of compose.include) {
    const codes = expandInclude(source, include, [...path, url]);
    if (codes === undefined) return undefined;
    for (const [system, set] of codes) all.set(system, (all.get(system) ?? new Set()).union(set));
  }
  return all;
}

function expandInclude(source: Source, include: SourceInclude, path: readonly string[]): Codes | undefined {
  const parts: (Codes | undefined)[] = (include.valueSet ?? []).map((url) =>
    expand(source, url.split('|')[0] ?? url, path),
  );
  if (include.system !== undefined) parts.push(expandSystem(source, include.system, include));
  return parts.reduce((all, part) => (all === undefined || part === undefined ? undefined : intersection(all, part)));
}

function intersection(one: Codes, other: Codes): Codes {
  return new Map([...one].map(([system, set]) => [system, set.intersection(other.get(system) ?? new Set())]));
}

function expandSystem(source: Source, system: string, include: SourceInclude): Codes | undefined {
  if (include.concept !== undefined)
    return new Map([[system, new Set(include.concept.map((concept) => concept.code))]]);
  const codeSystem = source.codeSystems.get(system);
  if (codeSystem?.content !== 'complete') return undefined;
  let concepts = codeSystem.concept ?? [];
  for (const { property, op, value } of include.filter ?? []) {
    if (property !== 'concept' || op !== 'is-a') return undefined;
    concepts = descendants(concepts).filter((concept) => concept.code === value);
  }
  return new Map([[system, new Set(descendants(concepts).map((concept) => concept.code))]]);
}

function descendants(concepts: readonly SourceConcept[]): SourceConcept[] {
  return concepts.flatMap((concept) => [concept, ...descendants(concept.concept ?? [])]);
}
