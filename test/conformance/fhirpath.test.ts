/**
 * The official FHIRPath suite for R4, all 935 cases. What does not pass is listed in fhirpath-gaps.ts with its reason, and
 * that list can only shrink: a gap that passes fails here, and so does a case outside of it that does not.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compilePath, type PathNode } from '../../src/fhir/fhirpath/index.ts';
import { parseJson } from '../../src/kernel/index.ts';
import { describeWithShared, sharedPath } from '../material.ts';
import { readFhirXml } from './fhir-xml.ts';
import { FHIRPATH_GAPS } from './fhirpath-gaps.ts';
import { matchesOutput } from './fhirpath-output.ts';
import { elementIn, elementsIn, parseXml, textIn, type XmlElement } from './xml.ts';

const SUITE = 'conformance/fhirpath/tests-fhir-r4.xml';
/** At least this many of the 935 must pass, whatever the list of gaps says. */
const FLOOR = 907;

interface Case {
  readonly key: string;
  readonly input: string | undefined;
  readonly expression: string;
  readonly invalid: boolean;
  readonly strict: boolean;
  readonly predicate: boolean;
  readonly ordered: boolean;
  readonly outputs: readonly XmlElement[];
}

const inputs = new Map<string, unknown>();

function inputOf(name: string | undefined): unknown {
  if (name === undefined) return undefined;
  if (!inputs.has(name)) inputs.set(name, readInput(name));
  return inputs.get(name);
}

function readInput(name: string): unknown {
  const text = readFileSync(sharedPath(`conformance/fhirpath/input/${name}`), 'utf8');
  return name.endsWith('.json') ? parseJson(text) : readFhirXml(text);
}

function casesOf(text: string): Case[] {
  return elementsIn(parseXml(text), 'group').flatMap((group) =>
    elementsIn(group, 'test').map((test, at) =>
      caseOf(test, `${group.attributes['name'] ?? ''}/${test.attributes['name'] ?? ''}/${at}`),
    ),
  );
}

function caseOf(test: XmlElement, key: string): Case {
  const expression = elementIn(test, 'expression');
  const { inputfile, mode, predicate, ordered } = test.attributes;
  return {
    key,
    input: inputfile,
    expression: expression === undefined ? '' : textIn(expression),
    invalid: expression?.attributes['invalid'] !== undefined,
    strict: mode === 'strict',
    predicate: predicate === 'true',
    ordered: ordered !== 'false',
    outputs: elementsIn(test, 'output'),
  };
}

function evaluate({ input, expression, strict }: Case): readonly PathNode[] {
  const resource = inputOf(input) as { resourceType: string } | undefined;
  const check = strict ? 'strict' : 'lenient';
  const path = compilePath(expression, resource === undefined ? {} : { type: resource.resourceType, check });
  return path.evaluate(resource);
}

/** Undefined: as expected. Otherwise what went wrong. */
function failureOf(one: Case): string | undefined {
  let result: readonly PathNode[];
  try {
    result = evaluate(one);
  } catch (error) {
    return one.invalid ? undefined : `throws ${String(error)}`;
  }
  const shown = result.map(({ value, type }) => `${type}:${String(value)}`).join(', ');
  if (one.invalid) return `must fail, gives ${shown}`;
  return sameResult(one, result) ? undefined : `gives ${shown || 'nothing'}`;
}

function sameResult({ predicate, ordered, outputs }: Case, result: readonly PathNode[]): boolean {
  if (predicate) {
    const [first, second] = result;
    const holds = first !== undefined && (second !== undefined || first.value !== false);
    return outputs.length === 1 && outputs.every((output) => textIn(output) === String(holds));
  }
  if (outputs.length !== result.length) return false;
  if (ordered) return outputs.every((output, at) => matches(result[at], output));
  return outputs.every((output) => result.some((node) => matches(node, output)));
}

function matches(node: PathNode | undefined, output: XmlElement): boolean {
  return node !== undefined && matchesOutput(node, output.attributes['type'], textIn(output));
}

describeWithShared(SUITE, 'official FHIRPath suite', () => {
  const cases = casesOf(readFileSync(sharedPath(SUITE), 'utf8'));
  const failures = new Map<string, string>();
  for (const one of cases) {
    const failure = failureOf(one);
    if (failure !== undefined) failures.set(one.key, `${one.expression}: ${failure}`);
  }

  it('has 935 cases, each with a key of its own', () => {
    expect(cases).toHaveLength(935);
    expect(new Set(cases.map(({ key }) => key)).size).toBe(935);
  });

  it('fails only where the published list says so', () => {
    const unexpected = [...failures].filter(([key]) => !Object.hasOwn(FHIRPATH_GAPS, key));
    expect(unexpected).toEqual([]);
  });

  it('lists no gap that passes', () => {
    expect(Object.keys(FHIRPATH_GAPS).filter((key) => !failures.has(key))).toEqual([]);
  });

  it(`passes at least ${FLOOR} cases`, () => {
    expect(cases.length - failures.size).toBeGreaterThanOrEqual(FLOOR);
  });
});

describe('list of FHIRPath gaps', () => {
  it('gives a reason for each', () => {
    for (const reason of Object.values(FHIRPATH_GAPS)) expect(reason.length).toBeGreaterThan(20);
  });
});
