import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { isLineFile, jsonItems, lineItems, type Item } from './items.ts';

const patient = (id: string): object => ({ resourceType: 'Patient', id });
const uuid = 'urn:uuid:00000000-0000-4000-8000-000000000001';

async function gather(items: AsyncIterable<Item>): Promise<Item[]> {
  const kept: Item[] = [];
  for await (const item of items) kept.push(item);
  return kept;
}
const bytes = (text: string | Buffer): AsyncIterable<Buffer> => Readable.from([Buffer.from(text)]);
const fates = (items: readonly Item[]): string[] =>
  items.map(
    ({ position, resource, fault }) => `${position} ${fault?.code ?? `${resource?.resourceType}/${resource?.id}`}`,
  );

const read = async (content: unknown): Promise<Item[]> => gather(jsonItems(bytes(JSON.stringify(content))));

describe('the resources of NDJSON', () => {
  it('are its lines; a bad line is an item with its fault and its text', async () => {
    const text = `${JSON.stringify(patient('1'))}\r\n\n  \n{"resourceType":"Patient"}\n{oops\n{"resourceType":"Pacient","id":"1"}\n${JSON.stringify(patient('2'))}`;
    const items = await gather(lineItems(bytes(text)));
    expect(fates(items)).toEqual([
      '1 Patient/1',
      '4 import.no-id',
      '5 json.malformed',
      '6 record.not-a-resource',
      '7 Patient/2',
    ]);
    expect(items[2]?.raw()).toBe('{oops');
  });

  it('must be UTF-8', async () => {
    const items = await gather(lineItems(bytes(Buffer.from([0x7b, 0xff, 0xfe, 0x7d]))));
    expect(fates(items)).toEqual(['1 import.not-utf8']);
  });

  it('are told by the name of the file', () => {
    expect(['a.ndjson', 'a.ndjson.gz', 'A.JSONL'].every(isLineFile)).toBe(true);
    expect(['a.json', 'a.json.gz', 'ndjson.json'].some(isLineFile)).toBe(false);
  });
});

describe('the resources of a JSON file', () => {
  it('are the entries of a Bundle, with references to fullUrls rewritten', async () => {
    const observation = {
      resourceType: 'Observation',
      id: 'o',
      status: 'final',
      code: { text: 'x' },
      subject: { reference: uuid },
    };
    const items = await read({
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        {
          fullUrl: 'urn:uuid:00000000-0000-4000-8000-000000000002',
          resource: observation,
          request: { method: 'POST', url: 'Observation' },
        },
        { fullUrl: uuid, resource: { resourceType: 'Patient' }, request: { method: 'POST', url: 'Patient' } },
      ],
    });
    expect(fates(items)).toEqual(['1 Observation/o', '2 Patient/00000000-0000-4000-8000-000000000001']);
    expect(items[0]?.resource?.['subject']).toEqual({ reference: 'Patient/00000000-0000-4000-8000-000000000001' });
  });

  it('that cannot be stored are items with their fault', async () => {
    const items = await read({
      resourceType: 'Bundle',
      type: 'batch',
      entry: [
        { request: { method: 'DELETE', url: 'Patient/1' }, resource: patient('1') },
        { fullUrl: 'http://x/y' },
        null,
        { resource: { resourceType: 'Patient' } },
        { resource: { resourceType: 'Observation', id: 'o', subject: { reference: uuid } } },
        { resource: { ...patient('3'), id: 'not an id' } },
      ],
    });
    expect(fates(items)).toEqual([
      '1 import.bad-entry',
      '2 record.not-a-resource',
      '3 import.bad-entry',
      '4 import.no-id',
      '5 record.reference-unresolved',
      '6 import.no-id',
    ]);
  });

  it('is the resource itself where it is one, and nothing where it is no FHIR', async () => {
    expect(fates(await read(patient('p')))).toEqual(['1 Patient/p']);
    await expect(read({ version: 1 })).rejects.toMatchObject({ code: 'import.not-fhir' });
    await expect(read([])).rejects.toMatchObject({ code: 'import.not-fhir' });
    expect(await gather(jsonItems(bytes('')))).toEqual([]);
  });
});
