import { describe, expect, it } from 'vitest';
import { failureCode, fails, gives } from '../../../../test/conformance/fhirpath-rows.ts';

describe('indexOf, lastIndexOf, substring', () => {
  gives([
    ["'abcabc'.indexOf('bc')", 1],
    ["'abcabc'.indexOf('x')", -1],
    ["'abc'.indexOf('')", 0],
    ["{}.indexOf('a')"],
    ["'abc'.indexOf({})"],
    ["'abcabc'.lastIndexOf('bc')", 4],
    ["'abc'.lastIndexOf('x')", -1],
    ["'abcdef'.substring(3)", 'def'],
    ["'abcdef'.substring(1, 2)", 'bc'],
    ["'abcdef'.substring(6, 2)"],
    ["'abcdef'.substring(-1, 1)"],
    ["'abcdef'.substring(2, -1)", ''],
    ["'abcdef'.substring({})"],
    ['{}.substring(1)'],
  ]);
  fails([
    ["'abc'.substring('1')", 'fhirpath.wrong-type'],
    ["5.indexOf('a')", 'fhirpath.wrong-type'],
    ["('a' | 'b').indexOf('a')", 'fhirpath.not-single'],
    ["'abc'.substring()", 'fhirpath.argument-count'],
  ]);
});

describe('startsWith, endsWith, contains', () => {
  gives([
    ["'abc'.startsWith('ab')", true],
    ["'abc'.startsWith('bc')", false],
    ["'abc'.startsWith('')", true],
    ["'abc'.endsWith('bc')", true],
    ["'abc'.endsWith('ab')", false],
    ["'abc'.contains('b')", true],
    ["'abc'.contains('x')", false],
    ["{}.contains('x')"],
    ["'abc'.contains({})"],
  ]);
});

describe('upper, lower, length, toChars, trim', () => {
  gives([
    ["'aé'.upper()", 'AÉ'],
    ["'ABC'.lower()", 'abc'],
    ["'abc'.length()", 3],
    ["''.length()", 0],
    ["'abc'.toChars()", 'a', 'b', 'c'],
    ["''.toChars()"],
    ["'  a b  '.trim()", 'a b'],
    ['{}.upper()'],
    ['{}.trim()'],
  ]);
});

describe('replace', () => {
  gives([
    ["'abcabc'.replace('b', 'X')", 'aXcaXc'],
    ["'abc'.replace('', '-')", '-a-b-c-'],
    ["'abc'.replace('b', '')", 'ac'],
    ["'abc'.replace('b', '$&')", 'a$&c'],
    ["'abc'.replace({}, 'x')"],
    ["'abc'.replace('b', {})"],
  ]);

  it('does not build a text without end', () => {
    const doubled = "replace('a', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')";
    const code = failureCode(`'aaaa'.${Array.from({ length: 12 }, () => doubled).join('.')}`);
    expect(code).toBe('fhirpath.too-costly');
  });
});

describe('split and join', () => {
  gives([
    ["'a,b,,c'.split(',')", 'a', 'b', '', 'c'],
    ["'abc'.split('')", 'a', 'b', 'c'],
    ["('a' | 'b').join(', ')", 'a, b'],
    ["('a' | 'b').join()", 'ab'],
    ["{}.join(',')"],
    ["'a'.join(',')", 'a'],
  ]);
  fails([['(1 | 2).join()', 'fhirpath.wrong-type']]);
});

describe('matches, matchesFull, replaceMatches', () => {
  gives([
    ["'abc'.matches('b')", true],
    ["'abc'.matches('^b')", false],
    ["'a\\nb'.matches('a.b')", true],
    ["'abc'.matchesFull('b')", false],
    ["'abc'.matchesFull('a.c')", true],
    ["'abcd'.matchesFull('ab|abcd')", true],
    ["'12:30'.replaceMatches('(\\\\d+):(\\\\d+)', '$2h$1')", '30h12'],
    ["'12'.replaceMatches('(?<first>1)', '<${first}>')", '<1>2'],
    ["'cost'.replaceMatches('cost', '$$5')", '$5'],
    ["'abc'.replaceMatches('x*', '-')", '-a-b-c-'],
    ["'abc'.replaceMatches('', 'x')", 'abc'],
    ["{}.matches('a')"],
    ["'a'.matches({})"],
  ]);
  fails([
    ["'a'.matches('(')", 'fhirpath.bad-pattern'],
    ["'a'.matches('[')", 'fhirpath.bad-pattern'],
    ["'a'.replaceMatches('*', 'x')", 'fhirpath.bad-pattern'],
  ]);
});

describe('encode and decode', () => {
  gives([
    ["'test'.encode('base64')", 'dGVzdA=='],
    ["'test'.encode('urlbase64')", 'dGVzdA=='],
    ["'subjects?_d'.encode('urlbase64')", 'c3ViamVjdHM_X2Q='],
    ["'é'.encode('hex')", 'c3a9'],
    ["'c3a9'.decode('hex')", 'é'],
    ["'c3a'.decode('hex')"],
    ["'dGVzdA=='.decode('base64')", 'test'],
    ["'!!'.decode('base64')"],
    ["'test'.encode('rot13')"],
    ["'test'.decode('constructor')"],
    ["{}.encode('hex')"],
  ]);
});

describe('escape and unescape', () => {
  gives([
    ["'<a href=\\\"x\\\">&'.escape('html')", '&lt;a href=&quot;x&quot;&gt;&amp;'],
    ["'a\\nb'.escape('json')", String.raw`a\nb`],
    ["'&lt;&amp;&#65;&#x42;&unknown;'.unescape('html')", '<&AB&unknown;'],
    ["'a\\\\nb\\\\u0041'.unescape('json')", 'a\nbA'],
    ["'x'.escape('sql')"],
    ["'x'.unescape('sql')"],
  ]);
});
