/**
 * Parts of a resource: `_summary` and `_elements`. What is sent is marked as not complete, so that nobody stores it back.
 *
 * Source  https://hl7.org/fhir/R4/search.html#summary, https://hl7.org/fhir/R4/search.html#elements
 * Proof   summary.test.ts
 */
import { isObject, propertiesOf, type Property } from './definitions/index.ts';
import type { Coding, Meta, Resource } from './generated/types.ts';

type Json = Readonly<Record<string, unknown>>;
type Keep = (property: Property) => boolean;

const SUBSETTED: Coding = {
  system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue',
  code: 'SUBSETTED',
  display: 'Resource encoded in summary mode',
};

/** Summary modes that give a resource (`count` gives none). */
export type SummaryMode = 'true' | 'text' | 'data';

/** The resource in a summary mode. */
export function summarise<R extends Resource>(resource: R, mode: SummaryMode): R {
  if (mode === 'true') return marked(summaryOf(resource as unknown as Json, resource.resourceType), resource);
  return selected(resource, mode === 'data' ? isData : isText);
}

const ALWAYS: ReadonlySet<string> = new Set(['id', 'meta']);

function isData({ key }: Property): boolean {
  return key !== 'text';
}

function isText({ key, element }: Property): boolean {
  return key === 'text' || ALWAYS.has(key) || element.min > 0;
}

/**
 * The resource with the named elements of its top level, and with those that must be there to understand it: id, meta,
 * mandatory and modifier elements. A choice is named `value` or `valueQuantity`.
 */
export function selectElements<R extends Resource>(resource: R, elements: readonly string[]): R {
  const names = new Set(elements.map((name) => name.replace('[x]', '')));
  return selected(resource, ({ key, element }) => {
    const needed = ALWAYS.has(key) || element.min > 0 || element.modifier;
    return needed || names.has(key) || names.has(element.name);
  });
}

function selected<R extends Resource>(resource: R, keep: Keep): R {
  const properties = propertiesOf(resource.resourceType);
  const kept = Object.entries(resource).filter(([key]) => {
    const property = properties.get(plainKey(key));
    return property === undefined || keep(property);
  });
  return marked(Object.fromEntries(kept), resource);
}

function plainKey(key: string): string {
  return key.startsWith('_') ? key.slice(1) : key;
}

function marked<R extends Resource>(parts: Json, { meta }: R): R {
  const tags = meta?.tag ?? [];
  const told = tags.some(({ system, code }) => system === SUBSETTED.system && code === SUBSETTED.code);
  const tagged: Meta = told ? { ...meta } : { ...meta, tag: [...tags, SUBSETTED] };
  const { resourceType, id, meta: _, ...rest } = parts;
  const head = id === undefined ? { resourceType } : { resourceType, id };
  return { ...head, meta: tagged, ...rest } as unknown as R;
}

/** The elements of a type that its definition marks for the summary, and the mandatory ones; at every level. */
function summaryOf(object: Json, type: string): Json {
  const properties = propertiesOf(type);
  const entries = Object.entries(object).flatMap(([key, value]): [string, unknown][] => {
    const property = properties.get(plainKey(key));
    if (property === undefined) return key === 'resourceType' ? [[key, value]] : [];
    if (!property.element.summary && property.element.min === 0 && !ALWAYS.has(key)) return [];
    const part = property.primitive ? value : partOf(value, property);
    return part === undefined ? [] : [[key, part]];
  });
  return Object.fromEntries(entries);
}

function partOf(value: unknown, property: Property): unknown {
  if (property.type === 'Resource' || property.type === 'Extension' || property.type === 'Meta') return value;
  if (!Array.isArray(value)) return isObject(value) ? filled(summaryOf(value, property.type)) : value;
  const items = value.map((item: unknown) => partOf(item, property)).filter((item) => item !== undefined);
  return items.length === 0 ? undefined : items;
}

function filled(object: Json): Json | undefined {
  return Object.keys(object).length === 0 ? undefined : object;
}
