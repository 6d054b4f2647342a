/**
 * FHIRPath Patch: operations whose places are FHIRPath expressions; all or none. The resource is copied once and the copy
 * changed; what an operation leaves empty is taken away with it.
 *
 * Source  https://hl7.org/fhir/R4/fhirpatch.html
 * Proof   fhirpath-patch.test.ts, test/conformance/patch.test.ts
 */
import { OutcomeError } from '../../kernel/index.ts';
import {
  copyJson,
  isObject,
  isPrimitiveType,
  isResourceType,
  propertiesOf,
  type Property,
} from '../definitions/index.ts';
import { compilePath, type PathNode } from '../fhirpath/index.ts';
import { patchError } from './limits.ts';
import { readOperations, type PatchOperation, type ValuePart } from './operation.ts';
import { newValue, PairedList, propertyFor, putInto } from './value.ts';

type Json = Record<string, unknown>;

/** Steps that one path of a patch may take. */
const PATH_BUDGET = 100_000;

/** The resource with the patch applied. Throws where an operation is malformed or cannot be done; the resource stays. */
export function applyFhirPathPatch(resource: unknown, parameters: unknown): unknown {
  const operations = readOperations(parameters);
  if (!isObject(resource) || !isResourceType(resource['resourceType']))
    throw patchError('invalid', 'not-a-resource', 'Only a resource can be patched by FHIRPath.');
  const draft = copyJson(resource) as Json;
  for (const [at, operation] of operations.entries()) applyOperation(draft, operation, at + 1);
  return draft;
}

function applyOperation(draft: Json, operation: PatchOperation, at: number): void {
  try {
    apply(draft, operation);
  } catch (error) {
    if (!(error instanceof OutcomeError)) throw error;
    const message = `Operation ${at} (${operation.type} at ${operation.path.slice(0, 200)}): ${error.message} Nothing was changed.`;
    throw new OutcomeError(error.category, error.code, message, { cause: error });
  }
}

function apply(draft: Json, operation: PatchOperation): void {
  switch (operation.type) {
    case 'add':
      return add(draft, operation);
    case 'insert':
      return insert(draft, operation);
    case 'replace':
      return replace(draft, operation);
    case 'move':
      return move(draft, operation);
    case 'delete':
      return remove(draft, operation.path);
  }
}

function nodesAt(draft: Json, path: string): readonly PathNode[] {
  const type = draft['resourceType'] as string;
  return compilePath(quoted(path), { type, check: 'lenient' }).evaluate(draft, { budget: PATH_BUDGET });
}

/** The grammar wants names such as `div` in backticks; HL7's own cases write `Patient.text.div`. */
function quoted(path: string): string {
  return path.replaceAll(/'(?:[^'\\]|\\.)*'|\.(div|mod)\b/g, (text, name?: string) =>
    name === undefined ? text : `.\`${name}\``,
  );
}

function oneAt(draft: Json, path: string): PathNode {
  const [node, ...others] = nodesAt(draft, path);
  if (node === undefined) throw patchError('value', 'no-element', 'The path leads to no element.');
  if (others.length > 0)
    throw patchError('value', 'many-elements', `The path leads to ${others.length + 1} elements; it must lead to one.`);
  return node;
}

/** The JSON object that holds a node's own elements; for a primitive that of its id and extensions. */
function objectOf(node: PathNode): Json {
  if (isPrimitiveType(node.type)) return isObject(node.element) ? node.element : newElement(node);
  if (isObject(node.value)) return node.value;
  throw patchError('value', 'no-element', 'The path leads to a computed value, not to an element of the resource.');
}

/** The new `_name` object of a primitive that has none. */
function newElement(node: PathNode): Json {
  const element: Json = {};
  const { object, key } = placeOf(node);
  if (node.index === undefined) object[`_${key}`] = element;
  else {
    const list = new PairedList(object, key);
    list.splice(node.index, 1, [node.value, element]);
    list.write();
  }
  return element;
}

/** What a node stands in, and as which property. */
function placeOf(node: PathNode): { object: Json; key: string; property: Property } {
  const { parent, key } = node;
  const property = parent === undefined || key === undefined ? undefined : propertiesOf(parent.type).get(key);
  if (parent === undefined || property === undefined)
    throw patchError('value', 'no-element', 'The path leads to no element inside of the resource.');
  return { object: objectOf(parent), key: property.key, property };
}

function add(draft: Json, { path, name, value }: { path: string; name: string; value: ValuePart }): void {
  const node = oneAt(draft, path);
  const property = propertyFor(node.type, name, value);
  const object = objectOf(node);
  demandFreeChoice(object, node.type, property);
  putInto(object, newValue(property, value));
}

