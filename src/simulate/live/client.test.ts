import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { Client, wordIn } from './client.ts';
import { allOf } from './house.ts';
import { MEMBERS, TestHouse } from './testing.ts';

const [NURSE] = MEMBERS as readonly [(typeof MEMBERS)[number]];
let house: TestHouse | undefined;
afterEach(() => house?.close());
const open = async (...given: Parameters<typeof TestHouse.open>): Promise<TestHouse> =>
  (house = await TestHouse.open(...given));

describe('a member of staff asks the house', () => {
  it('by name, and gets numbers as numbers', async () => {
    const { world, asked } = await open({ 'POST /care/x': { body: { value: 36.7, list: [1, 2.5] } } });
    expect(await world.client.post(NURSE, '/care/x', { a: 1 })).toEqual({
      status: 200,
      body: { value: 36.7, list: [1, 2.5] },
      fault: undefined,
    });
    expect(asked[0]).toMatchObject({ by: NURSE.token, body: { a: 1 } });
  });

  it('is told a refusal by its code, and one without a code is unnamed', async () => {
    const { world } = await open({
      'PUT /care/x': { status: 409, fault: 'care.task-taken' },
      'GET /care/x': { status: 500, body: { oh: 'no' } },
    });
    expect(await world.client.put(NURSE, '/care/x', {})).toMatchObject({ status: 409, fault: 'care.task-taken' });
    expect(await world.client.get(NURSE, '/care/x')).toMatchObject({ status: 500, fault: 'unnamed' });
  });

  it('and a house that is not there is a failure, not an answer', async () => {
    const free = createServer();
    await new Promise<void>((ready) => free.listen(0, '127.0.0.1', ready));
    const { port } = free.address() as AddressInfo;
    await new Promise((closed) => free.close(closed));
    const client = new Client(`http://127.0.0.1:${port}/`, new AbortController().signal);
    expect(await client.get(NURSE, '/care/x')).toMatchObject({ status: 0, body: {} });
    expect(client.timings.get('GET /care/x')).toMatchObject({ count: 1, faults: 1 });
  });

  it('stops at once when the run is stopped, and does not count it as a fault', async () => {
    const stop = new AbortController();
    stop.abort();
    const { world } = await open({}, '1', stop.signal);
    await expect(world.client.get(NURSE, '/care/x')).rejects.toThrow();
    expect(world.client.timings.size).toBe(0);
  });

  it('has like counted with like: without ids and query', async () => {
    const { world } = await open({});
    const paths = [
      '/fhir/R4/Patient/p-1',
      '/fhir/R4/Patient/p-2',
      '/fhir/R4/Patient?name=a',
      '/care/orders/list?patient=1',
    ];
    for (const path of paths) await world.client.get(NURSE, path);
    expect([...world.client.timings].map(([name, { count, faults }]) => [name, count, faults])).toEqual([
      ['GET /fhir/R4/Patient/:id', 2, 0],
      ['GET /fhir/R4/Patient', 1, 0],
      ['GET /care/orders/list', 1, 0],
    ]);
  });

  it('has server faults counted, and refusals not', async () => {
    const { world } = await open({ 'GET /a': { status: 503 }, 'GET /b': { status: 422 } });
    await world.client.get(NURSE, '/a');
    await world.client.get(NURSE, '/b');
    expect([...world.client.timings.values()].map(({ faults }) => faults)).toEqual([1, 0]);
  });
});

describe('all pages of a search', () => {
  it('are followed to the last, wherever the house says that it lives', async () => {
    const { world, asked } = await open({
      'GET /fhir/R4/Medication': ({ query }) => {
        const page = Number(query.get('page') ?? '1');
        const url = `https://maru.example:8443/fhir/R4/Medication?page=${page + 1}`;
        const link =
          page < 3
            ? [
                { relation: 'self', url: 'x' },
                { relation: 'next', url },
              ]
            : [];
        return { body: { entry: [{ resource: { id: `m-${page}` } }], link } };
      },
    });
    const found = await allOf(world.client, NURSE, '/fhir/R4/Medication?_count=1');
    expect(found.map((one) => wordIn(one, 'id'))).toEqual(['m-1', 'm-2', 'm-3']);
    expect(asked).toHaveLength(3);
  });

  it('are none where the house refuses', async () => {
    const { world } = await open({ 'GET /fhir/R4/Medication': { status: 403, fault: 'access.forbidden' } });
    expect(await allOf(world.client, NURSE, '/fhir/R4/Medication')).toEqual([]);
  });
});

describe('a word of an answer', () => {
  it('is empty where there is none, or where it is no word', () => {
    expect(['a', 'b', 'c'].map((name) => wordIn({ a: 'x', b: 3 }, name))).toEqual(['x', '', '']);
  });
});
