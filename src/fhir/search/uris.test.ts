import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBelow, urisAbove } from './uris.ts';

describe('uris', () => {
  it('stand below by whole segments', () => {
    expect(isBelow('http://a.org/x/y', 'http://a.org/x')).toBe(true);
    expect(isBelow('http://a.org/x/y', 'http://a.org/x/')).toBe(true);
    expect(isBelow('http://a.org/xy', 'http://a.org/x')).toBe(false);
    expect(isBelow('urn:oid:1.2', 'urn:oid:1')).toBe(false);
  });

  it('know all that is above them', () => {
    expect(urisAbove('http://a.org/x/y')).toEqual([
      'http://a.org/x/y',
      'http://a.org',
      'http://a.org/',
      'http://a.org/x',
      'http://a.org/x/',
    ]);
    expect(urisAbove('urn:oid:1')).toEqual(['urn:oid:1']);
  });

  it('agree about above and below', () => {
    const uri = fc
      .array(fc.constantFrom('a', 'b', '/', 'a/'), { minLength: 1, maxLength: 6 })
      .map((parts) => `http://h/${parts.join('')}`);
    fc.assert(
      fc.property(uri, uri, (one, other) => {
        expect(urisAbove(one).includes(other)).toBe(isBelow(one, other));
      }),
    );
  });
});