/** A choice has one value, whatever its type. */
function demandFreeChoice(object: Json, type: string, { element }: Property): void {
  if (!element.choice) return;
  const taken = choiceKeys(type, element.name).find((key) => object[key] !== undefined);
  if (taken !== undefined)
    throw patchError('value', 'exists-already', `There is a ${taken} already, and there may be one only: replace it.`);
}

function choiceKeys(type: string, name: string): string[] {
  const all = [...propertiesOf(type).values()].filter(({ element }) => element.choice && element.name === name);
  return all.flatMap(({ key }) => [key, `_${key}`]);
}

/** The list that a path leads to; where it has no items yet, the place that the last step of the path names. */
function listAt(draft: Json, path: string): { object: Json; property: Property } {
  const nodes = nodesAt(draft, path);
  const [first] = nodes;
  if (first === undefined) return emptyListAt(draft, path);
  const { object, property } = placeOf(first);
  if (nodes.some((node) => node.parent !== first.parent || node.key !== first.key))
    throw patchError('value', 'many-elements', 'The path leads into several lists; it must lead to one.');
  return listPlace(object, property);
}

function emptyListAt(draft: Json, path: string): { object: Json; property: Property } {
  const [, before, name] = /^(.*)\.([A-Za-z]\w*)\s*$/s.exec(path) ?? [];
  if (before === undefined || name === undefined) throw patchError('value', 'no-element', 'The path leads to no list.');
  const node = oneAt(draft, before);
  return listPlace(objectOf(node), propertyFor(node.type, name, { name }));
}

function listPlace(object: Json, property: Property): { object: Json; property: Property } {
  if (property.element.max !== 1) return { object, property };
  throw patchError('value', 'not-a-list', `'${property.key}' does not repeat: use add, replace or delete.`);
}

function demandIndex(index: number, last: number, name: string): void {
  if (index <= last) return;
  throw patchError('value', 'out-of-range', `The ${name} ${index} is beyond the list: 0 to ${last}.`);
}

function insert(draft: Json, { path, index, value }: { path: string; index: number; value: ValuePart }): void {
  const { object, property } = listAt(draft, path);
  const list = new PairedList(object, property.key);
  demandIndex(index, list.length, 'index');
  const made = newValue(property, value);
  list.splice(index, 0, [made.value, made.element]);
  list.write();
}

function move(draft: Json, operation: { path: string; source: number; destination: number }): void {
  const { object, property } = listAt(draft, operation.path);
  const list = new PairedList(object, property.key);
  demandIndex(operation.source, list.length - 1, 'source');
  demandIndex(operation.destination, list.length - 1, 'destination');
  list.splice(operation.destination, 0, ...list.splice(operation.source, 1));
  list.write();
}

function replace(draft: Json, { path, value }: { path: string; value: ValuePart }): void {
  const node = oneAt(draft, path);
  const { object, property } = placeOf(node);
  const type = node.parent?.type ?? '';
  const { element, key } = property;
  const made = newValue(element.choice ? propertyFor(type, element.name, value) : property, value);
  if (node.index !== undefined) {
    const list = new PairedList(object, key);
    list.splice(node.index, 1, [made.value, made.element]);
    list.write();
    return;
  }
  for (const old of [key, `_${key}`]) delete object[old];
  putInto(object, made);
}

/** Nothing there is nothing to do: https://hl7.org/fhir/R4/fhirpatch.html says `if found`. */
function remove(draft: Json, path: string): void {
  if (nodesAt(draft, path).length > 0) removeNode(oneAt(draft, path));
}

function removeNode(node: PathNode): void {
  const { object, key } = placeOf(node);
  if (node.index === undefined) {
    for (const own of [key, `_${key}`]) delete object[own];
  } else {
    const list = new PairedList(object, key);
    list.splice(node.index, 1);
    list.write();
  }
  const { parent } = node;
  if (parent?.parent !== undefined && Object.keys(object).length === 0) removeEmpty(parent);
}

/** An element that became empty: all of it, or only the id and extensions of a primitive that has a value. */
function removeEmpty(node: PathNode): void {
  if (!isPrimitiveType(node.type) || node.value === undefined) {
    removeNode(node);
    return;
  }
  const { object, key } = placeOf(node);
  if (node.index === undefined) delete object[`_${key}`];
  else {
    const list = new PairedList(object, key);
    list.splice(node.index, 1, [node.value, undefined]);
    list.write();
  }
}
