import { describe, expect, it } from 'vitest';
import { along, byKey, numbers, numberOrNone, readTable, rowFor, words } from './table.ts';

describe('tables', () => {
  it('reads rows by the names of the first line, without comments and blank lines', () => {
    const rows = readTable<'key' | 'value'>(`
      key | value
      # a comment
      a | 1

      b |
    `);
    expect(rows).toEqual([
      { key: 'a', value: '1' },
      { key: 'b', value: '' },
    ]);
  });

  it('refuses a row with a cell too few, and names it', () => {
    expect(() => readTable<'key' | 'value'>('key | value\nlonely')).toThrow(/'lonely' has 1 cells where 2/);
  });

  it('finds rows, and refuses a key that none has', () => {
    const rows = byKey([{ key: 'a', value: 1 }]);
    expect(rowFor(rows, 'a').value).toBe(1);
    expect(() => rowFor(rows, 'z')).toThrow(/named 'z'/);
  });

  it('reads lists and blanks', () => {
    expect(numbers('1 .5  -2')).toEqual([1, 0.5, -2]);
    expect(numbers('')).toEqual([]);
    expect(words('a  b')).toEqual(['a', 'b']);
    expect(numberOrNone('')).toBeUndefined();
    expect(numberOrNone('0')).toBe(0);
  });

  it('follows a curve and stays flat outside of it', () => {
    expect([-5, 0, 5, 10, 15, 20, 99].map((x) => along([0, 10, 20], [0, 100, 50], x))).toEqual([
      0, 0, 50, 100, 75, 50, 50,
    ]);
  });
});
