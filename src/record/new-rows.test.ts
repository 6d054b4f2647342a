import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patientsOf } from '../fhir/index.ts';
import { instantOf, type EpochMs } from '../kernel/index.ts';
import { offsetOf } from '../store/index.ts';
import { BODY, buffersOf, filledRows, NewRowsMaker, NewTexts, type TableRows } from './new-rows.ts';
import { referenceOf, tailOf, versionText, type AnyResource } from './resource.ts';

const observation = (id: string, more: object = {}): AnyResource => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: { text: '맥박' },
  subject: { reference: 'Patient/p' },
  ...more,
});
const added = (maker: NewRowsMaker, owner: number, resource: AnyResource): readonly string[] =>
  maker.add(owner, { type: resource.resourceType, fid: resource.id ?? '', tail: tailOf(resource), resource });

/** Row ids, transactions and texts of encoded bodies. */
function bodies([first]: readonly TableRows[]): [rid: number, tx: number, text: string][] {
  if (first === undefined) throw new Error('no rows');
  const [, { bytes, starts, owners }] = first;
  const buffer = Buffer.from(bytes);
  return [...owners.keys()].map((row) => {
    const start = starts[row] ?? 0;
    const bigintOf = (column: string): number => Number(buffer.readBigInt64BE(start + offsetOf(BODY, column)));
    const text = start + offsetOf(BODY, 'text');
    return [bigintOf('rid'), bigintOf('tx'), buffer.toString('utf8', text, text + buffer.readInt32BE(text - 4))];
  });
}

describe('rows of new resources', () => {
  it('say what a version written at once would say', () => {
    const id = fc.stringMatching(/^[A-Za-z0-9\-.]{1,64}$/);
    const moment = fc.integer({ min: 0, max: 4_102_444_800_000 });
    fc.assert(
      fc.property(fc.uniqueArray(id, { minLength: 1, maxLength: 5 }), moment, fc.string(), (ids, ts, text) => {
        const maker = new NewRowsMaker('UTC');
        const resources = ids.map((one) => observation(one, { note: [{ text: `${text}.` }] }));
        for (const [at, one] of resources.entries()) added(maker, at, one);
        const rids = new Map(ids.map((_, at) => [at, 100 + at]));
        const filling = { rids, tx: '77', ts: ts as EpochMs, referenceOf: (at: number) => `Observation/${ids[at]}` };
        const expected = resources.map((one, at) => [
          100 + at,
          77,
          versionText({ type: 'Observation', fid: one.id ?? '', ver: 1, ts: ts as EpochMs }, tailOf(one)),
        ]);
        expect(bodies(filledRows(maker.take(), filling))).toEqual(expected);
      }),
    );
  });

  it('can be filled again, with fewer of them', () => {
    const maker = new NewRowsMaker('UTC');
    for (const at of [0, 1, 2]) added(maker, at, observation(`o${at}`));
    const rows = maker.take();
    const fill = (owners: readonly number[], ts: number): ReturnType<typeof bodies> =>
      bodies(
        filledRows(rows, {
          rids: new Map(owners.map((owner) => [owner, owner + 1])),
          tx: '1',
          ts: ts as EpochMs,
          referenceOf: (at) => `Observation/o${at}`,
        }),
      );
    expect(fill([0, 1, 2], 5)).toHaveLength(3);
    const [first, ...more] = fill([2], 86_400_000);
    expect([first?.[0], more.length]).toEqual([3, 0]);
    expect(first?.[2]).toContain(
      `"id":"o2","meta":{"versionId":"1","lastUpdated":"${instantOf(86_400_000 as EpochMs)}"`,
    );
    expect(fill([0, 1, 2], 5)).toHaveLength(3);
  });

  it('tell each text of a token once, however many batches', () => {
    const maker = new NewRowsMaker('UTC');
    added(maker, 0, observation('a'));
    added(maker, 1, observation('b'));
    expect(maker.take().texts.map(({ text }) => text)).toEqual(['맥박']);
    added(maker, 0, observation('c', { code: { text: '호흡' } }));
    expect(maker.take().texts.map(({ text }) => text)).toEqual(['호흡']);
  });

  it('give texts and tails back', () => {
    const maker = new NewRowsMaker('UTC');
    const one = observation('a', { meta: { tag: [{ code: 't' }] } });
    added(maker, 4, one);
    const texts = new NewTexts(maker.take());
    expect(texts.tailOf(4, 'Observation', 'a')).toBe(tailOf(one));
    expect(texts.of(4)).toContain('"versionId":"1"');
    expect(() => texts.of(3)).toThrow('no text');
  });

  it('tell the patients whose data they are, as they are told everywhere', () => {
    const reference = fc.constantFrom('Patient/a', 'Patient/b', 'Group/g', 'urn:uuid:1', '#p');
    fc.assert(
      fc.property(reference, reference, fc.boolean(), (subject, performer, isPatient) => {
        const references = { subject: { reference: subject }, performer: [{ reference: performer }] };
        const link = [{ other: { reference: performer }, type: 'seealso' }];
        const one: AnyResource = isPatient ? { resourceType: 'Patient', id: 'x', link } : observation('x', references);
        const told = added(new NewRowsMaker('UTC'), 0, one);
        expect(told).toEqual(patientsOf(one.resourceType, one));
      }),
    );
  });

  it('hand over all memory that they hold', () => {
    const maker = new NewRowsMaker('UTC');
    added(maker, 0, observation('a'));
    const rows = maker.take();
    const there = structuredClone(rows, { transfer: buffersOf(rows) });
    expect(rows.body.bytes.length).toBe(0);
    expect(new NewTexts(there).of(0)).toContain(referenceOf('Patient', 'p'));
  });
});
