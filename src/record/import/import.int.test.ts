import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testStores } from '../../store/index.ts';
import { describeWith } from '../../../test/material.ts';
import { reindex } from '../index-rows/index.ts';
import { lookUp, TestRecord } from '../testing.ts';
import type { ImportReport } from './api.ts';

const observation = (id: string, more: object = {}): object => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: { text: 'pulse' },
  ...more,
});
const ndjson = (resources: readonly object[]): string => resources.map((one) => `${JSON.stringify(one)}\n`).join('');
const bundleOf = (resources: readonly object[]): string =>
  JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry: resources.map((resource) => ({ resource })) });
const countsOf = ({ read, created, updated, same, failed }: ImportReport): number[] => [
  read,
  created,
  updated,
  same,
  failed,
];

for (const server of testStores()) {
  describeWith(server.need, server.present, `import on ${server.name}`, () => {
    let record: TestRecord;
    let top = '';
    beforeAll(async () => {
      record = await TestRecord.open(server);
      top = mkdtempSync(join(tmpdir(), 'maru-import-'));
    });
    afterAll(async () => {
      await record.close();
      rmSync(top, { recursive: true, force: true });
    });

    const folderWith = (name: string, files: Readonly<Record<string, string | Buffer>>): string => {
      const folder = join(top, name);
      for (const [file, content] of Object.entries(files)) {
        mkdirSync(join(folder, file, '..'), { recursive: true });
        writeFileSync(join(folder, file), content);
      }
      return folder;
    };
    const run = (folder: string, threadFrom = 1_000_000): Promise<ImportReport> =>
      record.record.import({ paths: [folder], errorsIn: join(top, 'errors'), batchSize: 100, threadFrom });
    const versions = async (prefix: string): Promise<Readonly<Record<string, number>>> => {
      const text =
        'select r.fid, count(*)::int as n from body b join resource r using (rid) where r.fid like $1 group by 1';
      const rows = await record.store.query<{ fid: string; n: number }>(text, [`${prefix}%`]);
      return Object.fromEntries(rows.map(({ fid, n }) => [fid, n]));
    };

    /** The rows of every index table. */
    const indexOf = (prefix: string): Promise<unknown[][]> =>
      Promise.all(
        ['resource', 'search_string', 'search_date', 'search_number', 'search_quantity'].map((table) =>
          record.store.query(
            `select t::text from ${table} t join resource r on r.rid = t.rid where r.fid like $1 order by 1`,
            [`${prefix}%`],
          ),
        ),
      );

    it('reads NDJSON and Bundles, plain and gzip, in any folder, and accounts for every resource', async () => {
      const many = Array.from({ length: 250 }, (_, at) => observation(`f-${at}`));
      const folder = folderWith('kinds', {
        'a/lines.ndjson': ndjson(many.slice(0, 100)),
        'a/lines.ndjson.gz': gzipSync(ndjson(many.slice(100, 150))),
        'b/bundle.json': bundleOf(many.slice(150, 200)),
        'b/bundle.json.gz': gzipSync(bundleOf([...many.slice(200), ...many.slice(0, 5)])),
        'b/one.json': JSON.stringify(observation('f-one')),
        'index.json': '{"made":"by somebody"}',
        'README.md': 'not to be read',
      });
      const report = await run(folder, 0);
      expect(countsOf(report)).toEqual([256, 251, 0, 5, 0]);
      expect(report.types).toEqual({ Observation: 256 });
      expect(report.files.map(({ name }) => name)).not.toContain('README.md');
      expect(report.files.find(({ name }) => name === 'index.json')?.fault).toContain('left out');
      expect(report.complete).toBe(true);
      expect((await record.get('Observation/f-249')).status).toBe(200);
      expect((await record.get('Observation?_id=f-3')).count('entry')).toBe(1);
    });

    it('makes no new version of what is there already, and one of what changed', async () => {
      const folder = folderWith('again', { 'x.ndjson': ndjson([observation('g-1'), observation('g-2')]) });
      expect(countsOf(await run(folder))).toEqual([2, 2, 0, 0, 0]);
      expect(countsOf(await run(folder))).toEqual([2, 0, 0, 2, 0]);
      folderWith('again', { 'x.ndjson': ndjson([observation('g-1'), observation('g-2', { status: 'amended' })]) });
      expect(countsOf(await run(folder))).toEqual([2, 0, 1, 1, 0]);
      expect(await versions('g-')).toEqual({ 'g-1': 1, 'g-2': 2 });
    });

    it('takes the same resource twice in one file in its order', async () => {
      const states = ['registered', 'preliminary', 'preliminary', 'final', 'final'];
      const lines = states.map((status) => observation('h-1', { status }));
      const folder = folderWith('twice', { 'x.ndjson': ndjson(lines) });
      expect(countsOf(await run(folder, 0))).toEqual([5, 1, 2, 2, 0]);
      expect((await record.get('Observation/h-1')).at('status')).toBe('final');
      expect(await versions('h-')).toEqual({ 'h-1': 3 });
    });

    it('loses nothing: what cannot be stored is written down with place, reason and content', async () => {
      const good = Array.from({ length: 120 }, (_, at) => observation(`i-${at}`));
      const text = ndjson(good).split('\n');
      text.splice(
        50,
        0,
        '{"resourceType":"Observation","id":"i-bad","status":"no-such"}',
        '{broken',
        '{"resourceType":"Patient"}',
      );
      const folder = folderWith('faulty', {
        'x.ndjson': text.join('\n'),
        'cut.ndjson.gz': gzipSync(ndjson(good)).subarray(0, 200),
      });
      const report = await run(folder);
      const [cut, file] = report.files;
      expect([file?.read, file?.failed, cut?.complete, report.complete]).toEqual([123, 3, false, false]);
      expect(report.created + report.same + report.failed).toBe(report.read);
      expect(cut?.fault).toContain('damaged or cut off');
      const kept = readFileSync(file?.errors ?? '', 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown);
      expect(kept.map((one) => lookUp(one, 'position'))).toEqual([51, 52, 53]);
      expect(lookUp(kept[0], 'outcome.issue.0.expression.0')).toContain('Observation');
      expect(lookUp(kept[1], 'raw')).toBe('{broken');
      expect(file?.faults.map(({ code }) => code).slice(1)).toEqual(['json.malformed', 'import.no-id']);
      const again = await run(folder, 0);
      expect(countsOf(again)).toEqual(countsOf(report));
      expect(
        readFileSync(file?.errors ?? '', 'utf8')
          .trim()
          .split('\n'),
      ).toHaveLength(3);
    });

    it('is audited, with the patients whose data it brought', async () => {
      const patient = { resourceType: 'Patient', id: 'j-p' };
      const folder = folderWith('audited', {
        'x.ndjson': ndjson([patient, observation('j-o', { subject: { reference: 'Patient/j-p' } })]),
      });
      await run(folder);
      const told = await record.get('AuditEvent?patient=j-p');
      expect(told.at('entry.0.resource.subtype.0.code')).toBe('import');
    });

    it('makes the index rows that a re-index would make', async () => {
      const quantity = { value: 7.25, unit: 'mmol/L', system: 'http://unitsofmeasure.org', code: 'mmol/L' };
      const resources = [
        { resourceType: 'Patient', id: 'l-p', name: [{ family: '김', given: ['철수'] }], birthDate: '1980-05-01' },
        observation('l-o', {
          code: { coding: [{ system: 'http://loinc.org', code: '2339-0', display: 'Glucose' }], text: 'glucose' },
          subject: { reference: 'Patient/l-p' },
          effectiveDateTime: '2026-03-01T10:00:00+09:00',
          issued: '2026-03-01T11:00:00Z',
          valueQuantity: quantity,
          component: [{ code: { coding: [{ code: 'x' }] }, valueQuantity: { ...quantity, value: 1 } }],
        }),
        {
          resourceType: 'RiskAssessment',
          id: 'l-r',
          status: 'final',
          subject: { reference: 'Patient/l-p' },
          prediction: [{ probabilityDecimal: 0.5 }],
        },
        {
          resourceType: 'Condition',
          id: 'l-c',
          subject: { reference: 'Patient/l-p' },
          onsetDateTime: '2020-02',
          recordedDate: '2026-03-01',
        },
        { resourceType: 'Location', id: 'l-l', position: { latitude: 37.5, longitude: 127 } },
      ];
      await run(folderWith('rows', { 'x.ndjson': ndjson(resources) }), 0);
      const types = resources.map(({ resourceType }: { resourceType?: string }) => resourceType ?? 'Observation');
      const imported = await indexOf('l-');
      expect(imported.map((rows) => rows.length > 0)).toEqual([true, true, true, true, true]);
      await reindex(record.store, { timeZone: 'UTC', types });
      expect(await indexOf('l-')).toEqual(imported);
    });

    it('goes on after kill -9 where its last commit was, as often as it is killed', { timeout: 180_000 }, async () => {
      const files = Object.fromEntries(
        ['0', '1', '2', '3', '4', '5', '6', '7'].map((file) => {
          const lines = Array.from({ length: 200 }, (_, at) => observation(`k-${file}-${at}`));
          const shared = Array.from({ length: 20 }, (_, at) => observation(`k-shared-${at}`));
          return [`${file}.ndjson`, `${ndjson([...shared, ...lines])}{"resourceType":"Patient"}\n`];
        }),
      );
      const folder = folderWith('killed', files);
      let kills = 0;
      while (!(await runInProcess(record.store.url, folder, join(top, 'errors-killed'), kills < 3))) kills++;
      expect(kills).toBeGreaterThanOrEqual(3);
      const stored = await versions('k-');
      expect(Object.keys(stored)).toHaveLength(8 * 200 + 20);
      expect(Object.values(stored).every((count) => count === 1)).toBe(true);
      const indexed = await record.store.query<{ n: number }>(
        "select count(*)::int as n from resource where fid like 'k-%'",
      );
      expect(indexed[0]?.n).toBe(8 * 200 + 20);
      const text =
        'select sum(read)::int as read, sum(failed)::int as failed from record_import_file f join record_import i on i.id = f.import where source = $1';
      const [sums] = await record.store.query(text, [folder]);
      expect(sums).toEqual({ read: 8 * 221, failed: 8 });
      for (const name of Object.keys(files)) {
        const kept = readFileSync(join(top, 'errors-killed', `${name}.errors.ndjson`), 'utf8');
        expect(kept.trim().split('\n')).toHaveLength(1);
      }
    });
  });
}

/** Runs the import in a process of its own; where `kill` is set it is killed after some progress. Was it complete? */
async function runInProcess(url: string, folder: string, errors: string, kill: boolean): Promise<boolean> {
  const script = fileURLToPath(new URL('killed.testing.ts', import.meta.url));
  const child = spawn(process.execPath, [script, url, folder, errors], { stdio: ['ignore', 'pipe', 'inherit'] });
  let told = '';
  let lines = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    told += chunk.toString();
    lines++;
    if (kill && lines === 1) child.kill('SIGKILL');
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0 && code !== null) throw new Error(`the import ended with ${code}`);
  return told.includes('complete true');
}
