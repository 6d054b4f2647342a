/**
 * Compiles the code systems and value sets that come with R4 for the terminology room.
 *
 * A concept is [code, display, parents, flags]: parents are the codes directly above it, flags `A` not selectable, `I` no
 * longer in use; what is empty at the end is left out. A value set keeps its composition with concepts as [code, display].
 * Displays are kept where the code system is HL7's own: the texts of SNOMED CT, LOINC and others have licences of their own.
 *
 * Source  https://hl7.org/fhir/R4/terminologies-systems.html, https://hl7.org/fhir/R4/valueset.html#compositions
 * Proof   src/terminology/built-in.test.ts
 */
import type { Source, SourceCodeSystem, SourceConcept, SourceInclude, SourceValueSet } from './source.ts';

export type ConceptRow = [code: string, display?: string, parents?: string[], flags?: string];

export interface CodeSystemRow {
  name: string;
  version?: string;
  /** Absent: complete. */
  content?: string;
  caseSensitive?: false;
  concepts: ConceptRow[];
}

export interface IncludeRow {
  system?: string;
  concept?: [code: string, display?: string][];
  filter?: { property: string; op: string; value: string }[];
  valueSet?: string[];
}

export interface ValueSetRow {
  name: string;
  version?: string;
  include: IncludeRow[];
  exclude?: IncludeRow[];
}

/** By url, sorted. */
export function compileCodeSystems(source: Source): Record<string, CodeSystemRow> {
  const systems = [...source.codeSystems.values()].filter(isUsable).filter(({ concept }) => concept !== undefined);
  return sortedByUrl(systems, codeSystemRow);
}

/** By url, sorted. */
export function compileValueSetDefinitions(source: Source): Record<string, ValueSetRow> {
  return sortedByUrl([...source.valueSets.values()].filter(isUsable), valueSetRow);
}

/** Some v2 tables are published once per version, with the version in the url: no canonical can name them. */
function isUsable({ url }: { url: string }): boolean {
  return !url.includes('|');
}

function sortedByUrl<Item extends { url: string }, Row>(
  items: readonly Item[],
  rowOf: (item: Item) => Row,
): Record<string, Row> {
  const sorted = items.toSorted((a, b) => (a.url < b.url ? -1 : 1));
  return Object.fromEntries(sorted.map((item) => [item.url, rowOf(item)]));
}

function isOfHl7(system: string): boolean {
  return /^http:\/\/(hl7\.org\/fhir|terminology\.hl7\.org)\//.test(system);
}

function codeSystemRow(system: SourceCodeSystem): CodeSystemRow {
  const { name, version, content, caseSensitive, url } = system;
  const row: CodeSystemRow = { name, concepts: conceptRows(system.concept ?? [], isOfHl7(url)) };
  if (version !== undefined) row.version = version;
  if (content !== 'complete') row.content = content;
  if (caseSensitive === false) row.caseSensitive = false;
  return row;
}

function conceptRows(concepts: readonly SourceConcept[], withDisplay: boolean): ConceptRow[] {
  const parents = new Map<string, Set<string>>();
  const flat: SourceConcept[] = [];
  const visit = (concept: SourceConcept, parent: string | undefined): void => {
    const known = parents.get(concept.code) ?? new Set();
    if (!parents.has(concept.code)) flat.push(concept);
    parents.set(concept.code, parent === undefined ? known : known.add(parent));
    for (const child of concept.concept ?? []) visit(child, concept.code);
  };
  for (const concept of concepts) visit(concept, undefined);
  for (const concept of flat) for (const child of childrenOf(concept)) parents.get(child)?.add(concept.code);
  return flat.map((concept) => conceptRow(concept, [...(parents.get(concept.code) ?? [])], withDisplay));
}

/** v3 code systems name further children in a property, where a concept has several parents. */
function childrenOf({ property }: SourceConcept): string[] {
  return (property ?? []).filter(({ code }) => code === 'child').flatMap(({ valueCode }) => valueCode ?? []);
}

const GONE = new Set(['retired', 'deprecated', 'inactive']);

function conceptRow(concept: SourceConcept, parents: string[], withDisplay: boolean): ConceptRow {
  const properties = concept.property ?? [];
  const isAbstract = properties.some(
    (p) => (p.code === 'notSelectable' || p.code === 'abstract') && p.valueBoolean === true,
  );
  const isGone = properties.some((p) => p.code === 'status' && GONE.has(p.valueCode ?? ''));
  const display = withDisplay && concept.display !== concept.code ? (concept.display ?? '') : '';
  const flags = `${isAbstract ? 'A' : ''}${isGone ? 'I' : ''}`;
  if (flags !== '') return [concept.code, display, parents, flags];
  if (parents.length > 0) return [concept.code, display, parents];
  return display === '' ? [concept.code] : [concept.code, display];
}

function valueSetRow({ name, version, compose }: SourceValueSet): ValueSetRow {
  const row: ValueSetRow = { name, include: (compose?.include ?? []).map(includeRow) };
  if (version !== undefined) row.version = version;
  if (compose?.exclude !== undefined) row.exclude = compose.exclude.map(includeRow);
  return row;
}

function includeRow({ system, concept, filter, valueSet }: SourceInclude): IncludeRow {
  const row: IncludeRow = {};
  if (system !== undefined) row.system = system;
  if (concept !== undefined)
    row.concept = concept.map(({ code, display }) =>
      display === undefined || !isOfHl7(system ?? '') ? [code] : [code, display],
    );
  if (filter !== undefined) row.filter = filter.map(({ property, op, value }) => ({ property, op, value }));
  if (valueSet !== undefined) row.valueSet = valueSet;
  return row;
}
