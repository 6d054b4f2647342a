import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fails, gives, results } from '../../../../test/conformance/fhirpath-rows.ts';

describe('encode and decode', () => {
  gives([
    ["'test'.encode('base64')", 'dGVzdA=='],
    ["'subjects?_d'.encode('base64')", 'c3ViamVjdHM/X2Q='],
    ["'subjects?_d'.encode('urlbase64')", 'c3ViamVjdHM_X2Q='],
    ["'홍'.encode('hex')", 'ed998d'],
    ["''.encode('base64')", ''],
    ["'ed998d'.decode('hex')", '홍'],
    ["'ED998D'.decode('hex')", '홍'],
    ["'dGVzdA=='.decode('base64')", 'test'],
    ["'dGVzdA'.decode('base64')", 'test'],
    ["'abc'.decode('hex')"],
    ["'zz'.decode('hex')"],
    ["'a-b_'.decode('base64')"],
    ["'a+b/'.decode('urlbase64')"],
    ["'x'.encode('rot13')"],
    ["'x'.decode('constructor')"],
    ["'x'.encode('__proto__')"],
    ["{}.encode('hex')"],
    ["'a'.encode({})"],
    ["{}.decode('hex')"],
  ]);
  fails([
    ["1.encode('hex')", 'fhirpath.wrong-type'],
    ["('a' | 'b').encode('hex')", 'fhirpath.not-single'],
    ["'a'.decode()", 'fhirpath.argument-count'],
  ]);
});

describe('escape and unescape', () => {
  gives([
    ["'<b> & \"c\"'.escape('html')", '&lt;b&gt; &amp; &quot;c&quot;'],
    ["'&lt;'.escape('html')", '&amp;lt;'],
    ["'&amp;lt;'.unescape('html')", '&lt;'],
    ["'&#54861;&#xd64d;'.unescape('html')", '홍홍'],
    ["'&apos;&nothing;&'.unescape('html')", "'&nothing;&"],
    ["'&constructor;'.unescape('html')", '&constructor;'],
    ["'a\"b'.escape('json')", 'a\\"b'],
    ["'a\\nb'.escape('json')", 'a\\nb'],
    ["'a'.escape('xml')"],
    ["'a'.unescape('xml')"],
    ["{}.escape('html')"],
    ["'a'.unescape({})"],
  ]);
});

const quoted = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n').replaceAll('\r', '\\r')}'`;

describe('there and back', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('&lt;', '\\u0041', '"', "'", '<script>', '\\', '환자'),
  );

  it.each(['hex', 'base64', 'urlbase64'])('every text survives %s', (coding) => {
    fc.assert(
      fc.property(text, (one) => {
        expect(results(`${quoted(one)}.encode('${coding}').decode('${coding}')`)).toEqual([one]);
      }),
    );
  });

  it.each(['html', 'json'])('every text survives %s', (target) => {
    fc.assert(
      fc.property(text, (one) => {
        expect(results(`${quoted(one)}.escape('${target}').unescape('${target}')`)).toEqual([one]);
      }),
    );
  });

  it('what is escaped for HTML can neither open a tag nor end an attribute', () => {
    fc.assert(
      fc.property(text, (one) => {
        expect(results(`${quoted(one)}.escape('html')`)[0]).not.toMatch(/[<>"']/);
      }),
    );
  });
});
