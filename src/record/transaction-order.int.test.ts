/**
 * A transaction equals its entries done one by one in the order of the standard, or nothing at all.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedTestStore } from '../store/index.ts';
import { TestRecord, type Answered } from './testing.ts';

const IDS = ['a', 'b', 'c', 'd'] as const;
const ORDER = ['DELETE', 'POST', 'PUT', 'PATCH', 'GET'];

interface EntryStep {
  readonly method: 'DELETE' | 'POST' | 'PUT' | 'GET';
  readonly id: string;
  readonly text: string;
}

const entryStep: fc.Arbitrary<EntryStep> = fc.record({
  method: fc.constantFrom('DELETE' as const, 'POST' as const, 'PUT' as const, 'GET' as const),
  id: fc.constantFrom(...IDS),
  text: fc.constantFrom('one', 'two', 'three'),
});

const bodyOf = (text: string, id?: string): object => ({
  resourceType: 'Basic',
  ...(id === undefined ? {} : { id }),
  code: { text },
});

const entryOf = ({ method, id, text }: EntryStep, prefix: string): object => {
  const url = method === 'POST' ? 'Basic' : `Basic/${prefix}${id}`;
  const resource = method === 'POST' ? bodyOf(text) : method === 'PUT' ? bodyOf(text, `${prefix}${id}`) : undefined;
  return { ...(resource === undefined ? {} : { resource }), request: { method, url } };
};

describe('a transaction', () => {
  let record: TestRecord;
  let runs = 0;
  beforeAll(async () => {
    record = await TestRecord.open(embeddedTestStore());
  });
  afterAll(() => record.close());

  const call = ({ method, id, text }: EntryStep, prefix: string): Promise<Answered> => {
    const address = `Basic/${prefix}${id}`;
    if (method === 'POST') return record.post('Basic', bodyOf(text));
    if (method === 'PUT') return record.put(address, bodyOf(text, `${prefix}${id}`));
    return method === 'DELETE' ? record.delete(address) : record.get(address);
  };

  const state = async (prefix: string): Promise<readonly unknown[]> => {
    const read = async (id: string): Promise<unknown[]> => {
      const answer = await record.get(`Basic/${prefix}${id}`);
      return [answer.status, answer.at('code.text'), answer.at('meta.versionId')];
    };
    return Promise.all(IDS.map(read));
  };

  const prepare = async (prefix: string): Promise<void> => {
    for (const id of ['a', 'b']) await record.put(`Basic/${prefix}${id}`, bodyOf('zero', `${prefix}${id}`));
  };

  /** Does the transaction what its entries do one by one, or nothing where one of them fails? */
  async function prove(steps: readonly EntryStep[], together: string, apart: string): Promise<void> {
    const before = await state(together);
    const entry = steps.map((one) => entryOf(one, together));
    const answer = await record.post('', { resourceType: 'Bundle', type: 'transaction', entry });
    const single = await oneByOne(steps, apart);
    if (typeof single === 'number') {
      expect(answer.status).toBe(single);
      expect(await state(together)).toEqual(before);
      return;
    }
    const told = answer.each('entry', 'response.status').map((status) => Number(status.slice(0, 3)));
    expect(told).toEqual(steps.map((one) => single.get(one)));
    expect(await state(together)).toEqual(await state(apart));
  }

  /** The status of each step done by itself; one status where the whole must fail. */
  async function oneByOne(steps: readonly EntryStep[], prefix: string): Promise<number | Map<EntryStep, number>> {
    const changed = steps.filter(({ method }) => method === 'PUT' || method === 'DELETE').map(({ id }) => id);
    if (new Set(changed).size < changed.length) return 400;
    const sorted = steps.toSorted((a, b) => ORDER.indexOf(a.method) - ORDER.indexOf(b.method));
    const single = new Map<EntryStep, number>();
    for (const one of sorted) single.set(one, (await call(one, prefix)).status);
    return [...single.values()].find((status) => status >= 400) ?? single;
  }

  it('does what its entries do one by one, answers in their order, or does nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(entryStep, { minLength: 1, maxLength: 6 }), async (steps) => {
        const [together, apart] = [`t${runs}-`, `s${runs++}-`];
        await prepare(together);
        await prepare(apart);
        await prove(steps, together, apart);
      }),
      { numRuns: 60 },
    );
  });
});
