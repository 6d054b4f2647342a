import { describe, expect, it } from 'vitest';
import { anonymousCaller, NOTHING, UNLIMITED, type Reach, type RouteRequest } from '../access/index.ts';
import { validateResource, type CodeSystem, type Parameters, type ValueSet } from '../fhir/index.ts';
import { OutcomeError } from '../kernel/index.ts';
import { openTerminology, terminologyRoutes } from './index.ts';

const GENDERS = 'http://hl7.org/fhir/ValueSet/administrative-gender';
const ACTS = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';

const WARDS: CodeSystem = {
  resourceType: 'CodeSystem',
  id: 'wards',
  url: 'urn:wards',
  name: 'Wards',
  version: '1',
  status: 'active',
  content: 'complete',
  concept: [
    {
      code: 'icu',
      display: 'Intensive care',
      definition: 'Where one nurse has two patients.',
      property: [
        { code: 'beds', valueInteger: 12 },
        { code: 'floor', valueString: 'third' },
      ],
    },
    { code: 'old', property: [{ code: 'inactive', valueBoolean: true }] },
  ],
};

const CHOICE: ValueSet = {
  resourceType: 'ValueSet',
  id: 'choice',
  url: 'urn:choice',
  status: 'draft',
  compose: { include: [{ system: 'urn:wards' }] },
};

const definitions = {
  codeSystem: async (url: string) => (url === WARDS.url ? WARDS : undefined),
  valueSet: async (url: string) => (url === CHOICE.url ? CHOICE : undefined),
  valueSetById: async (id: string) => (id === CHOICE.id ? CHOICE : undefined),
  codeSystemById: async (id: string) => (id === WARDS.id ? WARDS : undefined),
};

const routes = terminologyRoutes(openTerminology({ definitions }), '/fhir/R4');

interface Asked {
  readonly path: string;
  readonly query?: string;
  readonly parameters?: readonly object[];
  readonly reach?: Reach;
  readonly id?: string;
}

async function ask<Answer>({ path, query = '', parameters, reach = UNLIMITED, id }: Asked): Promise<Answer> {
  const method = parameters === undefined ? 'GET' : 'POST';
  const route = routes.find((one) => one.method === method && one.path === `/fhir/R4/${path}`);
  if (route === undefined) throw new Error(`no route ${path}`);
  const request: RouteRequest = {
    method,
    params: id === undefined ? {} : { id },
    query,
    headers: {},
    body: parameters === undefined ? '' : JSON.stringify({ resourceType: 'Parameters', parameter: parameters }),
    origin: 'http://127.0.0.1:8080',
    caller: anonymousCaller('127.0.0.1'),
    reach,
    signal: new AbortController().signal,
  };
  const { status, body } = await route.handle(request);
  expect(status).toBe(200);
  expect(validateResource(body)).toEqual([]);
  return body as Answer;
}

async function codeOf(asked: Asked): Promise<string> {
  try {
    await ask(asked);
  } catch (error) {
    if (error instanceof OutcomeError) return error.code.replace('terminology.', '');
    throw error;
  }
  return 'answered';
}

const value = (parameters: Parameters, name: string): unknown => {
  const found = parameters.parameter?.find((one) => one.name === name);
  return found?.valueBoolean ?? found?.valueString ?? found?.valueCode;
};

const codes = (set: ValueSet) => set.expansion?.contains?.map(({ code }) => code);

