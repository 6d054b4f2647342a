/**
 * Does a resource match a search? Slow and obvious: every value of the resource is compared as the specification says. The
 * database must give the same answer; this is what it is tested against, and what decides where there is no index (grants
 * of a caller, versions that are no longer current).
 *
 * Source  https://hl7.org/fhir/R4/search.html
 * Proof   match.test.ts; src/record/search/property.int.test.ts
 */
import { OutcomeError } from '../../kernel/index.ts';
import type { Resource } from '../generated/types.ts';
import { referenceElement } from './elements.ts';
import { eachValue, type ExtractedValue } from './extraction.ts';
import { contentHas, narrativeHas } from './full-text.ts';
import { matchesComposite } from './match-composite.ts';
import { matchesReference } from './match-reference.ts';
import { matchesValue } from './match-value.ts';
import type { SearchParameter } from './parameters.ts';
import { nameSounds, soundsOf } from './phonetic.ts';
import type { Branch, Criterion, Modifier, SearchQuery, SearchValue } from './query.ts';
import type { World } from './world.ts';

/** Does the resource match one of the branches of the search? Paging, order and includes play no part. */
export function matchesSearch(resource: Resource, query: SearchQuery | readonly Criterion[], world: World): boolean {
  const branches: readonly Branch[] = 'branches' in query ? query.branches : [{ types: undefined, criteria: query }];
  return branches.some(
    ({ types, criteria }) =>
      (types?.includes(resource.resourceType) ?? true) && matchesCriteria(resource, criteria, world),
  );
}

/** Does it fulfil all of the criteria? */
export function matchesCriteria(resource: Resource, criteria: readonly Criterion[], world: World): boolean {
  return criteria.every((criterion) => matchesCriterion(resource, criterion, world));
}

/** Does it fulfil one criterion? */
export function matchesCriterion(resource: Resource, criterion: Criterion, world: World): boolean {
  switch (criterion.of) {
    case 'values':
      return matchesValues(resource, criterion.parameter, criterion.modifier, criterion.values, world);
    case 'missing':
      return (valuesOf(resource, criterion.parameter).length === 0) === criterion.missing;
    case 'chain':
      return matchesChain(resource, criterion, world);
    case 'has':
      return matchesHas(resource, criterion, world);
    default:
      return criterion.lists.some((id) => refersTo(world.find?.(`List/${id}`), 'item', resource));
  }
}

/** Every value of a parameter in a resource, by the parameter's own expression. */
export function valuesOf(resource: Resource, parameter: SearchParameter): ExtractedValue[] {
  const values: ExtractedValue[] = [];
  eachValue(resource.resourceType, parameter, resource, (value, type) => values.push({ value, type }));
  return values;
}

function matchesValues(
  resource: Resource,
  parameter: SearchParameter,
  modifier: Modifier | undefined,
  values: readonly SearchValue[],
  world: World,
): boolean {
  if (modifier === 'not') return !matchesValues(resource, parameter, undefined, values, world);
  if (modifier === 'not-in') return !matchesValues(resource, parameter, 'in', values, world);
  return values.some((value) => matchesOne(resource, parameter, modifier, value, world));
}

function matchesOne(
  resource: Resource,
  parameter: SearchParameter,
  modifier: Modifier | undefined,
  value: SearchValue,
  world: World,
): boolean {
  if (value.kind === 'composite') {
    return matchesComposite(resource, parameter, value.parts, world, (part, one) =>
      matchesOne(resource, part, undefined, one, world),
    );
  }
  if (value.kind === 'string' && parameter.code === '_text') return narrativeHas(resource, value.text);
  if (value.kind === 'string' && parameter.code === '_content') return contentHas(resource, value.text);
  if (value.kind === 'string' && parameter.code === 'phonetic') return sounds(resource, parameter, value.text);
  const found = valuesOf(resource, parameter);
  if (parameter.kind === 'reference') return found.some((one) => matchesReference(one, modifier, value, world));
  return found.some((one) => matchesValue(one, parameter, modifier, value, world));
}

/** The names together have the sound of every word. */
function sounds(resource: Resource, parameter: SearchParameter, text: string): boolean {
  const wanted = soundsOf(text);
  const known = new Set(valuesOf(resource, parameter).flatMap(({ value, type }) => nameSounds(value, type)));
  return wanted.length > 0 && wanted.every((sound) => known.has(sound));
}

/** Local references (`Patient/1`) of a reference parameter. */
function targetsOf(resource: Resource, parameter: SearchParameter): string[] {
  return valuesOf(resource, parameter).flatMap(({ value, type }) => referenceElement(value, type).targets.slice(0, 1));
}

function matchesChain(resource: Resource, criterion: Extract<Criterion, { of: 'chain' }>, world: World): boolean {
  const { find } = world;
  if (find === undefined) throw noWorld(criterion.name);
  return targetsOf(resource, criterion.parameter).some((reference) => {
    const target = find(reference);
    return (
      target !== undefined &&
      criterion.targets.some(
        (one) => one.type === target.resourceType && matchesCriterion(target, one.criterion, world),
      )
    );
  });
}

function matchesHas(resource: Resource, criterion: Extract<Criterion, { of: 'has' }>, world: World): boolean {
  if (world.all === undefined) throw noWorld(criterion.name);
  for (const other of world.all(criterion.type)) {
    if (refersTo(other, criterion.parameter, resource) && matchesCriterion(other, criterion.criterion, world))
      return true;
  }
  return false;
}

function refersTo(from: Resource | undefined, by: SearchParameter | 'item', to: Resource): boolean {
  if (from === undefined) return false;
  const reference = `${to.resourceType}/${to.id ?? ''}`;
  if (by !== 'item') return targetsOf(from, by).includes(reference);
  const entries = (from as unknown as { entry?: { item?: unknown }[] }).entry ?? [];
  return entries.some(({ item }) => referenceElement(item, 'Reference').targets[0] === reference);
}

function noWorld(name: string): OutcomeError {
  return new OutcomeError(
    'exception',
    'search.no-world',
    `'${name}' depends on other resources, which are not at hand here.`,
  );
}
