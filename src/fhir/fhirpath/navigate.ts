/**
 * From a node to its children, by the FHIR definitions.
 *
 * Source  https://hl7.org/fhirpath/N1/#path-selection, https://hl7.org/fhir/R4/json.html
 * Proof   navigate.test.ts
 */
import type { ElementPlan, Model, Place } from './model.ts';
import { isObject, PathNode, type Collection, type JsonObject } from './node.ts';
import { Quantity } from './quantity.ts';
import { isSystem, systemNodes, systemValue } from './value.ts';

/** The node of a resource, an element of a known type, or any JSON value. */
export function rootNode(value: unknown, type?: string): PathNode {
  if (value instanceof PathNode) return value;
  if (type !== undefined && !isResourceJson(value)) return new PathNode(value, type);
  return new PathNode(value, typeOfJson(value));
}

function isResourceJson(value: unknown): boolean {
  return isObject(value) && typeof value['resourceType'] === 'string';
}

/** The type of a JSON value for which no definition speaks. */
function typeOfJson(value: unknown): string {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'boolean';
  if (isObject(value)) return typeof value['resourceType'] === 'string' ? value['resourceType'] : '';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'decimal';
  return value === null || value === undefined ? '' : 'decimal';
}

/** Adds the children of this name to `out`. `plan` is the element of that name in the node's type, where there is one. */
export function pushMember(
  node: PathNode,
  name: string,
  plan: ElementPlan | undefined,
  model: Model,
  out: PathNode[],
): void {
  if (plan !== undefined && isObject(node.value)) pushElement(node, node.value, plan, out);
  else if (isSystem(node)) pushSystemMember(node, name, out);
  else if (model.isPrimitive(node.type)) pushPrimitiveMember(node, name, plan, model, out);
  else if (!model.has(node.type) && isObject(node.value)) pushUnknown(node, node.value, name, out);
}

/** The children of all names, in the order of the definition. */
export function childrenOf(node: PathNode, model: Model): PathNode[] {
  const out: PathNode[] = [];
  if (isSystem(node)) return out;
  if (model.has(node.type)) {
    const object = model.isPrimitive(node.type) ? node.element : node.value;
    if (isObject(object)) for (const plan of model.elements(node.type)) pushElement(node, object, plan, out);
  } else if (isObject(node.value)) {
    for (const name of Object.keys(node.value)) if (name !== 'resourceType') pushUnknown(node, node.value, name, out);
  }
  return out;
}

function pushElement(parent: PathNode, object: JsonObject, plan: ElementPlan, out: PathNode[]): void {
  for (const place of plan.places) {
    const value = object[place.key];
    const extra = place.primitive ? object[place.extensionKey] : undefined;
    if ((value === undefined || value === null) && extra === undefined) continue;
    if (Array.isArray(value) || Array.isArray(extra)) pushArray(parent, place, listOf(value), listOf(extra), out);
    else out.push(childNode(value, extra, place, parent));
    if (plan.choice) return;
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function pushArray(
  parent: PathNode,
  place: Place,
  values: readonly unknown[],
  extras: readonly unknown[],
  out: PathNode[],
): void {
  const length = Math.max(values.length, extras.length);
  for (let index = 0; index < length; index++) {
    const [value, extra] = [values[index], extras[index]];
    if ((value === undefined || value === null) && !isObject(extra)) continue;
    out.push(childNode(value, extra, place, parent, index));
  }
}

function childNode(value: unknown, extra: unknown, place: Place, parent: PathNode, index?: number): PathNode {
  const element = isObject(extra) ? extra : undefined;
  const type = place.resource && isResourceJson(value) ? typeOfJson(value) : place.type;
  return new PathNode(value === null ? undefined : value, type, element, parent, place.key, index);
}

/** System.Quantity has a value and a unit; the answers of `type()` have a namespace and a name. */
function pushSystemMember(node: PathNode, name: string, out: PathNode[]): void {
  if (node.value instanceof Quantity) {
    if (name === 'value') out.push(...systemNodes(node.value.value));
    if (name === 'unit') out.push(...systemNodes(node.value.unit));
  } else if (node.type === 'System.TypeInfo' && isObject(node.value) && Object.hasOwn(node.value, name)) {
    out.push(new PathNode(node.value[name], 'System.String'));
  }
}

/** A primitive has an id, extensions, and its value as a System value. */
function pushPrimitiveMember(
  node: PathNode,
  name: string,
  plan: ElementPlan | undefined,
  model: Model,
  out: PathNode[],
): void {
  if (name === 'value') out.push(...systemNodes(systemValue(node, model)));
  else if (plan !== undefined && node.element !== undefined) pushElement(node, node.element, plan, out);
}

function pushUnknown(node: PathNode, object: JsonObject, name: string, out: PathNode[]): void {
  if (!Object.hasOwn(object, name)) return;
  const value = object[name];
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  for (const [at, item] of values.entries()) {
    if (item === null || item === undefined) continue;
    out.push(new PathNode(item, typeOfJson(item), undefined, node, name, Array.isArray(value) ? at : undefined));
  }
}

/** All nodes below, each parent before its children. */
export function descendantsOf(nodes: Collection, model: Model, spend: (steps: number) => void): PathNode[] {
  const out: PathNode[] = [];
  let level: Collection = nodes;
  while (level.length > 0) {
    const next = level.flatMap((node) => childrenOf(node, model));
    spend(next.length + 1);
    for (const node of next) out.push(node);
    level = next;
  }
  return out;
}