describe('ValueSet/$expand', () => {
  const path = 'ValueSet/$expand';

  it('lists the codes with their displays', async () => {
    const set = await ask<ValueSet>({ path, query: `url=${encodeURIComponent(GENDERS)}` });
    expect(set).toMatchObject({ url: GENDERS, status: 'active', version: '4.0.1', expansion: { total: 4, offset: 0 } });
    expect(set.expansion?.contains).toContainEqual({
      system: 'http://hl7.org/fhir/administrative-gender',
      code: 'female',
      display: 'Female',
    });
  });

  it('filters and pages', async () => {
    expect(codes(await ask({ path, query: `url=${GENDERS}&filter=MALE` }))).toEqual(['male', 'female']);
    const page = await ask<ValueSet>({ path, query: `url=${GENDERS}&offset=1&count=2` });
    expect(page.expansion).toMatchObject({ total: 4, offset: 1 });
    expect(codes(page)).toHaveLength(2);
    expect((await ask<ValueSet>({ path, query: `url=${GENDERS}&count=0` })).expansion).not.toHaveProperty('contains');
    expect(codes(await ask({ path, query: 'url=urn:choice&activeOnly=true' }))).toEqual(['icu']);
  });

  it('takes a stored value set by id and one in the body', async () => {
    const stored = await ask<ValueSet>({ path: 'ValueSet/:id/$expand', id: 'choice' });
    expect(stored).toMatchObject({ id: 'choice', status: 'draft', expansion: { total: 2 } });
    expect(stored).not.toHaveProperty('compose');
    const compose = {
      include: [{ system: ACTS, filter: [{ property: 'concept', op: 'is-a', value: '_ActEncounterCode' }] }],
    };
    const given = { resourceType: 'ValueSet', status: 'draft', compose };
    const inline = await ask<ValueSet>({
      path,
      parameters: [
        { name: 'valueSet', resource: given },
        { name: 'count', valueInteger: 500 },
      ],
    });
    expect(codes(inline)).toContain('AMB');
    expect(inline.expansion?.contains?.find(({ code }) => code === '_ActEncounterCode')?.abstract).toBe(true);
  });

  it('says so where only a part of a code system is known', async () => {
    const set = await ask<ValueSet>({ path, query: 'url=http://hl7.org/fhir/ValueSet/service-type&count=1' });
    expect(set.expansion?.parameter).toEqual([{ name: 'limitedExpansion', valueBoolean: true }]);
  });

  it.each<[string, Omit<Asked, 'path'>, string]>([
    ['no url', {}, 'missing-parameter'],
    ['an unknown value set', { query: 'url=urn:none' }, 'unknown-value-set'],
    ['another version', { query: `url=${GENDERS}&valueSetVersion=9` }, 'unknown-value-set'],
    ['an unknown parameter', { query: `url=${GENDERS}&fliter=x` }, 'unknown-parameter'],
    ['a parameter twice', { query: `url=${GENDERS}&url=x` }, 'bad-parameter'],
    ['a bad count', { query: `url=${GENDERS}&count=-1` }, 'bad-parameter'],
    ['a bad flag', { query: `url=${GENDERS}&activeOnly=maybe` }, 'bad-parameter'],
    [
      'another resource',
      { parameters: [{ name: 'valueSet', resource: { resourceType: 'Patient' } }] },
      'bad-parameter',
    ],
    [
      'a code system that is not here',
      { query: 'url=http://hl7.org/fhir/ValueSet/condition-code' },
      'unknown-code-system',
    ],
    ['a caller who may not', { query: `url=${GENDERS}`, reach: NOTHING }, 'not-allowed'],
    [
      'a caller who may read some only',
      { query: `url=${GENDERS}`, reach: { grants: () => [{ criteria: ['status=active'] }] } },
      'not-allowed',
    ],
  ])('refuses %s', async (_, asked, code) => {
    expect(await codeOf({ path, ...asked })).toBe(code);
  });

  it('refuses an id that is not there', async () => {
    expect(await codeOf({ path: 'ValueSet/:id/$expand', id: 'none' })).toBe('no-such-resource');
  });
});

