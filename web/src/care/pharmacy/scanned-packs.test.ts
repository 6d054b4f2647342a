import { describe, expect, it } from 'vitest';
import type { Scanned } from './api.ts';
import { totalOf, withScan } from './scanned-packs.ts';

const scan = (more: Partial<Scanned['pack']> = {}, id = 'wanted', expired = false): Scanned => ({
  pack: { gtin: '08809912000018', lot: 'L1', expiry: '2027-12-31', ...more },
  product: { resourceType: 'Medication', id },
  expired,
});

describe('packs that are scanned for an order', () => {
  it('the first fills what is needed; another lot takes what is left', () => {
    const one = withScan([], 'a', scan(), 'wanted', 4);
    expect(totalOf(one)).toBe(4);
    const less = [{ ...one[0]!, units: 3 }];
    expect(withScan(less, 'b', scan({ lot: 'L2' }), 'wanted', 4).map(({ units }) => units)).toEqual([3, 1]);
  });

  it('the same pack again is one unit more; one with a serial counts once', () => {
    const one = withScan([], 'a', scan(), 'wanted', 1);
    expect(withScan(one, 'a', scan(), 'wanted', 1)[0]?.units).toBe(2);
    const serial = withScan([], 's', scan({ serial: '1' }), 'wanted', 3);
    expect(totalOf(serial)).toBe(1);
    expect(withScan(serial, 's', scan({ serial: '1' }), 'wanted', 3)).toBe(serial);
  });

  it('another product and an expired lot are kept in sight as what they are', () => {
    expect(withScan([], 'a', scan({}, 'other'), 'wanted', 2)[0]).toMatchObject({ fault: 'wrong-product', units: 1 });
    expect(withScan([], 'a', scan({}, 'wanted', true), 'wanted', 2)[0]).toMatchObject({ fault: 'expired' });
  });
});
