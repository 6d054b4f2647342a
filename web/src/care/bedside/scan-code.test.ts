import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bandNumber, GS, scanCodes } from './scan-code.ts';

const BADGE = ']d28017880123400000005018';
const BAND = `]d28018880123400000010012${GS}801902`;
const PACK = `]d201088099120000141727123110L26A${GS}21S0001`;

const kinds = (typed: string) => scanCodes(typed).map((one) => (one.kind === 'fault' ? one.fault : one.kind));

describe('a scanned code', () => {
  it('is told apart: badge, band, product, with any symbol or none', () => {
    expect([BADGE, BAND, PACK].flatMap(kinds)).toEqual(['badge', 'band', 'product']);
    for (const symbol of [']C1', ']Q3', ']e0', '']) expect(kinds(symbol + BADGE.slice(3))).toEqual(['badge']);
    expect(scanCodes('8809912000014')).toEqual([{ kind: 'product', raw: ']E08809912000014' }]);
    expect(scanCodes('08809912000014')).toEqual([{ kind: 'product', raw: ']I108809912000014' }]);
    expect(bandNumber(BAND)).toBe('880123400000010012');
  });

  it('is one of several that came as one', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(BADGE, BAND, PACK), { minLength: 1, maxLength: 4 }), (codes) => {
        expect(scanCodes(codes.join('')).map(({ raw }) => raw)).toEqual(codes);
      }),
    );
  });

  it('says why it cannot be used', () => {
    expect(kinds(BADGE.slice(0, -3))).toEqual(['truncated']);
    expect(kinds(PACK.slice(0, 12))).toEqual(['truncated']);
    expect(kinds(BADGE.slice(3) + BAND.slice(3))).toEqual(['two-codes']);
    expect(kinds(']d291EDTA/L1/271231')).toEqual(['other-use']);
    expect(kinds('=A99972600010100')).toEqual(['other-use']);
    expect(kinds('https://example.org/menu')).toEqual(['foreign']);
    expect(kinds('hello world')).toEqual(['foreign']);
  });

  it('is the same with caps lock on, and is never guessed from rubbish', () => {
    const swapped = PACK.replace(/[a-z]/gi, (letter) =>
      letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
    );
    expect(scanCodes(swapped)).toEqual(scanCodes(PACK));
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (typed) => {
        for (const code of scanCodes(typed))
          if (code.kind !== 'fault') expect(code.raw).toMatch(/^\][A-Za-z]\d|^8017|^8018|^01/);
      }),
    );
  });
});