describe('$validate-code', () => {
  const path = 'ValueSet/$validate-code';

  it('says yes with the display, no with the reason', async () => {
    const system = 'http://hl7.org/fhir/administrative-gender';
    const yes = await ask<Parameters>({ path, query: `url=${GENDERS}&system=${system}&code=female` });
    expect([value(yes, 'result'), value(yes, 'display')]).toEqual([true, 'Female']);
    const no = await ask<Parameters>({ path, query: `url=${GENDERS}&system=${system}&code=woman` });
    expect(value(no, 'result')).toBe(false);
    expect(value(no, 'message')).toContain("'http://hl7.org/fhir/administrative-gender|woman' is not in the value set");
    expect(value(await ask({ path, query: `url=${GENDERS}&code=male` }), 'result')).toBe(true);
  });

  it('checks the display', async () => {
    const wrong = await ask<Parameters>({ path, query: `url=urn:choice&system=urn:wards&code=icu&display=Kitchen` });
    expect([value(wrong, 'result'), value(wrong, 'display')]).toEqual([false, 'Intensive care']);
    expect(
      value(await ask({ path, query: 'url=urn:choice&system=urn:wards&code=icu&display=INTENSIVE CARE' }), 'result'),
    ).toBe(true);
  });

  it('takes a CodeableConcept: one right coding is enough', async () => {
    const codeableConcept = {
      coding: [
        { system: 'urn:x', code: 'y' },
        { system: 'urn:wards', code: 'icu' },
      ],
    };
    const parameters = [{ name: 'codeableConcept', valueCodeableConcept: codeableConcept }];
    expect(value(await ask({ path: 'ValueSet/:id/$validate-code', id: 'choice', parameters }), 'result')).toBe(true);
  });

  it('asks a code system as well', async () => {
    const own = 'CodeSystem/$validate-code';
    expect(value(await ask({ path: own, query: `url=${ACTS}&code=AMB` }), 'display')).toBe('ambulatory');
    const no = await ask<Parameters>({ path: 'CodeSystem/:id/$validate-code', id: 'wards', query: 'code=icv' });
    expect([value(no, 'result'), value(no, 'message')]).toEqual([
      false,
      expect.stringContaining("Did you mean 'icu'?"),
    ]);
    expect(await codeOf({ path: own, query: 'url=urn:none&code=x' })).toBe('unknown-code-system');
  });
});

describe('CodeSystem/$lookup and $subsumes', () => {
  it('tells what a code means', async () => {
    const found = await ask<Parameters>({ path: 'CodeSystem/$lookup', query: 'system=urn:wards&code=icu' });
    expect([value(found, 'name'), value(found, 'version'), value(found, 'display')]).toEqual([
      'Wards',
      '1',
      'Intensive care',
    ]);
    expect(value(found, 'definition')).toContain('two patients');
    const properties = found.parameter?.filter(({ name }) => name === 'property').map(({ part }) => part);
    expect(properties).toContainEqual([
      { name: 'code', valueCode: 'beds' },
      { name: 'value', valueInteger: 12 },
    ]);
    expect(properties).toContainEqual([
      { name: 'code', valueCode: 'floor' },
      { name: 'value', valueString: 'third' },
    ]);
  });

  it('tells the hierarchy', async () => {
    const query = `system=${ACTS}&code=AMB&property=parent`;
    const { parameter } = await ask<Parameters>({ path: 'CodeSystem/$lookup', query });
    expect(parameter?.at(-1)?.part).toEqual([
      { name: 'code', valueCode: 'parent' },
      { name: 'value', valueCode: '_ActEncounterCode' },
    ]);
  });

  it('tells how two codes stand to each other', async () => {
    const path = 'CodeSystem/$subsumes';
    expect(value(await ask({ path, query: `system=${ACTS}&codeA=_ActEncounterCode&codeB=AMB` }), 'outcome')).toBe(
      'subsumes',
    );
    const codings = [
      { name: 'codingA', valueCoding: { system: 'urn:wards', code: 'icu' } },
      { name: 'codingB', valueCoding: { system: ACTS, code: 'AMB' } },
    ];
    expect(await codeOf({ path, parameters: codings })).toBe('two-systems');
  });

  it('refuses what is not there', async () => {
    expect(await codeOf({ path: 'CodeSystem/$lookup', query: `system=${ACTS}&code=none` })).toBe('unknown-code');
    expect(await codeOf({ path: 'CodeSystem/$lookup', query: 'code=none' })).toBe('missing-parameter');
  });
});
