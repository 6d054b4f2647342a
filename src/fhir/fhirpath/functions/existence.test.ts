import { describe } from 'vitest';
import { fails, gives } from '../../../../test/conformance/fhirpath-rows.ts';

describe('empty and exists', () => {
  gives([
    ['{}.empty()', true],
    ['1.empty()', false],
    ['(1 | 2).empty()', false],
    ['{}.exists()', false],
    ['1.exists()', true],
    ['(1 | 2 | 3).exists($this > 2)', true],
    ['(1 | 2 | 3).exists($this > 3)', false],
    ['{}.exists($this > 3)', false],
    ['(1 | 2).exists({})', false],
  ]);
  fails([
    ['1.empty(2)', 'fhirpath.argument-count'],
    ['1.exists(true, true)', 'fhirpath.argument-count'],
    ['1.exists(1 | 2)', 'fhirpath.not-single'],
  ]);
});

describe('all', () => {
  gives([
    ['(1 | 2 | 3).all($this > 0)', true],
    ['(1 | 2 | 3).all($this > 1)', false],
    ['{}.all(false)', true],
    ['(1 | 2).all({})', false],
  ]);
  fails([['(1 | 2).all()', 'fhirpath.argument-count']]);
});

describe('allTrue, anyTrue, allFalse, anyFalse', () => {
  gives([
    ['(true | true).allTrue()', true],
    ['(true | false).allTrue()', false],
    ['{}.allTrue()', true],
    ['(true | false).anyTrue()', true],
    ['false.anyTrue()', false],
    ['{}.anyTrue()', false],
    ['false.combine(false).allFalse()', true],
    ['(true | false).allFalse()', false],
    ['{}.allFalse()', true],
    ['(true | false).anyFalse()', true],
    ['true.anyFalse()', false],
    ['{}.anyFalse()', false],
  ]);
  fails([
    ["('a' | true).allTrue()", 'fhirpath.wrong-type'],
    ['1.anyTrue()', 'fhirpath.wrong-type'],
    ['1.allFalse()', 'fhirpath.wrong-type'],
    ["'x'.anyFalse()", 'fhirpath.wrong-type'],
  ]);
});

describe('subsetOf and supersetOf', () => {
  gives([
    ['(1 | 2).subsetOf(1 | 2 | 3)', true],
    ['(1 | 4).subsetOf(1 | 2 | 3)', false],
    ['{}.subsetOf(1)', true],
    ['{}.subsetOf({})', true],
    ['1.subsetOf({})', false],
    ['(1 | 2 | 3).supersetOf(1 | 2)', true],
    ['(1 | 2 | 3).supersetOf(4)', false],
    ['{}.supersetOf({})', true],
    ['1.supersetOf({})', true],
    ["('a' | 'b').subsetOf('a' | 'b' | 'c')", true],
    ['1.0.subsetOf(1 | 2)', true],
  ]);
});

describe('count, distinct, isDistinct', () => {
  gives([
    ['{}.count()', 0],
    ['(1 | 2 | 2).count()', 2],
    ['1.combine(1).count()', 2],
    ['1.combine(1).distinct()', 1],
    ["('a' | 'b').combine('a').distinct()", 'a', 'b'],
    ['{}.distinct()'],
    ['1.combine(1).isDistinct()', false],
    ['(1 | 2).isDistinct()', true],
    ['{}.isDistinct()', true],
    ["1 'g'.combine(1000 'mg').isDistinct()", false],
    ['@2020-01-01.combine(@2020-01).isDistinct()', true],
  ]);
});

describe('not', () => {
  gives([['true.not()', false], ['false.not()', true], ['{}.not()'], ["'text'.not()", false]]);
  fails([['(true | false).not()', 'fhirpath.not-single']]);
});
