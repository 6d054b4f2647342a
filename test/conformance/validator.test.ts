/**
 * The cases of FHIR's reference validator that base R4 can judge: JSON, without packages. What needs profiles, invariants,
 * questionnaire rules or terminology is not found yet: the number of faults found may only grow. A false alarm costs as much
 * as a miss, and there is none but where a case switches the check off.
 */
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { validateResource } from '../../src/fhir/index.ts';
import { OutcomeError, parseJson } from '../../src/kernel/index.ts';
import { describeWithShared, sharedPath } from '../material.ts';

const folder = 'conformance/validator';

interface Case {
  readonly id: string;
  readonly file: string;
  readonly needs?: readonly string[];
  readonly expect: { readonly base: { readonly valid: boolean } };
}

/** Cases that ask for an option which this validator does not have. */
const OPTIONS: Readonly<Record<string, string>> = {
  'contained-resource-bad-id-ignore': 'validateContains=IGNORE: contained resources are not to be checked',
};

/** Faults found of those that are to be found. */
const FOUND = 17;

function readCases(): Case[] {
  const path = sharedPath(`${folder}/manifest.json`);
  if (!existsSync(path)) return [];
  const { cases } = JSON.parse(readFileSync(path, 'utf8')) as { cases: Case[] };
  return cases.filter(
    ({ file, needs, id }) => file.endsWith('.json') && (needs ?? []).length === 0 && OPTIONS[id] === undefined,
  );
}

function isValid({ file }: Case): boolean {
  try {
    return validateResource(parseJson(readFileSync(sharedPath(`${folder}/files/${file}`), 'utf8'))).length === 0;
  } catch (error) {
    if (error instanceof OutcomeError) return false;
    throw error;
  }
}

describeWithShared(folder, "the reference validator's cases", () => {
  const cases = readCases();
  const valid = cases.filter((one) => one.expect.base.valid);
  const invalid = cases.filter((one) => !one.expect.base.valid);

  it('are 129', () => {
    expect(cases).toHaveLength(129);
  });

  it('raise no false alarm', () => {
    expect(valid.filter((one) => !isValid(one)).map(({ id }) => id)).toEqual([]);
  });

  it(`show at least ${FOUND} of the ${invalid.length} faults`, () => {
    expect(invalid.filter((one) => !isValid(one)).length).toBeGreaterThanOrEqual(FOUND);
  });
});
