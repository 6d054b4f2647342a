/**
 * The check of one JSON property: list or single, primitive with its sibling, object of a type, resource.
 *
 * Source  https://hl7.org/fhir/R4/json.html#primitive, https://hl7.org/fhir/R4/json.html#null
 * Proof   object.test.ts, validate.test.ts
 */
import type { Property } from '../definitions/index.ts';
import { isObject } from '../definitions/index.ts';
import { bindingCheck } from './bindings.ts';
import { checkNarrative } from './narrative.ts';
import { PRIMITIVE_CHECKS } from './primitives.ts';
import { checkReference } from './reference.ts';
import type { Walk } from './walk.ts';

type Json = Readonly<Record<string, unknown>>;

/** Checks the value of a property; `object` is what it stands in. The walk stands at the property. */
export type PropertyCheck = (value: unknown, object: Json, walk: Walk) => void;
/** Checks one value that is not null. */
export type ItemCheck = (value: unknown, walk: Walk) => void;
type TypeCheck = (object: Json, type: string, walk: Walk) => void;
type ResourceCheck = (value: unknown, walk: Walk, contained: boolean) => void;

/** The check of one value of a property. */
export function itemCheck(property: Property, checkTyped: TypeCheck, checkResource: ResourceCheck): ItemCheck {
  const { type, key } = property;
  if (property.primitive) return primitiveCheck(property);
  if (type === 'Resource') return (value, walk) => checkResource(value, walk, key === 'contained');
  const more = moreCheck(property);
  return (value, walk) => {
    if (!isObject(value)) {
      walk.fault('structure', 'wrong-type', `This must be an object of type ${type}.`);
      return;
    }
    checkTyped(value, type, walk);
    more?.(value, walk);
  };
}

function moreCheck(property: Property): ((value: Json, walk: Walk) => void) | undefined {
  const { type, element, targets } = property;
  if (type === 'Extension') return checkExtension;
  if (type === 'Reference') {
    const allowed = targets === undefined ? undefined : new Set(targets);
    return (value, walk) => checkReference(value, allowed, walk);
  }
  const bound = bindingCheck(element, type);
  if (bound === undefined) return undefined;
  return (value, walk) => {
    const problem = bound(value);
    if (problem !== undefined) walk.problem(problem);
  };
}

/** ext-1: a value, or extensions of its own. */
function checkExtension(value: Json, walk: Walk): void {
  let values = value['extension'] === undefined ? 0 : 1;
  for (const key of Object.keys(value)) {
    if (key.startsWith('value') || (key.startsWith('_value') && value[key.slice(1)] === undefined)) values++;
  }
  if (values === 1) return;
  const message = 'An extension has either a value or extensions of its own.';
  walk.fault(
    'structure',
    'extension-value',
    values === 0 ? `${message} This one has neither.` : `${message} This one has both.`,
  );
}

function primitiveCheck({ type, element }: Property): ItemCheck {
  const format = type === 'xhtml' ? checkNarrative : PRIMITIVE_CHECKS.get(type);
  if (format === undefined) throw new Error(`The primitive type ${type} has no check.`);
  const bound = bindingCheck(element, type);
  const names = type === 'uri' || type === 'url' || type === 'canonical';
  return (value, walk) => {
    const problem = format(value) ?? bound?.(value);
    if (problem !== undefined) walk.problem(problem);
    else if (names && (value as string).startsWith('#')) walk.scope.name(value as string);
  };
}

/** The check of a property's value: single or list, as its element wants. */
export function propertyCheck(property: Property, check: ItemCheck): PropertyCheck {
  const { key, element, primitive } = property;
  const sibling = `_${key}`;
  if (element.max === 1) return (value, _object, walk) => checkSingle(value, check, walk);
  return (value, object, walk) => {
    if (!isFilledList(value, walk)) return;
    if (value.length > element.max)
      walk.fault('structure', 'too-many', `There may be at most ${element.max} of these, not ${value.length}.`);
    const beside = primitive ? object[sibling] : undefined;
    for (let at = 0; at < value.length; at++) {
      walk.trail.enter(at);
      if (value[at] !== null) check(value[at], walk);
      else if (!Array.isArray(beside) || !isObject(beside[at])) nullFault(walk);
      walk.trail.leave();
    }
  };
}

function checkSingle(value: unknown, check: ItemCheck, walk: Walk): void {
  if (value === null) nullFault(walk);
  else if (Array.isArray(value))
    walk.fault('structure', 'not-repeating', 'There may be one of these only: write it without the list.');
  else check(value, walk);
}

function isFilledList(value: unknown, walk: Walk): value is unknown[] {
  if (!Array.isArray(value)) {
    const message = value === null ? NULL : 'This element may repeat: write it as a list, even with one item.';
    walk.fault('structure', value === null ? 'null' : 'not-a-list', message);
    return false;
  }
  if (value.length > 0) return true;
  walk.fault('structure', 'empty', 'A list must not be empty: leave the element out.');
  return false;
}

const NULL = 'null is allowed only in a list of primitive values, opposite to the id or extensions of a value.';

function nullFault(walk: Walk): void {
  walk.fault('structure', 'null', NULL);
}

/** The check of `_key`: the id and extensions of a primitive. */
export function siblingCheck(property: Property, checkTyped: TypeCheck): PropertyCheck {
  const { key, element } = property;
  const check: ItemCheck = (value, walk) => {
    if (isObject(value)) checkTyped(value, 'Element', walk);
    else walk.fault('structure', 'wrong-type', `_${key} holds the id and extensions of ${key}: it must be an object.`);
  };
  if (element.max === 1) return (value, _object, walk) => checkSingle(value, check, walk);
  return (value, object, walk) => {
    if (isFilledList(value, walk)) checkSiblings(value, object[key], check, walk);
  };
}

function checkSiblings(items: readonly unknown[], values: unknown, check: ItemCheck, walk: Walk): void {
  if (Array.isArray(values) && values.length !== items.length) {
    const message = `The values and their ids and extensions must match one to one: ${values.length} stand against ${items.length}.`;
    walk.fault('structure', 'siblings-apart', message);
  }
  for (let at = 0; at < items.length; at++) {
    walk.trail.enter(at);
    if (items[at] !== null) check(items[at], walk);
    else if (!Array.isArray(values)) nullFault(walk);
    walk.trail.leave();
  }
}
