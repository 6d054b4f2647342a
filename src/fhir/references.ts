/**
 * Finds and rewrites everything in a resource that may name another one: references, uris, and the links and images of the
 * narrative; extensions, contained resources and nested resources included.
 *
 * Each type is compiled once to a table of the properties worth looking at. Nothing is copied where nothing changes.
 *
 * Source  https://hl7.org/fhir/R4/http.html#trules
 * Proof   references.test.ts
 */
import { isObject } from './definitions/index.ts';
import { isResourceType, markupQuoted, markupTags, markupText, propertiesOf, Trail } from './definitions/index.ts';
import type { MarkupAttribute, MarkupTag, Property } from './definitions/index.ts';
import type { Resource } from './generated/types.ts';

/** Where a reference stands. The object is used again for the next one: read it, do not keep it. */
export interface ReferencePlace {
  /** Simple FHIRPath of the reference's text; written when it is read. */
  readonly path: string;
  readonly kind: 'reference' | 'uri' | 'narrative';
  /** Resource types that may be referred to here; absent: any. */
  readonly targets?: readonly string[] | undefined;
}

/** Told of each reference; gives another text to replace it, undefined (or the same) to leave it. */
export type ReferenceVisitor = (reference: string, place: ReferencePlace) => string | undefined;

/** The resource with each reference as the visitor wants it; the same object where the visitor changed nothing. */
export function mapReferences<R extends Resource>(resource: R, visit: ReferenceVisitor): R {
  return mapResource(resource as unknown as Json, new Walk(visit, resource.resourceType)) as unknown as R;
}

type Json = Record<string, unknown>;

class Walk implements ReferencePlace {
  kind: ReferencePlace['kind'] = 'uri';
  targets: readonly string[] | undefined = undefined;
  readonly visit: ReferenceVisitor;
  readonly trail = new Trail();

  constructor(visit: ReferenceVisitor, type: string) {
    this.visit = visit;
    this.trail.enter(type);
  }

  get path(): string {
    return this.trail.toString();
  }

  tell(text: string, kind: ReferencePlace['kind'], targets?: readonly string[]): string {
    this.kind = kind;
    this.targets = targets;
    return this.visit(text, this) ?? text;
  }
}

/** Gives the value as it should be; the same one where nothing changed. */
type Mapper = (value: unknown, walk: Walk) => unknown;

const URI_TYPES: ReadonlySet<string> = new Set(['uri', 'url', 'canonical', 'oid', 'uuid']);
const tables = new Map<string, ReadonlyMap<string, Mapper>>();

function tableOf(type: string): ReadonlyMap<string, Mapper> {
  const known = tables.get(type);
  if (known !== undefined) return known;
  const table = new Map<string, Mapper>();
  tables.set(type, table);
  for (const property of propertiesOf(type).values()) addMappers(property, table);
  return table;
}

function addMappers(property: Property, table: Map<string, Mapper>): void {
  const { key, type, primitive } = property;
  if (primitive) table.set(`_${key}`, (value, walk) => mapItems(value, mapElement, walk));
  const mapper = itemMapper(property);
  if (mapper !== undefined) table.set(key, (value, walk) => mapItems(value, mapper, walk));
  if (type === 'xhtml')
    table.set(key, (value, walk) => (typeof value === 'string' ? mapNarrative(value, walk) : value));
}

function itemMapper({ type, primitive, targets }: Property): Mapper | undefined {
  if (type === 'Reference') return (value, walk) => mapReference(value, targets, walk);
  if (type === 'Resource') return (value, walk) => (isObject(value) ? mapResource(value, walk) : value);
  if (URI_TYPES.has(type)) return (value, walk) => (typeof value === 'string' ? walk.tell(value, 'uri') : value);
  if (primitive) return undefined;
  return (value, walk) => (isObject(value) ? mapObject(value, tableOf(type), walk) : value);
}

function mapElement(value: unknown, walk: Walk): unknown {
  return isObject(value) ? mapObject(value, tableOf('Element'), walk) : value;
}

function mapItems(value: unknown, mapper: Mapper, walk: Walk): unknown {
  if (!Array.isArray(value)) return mapper(value, walk);
  const items: readonly unknown[] = value;
  let changed: unknown[] | undefined;
  for (let at = 0; at < items.length; at++) {
    walk.trail.enter(at);
    const item = mapper(items[at], walk);
    walk.trail.leave();
    if (item !== items[at]) (changed ??= [...items])[at] = item;
  }
  return changed ?? items;
}

function mapObject(object: Json, table: ReadonlyMap<string, Mapper>, walk: Walk): Json {
  let changed: Json | undefined;
  for (const key of Object.keys(object)) {
    const mapper = table.get(key);
    if (mapper === undefined) continue;
    walk.trail.enter(key.startsWith('_') ? key.slice(1) : key);
    const value = mapper(object[key], walk);
    walk.trail.leave();
    if (value !== object[key]) (changed ??= { ...object })[key] = value;
  }
  return changed ?? object;
}

function mapResource(resource: Json, walk: Walk): Json {
  const type = resource['resourceType'];
  return isResourceType(type) ? mapObject(resource, tableOf(type), walk) : resource;
}

function mapReference(value: unknown, targets: readonly string[] | undefined, walk: Walk): unknown {
  if (!isObject(value)) return value;
  const rest = mapObject(value, tableOf('Reference'), walk);
  const text = rest['reference'];
  if (typeof text !== 'string') return rest;
  walk.trail.enter('reference');
  const told = walk.tell(text, 'reference', targets);
  walk.trail.leave();
  return told === text ? rest : { ...rest, reference: told };
}

const LINKS: Readonly<Record<string, string>> = { a: 'href', img: 'src' };

/** The narrative with the links and images that the visitor wants otherwise. */
function mapNarrative(text: string, walk: Walk): string {
  if (!text.includes('href') && !text.includes('src')) return text;
  let written = '';
  let from = 0;
  for (const tag of markupTags(text)) {
    const link = 'fault' in tag ? undefined : linkOf(tag);
    if (link === undefined) continue;
    const target = markupText(link.value);
    const told = walk.tell(target, 'narrative');
    if (told === target) continue;
    written += text.slice(from, link.start) + markupQuoted(told);
    from = link.end;
  }
  return from === 0 ? text : written + text.slice(from);
}

function linkOf(tag: MarkupTag): MarkupAttribute | undefined {
  const name = LINKS[tag.name];
  return name === undefined || tag.closes ? undefined : tag.attributes.find((attribute) => attribute.name === name);
}
