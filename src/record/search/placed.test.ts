import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSearch, typeNumber, type SearchQuery } from '../../fhir/index.ts';
import type { EpochMs } from '../../kernel/index.ts';
import type { Cursor } from './cursor.ts';
import { fitKeys, type OrderKey, type OrderValue } from './order.ts';
import { carried, comparePlaced, foundOf, isAfterCursor, memoryOrder, type PageAsk, type Placed } from './placed.ts';

const sorted = (by: string, type = 'Observation'): SearchQuery =>
  parseSearch(type, `_sort=${by}`, { timeZone: 'Asia/Seoul' });
const placed = (rid: number, ...order: OrderValue[]): Placed => ({
  found: { rid, type: 'Observation', fid: `o${rid}`, ver: 1, ts: 0 as EpochMs, text: '{}' },
  order,
});
const at = (rid: number, ...after: OrderValue[]): Cursor => ({ after, rid: String(rid), snapshot: '1:1:', base: '0' });
const ridsOf = (rows: readonly Placed[], { sort }: SearchQuery): number[] =>
  rows.toSorted((a, b) => comparePlaced(a, b, sort)).map(({ found }) => found.rid);

describe('the order of an answer', () => {
  it.each([
    ['date', [3, 1, 4, 2]],
    ['-date', [4, 1, 3, 2]],
  ])('by %s puts rows without a date last', (by, wanted) => {
    const rows = [placed(1, '20'), placed(2, null), placed(3, '3'), placed(4, '100')];
    expect(ridsOf(rows, sorted(by))).toEqual(wanted);
  });

  it('compares large whole numbers as numbers, though they come as text', () => {
    expect(ridsOf([placed(1, '1000'), placed(2, '999'), placed(3, '-5')], sorted('date'))).toEqual([3, 2, 1]);
  });

  it('lets the row id decide between equals, in either direction', () => {
    const rows = [placed(9, '1'), placed(3, '1'), placed(5, null), placed(4, null)];
    expect(ridsOf(rows, sorted('date'))).toEqual([3, 9, 4, 5]);
    expect(ridsOf(rows, sorted('-date'))).toEqual([3, 9, 4, 5]);
  });

  it('goes on to the second key where the first is the same', () => {
    const rows = [placed(1, '5', 'b'), placed(2, '5', 'a'), placed(3, '4', 'z')];
    expect(ridsOf(rows, sorted('date,_id'))).toEqual([3, 2, 1]);
    expect(ridsOf(rows, sorted('date,-_id'))).toEqual([3, 1, 2]);
  });
});

const value = fc.option(fc.integer({ min: -3, max: 3 }).map(String));

describe('a page after a cursor', () => {
  it('splits every answer in two: nothing is shown twice, nothing is left out', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 12 }), fc.nat(), fc.boolean(), (values, pick, down) => {
        const query = sorted(down ? '-date' : 'date');
        const rows = values.map((one, rid) => placed(rid, one)).toSorted((a, b) => comparePlaced(a, b, query.sort));
        const last = rows[pick % rows.length];
        if (last === undefined) return;
        const rest = rows.filter((one) => isAfterCursor(one, at(last.found.rid, ...last.order), query));
        expect(rest).toEqual(rows.slice((pick % rows.length) + 1));
      }),
    );
  });

  it('starts after a row that is no longer there', () => {
    const query = sorted('date');
    const rows = [placed(1, '1'), placed(4, '2'), placed(2, '3')];
    expect(rows.filter((one) => isAfterCursor(one, at(3, '2'), query)).map(({ found }) => found.rid)).toEqual([4, 2]);
  });
});

describe('what a cursor carries', () => {
  const key = (cast: OrderKey['cast']): OrderKey => ({ cast, descending: false, column: false }) as OrderKey;

  it.each<[OrderKey['cast'], OrderValue, boolean]>([
    ['bigint', '12', true],
    ['bigint', '-12', true],
    ['bigint', 12, false],
    ['bigint', '1; drop', false],
    ['bigint', '1234567890123456789', false],
    ['bigint', '', false],
    ['float8', 1.5, true],
    ['float8', '-Infinity', true],
    ['float8', 'NaN', false],
    ['float8', '1.5', false],
    ['timestamptz', 1_700_000_000_000, true],
    ['timestamptz', 9e15, false],
    ['timestamptz', '2026-01-01', false],
    ['text', 'kim', true],
    ['text', 5, false],
    ['text', null, true],
    ['bigint', null, true],
  ])('is checked: %s %j is %s', (cast, one, fits) => {
    expect(fitKeys([key(cast)], [one])).toBe(fits);
  });

  it('has as many values as the search has keys', () => {
    expect(fitKeys([key('text')], [])).toBe(false);
    expect(fitKeys([key('text')], ['a', 'b'])).toBe(false);
    expect(fitKeys([], [])).toBe(true);
  });

  it('survives JSON, beyond all numbers too', () => {
    for (const one of [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -1.5, 'a', null]) {
      const back = JSON.parse(JSON.stringify(carried(one))) as OrderValue;
      expect(back === null ? null : typeof one === 'number' ? Number(back) : back).toBe(one);
    }
  });
});

describe('rows', () => {
  it('carry the name of their type and a number as row id', () => {
    const row = {
      rid: '9007199254740991',
      fid: 'x',
      ver: 3,
      type: typeNumber('Patient'),
      ts: 5 as EpochMs,
      text: '{}',
    };
    expect(foundOf(row)).toEqual({ ...row, rid: 9_007_199_254_740_991, type: 'Patient' });
  });

  it('are placed from their text as the database would place them', () => {
    const ask = (by: string): PageAsk =>
      ({ query: sorted(by), scope: { context: { settings: { timeZone: 'Asia/Seoul' } } } }) as PageAsk;
    const text = '{"resourceType":"Observation","id":"o","effectiveDateTime":"2026-03-01"}';
    const midnight = Date.UTC(2026, 1, 28, 15);
    expect(memoryOrder(text, ask('date'), [{ cast: 'bigint' } as OrderKey])).toEqual([String(midnight)]);
    expect(memoryOrder(text, ask('date'), undefined)).toEqual([midnight]);
    expect(memoryOrder('{"resourceType":"Observation","id":"o"}', ask('date'), undefined)).toEqual([null]);
  });
});
