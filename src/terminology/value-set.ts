/**
 * The composition of a value set, whichever form it was published in.
 *
 * Source  https://hl7.org/fhir/R4/valueset.html#compositions
 * Proof   evaluate.test.ts
 */
import type { ValueSet } from '../fhir/index.ts';

/** One part of a composition: all conditions must hold. */
export interface Include {
  readonly system?: string | undefined;
  readonly concepts?: readonly { readonly code: string; readonly display?: string | undefined }[] | undefined;
  readonly filters: readonly Filter[];
  readonly valueSets: readonly string[];
}

/** A condition on the concepts of a system. */
export interface Filter {
  readonly property: string;
  readonly op: string;
  readonly value: string;
}

/** A value set as this room works with it. */
export interface ValueSetDefinition {
  readonly url: string;
  readonly name: string;
  readonly version: string | undefined;
  readonly include: readonly Include[];
  readonly exclude: readonly Include[];
  /** False: codes that are no longer in use are left out. */
  readonly inactive: boolean;
}

/** A canonical without its version, and the version. */
export function canonicalParts(canonical: string): { url: string; version: string | undefined } {
  const bar = canonical.indexOf('|');
  return bar < 0
    ? { url: canonical, version: undefined }
    : { url: canonical.slice(0, bar), version: canonical.slice(bar + 1) };
}

type Composition = NonNullable<ValueSet['compose']>;
type Expansion = NonNullable<ValueSet['expansion']>;

/** The definition of a ValueSet resource; one that carries only an expansion is what the expansion lists. */
export function definitionOfResource(resource: ValueSet): ValueSetDefinition {
  const { compose, expansion } = resource;
  const listed = compose === undefined ? (expansion?.contains ?? []) : [];
  return {
    url: resource.url ?? '',
    name: resource.name ?? resource.url ?? '',
    version: resource.version,
    include: compose === undefined ? includesOfExpansion(listed) : compose.include.map(includeOf),
    exclude: (compose?.exclude ?? []).map(includeOf),
    inactive: compose?.inactive !== false,
  };
}

function includeOf({ system, concept, filter, valueSet }: Composition['include'][number]): Include {
  return { system, concepts: concept, filters: filter ?? [], valueSets: valueSet ?? [] };
}

function includesOfExpansion(contains: NonNullable<Expansion['contains']>): Include[] {
  const bySystem = new Map<string, { code: string; display: string | undefined }[]>();
  const visit = (items: NonNullable<Expansion['contains']>): void => {
    for (const { system, code, display, contains: below } of items) {
      if (system !== undefined && code !== undefined) {
        const list = bySystem.get(system) ?? [];
        list.push({ code, display });
        bySystem.set(system, list);
      }
      visit(below ?? []);
    }
  };
  visit(contains);
  return [...bySystem].map(([system, concepts]) => ({ system, concepts, filters: [], valueSets: [] }));
}
