/**
 * However the same resources are split into files, kinds of files and batches, the record that comes of them is the same.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedTestStore } from '../../store/index.ts';
import { TestRecord } from '../testing.ts';

interface Piece {
  readonly kind: 'lines' | 'packed' | 'bundle';
  readonly size: number;
}

const piece: fc.Arbitrary<Piece> = fc.record({
  kind: fc.constantFrom('lines' as const, 'packed' as const, 'bundle' as const),
  size: fc.integer({ min: 1, max: 9 }),
});
const TEXTS = ['one', 'two', 'three'];

function write(folder: string, resources: readonly object[], pieces: readonly Piece[]): void {
  mkdirSync(folder, { recursive: true });
  let from = 0;
  for (let at = 0; from < resources.length; at++) {
    const { kind, size } = pieces[at % pieces.length] ?? { kind: 'lines', size: 5 };
    const part = resources.slice(from, from + size);
    from += size;
    const name = join(folder, String(at).padStart(3, '0'));
    const lines = part.map((one) => `${JSON.stringify(one)}\n`).join('');
    if (kind === 'lines') writeFileSync(`${name}.ndjson`, lines);
    else if (kind === 'packed') writeFileSync(`${name}.ndjson.gz`, gzipSync(lines));
    else
      writeFileSync(
        `${name}.json`,
        JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry: part.map((resource) => ({ resource })) }),
      );
  }
}

describe('an import', () => {
  let record: TestRecord;
  let top = '';
  let runs = 0;
  beforeAll(async () => {
    record = await TestRecord.open(embeddedTestStore());
    top = mkdtempSync(join(tmpdir(), 'maru-split-'));
  });
  afterAll(async () => {
    await record.close();
    rmSync(top, { recursive: true, force: true });
  });

  const stored = (prefix: string): Promise<unknown[]> =>
    record.store.query(
      `select substr(r.fid, length($1) + 1) as id, b.ver, b.text::json -> 'code' ->> 'text' as text
       from body b join resource r using (rid) where r.fid like $1 || '%' order by 1, 2`,
      [prefix],
    );

  it('stores the same versions, whatever the files and the batches are', async () => {
    const one = fc.tuple(fc.integer({ min: 0, max: 7 }), fc.constantFrom(...TEXTS));
    await fc.assert(
      fc.asyncProperty(
        fc.array(one, { minLength: 1, maxLength: 40 }),
        fc.array(piece, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 20 }),
        async (list, pieces, batchSize) => {
          const prefix = `s${runs++}-`;
          const resources = list.map(([id, text]) => ({ resourceType: 'Basic', id: `${prefix}${id}`, code: { text } }));
          const folder = join(top, prefix);
          write(folder, resources, pieces);
          const report = await record.record.import({ paths: [folder], batchSize });
          expect([report.read, report.created + report.updated + report.same]).toEqual([list.length, list.length]);
          const expected = new Map<number, string[]>();
          for (const [id, text] of list) {
            const versions = expected.get(id) ?? [];
            if (versions.at(-1) !== text) versions.push(text);
            expected.set(id, versions);
          }
          const rows = [...expected].flatMap(([id, texts]) =>
            texts.map((text, at) => ({ id: String(id), ver: at + 1, text })),
          );
          expect(await stored(prefix)).toEqual(
            rows.toSorted((a, b) => (a.id === b.id ? a.ver - b.ver : a.id < b.id ? -1 : 1)),
          );
          expect([report.created, report.updated]).toEqual([expected.size, rows.length - expected.size]);
        },
      ),
      { numRuns: 25 },
    );
  });
});
