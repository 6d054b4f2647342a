import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../../test/material.ts';
import { arbitraryData, arbitraryResource } from '../../../test/search/arbitrary-resources.ts';
import { arbitrarySearch } from '../../../test/search/arbitrary-searches.ts';
import { bruteForce, CODE_PORT } from '../../../test/search/brute-force.ts';
import { found } from '../../../test/search/context.ts';
import { recordTables, TestRecord } from '../../../test/search/loader.ts';
import { testStores, type TestedStore } from '../../store/index.ts';

/** The same answer from the database and from memory, for any search. */
async function agree(record: TestRecord, text: string): Promise<void> {
  const answer = await found(record, text, { codes: CODE_PORT });
  expect(new Set(answer), text).toEqual(new Set(bruteForce(record, text)));
  expect(answer.length, `${text} gives a row twice`).toBe(new Set(answer).size);
}

for (const [at, server] of testStores().entries()) {
  // Every search runs on the embedded server; the other proves that nothing depends on the version.
  const numRuns = at === 0 ? 900 : 250;
  describeWith(server.need, server.present, `any search on ${server.name}`, () => {
    let store: TestedStore;
    let record: TestRecord;
    const seed = Number(process.env['MARU_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

    beforeAll(async () => {
      store = await server.open([recordTables]);
      record = new TestRecord(store);
      const [data = []] = fc.sample(arbitraryData(), { numRuns: 1, seed });
      await record.put(...data);
      await store.query('analyze');
    });
    afterAll(() => store.close());

    it(`finds what brute force finds (data of seed ${seed})`, async () => {
      await fc.assert(
        fc.asyncProperty(arbitrarySearch(), (text) => agree(record, text)),
        { numRuns },
      );
    });

    it(`and still does after changes and deletions (data of seed ${seed})`, async () => {
      const changed = record.resources.filter((_, place) => place % 3 === 0);
      const drafts = fc.sample(fc.tuple(...changed.map((one) => arbitraryResource(one.resourceType, one.id ?? ''))), {
        numRuns: 1,
        seed,
      });
      await record.put(...(drafts[0] ?? []));
      await record.remove(
        ...record.resources.filter((_, place) => place % 7 === 0).map((one) => `${one.resourceType}/${one.id ?? ''}`),
      );
      await fc.assert(
        fc.asyncProperty(arbitrarySearch(), (text) => agree(record, text)),
        { numRuns: Math.ceil(numRuns / 2) },
      );
    });
  });
}
