import { describe } from 'vitest';
import { fails, gives } from '../../../../test/conformance/fhirpath-rows.ts';

describe('single, first, last, tail', () => {
  gives([
    ['1.single()', 1],
    ['{}.single()'],
    ['(1 | 2 | 3).first()', 1],
    ['{}.first()'],
    ['(1 | 2 | 3).last()', 3],
    ['{}.last()'],
    ['(1 | 2 | 3).tail()', 2, 3],
    ['1.tail()'],
    ['{}.tail()'],
  ]);
  fails([['(1 | 2).single()', 'fhirpath.not-single']]);
});

describe('skip, take and the indexer', () => {
  gives([
    ['(1 | 2 | 3).skip(1)', 2, 3],
    ['(1 | 2 | 3).skip(0)', 1, 2, 3],
    ['(1 | 2 | 3).skip(-1)', 1, 2, 3],
    ['(1 | 2 | 3).skip(5)'],
    ['(1 | 2 | 3).take(2)', 1, 2],
    ['(1 | 2 | 3).take(0)'],
    ['(1 | 2 | 3).take(-1)'],
    ['(1 | 2 | 3).take(5)', 1, 2, 3],
    ['(1 | 2 | 3)[0]', 1],
    ['(1 | 2 | 3)[2]', 3],
    ['(1 | 2 | 3)[3]'],
    ['(1 | 2 | 3)[-1]'],
    ['{}[0]'],
    ['(1 | 2 | 3)[{}]'],
  ]);
  fails([
    ["(1 | 2).skip('1')", 'fhirpath.wrong-type'],
    ['(1 | 2).take(1.5)', 'fhirpath.wrong-type'],
    ["(1 | 2)['a']", 'fhirpath.wrong-type'],
    ['(1 | 2)[0 | 1]', 'fhirpath.not-single'],
  ]);
});

describe('intersect and exclude', () => {
  gives([
    ['(1 | 2 | 3).intersect(2 | 3 | 4)', 2, 3],
    ['1.combine(1).intersect(1)', 1],
    ['(1 | 2).intersect({})'],
    ['(1 | 2 | 3).exclude(2)', 1, 3],
    ['1.combine(1).exclude(2)', 1, 1],
    ['(1 | 2).exclude({})', 1, 2],
    ['{}.exclude(1)'],
  ]);
});

describe('union and combine', () => {
  gives([
    ['1 | 2 | 1', 1, 2],
    ['1.union(2).union(1)', 1, 2],
    ['{} | {}'],
    ['{} | 1', 1],
    ['1.combine(2).combine(1)', 1, 2, 1],
    ['{}.combine(1)', 1],
    ["'a' | 'A'", 'a', 'A'],
    ['1 | 1.0', 1],
  ]);
});
