/**
 * The patch suites of FHIR's own test cases: all of JSON Patch and FHIRPath Patch.
 */
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { applyFhirPathPatch, applyJsonPatch, fhirPathDifference, type Resource } from '../../src/fhir/index.ts';
import { OutcomeError, parseJson, writeJson } from '../../src/kernel/index.ts';
import { describeWithShared, sharedPath } from '../material.ts';
import { resourceOfXml } from './fhir-xml.ts';
import { elementsIn, parseXml, type XmlElement } from './xml.ts';

const jsonCases = 'conformance/patch/json-patch-tests.json';
const fhirCases = 'conformance/patch/fhir-patch-tests.xml';

interface JsonCase {
  readonly comment: string;
  readonly doc: unknown;
  readonly patch: unknown;
  readonly expected?: unknown;
  readonly error?: string;
}

function readJsonCases(): JsonCase[] {
  return existsSync(sharedPath(jsonCases))
    ? (parseJson(readFileSync(sharedPath(jsonCases), 'utf8')) as JsonCase[])
    : [];
}

describeWithShared(jsonCases, 'JSON Patch (RFC 6902)', () => {
  const cases = readJsonCases();

  it('has all 16 cases', () => {
    expect(cases).toHaveLength(16);
  });

  it.each(cases.map((one) => [one.comment, one] as const))('%s', (_, { doc, patch, expected, error }) => {
    const before = writeJson(doc);
    if (error === undefined) expect(applyJsonPatch(doc, patch)).toEqual(expected);
    else expect(() => applyJsonPatch(doc, patch)).toThrow(OutcomeError);
    expect(writeJson(doc)).toBe(before);
  });
});

function readFhirCases(): XmlElement[] {
  if (!existsSync(sharedPath(fhirCases))) return [];
  return elementsIn(parseXml(readFileSync(sharedPath(fhirCases), 'utf8')));
}

function resourceIn(one: XmlElement, name: string): unknown {
  const holder = elementsIn(one).find((element) => element.name === name);
  const inner = holder === undefined ? undefined : elementsIn(holder)[0];
  return inner === undefined ? undefined : resourceOfXml(inner);
}

/** Narratives are compared without the white space that the suite's files add between tags. */
function comparable(resource: unknown): unknown {
  const { text, ...rest } = resource as { text?: { div?: string } };
  const div = text?.div?.replaceAll(/\s+/g, '');
  return text === undefined ? rest : { ...rest, text: { ...text, div } };
}

describeWithShared(fhirCases, 'FHIRPath Patch', () => {
  const cases = readFhirCases();

  it('has all 33 cases', () => {
    expect(cases).toHaveLength(33);
  });

  it.each(cases.map((one) => [one.attributes['name'] ?? '', one] as const))('%s', (_, one) => {
    const [input, diff, output] = ['input', 'diff', 'output'].map((name) => resourceIn(one, name));
    const before = writeJson(input);
    if (output === undefined) expect(() => applyFhirPathPatch(input, diff)).toThrow(OutcomeError);
    else expect(comparable(applyFhirPathPatch(input, diff))).toEqual(comparable(output));
    expect(writeJson(input)).toBe(before);
  });

  const both = cases.filter(({ attributes }) => attributes['mode'] === 'both');

  it('has 29 cases that ask for the difference as well', () => {
    expect(both).toHaveLength(29);
  });

  it.each(both.map((one) => [one.attributes['name'] ?? '', one] as const))('difference: %s', (_, one) => {
    const [input, diff, output] = ['input', 'diff', 'output'].map((name) => resourceIn(one, name));
    const difference = fhirPathDifference(input as Resource, output as Resource);
    expect(withoutSpace(difference)).toEqual(withoutSpace(diff));
  });
});

/** The suite writes a narrative with white space of its own. */
function withoutSpace(parameters: unknown): unknown {
  return JSON.parse(writeJson(parameters).replaceAll(/\s+|\\n/g, ''));
}
