/**
 * The types of FHIR R4: which there are, which elements they have, and what stands under a JSON property.
 *
 * Source  https://hl7.org/fhir/R4/resourcelist.html, https://hl7.org/fhir/R4/datatypes.html
 * Proof   definitions.test.ts
 */
import type { ResourceType } from '../generated/types.ts';
import {
  readTypes,
  readValueSets,
  type ElementDefinitionRow,
  type TypeDefinition,
  type ValueSetCodes,
} from './rows.ts';

const types = readTypes();
let valueSets: ReadonlyMap<string, ValueSetCodes> | undefined;

/** Names of the concrete resource types, in alphabetical order. */
export const RESOURCE_TYPES: readonly ResourceType[] = [...types.values()]
  .filter(({ kind, abstract }) => kind === 'resource' && !abstract)
  .map(({ name }) => name as ResourceType)
  .toSorted((a, b) => (a < b ? -1 : 1));

const resourceTypes: ReadonlySet<string> = new Set(RESOURCE_TYPES);

/** Is this the name of a concrete resource type of R4? */
export function isResourceType(name: unknown): name is ResourceType {
  return typeof name === 'string' && resourceTypes.has(name);
}

/** The definition of a type, abstract and backbone types included. */
export function typeDefinition(name: string): TypeDefinition | undefined {
  return types.get(name);
}

/** Is it a primitive type? */
export function isPrimitiveType(name: string): boolean {
  return types.get(name)?.kind === 'primitive';
}

/** Is `type` the type `ancestor` or derived from it? */
export function isA(type: string, ancestor: string): boolean {
  for (let name: string | undefined = type; name !== undefined; name = types.get(name)?.base) {
    if (name === ancestor) return true;
  }
  return false;
}

const inherited = new Map<string, readonly ElementDefinitionRow[]>();

/** All elements of a type, inherited ones first; none for a primitive or an unknown type. */
export function elementsOf(type: string): readonly ElementDefinitionRow[] {
  const known = inherited.get(type);
  if (known !== undefined) return known;
  const definition = types.get(type);
  if (definition === undefined) return [];
  const base = definition.base === undefined ? [] : elementsOf(definition.base);
  const all = [...base, ...definition.own];
  inherited.set(type, all);
  return all;
}

/** What stands under one JSON property of a type. */
export interface Property {
  /** The JSON property, for example `valueQuantity`. */
  readonly key: string;
  readonly type: string;
  readonly primitive: boolean;
  readonly element: ElementDefinitionRow;
  readonly targets?: readonly string[];
}

const properties = new Map<string, ReadonlyMap<string, Property>>();

/** The JSON properties of a type, one per type of a choice, without the `_` siblings and `resourceType`. */
export function propertiesOf(type: string): ReadonlyMap<string, Property> {
  const known = properties.get(type);
  if (known !== undefined) return known;
  const all = new Map(elementsOf(type).flatMap((element) => propertyEntries(element)));
  if (types.has(type)) properties.set(type, all);
  return all;
}

function propertyEntries(element: ElementDefinitionRow): [string, Property][] {
  return element.types.map((type) => {
    const key = element.choice ? element.name + capital(type.name) : element.name;
    const property = { key, type: type.name, primitive: isPrimitiveType(type.name), element };
    return [key, type.targets === undefined ? property : { ...property, targets: type.targets }];
  });
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Codes by system of a value set with a required binding; undefined where it cannot be listed. */
export function listedValueSet(url: string): ValueSetCodes | undefined {
  valueSets ??= readValueSets();
  return valueSets.get(url);
}

/** Urls of all value sets that `listedValueSet` knows. */
export function listedValueSets(): readonly string[] {
  valueSets ??= readValueSets();
  return [...valueSets.keys()];
}
