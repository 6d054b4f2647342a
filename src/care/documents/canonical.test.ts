import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../kernel/index.ts';
import { canonicalJson } from './canonical.ts';

describe('canonical JSON', () => {
  // The example of RFC 8785, section 3.2.4, and its expected bytes.
  it('writes the example of the standard as told', () => {
    const value = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  // RFC 8785, section 3.2.3: order by UTF-16 code units, not by code points.
  it('orders members by code units', () => {
    const names = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6'];
    const written = canonicalJson(Object.fromEntries(names.map((name, at) => [name, at])));
    const order = ['\r', '1', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33'];
    expect(Object.keys(JSON.parse(written) as object).toSorted()).toEqual(names.toSorted());
    expect(order.map((name) => written.indexOf(JSON.stringify(name)))).toEqual(
      order.map((name) => written.indexOf(JSON.stringify(name))).toSorted((a, b) => a - b),
    );
  });

  it('gives the same text whatever the order, and means the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(reversed(value))).toBe(text);
      }),
    );
  });

  it('signs a decimal as the number that it is, and refuses half of a surrogate pair', () => {
    expect(canonicalJson(parseJson('{"value":1.00,"low":-0,"big":1E2}'))).toBe('{"big":100,"low":0,"value":1}');
    expect(() => canonicalJson({ text: '\ud800' })).toThrow(RangeError);
  });

  it('leaves out what is not there', () => {
    expect(canonicalJson({ a: undefined, b: [undefined] })).toBe('{"b":[null]}');
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, one]) => [name, reversed(one)]),
  );
}
