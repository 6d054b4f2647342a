import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { validateResource } from '../fhir/index.ts';
import { embeddedTestStore } from '../store/index.ts';
import { patientOf, TEST_BASE, TestRecord, type Answered } from './testing.ts';

interface TypeCapability {
  readonly type: string;
  readonly interaction: readonly { readonly code: string }[];
  readonly searchParam: readonly { readonly name: string; readonly type: string }[];
  readonly searchInclude?: readonly string[];
  readonly searchRevInclude?: readonly string[];
}

describe('the CapabilityStatement', () => {
  let record: TestRecord;
  let statement: Answered;
  let types: readonly TypeCapability[] = [];
  beforeAll(async () => {
    record = await TestRecord.open(embeddedTestStore());
    statement = await record.get('metadata');
    types = statement.each('rest.0.resource', '') as unknown as TypeCapability[];
  });
  afterAll(() => record.close());

  it('is valid FHIR, public, and names SMART', () => {
    expect(validateResource(statement.json)).toEqual([]);
    expect(statement.at('fhirVersion')).toBe('4.0.1');
    expect(statement.at('implementation.url')).toBe(TEST_BASE);
    expect(statement.at('rest.0.security.service.0.coding.0.code')).toBe('SMART-on-FHIR');
    expect(statement.at('rest.0.security.extension.0.extension.1.valueUri')).toContain('/oidc/token');
    const route = record.record.routes.find(({ path }) => path.endsWith('/metadata'));
    expect(route !== undefined && 'public' in route.access).toBe(true);
  });

  it('lists every type of R4, and no search parameter that is refused', async () => {
    expect(types).toHaveLength(146);
    for (const { type, searchParam } of types) {
      if (type === 'AuditEvent') continue;
      const own = searchParam.filter(
        ({ name, type: kind }) => !name.startsWith('_') && !['composite', 'special'].includes(kind),
      );
      const address = `${type}?_summary=count&${own.map(({ name }) => `${name}:missing=false`).join('&')}`;
      expect((await record.get(address)).status, address).toBe(200);
    }
  });

  it('lists only includes that are taken', async () => {
    for (const { type, searchInclude = [], searchRevInclude = [] } of types) {
      const include = searchInclude.map((one) => `_include=${one}`);
      const reverse = searchRevInclude.map((one) => `_revinclude=${one}`);
      const sample = [...include.slice(0, 8), ...reverse.slice(0, 8)].join('&');
      expect((await record.get(`${type}?_id=none&${sample}`)).status, `${type}?${sample}`).toBe(200);
    }
  });

  it('tells the truth about interactions: each one works, each other one is refused', async () => {
    await record.put('Patient/cap', patientOf('cap'));
    const calls: Readonly<Record<string, () => Promise<Answered>>> = {
      read: () => record.get('Patient/cap'),
      vread: () => record.get('Patient/cap/_history/1'),
      'search-type': () => record.get('Patient'),
      'history-instance': () => record.get('Patient/cap/_history'),
      'history-type': () => record.get('Patient/_history'),
      create: () => record.post('Patient', patientOf('x')),
      update: () => record.put('Patient/cap', patientOf('cap')),
      patch: () => record.patch('Patient/cap', [], { headers: { 'content-type': 'application/json-patch+json' } }),
      delete: () => record.delete('Patient/cap'),
    };
    const patient = types.find(({ type }) => type === 'Patient');
    expect(patient?.interaction.map(({ code }) => code).toSorted()).toEqual(Object.keys(calls).toSorted());
    for (const call of Object.values(calls)) expect((await call()).status).toBeLessThan(300);
    const audit = types.find(({ type }) => type === 'AuditEvent');
    expect(audit?.interaction.map(({ code }) => code)).toEqual(['read', 'search-type']);
  });

  it('lists operations that have a route', () => {
    const paths = new Set(record.record.routes.map(({ path }) => path.replace('/:id', '')));
    let count = 0;
    for (const [at, { type }] of types.entries()) {
      for (const name of statement.each(`rest.0.resource.${at}.operation`, 'name')) {
        expect(paths.has(`/fhir/R4/${type}/$${name}`), `${type}/$${name}`).toBe(true);
        count++;
      }
    }
    expect(count).toBe(6);
  });

  it('takes a mode, and no other than those of R4', async () => {
    expect((await record.get('metadata?mode=full')).status).toBe(200);
    expect((await record.get('metadata?mode=guess')).status).toBe(400);
  });
});
