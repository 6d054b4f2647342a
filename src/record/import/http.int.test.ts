import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Reach } from '../../access/index.ts';
import { embeddedTestStore } from '../../store/index.ts';
import { TestRecord, type Answered } from '../testing.ts';

const lines = (...resources: readonly object[]): string => resources.map((one) => `${JSON.stringify(one)}\n`).join('');
const patient = (id: string): object => ({ resourceType: 'Patient', id });
const basic = (id: string): object => ({ resourceType: 'Basic', id, code: { text: 'x' } });

const counts = (answer: Answered): string[] =>
  answer.each('parameter', 'valueInteger').filter((one) => one !== undefined);

describe('$import over HTTP', () => {
  let record: TestRecord;
  let folder = '';
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'maru-http-import-'));
    mkdirSync(join(folder, 'in'));
    writeFileSync(join(folder, 'in/x.ndjson'), lines(patient('named')));
    writeFileSync(join(folder, 'outside.ndjson'), lines(patient('outside')));
    record = await TestRecord.open(embeddedTestStore(), { importFolder: join(folder, 'in') });
  });
  afterAll(async () => {
    await record.close();
    rmSync(folder, { recursive: true });
  });

  const send = (content: string | Buffer, type: string, reach?: Reach): Promise<Answered> =>
    record.ask('POST', '$import', {
      headers: { 'content-type': type },
      stream: Readable.from([Buffer.from(content)]),
      ...(reach === undefined ? {} : { reach }),
    });

  it('streams NDJSON, plain and gzip, and a Bundle', async () => {
    const plain = await send(lines(patient('1'), patient('2'), basic('1')), 'application/fhir+ndjson');
    expect([plain.status, counts(plain)]).toEqual([200, [3, 3, 0, 0, 0]]);
    const packed = await send(gzipSync(lines(patient('2'), patient('3'))), 'application/ndjson');
    expect(counts(packed)).toEqual([2, 1, 0, 1, 0]);
    const bundle = { resourceType: 'Bundle', type: 'collection', entry: [{ resource: patient('4') }] };
    expect(counts(await send(JSON.stringify(bundle), 'application/fhir+json'))).toEqual([1, 1, 0, 0, 0]);
    expect((await record.get('Patient/3')).status).toBe(200);
  });

  it('tells each line that was not stored', async () => {
    const answer = await send(`${lines(patient('5'))}{oops\n${lines(patient('not an id'))}`, 'application/ndjson');
    expect(counts(answer)).toEqual([3, 1, 0, 0, 2]);
    const file = answer.text.slice(answer.text.indexOf('failed-item'));
    expect(file).toContain('"valueInteger":2');
    expect(file).toContain('json.malformed');
  });

  it('stores only what the caller may write', async () => {
    const onlyBasic: Reach = { grants: (type) => (type === 'Basic' ? [{}] : []) };
    const answer = await send(lines(patient('forbidden'), basic('allowed')), 'application/ndjson', onlyBasic);
    expect(counts(answer)).toEqual([2, 1, 0, 0, 1]);
    expect((await record.get('Patient/forbidden')).status).toBe(404);
    expect((await record.get('Basic/allowed')).status).toBe(200);
  });

  it('is for administrators and systems only', () => {
    const route = record.record.routes.find(({ path }) => path.endsWith('$import'));
    expect(route?.access).toEqual({ roles: ['administrator', 'system'] });
  });

  it('reads by name below the import folder and nowhere else', async () => {
    expect(counts(await record.ask('POST', '$import?file=x.ndjson'))).toEqual([1, 1, 0, 0, 0]);
    for (const name of ['../outside.ndjson', join(folder, 'outside.ndjson'), '..', '/etc/passwd']) {
      expect((await record.ask('POST', `$import?file=${encodeURIComponent(name)}`)).status).toBe(403);
    }
    expect((await record.ask('POST', '$import?file=nothing.ndjson')).status).toBe(404);
    expect((await record.get('Patient/outside')).status).toBe(404);
  });

  it('bounds a Bundle like other bodies, and takes lines without end', async () => {
    const small = await TestRecord.open(embeddedTestStore(), { maxBodyBytes: 5000 });
    const many = Array.from({ length: 200 }, (_, at) => basic(`m${at}`));
    const ask = (type: string, body: string): Promise<Answered> =>
      small.ask('POST', '$import', { headers: { 'content-type': type }, stream: Readable.from([body]) });
    const entry = many.map((resource) => ({ resource }));
    const bundle = await ask(
      'application/fhir+json',
      JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry }),
    );
    expect(bundle.text).toContain('larger than 5000 bytes');
    expect(counts(await ask('application/fhir+ndjson', lines(...many)))).toEqual([200, 200, 0, 0, 0]);
    await small.close();
  });

  it('refuses a bomb while it unpacks', async () => {
    const bomb = gzipSync(Buffer.alloc(72 * 1_048_576, 0x20));
    const answer = await send(bomb, 'application/ndjson');
    expect(answer.text).toContain('unpacks to more than');
  });
});
