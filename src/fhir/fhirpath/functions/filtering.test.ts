import { describe, expect, it } from 'vitest';
import { failureCode, fails, gives, results } from '../../../../test/conformance/fhirpath-rows.ts';

const questionnaire = {
  resourceType: 'Questionnaire',
  item: [
    { linkId: '1', item: [{ linkId: '1.1' }, { linkId: '1.2', item: [{ linkId: '1.2.1' }] }] },
    { linkId: '2', type: 'group' },
  ],
};

describe('where', () => {
  gives([
    ['(1 | 2 | 3).where($this > 1)', 2, 3],
    ['(1 | 2 | 3).where($index = 1)', 2],
    ['{}.where(true)'],
    ['(1 | 2).where({})'],
    ["('a' | 'b').where($this = 'b').count()", 1],
  ]);
  fails([
    ['(1 | 2).where(true | false)', 'fhirpath.not-single'],
    ['1.where()', 'fhirpath.argument-count'],
  ]);
});

describe('select', () => {
  gives([
    ['(1 | 2).select($this * 10)', 10, 20],
    ['(1 | 2).select($this.combine($this))', 1, 1, 2, 2],
    ['(1 | 2).select({})'],
    ["('a' | 'b').select($index)", 0, 1],
  ]);
});

describe('repeat', () => {
  gives(
    [
      ['repeat(item).linkId', '1', '2', '1.1', '1.2', '1.2.1'],
      ['repeatAll(item).linkId', '1', '2', '1.1', '1.2', '1.2.1'],
      ['item.repeat(item).linkId', '1.1', '1.2', '1.2.1'],
      ["repeat('once')", 'once'],
    ],
    { focus: questionnaire },
  );

  it('ends where nothing new comes, and repeatAll where the budget does', () => {
    expect(results('1.repeat(iif($this < 4, $this + 1, 1))')).toEqual([2, 3, 4, 1]);
    expect(failureCode('1.repeatAll($this)', { environment: { budget: 1000 } })).toBe('fhirpath.too-costly');
  });
});

describe('ofType', () => {
  gives([
    ["(1 | 'a' | true).ofType(Integer)", 1],
    ["(1 | 'a' | true).ofType(System.String)", 'a'],
    ['(1 | 2.5).ofType(Decimal)', '2.5'],
    ["1 'mg'.ofType(Quantity)", "1 'mg'"],
    ['{}.ofType(Integer)'],
  ]);
  fails([
    ['1.ofType(Nonsense)', 'fhirpath.unknown-type'],
    ['1.ofType(FHIR.Nonsense)', 'fhirpath.unknown-type'],
    ["1.ofType('Integer')", 'fhirpath.wrong-type'],
  ]);
});

describe('aggregate', () => {
  gives([
    ['(1 | 2 | 3).aggregate($this + $total, 0)', 6],
    ['(1 | 2 | 3).aggregate(iif($total.empty(), $this, $total * $this))', 6],
    ['{}.aggregate($this + $total, 7)', 7],
    ['(5 | 6).aggregate($index, 0)', 1],
  ]);
});

describe('sort', () => {
  gives([
    ['(3 | 1 | 2).sort()', 1, 2, 3],
    ['(3 | 1 | 2).sort(-$this)', 3, 2, 1],
    ['(3 | 1 | 2).sort($this desc)', 3, 2, 1],
    ['(3 | 1 | 2).sort($this asc)', 1, 2, 3],
    ["('b' | 'a').sort()", 'a', 'b'],
    ["('b' | 'ab' | 'cc').sort(length(), $this)", 'b', 'ab', 'cc'],
    ["('b' | 'ab' | 'cc').sort(-length(), -$this)", 'cc', 'ab', 'b'],
    ['{}.sort()'],
    ['(@2021 | @2019 | @2020).sort()', '2019', '2020', '2021'],
  ]);
  fails([
    ["(1 | 'a').sort()", 'fhirpath.wrong-type'],
    ['(1 | 2).sort(1 | 2)', 'fhirpath.not-single'],
  ]);

  it('puts items without the key last, and first where it sorts downwards', () => {
    expect(results('item.sort(type).linkId', { focus: questionnaire })).toEqual(['2', '1']);
    expect(results('item.sort(-type).linkId', { focus: questionnaire })).toEqual(['1', '2']);
  });
});
