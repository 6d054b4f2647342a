import { describe, expect, it } from 'vitest';
import { OutcomeError } from '../../kernel/index.ts';
import { TABLET } from '../loop/testing.ts';
import { readPack } from './product.ts';

const GTIN = TABLET.gtin;
const fault = (raw: string): string => {
  try {
    readPack(raw, '2026-11-24');
    return '';
  } catch (error) {
    return error instanceof OutcomeError ? error.code : String(error);
  }
};

describe('a scanned pack', () => {
  it('is product, lot and expiry, with its serial where it has one', () => {
    expect(readPack(`]d201${GTIN}1727123110L1`, '2026-11-24')).toEqual({
      gtin: GTIN,
      lot: 'L1',
      expiry: '2027-12-31',
    });
    expect(readPack(`]d201${GTIN}1727123110L1\u001D21S`, '2026-11-24')).toMatchObject({ serial: 'S' });
  });

  it('is refused by name where something is missing, so that the pharmacist knows what to scan', () => {
    expect(fault('aspirin')).toBe('care.code-unreadable');
    expect(fault('')).toBe('care.code-unreadable');
    expect(fault(']d28017880123450000005012')).toMatch(/care\.code-(no-product|unreadable)/);
    expect(fault(`]d201${GTIN}`)).toBe('care.code-without-lot');
    expect(fault(`]E0${GTIN.slice(1)}`)).toBe('care.code-without-lot');
    expect(fault(`]d201${GTIN}10L1`)).toBe('care.code-without-lot');
  });
});
