import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLogicalId, logicalId, newLogicalId } from './ids.ts';

describe('logicalId', () => {
  it('accepts what FHIR accepts', () => {
    for (const id of ['1', 'a-b.c', 'A'.repeat(64), '00000000-0000-4000-8000-000000000000'])
      expect(logicalId(id)).toBe(id);
  });

  it('refuses anything else, so that an id can stand in a URL or a file name', () => {
    for (const id of ['', 'A'.repeat(65), 'a/b', '../x', 'a b', 'ㄱ', 'a_b', "a'b", 'a\n', 'a%00']) {
      expect(isLogicalId(id), id).toBe(false);
      expect(() => logicalId(id)).toThrow(/not a FHIR id/);
    }
  });

  it('agrees with the alphabet of the specification on any text', () => {
    const alphabet = new Set('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.');
    fc.assert(
      fc.property(fc.string({ maxLength: 70 }), (text) => {
        const expected = text.length >= 1 && text.length <= 64 && [...text].every((char) => alphabet.has(char));
        expect(isLogicalId(text)).toBe(expected);
      }),
    );
  });

  it('makes new ids that are valid and differ', () => {
    const made = new Set(Array.from({ length: 1000 }, () => newLogicalId()));
    expect(made.size).toBe(1000);
    for (const id of made) expect(isLogicalId(id)).toBe(true);
  });
});
