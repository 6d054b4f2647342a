import { describe, expect, it } from 'vitest';
import { failureCode, fails, gives, results } from '../../../../test/conformance/fhirpath-rows.ts';
import { instantOf, intervalOf, type EpochMs } from '../../../kernel/index.ts';
import { compilePath } from '../path.ts';
import type { PathNode } from '../node.ts';

const moment = intervalOf('2026-11-24T23:30:00.250Z')?.low ?? (0 as EpochMs);
const environment = { clock: { now: () => moment } };

describe('now, today, timeOfDay', () => {
  gives(
    [
      ['now()', instantOf(moment)],
      ['today()', '2026-11-24'],
      ['timeOfDay()', '23:30:00.250'],
      ['now() = now()', true],
      ['today() + 1 day', '2026-11-25'],
    ],
    { environment },
  );

  it('are those of the site', () => {
    const seoul = { environment: { ...environment, timeZone: 'Asia/Seoul' } };
    expect(results('now()', seoul)).toEqual(['2026-11-25T08:30:00.250+09:00']);
    expect(results('today()', seoul)).toEqual(['2026-11-25']);
    expect(results('timeOfDay()', seoul)).toEqual(['08:30:00.250']);
  });
});

describe('trace', () => {
  it('tells what passes and lets it pass', () => {
    const seen: [string, readonly PathNode[]][] = [];
    const trace = (name: string, nodes: readonly PathNode[]): void => void seen.push([name, nodes]);
    expect(results("(1 | 2).trace('all').first()", { environment: { trace } })).toEqual([1]);
    expect(results("(1 | 2).trace('tens', $this * 10)", { environment: { trace } })).toEqual([1, 2]);
    expect(seen.map(([name, nodes]) => [name, nodes.map(({ value }) => value)])).toEqual([
      ['all', [1, 2]],
      ['tens', [10, 20]],
    ]);
  });

  gives([["1.trace('nobody listens')", 1]]);
});

describe('defineVariable', () => {
  gives([
    ["1.defineVariable('x').select(%x + 1)", 2],
    ["1.defineVariable('x', $this + 1).select(%x)", 2],
    ["(1 | 2).defineVariable('all').select(%all.count())", 2, 2],
    ["defineVariable('a', 1).defineVariable('b', %a + 1).select(%a + %b)"],
    ["1.defineVariable('a', 1).defineVariable('b', %a + 1).select(%a + %b)", 3],
    ["(1 | 2).select(defineVariable('own', $this * 10).select(%own))", 10, 20],
    ["1.defineVariable('x').select(%x) | 2.defineVariable('x').select(%x)", 1, 2],
  ]);
  fails([
    ["1.defineVariable('x').defineVariable('x')", 'fhirpath.variable-exists'],
    ["1.defineVariable('ucum')", 'fhirpath.variable-exists'],
    ["1.defineVariable('context')", 'fhirpath.variable-exists'],
    ["1.defineVariable('vs-mine')", 'fhirpath.variable-exists'],
    ["(1.defineVariable('x')) | %x", 'fhirpath.unknown-variable'],
    ["1.select(defineVariable('x')).select(%x)", 'fhirpath.unknown-variable'],
  ]);

  it('does not cover a variable of the caller', () => {
    const code = failureCode("1.defineVariable('mine')", { environment: { variables: { mine: 1 } } });
    expect(code).toBe('fhirpath.variable-exists');
  });
});

describe('coalesce', () => {
  gives([['coalesce({}, 2, 3)', 2], ['coalesce({}, {})'], ['coalesce(1, 1 | 2)', 1]]);
});

describe('is, as and type as functions', () => {
  gives([
    ['1.is(Integer)', true],
    ['1.is(Decimal)', false],
    ['{}.is(Integer)'],
    ["'a'.as(String)", 'a'],
    ["'a'.as(Integer)"],
    ['1.type()', { namespace: 'System', name: 'Integer' }],
    ['1.type().name', 'Integer'],
    ['1.0.type().name', 'Decimal'],
    ['@2020.type().name', 'Date'],
    ['@2020T.type().name', 'DateTime'],
    ['@T10:00.type().name', 'Time'],
    ["1 'mg'.type().name", 'Quantity'],
    ['(1 | true).type().name', 'Integer', 'Boolean'],
    ['1.type().nothing'],
  ]);
  fails([
    ['(1 | 2).is(Integer)', 'fhirpath.not-single'],
    ['(1 | 2).as(Integer)', 'fhirpath.not-single'],
    ['1.is(Nonsense)', 'fhirpath.unknown-type'],
  ]);
});

describe('parts of dates and times', () => {
  gives([
    ['@2020-03-04.yearOf()', 2020],
    ['@2020-03-04.monthOf()', 3],
    ['@2020-03-04.dayOf()', 4],
    ['@2020.monthOf()'],
    ['@2020-03-04T10:20:30.5+09:00.hourOf()', 10],
    ['@2020-03-04T10:20:30.5+09:00.minuteOf()', 20],
    ['@2020-03-04T10:20:30.5+09:00.secondOf()', 30],
    ['@2020-03-04T10:20:30.5+09:00.millisecondOf()', 500],
    ['@2020-03-04T10:20:30+09:00.timezoneOffsetOf()', '9'],
    ['@2020-03-04T10:20:30+05:30.timezoneOffsetOf()', '5.5'],
    ['@2020-03-04T10:20:30.timezoneOffsetOf()'],
    ['@2020-03-04T10:20:30+09:00.dateOf()', '2020-03-04'],
    ['@2020-03-04T10:20:30+09:00.timeOf()', '10:20:30'],
    ['@2020-03-04.timeOf()'],
    ['@T10:20.hourOf()', 10],
    ['@T10:20.yearOf()'],
    ['@T10:20.dateOf()'],
    ['@T10:20.timeOf()', '10:20'],
  ]);
  fails([['1.yearOf()', 'fhirpath.wrong-type']]);
});

describe('what a compiled path keeps', () => {
  it('is nothing: two evaluations do not see each other', () => {
    const path = compilePath("defineVariable('x').select(%x)");
    expect(path.values('a')).toEqual(['a']);
    expect(path.values('b')).toEqual(['b']);
  });
});
