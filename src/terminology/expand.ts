/**
 * ValueSet/$expand: the codes of a value set, as a list to choose from.
 *
 * Source  https://hl7.org/fhir/R4/valueset-operation-expand.html
 * Proof   expand.test.ts, operations.test.ts
 */
import { randomUUID } from 'node:crypto';
import type { ValueSet } from '../fhir/index.ts';
import { instantOf, OutcomeError, type Clock } from '../kernel/index.ts';
import type { Concept } from './api.ts';
import type { OperationParameters } from './parameters.ts';
import type { Terminology, ValueSetSource } from './terminology.ts';

/** Parameters that are read; `includeDesignations` and the like change nothing here and are accepted. */
export const EXPAND_PARAMETERS = [
  'url',
  'valueSet',
  'valueSetVersion',
  'filter',
  'offset',
  'count',
  'activeOnly',
  'includeDesignations',
  'includeDefinition',
  'excludeNested',
  'displayLanguage',
];

type Expansion = NonNullable<ValueSet['expansion']>;
type Contains = NonNullable<Expansion['contains']>[number];

/** The value set that an operation is about: its instance, the resource in the body, or by url and version. */
export function sourceOf(parameters: OperationParameters, instance: ValueSet | undefined): ValueSetSource {
  if (instance !== undefined) return instance;
  const given = parameters.object('valueSet');
  if (given !== undefined) {
    if (given['resourceType'] === 'ValueSet') return given as unknown as ValueSet;
    throw new OutcomeError(
      'invalid',
      'terminology.bad-parameter',
      "The parameter 'valueSet' must be a ValueSet resource.",
    );
  }
  const url = parameters.need('url');
  const version = parameters.text('valueSetVersion');
  return version === undefined || url.includes('|') ? url : `${url}|${version}`;
}

/** Expands a value set. */
export async function expand(
  terminology: Terminology,
  parameters: OperationParameters,
  clock: Clock,
  instance?: ValueSet,
): Promise<ValueSet> {
  const source = sourceOf(parameters, instance);
  const { concepts, limited, definition } = await terminology.expand(source);
  const chosen = concepts.filter(chooser(parameters));
  const offset = parameters.count('offset') ?? 0;
  const page = chosen.slice(offset, offset + (parameters.count('count') ?? chosen.length));
  const expansion: Expansion = {
    identifier: `urn:uuid:${randomUUID()}`,
    timestamp: instantOf(clock.now()),
    total: chosen.length,
    offset,
    contains: page.map(containsOf),
  };
  if (page.length === 0) delete expansion.contains;
  if (limited) expansion.parameter = [{ name: 'limitedExpansion', valueBoolean: true }];
  return { ...headOf(source, definition), expansion };
}

function chooser(parameters: OperationParameters): (concept: Concept) => boolean {
  const words = (parameters.text('filter') ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const activeOnly = parameters.flag('activeOnly');
  return ({ code, display, inactive }) => {
    if (activeOnly && inactive) return false;
    const text = `${code} ${display ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
}

function containsOf({ system, code, display, abstract, inactive }: Concept): Contains {
  const contains: Contains = { system, code };
  if (display !== undefined) contains.display = display;
  if (abstract) contains.abstract = true;
  if (inactive) contains.inactive = true;
  return contains;
}

function headOf(
  source: ValueSetSource,
  definition: { url: string; name: string; version: string | undefined },
): ValueSet {
  if (typeof source !== 'string') {
    const { compose: _compose, expansion: _expansion, text: _text, ...head } = source;
    return head;
  }
  const { url, name, version } = definition;
  const head: ValueSet = { resourceType: 'ValueSet', url, name, status: 'active' };
  return version === undefined ? head : { ...head, version };
}
