import { describe, expect, it } from 'vitest';
import type { CodeSystem, ValueSet } from '../fhir/index.ts';
import type { DefinitionPort } from './api.ts';
import { BUILT_IN, IndexCache, Shelf } from './library.ts';

const GENDER = 'http://hl7.org/fhir/administrative-gender';
const SNOMED = 'http://snomed.info/sct';

function codeSystem(url: string, ...codes: readonly string[]): CodeSystem {
  return {
    resourceType: 'CodeSystem',
    id: 'x',
    meta: { versionId: '1' },
    url,
    status: 'active',
    content: 'complete',
    concept: codes.map((code) => ({ code })),
  };
}

function port(...resources: readonly (CodeSystem | ValueSet)[]): DefinitionPort & { asked: string[] } {
  const asked: string[] = [];
  const find = (type: string, url: string, version?: string): CodeSystem | ValueSet | undefined => {
    asked.push(url);
    return resources.find(
      (one) => one.resourceType === type && one.url === url && (version === undefined || one.version === version),
    );
  };
  return {
    asked,
    codeSystem: async (url, version) => find('CodeSystem', url, version) as CodeSystem | undefined,
    valueSet: async (url, version) => find('ValueSet', url, version) as ValueSet | undefined,
  };
}

const valueSet = (url: string, ...include: NonNullable<ValueSet['compose']>['include']): ValueSet => ({
  resourceType: 'ValueSet',
  url,
  status: 'active',
  compose: { include },
});

describe('the library', () => {
  it('lets what comes with R4 win over what is stored', async () => {
    const shelf = new Shelf(port(codeSystem(GENDER, 'x')), new IndexCache());
    expect((await shelf.needCodeSystem(GENDER))?.find('x')).toBeUndefined();
    expect(shelf.codeSystem(GENDER)?.find('female')).toBeDefined();
  });

  it('takes stored code systems where R4 has none, once', async () => {
    const stored = port(codeSystem(SNOMED, '1'));
    const shelf = new Shelf(stored, new IndexCache());
    expect((await shelf.needCodeSystem(SNOMED))?.find('1')).toBeDefined();
    await shelf.needCodeSystem(SNOMED);
    expect(stored.asked).toEqual([SNOMED]);
    expect(BUILT_IN.codeSystem(SNOMED)).toBeUndefined();
  });

  it('does not take a stored code system without its concepts', async () => {
    const shelf = new Shelf(port({ ...codeSystem(SNOMED), content: 'not-present' }), new IndexCache());
    expect(await shelf.needCodeSystem(SNOMED)).toBeUndefined();
  });

  it('gathers value sets of value sets and their code systems', async () => {
    const shelf = new Shelf(
      port(valueSet('urn:a', { valueSet: ['urn:b'] }), valueSet('urn:b', { system: SNOMED }), codeSystem(SNOMED, '1')),
      new IndexCache(),
    );
    expect(await shelf.needValueSet('urn:a')).toBeDefined();
    expect(shelf.valueSet('urn:b')).toBeDefined();
    expect(shelf.codeSystem(SNOMED)?.size).toBe(1);
    expect(await shelf.needValueSet('urn:c')).toBeUndefined();
  });

  it('asks for a version where one is named', async () => {
    const shelf = new Shelf(port({ ...valueSet('urn:a', { system: GENDER }), version: '2' }), new IndexCache());
    expect(await shelf.needValueSet('urn:a|1')).toBeUndefined();
    expect(await shelf.needValueSet('urn:a|2')).toBeDefined();
    expect(BUILT_IN.valueSet('http://hl7.org/fhir/ValueSet/administrative-gender|4.0.1')).toBeDefined();
    expect(BUILT_IN.valueSet('http://hl7.org/fhir/ValueSet/administrative-gender|5')).toBeUndefined();
  });

  it('does not follow value sets without end', async () => {
    const endless: DefinitionPort = {
      codeSystem: async () => undefined,
      valueSet: async (url) => valueSet(url, { valueSet: [`${url}x`] }),
    };
    await expect(new Shelf(endless, new IndexCache()).needValueSet('urn:a')).rejects.toMatchObject({
      code: 'terminology.too-many-value-sets',
    });
  });

  it('keeps the index of a version, and only a few of them', () => {
    const cache = new IndexCache(2);
    const first = codeSystem('urn:1', 'a');
    const index = cache.of(first);
    expect(cache.of(first)).toBe(index);
    expect(cache.of({ ...first, meta: { versionId: '2' } })).not.toBe(index);
    cache.of(codeSystem('urn:2'));
    cache.of(codeSystem('urn:3'));
    expect(cache.of({ ...first, meta: { versionId: '2' } })).not.toBe(index);
  });
});
