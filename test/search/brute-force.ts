/**
 * The same search over the same resources, one by one in memory.
 */
import type { Reach } from '../../src/access/index.ts';
import { matchesSearch, parseSearch, type Resource, type World } from '../../src/fhir/index.ts';
import type { CodePort } from '../../src/record/search/index.ts';
import { reachAllows } from '../../src/record/reach.ts';
import { asked, BASE, NOW } from './context.ts';
import type { TestRecord } from './loader.ts';

/** A terminology of two facts: what is in one value set, and that `a` stands above `b`. */
export const CODES = {
  codesIn: (valueSet: string) => (valueSet === 'http://a.org/vs' ? VALUE_SET : undefined),
  below: (system: string, code: string) => [{ system, code }, ...(code === 'a' ? [{ system, code: 'b' }] : [])],
  above: (system: string, code: string) => [{ system, code }, ...(code === 'b' ? [{ system, code: 'a' }] : [])],
};

const VALUE_SET = [
  { system: 'http://loinc.org', code: 'a' },
  { system: 'http://snomed.info/sct', code: 'b' },
];

/** The same as the port of the search. */
export const CODE_PORT: CodePort = {
  codesIn: (valueSet) => Promise.resolve(CODES.codesIn(valueSet)),
  below: (system, code) => Promise.resolve(CODES.below(system, code)),
  above: (system, code) => Promise.resolve(CODES.above(system, code)),
};

/** What the evaluation knows: the resources that the caller may search. */
export function worldOf(record: TestRecord, reach?: Reach): World {
  const visible = record.resources.filter((one) => reach === undefined || reachAllows(reach, 'search', one));
  const byReference = new Map(visible.map((one) => [`${one.resourceType}/${one.id ?? ''}`, one]));
  return {
    timeZone: record.timeZone,
    now: NOW,
    codes: CODES,
    find: (reference) => byReference.get(reference),
    all: (type) => visible.filter(({ resourceType }) => resourceType === type),
  };
}

/** References of what matches, in no order. */
export function bruteForce(record: TestRecord, text: string, reach?: Reach): string[] {
  const { type, query } = asked(text);
  const parsed = parseSearch(type, query, { timeZone: record.timeZone, bases: [BASE] });
  const world = worldOf(record, reach);
  const visible = record.resources.filter((one) => reach === undefined || reachAllows(reach, 'search', one));
  return visible
    .filter((one: Resource) => matchesSearch(one, parsed, world))
    .map((one) => `${one.resourceType}/${one.id ?? ''}`);
}
