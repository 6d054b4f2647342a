import { describe, expect, it } from 'vitest';
import { contentFault } from './checks.ts';

const options = { readingYear: 2026, dayZero: 'allow' } as const;
const fault = (check: string, text: string): string | undefined => contentFault(check, text, options);

describe('checks of content', () => {
  it.each([
    ['iban', 'GB82WEST12345698765432', 'GB82WEST12345698765433'],
    ['pieceoftotal', '0102', '0302'],
    ['pieceoftotal', '0202', '0002'],
    ['posinseqslash', '1/2', '3/2'],
    ['pcenc', 'KIM%20Min', 'KIM%2'],
    ['yesno', '1', '2'],
    ['winding', '9', '2'],
    ['hyphen', '-', '+'],
    ['iso5218', '9', '3'],
    ['iso3166alpha2', 'KR', 'K1'],
    ['mediatype', '80', '11'],
    ['importeridx', '_', '/'],
    ['latitude', '1800000000', '1800000001'],
    ['longitude', '3600000000', '3600000001'],
    ['nonzero', '0001', '0000'],
    ['nozeroprefix', '0', '01'],
    ['hasnondigit', '1A', '11'],
  ])('%s takes %s and refuses %s', (check, right, wrong) => {
    expect(fault(check, right)).toBeUndefined();
    expect(fault(check, wrong)).toBe('illegal-code');
  });

  it('reads clocks to the second', () => {
    expect(fault('hhmi', '2359')).toBeUndefined();
    expect(fault('hh', '24')).toBe('illegal-hour');
    expect(fault('mi', '60')).toBe('illegal-minute');
    expect(fault('ss', '59')).toBeUndefined();
    expect(fault('ss', '60')).toBe('illegal-second');
  });

  it('lets pass what it has no list for', () => {
    expect(fault('gcppos1', '8801234')).toBeUndefined();
  });
});
