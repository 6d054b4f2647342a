/**
 * Turns the value of a patch operation into the JSON of the element it is for.
 *
 * The definition of the target decides: which property a choice goes to, and what the parts of a backbone element are. The
 * type that the part is written with decides only between the types of a choice; whether the value has the right format is
 * left to validation, which follows every patch.
 *
 * Source  https://hl7.org/fhir/R4/fhirpatch.html
 * Proof   value.test.ts, fhirpath-patch.test.ts
 */
import { nearest } from '../../kernel/index.ts';
import { copyJson, elementsOf, propertiesOf, type Property } from '../definitions/index.ts';
import { patchError } from './limits.ts';
import type { ValuePart } from './operation.ts';

/** A value ready to be put in place. */
export interface NewValue {
  readonly property: Property;
  /** undefined where only `element` is given. */
  readonly value: unknown;
  readonly element: unknown;
}

/** The property of a type that a name and a value's type mean: `value` and `Quantity` mean `valueQuantity`. */
export function propertyFor(type: string, name: string, part: ValuePart): Property {
  const properties = propertiesOf(type);
  const plain = properties.get(name);
  if (plain !== undefined) return plain;
  const choices = [...properties.values()].filter(({ element }) => element.choice && element.name === name);
  const chosen = choices.find(({ key }) => key === `${name}${part.typeSuffix ?? ''}`);
  if (chosen !== undefined) return chosen;
  if (choices.length === 0) throw unknownName(type, name);
  const keys = choices.slice(0, 6).map(({ key }) => key);
  throw patchError(
    'value',
    'wrong-type',
    `${type}.${name}[x] may be ${keys.join(', ')}, not a ${part.typeSuffix ?? 'list of parts'}.`,
  );
}

function unknownName(type: string, name: string): Error {
  const meant = nearest(
    name.slice(0, 64),
    elementsOf(type).map((element) => element.name),
  );
  const hint = meant === undefined ? '' : ` Did you mean '${meant}'?`;
  return patchError('value', 'unknown-element', `${type} has no element '${name.slice(0, 64)}'.${hint}`);
}

/** The JSON of a value part for a property. */
export function newValue(property: Property, part: ValuePart): NewValue {
  const { value, element, parts } = part;
  if (parts === undefined) return { property, value: copyJson(value), element: copyJson(element) };
  if (property.primitive)
    throw patchError('value', 'wrong-type', `'${property.key}' is a ${property.type}: give a value, not parts.`);
  return { property, value: objectOf(property.type, parts), element: undefined };
}

/** A backbone element (or any complex one) from its parts. */
function objectOf(type: string, parts: readonly ValuePart[]): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const part of parts) putInto(object, newValue(propertyFor(type, part.name, part), part));
  return object;
}

/** Puts a value where nothing is yet, or at the end of a list. */
export function putInto(object: Record<string, unknown>, { property, value, element }: NewValue): void {
  const { key } = property;
  if (property.element.max === 1) putSingle(object, key, value, element);
  else putLast(object, key, value, element);
}

function putSingle(object: Record<string, unknown>, key: string, value: unknown, element: unknown): void {
  if (object[key] !== undefined || object[`_${key}`] !== undefined)
    throw patchError('value', 'exists-already', `There is a ${key} already, and there may be one only: replace it.`);
  if (value !== undefined) object[key] = value;
  if (element !== undefined) object[`_${key}`] = element;
}

function putLast(object: Record<string, unknown>, key: string, value: unknown, element: unknown): void {
  const list = new PairedList(object, key);
  list.splice(list.length, 0, [value, element]);
  list.write();
}

type Pair = readonly [value: unknown, element: unknown];

/** A list of values together with the list of their ids and extensions, kept side by side. */
export class PairedList {
  readonly #object: Record<string, unknown>;
  readonly #key: string;
  readonly #pairs: Pair[];

  constructor(object: Record<string, unknown>, key: string) {
    this.#object = object;
    this.#key = key;
    const values = listOf(object[key]);
    const elements = listOf(object[`_${key}`]);
    const length = Math.max(values.length, elements.length);
    this.#pairs = Array.from({ length }, (_, at) => [values[at], elements[at]] as const);
  }

  get length(): number {
    return this.#pairs.length;
  }

  splice(at: number, count: number, ...pairs: readonly Pair[]): Pair[] {
    return this.#pairs.splice(at, count, ...pairs);
  }

  /** Writes both lists back; one that holds nothing is left out. */
  write(): void {
    this.#writeList(
      this.#key,
      this.#pairs.map(([value]) => value),
    );
    this.#writeList(
      `_${this.#key}`,
      this.#pairs.map(([, element]) => element),
    );
  }

  #writeList(key: string, items: readonly unknown[]): void {
    if (items.every((item) => item === undefined || item === null)) delete this.#object[key];
    else this.#object[key] = items.map((item) => item ?? null);
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
