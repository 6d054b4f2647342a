import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalOf, parseJson } from '../../kernel/index.ts';
import { LONGEST_TEXT, PRIMITIVE_CHECKS } from './primitives.ts';

const codeOf = (type: string, value: unknown) => PRIMITIVE_CHECKS.get(type)?.(value)?.code ?? 'right';

const RIGHT: readonly (readonly [type: string, values: readonly unknown[]])[] = [
  ['date', ['2026', '2026-11', '2026-11-24', '2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31']],
  [
    'dateTime',
    ['2026', '2026-11-24', '2026-11-24T23:59:60Z', '2026-11-24T14:05:00.123456789+09:00', '2026-11-24T14:05:00-14:00'],
  ],
  ['instant', ['2026-11-24T14:05:00Z', '2026-11-24T14:05:00.000+09:00']],
  ['time', ['00:00:00', '23:59:59.999']],
  ['integer', [0, -2_147_483_648, 2_147_483_647]],
  ['unsignedInt', [0, 2_147_483_647]],
  ['positiveInt', [1]],
  ['decimal', [0, -1.5, 1e21, decimalOf('1.00'), decimalOf('1E-22'), decimalOf('1000000000000000000')]],
  ['boolean', [true, false]],
  ['base64Binary', ['AAAA', 'AAA=', 'AA==', 'AA\r\nAA', ' TWFu IE1h ']],
  ['string', ['x', ' ', 'line\r\n\tline', '김지우', '👩🏽‍⚕️']],
  ['markdown', ['# Title\n\ntext']],
  ['code', ['a', 'a b', 'final']],
  ['id', ['a', 'A-1.b', 'x'.repeat(64)]],
  ['uri', ['http://example.org/a?b#c', 'urn:x', '#local', 'relative/path']],
  ['canonical', ['http://example.org/a|1.0']],
  ['url', ['https://example.org']],
  ['oid', ['urn:oid:1.2.840.10008', 'urn:oid:2.0']],
  ['uuid', ['urn:uuid:c757873d-ec9a-4326-a141-556f43239520']],
];

const WRONG: readonly (readonly [type: string, code: string, values: readonly unknown[]])[] = [
  [
    'date',
    'bad-format',
    ['26', '2026-13', '2026-00-01', '2026-02-30', '2026-02-29', '1900-02-29', '2026-04-31', '0000'],
  ],
  ['date', 'bad-format', ['2026-11-24T00:00:00Z', '2026-1-1', '24.11.2026', ' 2026', '2026\n']],
  [
    'dateTime',
    'bad-format',
    ['2026-11-24T14:05Z', '2026-11-24T14:05:00', '2026-11-24T24:00:00Z', '2026-11-24T14:05:00+15:00'],
  ],
  ['dateTime', 'bad-format', ['2026-02-30T14:05:00Z', '2026-11T14:05:00Z', '2026-11-24 14:05:00Z']],
  ['instant', 'bad-format', ['2026-11-24', '2026-11-24T14:05:00']],
  ['time', 'bad-format', ['14:05', '24:00:00', '14:05:00Z']],
  ['integer', 'out-of-range', [2_147_483_648, -2_147_483_649]],
  ['integer', 'bad-format', [1.5, decimalOf('1.0'), decimalOf('1e2')]],
  ['integer', 'wrong-type', ['1', true, {}]],
  ['unsignedInt', 'out-of-range', [-1]],
  ['positiveInt', 'out-of-range', [0]],
  ['decimal', 'wrong-type', ['1.0', true, []]],
  ['decimal', 'out-of-range', [parseJson('1e999999')]],
  ['boolean', 'wrong-type', ['true', 1, 0]],
  ['base64Binary', 'bad-format', ['A', 'AAA', 'A===', 'AA=A', 'AAA-', 'äAAA']],
  ['string', 'wrong-type', [1, false, {}, ['x']]],
  ['string', 'empty', ['']],
  ['string', 'bad-format', ['a\0b', 'half \uD83D']],
  ['code', 'bad-format', [' a', 'a ', 'a  b', '\n']],
  ['id', 'bad-format', ['a_b', 'x'.repeat(65), 'ä', 'a/b']],
  ['uri', 'bad-format', ['a b', ' http://x']],
  ['oid', 'bad-format', ['1.2.3', 'urn:oid:3.1', 'urn:oid:1.02']],
  ['uuid', 'bad-format', ['urn:uuid:C757873D-EC9A-4326-A141-556F43239520', 'c757873d-ec9a-4326-a141-556f43239520']],
];

describe('primitive formats', () => {
  it.each(RIGHT)('%s takes what it should', (type, values) => {
    expect(values.map((value) => codeOf(type, value))).toEqual(values.map(() => 'right'));
  });

  it.each(WRONG)('%s refuses as %s', (type, code, values) => {
    expect(values.map((value) => codeOf(type, value))).toEqual(values.map(() => code));
  });

  it('know every day of the calendar and no other', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9999 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 31 }),
        (y, m, d) => {
          const date = new Date(0);
          date.setUTCFullYear(y, m - 1, d);
          const text = `${String(y).padStart(4, '0')}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`;
          expect(codeOf('date', text)).toBe(date.getUTCMonth() === m - 1 ? 'right' : 'bad-format');
        },
      ),
    );
  });

  it('take whole texts up to one megabyte, and base64 beyond', () => {
    expect(codeOf('string', 'x'.repeat(LONGEST_TEXT))).toBe('right');
    expect(codeOf('string', 'x'.repeat(LONGEST_TEXT + 1))).toBe('too-long');
    expect(codeOf('code', 'x'.repeat(LONGEST_TEXT + 1))).toBe('too-long');
    expect(codeOf('base64Binary', 'AAAA'.repeat(1_000_000))).toBe('right');
  });

  it('answer quickly to texts made to be slow', () => {
    const slow = [
      'a '.repeat(500_000),
      `${'0.'.repeat(400_000)}x`,
      `2026-11-24T14:05:00.${'1'.repeat(900_000)}`,
      ' '.repeat(1_000_000),
    ];
    const start = performance.now();
    for (const type of PRIMITIVE_CHECKS.keys()) for (const text of slow) codeOf(type, text);
    for (const text of slow) codeOf('oid', `urn:oid:1.${text}`);
    expect(performance.now() - start).toBeLessThan(20_000);
  });

  it('quote only the beginning of a long value', () => {
    const message = PRIMITIVE_CHECKS.get('date')?.('x'.repeat(5000))?.message ?? '';
    expect(message.length).toBeLessThan(200);
    expect(message).toContain('write 2026');
  });
});
