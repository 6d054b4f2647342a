import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { validateResource } from '../fhir/index.ts';
import { parseJson } from '../kernel/index.ts';
import { embeddedTestStore } from '../store/index.ts';
import { describeWithShared, sharedPath } from '../../test/material.ts';
import { TestRecord } from './testing.ts';

type Body = Record<string, unknown> & { resourceType: string; id?: string; meta?: Record<string, unknown> };

/** What must come back: everything but the version, which is the server's. */
function withoutVersion({ meta = {}, ...rest }: Body): object {
  const { versionId: _versionId, lastUpdated: _lastUpdated, ...own } = meta;
  return { ...rest, meta: own };
}

describe('what is written is read back', () => {
  let record: TestRecord;
  beforeAll(async () => {
    record = await TestRecord.open(embeddedTestStore());
  });
  afterAll(() => record.close());

  const text = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
    .filter((one) => one.trim() !== '' && !one.includes('\0') && one.isWellFormed() && !/[^\P{Cc}\t\n\r]/u.test(one));
  const decimal = fc
    .tuple(fc.constantFrom('', '-'), fc.nat(99_999), fc.stringMatching(/^\d{1,12}$/))
    .map(([sign, whole, fraction]) => `${sign}${whole}.${fraction}`);

  it('equal, with every digit of its decimals, as create, update and patch', async () => {
    await fc.assert(
      fc.asyncProperty(text, text, decimal, fc.boolean(), async (family, note, value, mood) => {
        const members = `"status":"final","code":{"text":${JSON.stringify(family)}},"note":[{"text":${JSON.stringify(note)}}],"valueQuantity":{"value":${value},"unit":"x"}`;
        const body = `{"resourceType":"Observation",${members}}`;
        const made = await record.post('Observation', body);
        expect(made.status, made.text).toBe(201);
        const id = made.at('id');
        expect((await record.get(`Observation/${id}`)).text).toContain(`,${members}}`);
        const put = `{"resourceType":"Observation","id":"${id}",${members},"issued":"2026-01-01T00:00:0${mood ? 1 : 2}Z"}`;
        expect((await record.put(`Observation/${id}`, put)).status).toBe(200);
        const patched = await record.patch(`Observation/${id}`, [{ op: 'remove', path: '/issued' }], {
          headers: { 'content-type': 'application/json-patch+json' },
        });
        expect(patched.text).toContain(`,${members}}`);
        expect((await record.get(`Observation/${id}/_history/1`)).text).toBe(made.text);
      }),
      { numRuns: 60 },
    );
  });

  const examples = 'conformance/r4-examples';
  describeWithShared(examples, 'the official examples of R4', () => {
    it('each of them, valid as it is', async () => {
      const names = readdirSync(sharedPath(examples)).filter((name) => name.endsWith('.json'));
      let written = 0;
      for (const name of names) {
        const source = readFileSync(join(sharedPath(examples), name), 'utf8');
        const body = parseJson(source) as Body;
        if (body.resourceType === 'AuditEvent' || body.id === undefined || validateResource(body).length > 0) continue;
        const put = await record.put(`${body.resourceType}/${body.id}`, source);
        expect([name, put.status, put.text.slice(0, 300)]).toEqual([
          name,
          expect.toBeOneOf([200, 201]),
          expect.anything(),
        ]);
        const read = await record.get(`${body.resourceType}/${body.id}`, {
          headers: { accept: 'application/fhir+json' },
        });
        expect(withoutVersion(read.json as Body), name).toEqual(withoutVersion(body));
        written++;
      }
      expect(written).toBeGreaterThan(names.length * 0.9);
    });
  });
});
