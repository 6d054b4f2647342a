import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDigit, parseGs1 } from '../gs1/index.ts';
import { scanned } from './decoding.testing.ts';
import { productElements } from './label.ts';
import { symbolData, symbolMatrix, type SymbolContent } from './symbol.ts';

function read(content: SymbolContent): Promise<string | undefined> {
  const { size, isDark } = symbolMatrix(content);
  return scanned({ width: size, height: size, isDark });
}

describe('the symbol of a label', () => {
  it('is read by a scanner as GS1 DataMatrix, with the same product, lot, expiry and serial', async () => {
    const elements = productElements({
      gtin: '08806418001231',
      expiry: '2027-11-30',
      lot: 'A(1)_7',
      serial: 'U000042',
    });
    const raw = await read({ elements });
    expect(raw?.startsWith(']d2')).toBe(true);
    const reading = parseGs1(raw ?? '', { asOf: '2026-11-24', requireSymbologyId: true });
    expect(reading).toMatchObject({
      ok: true,
      facts: { gtin: '08806418001231', expiryDate: '2027-11-30', lot: 'A(1)_7', serial: 'U000042' },
    });
  });

  it('of a donation number is no GS1 code', async () => {
    expect(await read({ text: '=W123426000017VY' })).toBe(']d1=W123426000017VY');
  });

  it('carries whatever a lot and a serial may hold', async () => {
    const sign = fc.constantFrom(...'!"%&\'()*+,-./0123456789:;<=>?ABCXYZ_abcxyz');
    const text = fc.array(sign, { minLength: 1, maxLength: 20 }).map((signs) => signs.join(''));
    const body = fc.stringMatching(/^\d{13}$/);
    await fc.assert(
      fc.asyncProperty(body, text, text, async (digits, lot, serial) => {
        const gtin = digits + checkDigit(digits);
        const elements = productElements({ gtin, expiry: '2028-02-29', lot, serial });
        expect(await read({ elements })).toBe(`]d2${symbolData({ elements })}`);
      }),
      { numRuns: 25 },
    );
  });

  it('refuses what a scanner could not send back', () => {
    expect(() => symbolMatrix({ text: '한글' })).toThrow('Latin letters');
    expect(() => symbolMatrix({ elements: [{ ai: '01', value: '123' }] })).toThrow('cannot be put on a label');
  });
});
