/**
 * The difference of two resources as a FHIRPath Patch: applied to the first, it gives the second.
 *
 * Elements with the same id are the same element; others are paired where they are equal, and what is left in their order.
 * Within an element, what is added comes before what is deleted, so that no element becomes empty on the way.
 *
 * Source  https://hl7.org/fhir/R4/fhirpatch.html
 * Proof   difference.test.ts, test/conformance/patch.test.ts
 */
import {
  elementsOf,
  isObject,
  propertiesOf,
  sameJson,
  type ElementDefinitionRow,
  type Property,
} from '../definitions/index.ts';
import type { Parameters, ParametersParameter, Resource } from '../generated/types.ts';
import { partOf } from './part.ts';

type Json = Readonly<Record<string, unknown>>;
type Part = ParametersParameter;

/** The operations that turn `before` into `after`. Both must be valid resources of one type. */
export function fhirPathDifference(before: Resource, after: Resource): Parameters {
  const operations: Part[] = [];
  const type = before.resourceType;
  compareObjects(before as unknown as Json, after as unknown as Json, type, type, operations);
  const parameters: Parameters = { resourceType: 'Parameters' };
  if (operations.length > 0) parameters.parameter = operations;
  return parameters;
}

function operation(type: string, path: string, ...parts: readonly Part[]): Part {
  return {
    name: 'operation',
    part: [{ name: 'type', valueCode: type }, { name: 'path', valueString: path }, ...parts],
  };
}

/** One value of an element, with the id and extensions of a primitive. */
interface Item {
  readonly property: Property;
  readonly value: unknown;
  readonly element: unknown;
}

function compareObjects(before: Json, after: Json, type: string, path: string, operations: Part[]): void {
  const last: Part[] = [];
  for (const element of elementsOf(type)) {
    const [old, now] = [itemsOf(before, type, element), itemsOf(after, type, element)];
    const place = { owner: path, path: `${path}.${element.name}`, element };
    if (now.length === 0) last.push(...deletions(old, place));
    else if (element.max === 1) compareSingle(old[0], now[0], place, operations);
    else compareLists(old, now, place, operations);
  }
  operations.push(...last);
}

/** Where an element stands. */
interface Place {
  readonly owner: string;
  readonly path: string;
  readonly element: ElementDefinitionRow;
}

function itemsOf(object: Json, type: string, element: ElementDefinitionRow): Item[] {
  const own = [...propertiesOf(type).values()].filter((property) => property.element === element);
  return own.flatMap((property) => {
    const [value, extra] = [object[property.key], object[`_${property.key}`]];
    if (value === undefined && extra === undefined) return [];
    if (element.max === 1) return [{ property, value, element: extra }];
    const [values, extras] = [listOf(value), listOf(extra)];
    const length = Math.max(values.length, extras.length);
    return Array.from({ length }, (_, at) => ({
      property,
      value: values[at] ?? undefined,
      element: extras[at] ?? undefined,
    }));
  });
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function deletions(old: readonly Item[], { path, element }: Place): Part[] {
  if (element.max === 1) return old.map(() => operation('delete', path));
  return old.map((_, at) => operation('delete', `${path}[${old.length - 1 - at}]`));
}

function addition({ owner, element }: Place, item: Item): Part {
  return operation('add', owner, { name: 'name', valueString: element.name }, valueOf(item));
}

function valueOf({ property, value, element }: Item): Part {
  return partOf('value', property, value, element);
}

function compareSingle(old: Item | undefined, now: Item | undefined, place: Place, operations: Part[]): void {
  if (now === undefined) return;
  if (old === undefined) operations.push(addition(place, now));
  else compareItems(old, now, place.path, operations);
}

function isSame(one: Item, other: Item): boolean {
  return one.property === other.property && sameJson(one.value, other.value) && sameJson(one.element, other.element);
}

function compareItems(old: Item, now: Item, path: string, operations: Part[]): void {
  if (isSame(old, now)) return;
  const type = commonType(old, now);
  if (type === undefined) operations.push(operation('replace', path, valueOf(now)));
  else compareObjects(old.value as Json, now.value as Json, type, path, operations);
}

/** The type of two objects that are one element, changed; undefined where one stands for another. */
function commonType(old: Item, now: Item): string | undefined {
  if (old.property !== now.property || !isObject(old.value) || !isObject(now.value)) return undefined;
  if (old.value['id'] !== now.value['id']) return undefined;
  const { type } = old.property;
  if (type !== 'Resource') return type;
  const [oldType, nowType] = [old.value['resourceType'], now.value['resourceType']];
  return oldType === nowType && typeof oldType === 'string' ? oldType : undefined;
}

function compareLists(old: readonly Item[], now: readonly Item[], place: Place, operations: Part[]): void {
  const partners = paired(old, now);
  const known = new Set(partners);
  const current: (Item | undefined)[] = [...old];
  for (let at = old.length - 1; at >= 0; at--) {
    const item = old[at];
    if (item === undefined || known.has(item)) continue;
    operations.push(operation('delete', `${place.path}[${at}]`));
    current.splice(at, 1);
  }
  for (const [at, item] of now.entries()) {
    const partner = partners[at];
    if (partner !== undefined) compareItems(partner, item, `${place.path}[${current.indexOf(partner)}]`, operations);
  }
  arrange(now, partners, current, place, operations);
}

/** Moves what is kept and adds what is new, from the first position on. */
function arrange(
  now: readonly Item[],
  partners: readonly (Item | undefined)[],
  current: (Item | undefined)[],
  place: Place,
  operations: Part[],
): void {
  for (const [at, item] of now.entries()) {
    const partner = partners[at];
    if (partner === undefined) {
      operations.push(at === current.length ? addition(place, item) : insertion(place, at, item));
      current.splice(at, 0, undefined);
      continue;
    }
    const source = current.indexOf(partner);
    if (source === at) continue;
    operations.push(movement(place, source, at));
    current.splice(at, 0, ...current.splice(source, 1));
  }
}

function insertion({ path }: Place, at: number, item: Item): Part {
  return operation('insert', path, { name: 'index', valueInteger: at }, valueOf(item));
}

function movement({ path }: Place, source: number, destination: number): Part {
  return operation(
    'move',
    path,
    { name: 'source', valueInteger: source },
    { name: 'destination', valueInteger: destination },
  );
}

/** For each item of the new list the one of the old list that it is. */
function paired(old: readonly Item[], now: readonly Item[]): (Item | undefined)[] {
  const free = new Set(old);
  const partners: (Item | undefined)[] = now.map(() => undefined);
  for (const fits of [hasSameId, isSame, () => true]) {
    for (const [at, item] of now.entries()) {
      if (partners[at] !== undefined) continue;
      const found = [...free].find((candidate) => fits(candidate, item));
      if (found === undefined) continue;
      partners[at] = found;
      free.delete(found);
    }
  }
  return partners;
}

function hasSameId(one: Item, other: Item): boolean {
  const id = idOf(one);
  return id !== undefined && id === idOf(other);
}

function idOf({ value, element }: Item): unknown {
  if (isObject(value)) return value['id'];
  return isObject(element) ? element['id'] : undefined;
}
