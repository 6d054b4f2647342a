import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { OutcomeError } from '../../kernel/index.ts';
import { readAll, readItem, type FileToRead, type Reading } from './reading.ts';

const CONTENTS: Readonly<Record<string, string>> = {
  'two.ndjson': '{"resourceType":"Basic","id":"1","code":{"text":"x"}}\n{"resourceType":"Basic","id":"2"}\n',
  'one.json': '{"resourceType":"Basic","id":"3","code":{"text":"x"}}',
  'none.json': '{"a":1}',
};
const files = Object.keys(CONTENTS).map((name): FileToRead => ({ name, path: name, done: 0 }));

async function read(list: readonly FileToRead[]): Promise<Reading[]> {
  const readings: Reading[] = [];
  for await (const one of readAll(list, ({ name }) => Readable.from([Buffer.from(CONTENTS[name] ?? '')])))
    readings.push(one);
  return readings;
}

const told = (one: Reading): unknown[] =>
  'item' in one
    ? [one.file, one.item.position, one.item.fid, one.item.error?.code]
    : [one.file, 'end', one.fault?.code ?? 'whole'];

describe('reading files', () => {
  it('gives each item in order, valid or with its fault, and the end of each file', async () => {
    expect((await read(files)).map(told)).toEqual([
      [0, 1, '1', undefined],
      [0, 2, '2', 'validation.missing-element'],
      [0, 'end', 'whole'],
      [1, 1, '3', undefined],
      [1, 'end', 'whole'],
      [2, 'end', 'import.not-fhir'],
    ]);
  });

  it('leaves out what an earlier run has done', async () => {
    const rest = files.slice(0, 1).map((file) => ({ ...file, done: 1 }));
    expect((await read(rest)).map(told)).toEqual([
      [0, 2, '2', 'validation.missing-element'],
      [0, 'end', 'whole'],
    ]);
  });

  it('does not take an error of the machine for a fault of the file', async () => {
    const broken = readAll(files, () =>
      Readable.from([Buffer.from('{}\n')]).map(() => Promise.reject(new Error('disk'))),
    );
    await expect(broken.next()).rejects.toThrow('disk');
  });

  it('keeps the resource of a valid item only', () => {
    const good = readItem({
      position: 1,
      resource: { resourceType: 'Basic', id: 'a', code: { text: 'x' } },
      raw: () => '',
    });
    expect([good.tail, good.resource?.id, good.error]).toEqual(['},"code":{"text":"x"}}', 'a', undefined]);
    const fault = new OutcomeError('structure', 'json.malformed', 'x');
    const bad = readItem({ position: 1, fault, raw: () => 'raw' });
    expect([bad.tail, bad.resource, bad.error, bad.raw()]).toEqual(['', undefined, fault, 'raw']);
  });
});
