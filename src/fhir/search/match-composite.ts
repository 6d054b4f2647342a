/**
 * Does a resource match a composite: do all its parts hold in one and the same element?
 *
 * Source  https://hl7.org/fhir/R4/search.html#composite
 * Proof   match-reference.test.ts, match.test.ts
 */
import type { Resource } from '../generated/types.ts';
import { compositeExtractors, type ComponentExtractor } from './extraction.ts';
import { matchesReference } from './match-reference.ts';
import { matchesValue } from './match-value.ts';
import type { SearchParameter } from './parameters.ts';
import type { SearchValue } from './query.ts';
import type { World } from './world.ts';

/** Compares a composite; `part` compares a component with the resource as a whole. */
export function matchesComposite(
  resource: Resource,
  parameter: SearchParameter,
  parts: readonly SearchValue[],
  world: World,
  part: (parameter: SearchParameter, value: SearchValue) => boolean,
): boolean {
  if (parameter.wholeResource) return parts.every((value, at) => matchesPart(parameter, at, value, part));
  return compositeExtractors(resource.resourceType, parameter).some(({ context, components }) =>
    context
      .all(resource)
      .some((element) =>
        components.every((component, at) => holdsIn(component, parts[at], element.value, resource, world)),
      ),
  );
}

function matchesPart(
  { components }: SearchParameter,
  at: number,
  value: SearchValue,
  part: (parameter: SearchParameter, value: SearchValue) => boolean,
): boolean {
  const component = components[at];
  return component !== undefined && part(component.parameter, value);
}

function holdsIn(
  { parameter, extractor, ofResource }: ComponentExtractor,
  wanted: SearchValue | undefined,
  element: unknown,
  resource: Resource,
  world: World,
): boolean {
  if (wanted === undefined) return false;
  const found = extractor.all(ofResource ? resource : (element as object));
  return found.some((one) =>
    parameter.kind === 'reference'
      ? matchesReference(one, undefined, wanted, world)
      : matchesValue(one, parameter, undefined, wanted, world),
  );
}
