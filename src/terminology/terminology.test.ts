import { describe, expect, it } from 'vitest';
import type { CodeSystem, ValueSet } from '../fhir/index.ts';
import { memberOf, openTerminology } from './index.ts';

const GENDERS = 'http://hl7.org/fhir/ValueSet/administrative-gender';
const GENDER = 'http://hl7.org/fhir/administrative-gender';
const ACTS = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';

const WARDS: CodeSystem = {
  resourceType: 'CodeSystem',
  url: 'urn:wards',
  status: 'active',
  content: 'complete',
  concept: [{ code: 'ward', concept: [{ code: 'icu', display: 'Intensive care' }] }],
};

const CHOICE: ValueSet = {
  resourceType: 'ValueSet',
  url: 'urn:choice',
  status: 'active',
  compose: { include: [{ system: 'urn:wards' }, { valueSet: [GENDERS] }] },
};

const terminology = openTerminology({
  definitions: {
    codeSystem: async (url) => (url === WARDS.url ? WARDS : undefined),
    valueSet: async (url) => (url === CHOICE.url ? CHOICE : undefined),
  },
});

describe('the terminology', () => {
  it('expands value sets of R4 and stored ones together', async () => {
    const codes = (await terminology.expandForSearch('urn:choice')).map(({ system, code }) => `${system}|${code}`);
    expect(codes).toContain('urn:wards|icu');
    expect(codes).toContain(`${GENDER}|female`);
    expect(codes).toHaveLength(6);
  });

  it('says whether a code is in a value set', async () => {
    expect(await terminology.contains('urn:choice', { system: 'urn:wards', code: 'icu' })).toBe(true);
    expect(await terminology.contains('urn:choice', { system: 'urn:wards', code: 'x' })).toBe(false);
    expect(await terminology.contains(CHOICE, { code: 'female' })).toBe(true);
  });

  it('knows hierarchies', async () => {
    expect(await terminology.subsumes(ACTS, '_ActEncounterCode', 'AMB')).toBe('subsumes');
    expect(await terminology.subsumes(ACTS, 'AMB', '_ActEncounterCode')).toBe('subsumed-by');
    expect(await terminology.subsumes(ACTS, 'AMB', 'AMB')).toBe('equivalent');
    expect(await terminology.subsumes(ACTS, 'AMB', 'IMP')).toBe('not-subsumed');
    expect(await terminology.codesBelow('urn:wards', 'ward')).toEqual([
      { system: 'urn:wards', code: 'ward' },
      { system: 'urn:wards', code: 'icu' },
    ]);
    expect(await terminology.codesAbove('urn:wards', 'icu')).toHaveLength(2);
    expect(await terminology.codesBelow('urn:wards', 'unheard')).toEqual([{ system: 'urn:wards', code: 'unheard' }]);
  });

  it('refuses by name what it does not know', async () => {
    await expect(terminology.expand('urn:none')).rejects.toMatchObject({
      code: 'terminology.unknown-value-set',
      category: 'not-found',
    });
    await expect(terminology.codesBelow('urn:none', 'x')).rejects.toMatchObject({
      code: 'terminology.unknown-code-system',
      category: 'not-supported',
    });
    await expect(terminology.subsumes(ACTS, 'AMB', 'none')).rejects.toMatchObject({ code: 'terminology.unknown-code' });
    await expect(terminology.expand('http://hl7.org/fhir/ValueSet/condition-code')).rejects.toMatchObject({
      code: 'terminology.unknown-code-system',
    });
  });

  it('gives search a port that tells unknown from empty', async () => {
    const { searchPort } = terminology;
    expect(await searchPort.codesIn('urn:none')).toBeUndefined();
    expect(await searchPort.below('urn:none', 'x')).toBeUndefined();
    expect(await searchPort.above(ACTS, 'AMB')).toContainEqual({ system: ACTS, code: '_ActEncounterCode' });
    expect(await searchPort.codesIn(GENDERS)).toHaveLength(4);
    await expect(searchPort.codesIn('http://hl7.org/fhir/ValueSet/condition-code')).rejects.toThrow('not loaded');
  });

  it('works without stored definitions', async () => {
    const bare = openTerminology();
    expect(await bare.contains(GENDERS, { system: GENDER, code: 'male' })).toBe(true);
    await expect(bare.expand('urn:choice')).rejects.toMatchObject({ code: 'terminology.unknown-value-set' });
  });
});

describe('memberOf', () => {
  it('answers at once for codes, Codings and CodeableConcepts', () => {
    expect(memberOf('female', GENDERS)).toBe(true);
    expect(memberOf({ system: GENDER, code: 'female' }, GENDERS)).toBe(true);
    expect(memberOf({ code: 'female' }, GENDERS)).toBe(false);
    expect(
      memberOf(
        {
          coding: [
            { system: 'urn:x', code: 'y' },
            { system: GENDER, code: 'male' },
          ],
        },
        GENDERS,
      ),
    ).toBe(true);
    expect(memberOf({ text: 'female' }, GENDERS)).toBe(false);
    expect(memberOf(null, GENDERS)).toBe(false);
  });

  it('does not guess', () => {
    expect(memberOf('x', 'urn:none')).toBeUndefined();
    expect(
      memberOf({ system: 'http://snomed.info/sct', code: '1' }, 'http://hl7.org/fhir/ValueSet/condition-code'),
    ).toBeUndefined();
  });
});
