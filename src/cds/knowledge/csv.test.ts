import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvText, parseCsv } from './csv.ts';

const cells = (text: string): readonly (readonly string[])[] => parseCsv(text).map((row) => row.cells);

describe('CSV', () => {
  it('reads plain and quoted cells, with quotes, commas and line ends inside', () => {
    expect(cells('a,b\r\n"x, y","say ""so"""\n"two\nlines", z \n')).toEqual([
      ['a', 'b'],
      ['x, y', 'say "so"'],
      ['two\nlines', 'z'],
    ]);
  });

  it('counts lines as an editor does', () => {
    expect(parseCsv('a\n"1\n2"\n\nb').map(({ line }) => line)).toEqual([1, 2, 5]);
  });

  it('keeps empty cells, leaves empty lines out', () => {
    expect(cells('a,,b\n\n,\n')).toEqual([
      ['a', '', 'b'],
      ['', ''],
    ]);
  });

  it('says where a quote begins that does not end', () => {
    expect(() => parseCsv('a\n"b')).toThrow('line 2');
  });

  it('gives back what was quoted', () => {
    const cell = fc.string().filter((text) => !text.includes('\r'));
    fc.assert(
      fc.property(fc.array(cell, { minLength: 2, maxLength: 5 }), (row) => {
        const text = row.map((one) => `"${one.replaceAll('"', '""')}"`).join(',');
        expect(cells(text)).toEqual([row]);
      }),
    );
  });

  it('reads UTF-8 and, where the bytes are none, CP949', () => {
    expect(csvText(new TextEncoder().encode('성분명'))).toBe('성분명');
    expect(csvText(Uint8Array.from([0xbc, 0xba, 0xba, 0xd0, 0xb8, 0xed]))).toBe('성분명');
  });
});
