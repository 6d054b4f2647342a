/**
 * Writes a value as a part of Parameters: typed where Parameters has the type, as nested parts where it has not.
 *
 * Source  https://hl7.org/fhir/R4/fhirpatch.html, https://hl7.org/fhir/R4/parameters.html
 * Proof   difference.test.ts
 */
import { isObject, propertiesOf, type Property } from '../definitions/index.ts';
import type { ParametersParameter, Resource } from '../generated/types.ts';

type Part = ParametersParameter;

/** The part of a value with this name; `element` is the id and extensions of a primitive. */
export function partOf(name: string, property: Property, value: unknown, element: unknown): Part {
  const { type } = property;
  if (type === 'Resource') return { name, resource: value as Resource };
  const key = `value${suffixOf(type)}`;
  if (!propertiesOf('Parameters.parameter').has(key)) return { name, part: partsOf(value, type) };
  return {
    name,
    ...(value !== undefined && { [key]: value }),
    ...(element !== undefined && { [`_${key}`]: element }),
  };
}

function suffixOf(type: string): string {
  return type === 'xhtml' ? 'String' : type.charAt(0).toUpperCase() + type.slice(1);
}

function partsOf(value: unknown, type: string): Part[] {
  if (!isObject(value)) return [];
  return [...propertiesOf(type).values()].flatMap((property) => {
    const { key, element } = property;
    const [own, extra] = [value[key], value[`_${key}`]];
    if (own === undefined && extra === undefined) return [];
    if (element.max === 1) return [partOf(element.name, property, own, extra)];
    const [values, extras] = [listOf(own), listOf(extra)];
    const length = Math.max(values.length, extras.length);
    return Array.from({ length }, (_, at) =>
      partOf(element.name, property, values[at] ?? undefined, extras[at] ?? undefined),
    );
  });
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
