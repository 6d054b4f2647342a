/**
 * What a reference says of its target without looking it up.
 *
 * Source  https://hl7.org/fhir/R4/references.html#literal
 * Proof   reference.test.ts
 */
import { r4Model } from './model.ts';
import { isObject, type JsonObject } from './node.ts';

const LITERAL = /(?:^|\/)([A-Z][A-Za-z]{1,40})\/[A-Za-z0-9\-.]{1,64}(?:\/_history\/[^/]+)?$/;

/** The resource type that a Reference (or the text of one) points to; `container` holds contained resources. */
export function referredType(reference: unknown, container: unknown): string | undefined {
  const text = textOfReference(reference);
  if (text?.startsWith('#') === true) return typeOfResource(containedResource(text, container));
  const named = text === undefined ? undefined : LITERAL.exec(text)?.[1];
  if (named !== undefined && r4Model().isResource(named)) return named;
  if (!isObject(reference)) return undefined;
  return typeof reference['type'] === 'string' ? reference['type'] : undefined;
}

/** The text of a Reference, or of a primitive that refers. */
export function textOfReference(reference: unknown): string | undefined {
  const text = isObject(reference) ? reference['reference'] : reference;
  return typeof text === 'string' ? text : undefined;
}

/** The contained resource of `#id`, or the container itself for `#`. */
export function containedResource(text: string, container: unknown): JsonObject | undefined {
  if (!isObject(container)) return undefined;
  if (text === '#') return container;
  const { contained } = container;
  if (!Array.isArray(contained)) return undefined;
  return contained.filter(isObject).find((resource) => resource['id'] === text.slice(1));
}

function typeOfResource(resource: JsonObject | undefined): string | undefined {
  const type = resource?.['resourceType'];
  return typeof type === 'string' ? type : undefined;
}
