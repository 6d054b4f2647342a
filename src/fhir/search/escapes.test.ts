/**
 * What a client escapes must come out as it went in: a lot number with a bar in it, or a name with a comma, would otherwise
 * find another thing, or everything.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal } from '../../kernel/index.ts';
import { readCriterion } from './criteria.ts';
import type { SearchValue } from './query.ts';
import { splitEscaped, unescaped } from './values.ts';

const OPTIONS = { timeZone: 'UTC', bases: [] };
const escaped = (text: string): string => text.replace(/[\\,$|]/g, (char) => `\\${char}`);
const piece = fc.oneof(
  fc.string(),
  fc.array(fc.constantFrom('\\', ',', '$', '|', 'a', ' ', '환자')).map((all) => all.join('')),
);

function valuesOf(type: string, name: string, value: string): readonly SearchValue[] {
  const criterion = readCriterion(type, name, value, OPTIONS);
  return criterion.of === 'values' ? criterion.values : [];
}

describe('escapes', () => {
  it.each([',', '$', '|'] as const)('pieces that are joined with %s come apart as they were', (separator) => {
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 5 }), (pieces) => {
        expect(splitEscaped(pieces.map(escaped).join(separator), separator).map(unescaped)).toEqual(pieces);
      }),
    );
  });

  it('texts come out as they went in, each as an alternative of its own', () => {
    fc.assert(
      fc.property(
        fc.array(
          piece.filter((text) => text !== ''),
          { minLength: 1, maxLength: 4 },
        ),
        (texts) => {
          expect(valuesOf('Patient', 'name', texts.map(escaped).join(','))).toEqual(
            texts.map((text) => ({ kind: 'string', text })),
          );
        },
      ),
    );
  });

  it('systems and codes come out as they went in', () => {
    fc.assert(
      fc.property(piece, piece, (system, code) => {
        fc.pre(system !== '' && code !== '');
        expect(valuesOf('Patient', 'identifier', `${escaped(system)}|${escaped(code)}`)).toEqual([
          { kind: 'token', system, code },
        ]);
        expect(valuesOf('Patient', 'identifier', `|${escaped(code)}`)).toEqual([{ kind: 'token', system: '', code }]);
        expect(valuesOf('Patient', 'identifier', escaped(code))).toEqual([{ kind: 'token', system: undefined, code }]);
      }),
    );
  });

  it('the parts of a composite come out as they went in', () => {
    fc.assert(
      fc.property(piece, piece, (code, text) => {
        fc.pre(code !== '' && text !== '');
        const [value] = valuesOf('Observation', 'code-value-string', `${escaped(code)}$${escaped(text)}`);
        expect(value).toEqual({
          kind: 'composite',
          parts: [
            { kind: 'token', system: undefined, code },
            { kind: 'string', text },
          ],
        });
      }),
    );
  });

  it('a backslash before anything else is a backslash', () => {
    expect(unescaped('C:\\temp\\new')).toBe('C:\\temp\\new');
    expect(unescaped('a\\')).toBe('a\\');
    expect(splitEscaped('a\\', ',')).toEqual(['a\\']);
    expect(splitEscaped('a\\\\,b', ',')).toEqual(['a\\\\', 'b']);
  });
});

describe('numbers as they are written', () => {
  const written = fc.tuple(
    fc.integer({ min: -99_999, max: 99_999 }),
    fc.integer({ min: 0, max: 4 }),
    fc.integer({ min: -3, max: 3 }),
  );

  it('mean half of their last digit to either side', () => {
    fc.assert(
      fc.property(written, ([unscaled, scale, exponent]) => {
        const plain = new Decimal(BigInt(unscaled), scale).toString();
        const text = exponent === 0 ? plain : `${plain}e${exponent}`;
        const [value] = valuesOf('RiskAssessment', 'probability', text);
        if (value?.kind !== 'number') throw new Error(`${text} was read as something else`);
        const half = 0.5 * 10 ** (exponent - scale);
        expect(value).toMatchObject({ prefix: 'eq', value: Number(text), text });
        expect([value.low, value.high].map((end) => Math.abs(end - value.value) / half)).toEqual([
          expect.closeTo(1, 6),
          expect.closeTo(1, 6),
        ]);
        expect(value.low).toBeLessThan(value.high);
      }),
    );
  });

  it.each(['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb', 'ap'])(
    'take the prefix %s, also before a sign',
    (prefix) => {
      expect(valuesOf('RiskAssessment', 'probability', `${prefix}-5.0`)).toMatchObject([
        { prefix, value: -5, text: '-5.0' },
      ]);
      expect(valuesOf('Observation', 'value-quantity', `${prefix}5||mg`)).toMatchObject([
        { number: { prefix, value: 5 }, system: undefined, code: 'mg' },
      ]);
    },
  );

  it.each(['', '.5', '5.', '5,5x', '0x10', 'Infinity', 'NaN', '1e', '1e9999', '--5', '5 mg', '五', 'gt'])(
    '%j is none',
    (text) => {
      expect(() => valuesOf('RiskAssessment', 'probability', text)).toThrow(/is not a value|empty/);
    },
  );
});
