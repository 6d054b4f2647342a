import { describe, expect, it } from 'vitest';
import { listedValueSet, listedValueSets } from '../fhir/index.ts';
import { builtInCodeSystem, builtInCodeSystemUrls, builtInValueSet, builtInValueSetUrls } from './built-in.ts';
import { expandValueSet } from './evaluate.ts';
import { BUILT_IN } from './library.ts';

describe('the definitions of R4', () => {
  it('are there', () => {
    expect(builtInCodeSystemUrls().length).toBeGreaterThan(900);
    expect(builtInValueSetUrls().length).toBeGreaterThan(1200);
    expect(builtInCodeSystem('http://hl7.org/fhir/administrative-gender')?.find('female')?.display).toBe('Female');
    expect(builtInValueSet('http://hl7.org/fhir/ValueSet/administrative-gender')?.version).toBe('4.0.1');
    for (const url of ['urn:nothing', '__proto__', 'toString']) {
      expect(builtInCodeSystem(url)).toBeUndefined();
      expect(builtInValueSet(url)).toBeUndefined();
    }
  });

  it('keep hierarchies, several parents included', () => {
    const acts = builtInCodeSystem('http://terminology.hl7.org/CodeSystem/v3-ActCode');
    expect(acts?.subsumes('_ActEncounterCode', 'AMB')).toBe(true);
    expect(acts?.find('_ActEncounterCode')?.abstract).toBe(true);
    const roles = builtInCodeSystem('http://terminology.hl7.org/CodeSystem/v3-RoleCode');
    const many = [...(roles?.all() ?? [])].filter(({ parents }) => parents.length > 1);
    expect(many.length).toBeGreaterThan(0);
  });

  it('carry no texts of licensed code systems', () => {
    const snomed = builtInValueSet('http://hl7.org/fhir/ValueSet/condition-severity');
    expect(snomed?.include[0]?.concepts?.length).toBe(3);
    expect(snomed?.include[0]?.concepts?.every(({ display }) => display === undefined)).toBe(true);
  });

  it('expand to the same codes that validation checks required bindings with', () => {
    expect(listedValueSets().length).toBeGreaterThan(200);
    for (const url of listedValueSets()) {
      const definition = builtInValueSet(url);
      if (definition === undefined) throw new Error(`${url} is not built in`);
      const codes = expandValueSet(definition, BUILT_IN).concepts.map(({ system, code }) => `${system}|${code}`);
      const listed = Object.entries(listedValueSet(url) ?? {}).flatMap(([system, own]) =>
        own.map((code) => `${system}|${code}`),
      );
      expect(codes.toSorted(), url).toEqual(listed.toSorted());
    }
  });
});
