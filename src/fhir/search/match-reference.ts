/**
 * Does a reference match a search: its target, its identifier, or the hierarchy that its target is part of?
 *
 * Source  https://hl7.org/fhir/R4/search.html#reference, #recurse
 * Proof   match-reference.test.ts, match.test.ts
 */
import { referenceElement } from './elements.ts';
import { eachValue, type ExtractedValue } from './extraction.ts';
import { matchesCoding } from './match-value.ts';
import { parameterOf } from './parameters.ts';
import type { Modifier, SearchValue } from './query.ts';
import type { World } from './world.ts';

/** Compares one reference. */
export function matchesReference(
  { value, type }: ExtractedValue,
  modifier: Modifier | undefined,
  wanted: SearchValue,
  world: World,
): boolean {
  const { targets, identifier } = referenceElement(value, type);
  if (wanted.kind === 'token') return identifier !== undefined && matchesCoding(identifier, wanted);
  if (wanted.kind !== 'reference') return false;
  if (modifier === 'below')
    return targets.some((one) => wholes(one, world).some((whole) => wanted.targets.includes(whole)));
  if (modifier === 'above')
    return wanted.targets.some((one) => wholes(one, world).some((whole) => targets.includes(whole)));
  return targets.some((one) => wanted.targets.includes(one));
}

/** The reference itself and everything that its target is part of, as far as it is there. */
function wholes(reference: string, world: World, seen: readonly string[] = []): string[] {
  if (seen.includes(reference)) return [];
  const resource = world.find?.(reference);
  if (resource === undefined) return [reference];
  const { resourceType } = resource;
  const parent = ['partof', 'part-of']
    .map((code) => parameterOf(resourceType, code))
    .find((one) => one?.targets.includes(resourceType));
  if (parent === undefined) return [reference];
  const above: string[] = [];
  eachValue(resourceType, parent, resource, (value, type) =>
    above.push(...referenceElement(value, type).targets.slice(0, 1)),
  );
  const there = above.filter((one) => one.startsWith(`${resourceType}/`));
  return [reference, ...there.flatMap((one) => wholes(one, world, [...seen, reference]))];
}
