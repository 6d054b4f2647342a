import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSearch } from '../../fhir/index.ts';
import { fingerprint, readCursor, writeCursor } from './cursor.ts';

const print = (query: string, place = '') => fingerprint(parseSearch('Patient', query), place);

describe('cursors', () => {
  it('come back as they were written', () => {
    const value = fc.oneof(
      fc.constant(null),
      fc.string().filter((text) => !text.includes('\u0000')),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((one) => one + 0),
    );
    fc.assert(
      fc.property(fc.array(value, { maxLength: 3 }), fc.nat(), (after, rid) => {
        const cursor = { after, rid: String(rid), snapshot: '10:20:11,12', base: '-5' };
        expect(readCursor(writeCursor(cursor, 'p'), 'p', after.length)).toEqual(cursor);
      }),
    );
  });

  it('belong to one search, whatever its page size', () => {
    expect(print('name=kim&_count=5')).toBe(print('name=kim&_count=9'));
    expect(print('name=kim')).not.toBe(print('name=lee'));
    expect(print('name=kim')).not.toBe(print('name=kim&_sort=name'));
    expect(print('name=kim')).not.toBe(print('name=kim', 'Patient/1'));
    const cursor = { after: [], rid: '1', snapshot: '1:1:', base: '0' };
    expect(() => readCursor(writeCursor(cursor, 'a'), 'b', 0)).toThrow(/_cursor/);
  });

  it('never become anything but what they must be', () => {
    fc.assert(
      fc.property(fc.anything(), (anything) => {
        const text = Buffer.from(JSON.stringify(anything) ?? '').toString('base64url');
        expect(() => readCursor(text, 'p', 0)).toThrow(/_cursor/);
      }),
    );
  });
});
