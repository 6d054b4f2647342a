import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { embeddedTestStore } from '../store/index.ts';
import { describeWithShared, sharedPath } from '../../test/material.ts';
import type { ImportReport } from './import/api.ts';
import { TestRecord } from './testing.ts';

const DATA = 'data/synthea-r4';
/** What the material's README counts; Organizations and Practitioners are repeated in each bundle: 63 of each are distinct. */
const READ: Readonly<Record<string, number>> = {
  Observation: 15_893,
  Claim: 4174,
  Encounter: 3170,
  ExplanationOfBenefit: 3170,
  Procedure: 2289,
  DiagnosticReport: 1194,
  Immunization: 1114,
  MedicationRequest: 1004,
  Condition: 788,
  CarePlan: 291,
  Goal: 204,
  Organization: 162,
  Practitioner: 162,
  Patient: 100,
  ImagingStudy: 71,
  AllergyIntolerance: 24,
};
const DISTINCT = { ...READ, Organization: 63, Practitioner: 63 };

interface IndexFile {
  readonly files: readonly { readonly patient: string; readonly counts: Readonly<Record<string, number>> }[];
}

describeWithShared(DATA, 'the hundred Synthea patients', () => {
  let record: TestRecord;
  let report: ImportReport;
  beforeAll(async () => {
    record = await TestRecord.open(embeddedTestStore());
    report = await record.record.import({ paths: [sharedPath(DATA)] });
  });
  afterAll(() => record.close());

  it('are loaded, none lost: 33,810 read = 33,612 stored + 198 repeated', () => {
    expect(report.types).toEqual(READ);
    const { read, created, updated, same, failed, complete } = report;
    expect({ read, created, updated, same, failed, complete }).toEqual({
      read: 33_810,
      created: 33_612,
      updated: 0,
      same: 198,
      failed: 0,
      complete: true,
    });
  });

  it('are there, type by type, and searchable', async () => {
    for (const [type, count] of Object.entries(DISTINCT)) {
      const found = await record.get(`${type}?_summary=count&_total=accurate`);
      expect([type, found.at('total')]).toEqual([type, count]);
    }
  });

  it('have every reference resolved', async () => {
    const [urns] = await record.store.query<{ n: number }>(
      `select count(*)::int as n from body where text like '%urn:uuid:%'`,
    );
    expect(urns?.n).toBe(0);
    const broken = await record.store.query(
      `select distinct m[1] as reference from body b, regexp_matches(b.text, '"reference":"([A-Z][A-Za-z]+/[^"]+)"', 'g') m
       where not exists (select 1 from resource r, body t where r.rid = t.rid and r.fid = split_part(m[1], '/', 2)
         and t.text like '{"resourceType":"' || split_part(m[1], '/', 1) || '"%' and not r.del) limit 5`,
    );
    expect(broken).toEqual([]);
  });

  it('give back the patient of each bundle with everything in it', async () => {
    const index = JSON.parse(readFileSync(sharedPath(`${DATA}/index.json`), 'utf8')) as IndexFile;
    expect(index.files).toHaveLength(100);
    const { patient: id, counts } = index.files[0] ?? { patient: '', counts: {} };
    expect((await record.get(`Patient/${id}`)).status).toBe(200);
    const seen = new Set<string>();
    for (let next: string | undefined = `Patient/${id}/$everything?_count=500`; next !== undefined;) {
      const page = await record.get(next);
      for (const url of page.each('entry', 'fullUrl')) seen.add(url);
      next = page.link('next');
    }
    const types = [...seen].map((url) => url.split('/').at(-2) ?? '');
    for (const [type, count] of Object.entries(counts)) {
      expect([type, types.filter((one) => one === type).length]).toEqual([type, count]);
    }
  });

  it('are unchanged by a second import', async () => {
    const again = await record.record.import({ paths: [sharedPath(DATA)] });
    expect([again.created, again.updated, again.same]).toEqual([0, 0, 33_810]);
    const [versions] = await record.store.query<{ n: number }>('select count(*)::int as n from body');
    expect(versions?.n).toBe(33_612);
  });
});
