/**
 * The example resources of the R4 specification: read and written without losing a digit, and valid.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { validateResource } from '../../src/fhir/index.ts';
import { parseJson, writeJson } from '../../src/kernel/index.ts';
import { describeWithShared, sharedPath } from '../material.ts';
import { readFhirXml } from './fhir-xml.ts';

const folder = 'conformance/r4-examples';

function filesOf(ending: string): string[] {
  const path = sharedPath(folder);
  return existsSync(path) ? readdirSync(path).filter((name) => name.endsWith(ending)) : [];
}

function textOf(name: string): string {
  return readFileSync(sharedPath(`${folder}/${name}`), 'utf8');
}

/** JSON without the white space between its tokens; texts and numbers stay as they are written. */
function packed(text: string): string {
  return text.replace(/^\uFEFF/, '').replaceAll(/("(?:[^"\\]|\\.)*")|\s+/g, '$1');
}

/** Escapes that JSON allows and nobody needs, written out. */
function plain(text: string): string {
  return packed(text)
    .replaceAll(String.raw`\/`, '/')
    .replaceAll(/\\u([\da-f]{4})/gi, (_, code: string) => {
      const char = String.fromCharCode(Number.parseInt(code, 16));
      return JSON.stringify(char).slice(1, -1);
    });
}

/** What is wrong in the published examples themselves. */
const FAULTY: Readonly<Record<string, { code: string; why: string }>> = {
  'bundle-questionnaire.json': { code: 'validation.missing-element', why: 'items without a linkId (1..1)' },
  'devicemetric-example.json': {
    code: 'validation.reference-target',
    why: 'parent is a DeviceDefinition, not a Device',
  },
  'deviceusestatement-example.json': { code: 'validation.reference-target', why: 'a reason is a Procedure' },
  'medicationrequest0301.json': { code: 'validation.reference-target', why: 'the dispenser is a Practitioner' },
};

describeWithShared(folder, 'the examples of R4 (JSON)', () => {
  const names = filesOf('.json');

  it('are 72', () => {
    expect(names).toHaveLength(72);
  });

  it.each(names)('%s is written as it was read', (name) => {
    const text = textOf(name);
    const read = parseJson(text);
    expect(writeJson(read)).toBe(plain(text));
    expect(parseJson(writeJson(read))).toEqual(read);
  });

  it.each(names.filter((name) => FAULTY[name] === undefined))('%s is valid', (name) => {
    expect(validateResource(parseJson(textOf(name)))).toEqual([]);
  });

  it.each(Object.entries(FAULTY))('%s has the fault that it was published with', (name, { code }) => {
    const codes = validateResource(parseJson(textOf(name))).map((issue) => issue.code);
    expect(new Set(codes)).toEqual(new Set([code]));
  });
});

describeWithShared(folder, 'the examples of R4 (XML)', () => {
  it.each(filesOf('.xml'))('%s is valid', (name) => {
    expect(validateResource(readFhirXml(textOf(name)))).toEqual([]);
  });
});
