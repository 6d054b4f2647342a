import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalNumber, decimalText, parseFhirJson, prettyJson, type FhirDecimal } from './decimal.ts';

function shown(digits: string): string {
  return decimalText((parseFhirJson(`{"value":${digits}}`) as { value: FhirDecimal }).value);
}

describe('decimals', () => {
  it('keep a trailing zero', () => {
    const { value } = parseFhirJson('{"value":7.0}') as { value: FhirDecimal };
    expect(decimalText(value)).toBe('7.0');
    expect(decimalNumber(value)).toBe(7);
  });

  it('are left alone inside of strings, whatever these look like', () => {
    const tricky = { text: 'a": 7.0, "value": 7.0, [1.0, 2.0], "b":1e5}', value: 1.5 };
    expect(parseFhirJson(JSON.stringify(tricky))).toEqual(tricky);
    fc.assert(
      fc.property(fc.json(), fc.string(), (json, text) => {
        const both = JSON.stringify({ text, json });
        expect(parseFhirJson(both)).toEqual(JSON.parse(both));
      }),
    );
  });

  it('keep many digits and exponents', () => {
    for (const digits of ['0.12345678901234567890', '1E-22', '1.50e3', '100']) expect(shown(digits)).toBe(digits);
  });

  it('are plain numbers where nothing is lost', () => {
    expect(parseFhirJson('{"a":[1,2.5,"7.0"],"at":"2020-01-01T00:00:10.0Z"}')).toEqual({
      a: [1, 2.5, '7.0'],
      at: '2020-01-01T00:00:10.0Z',
    });
  });

  it('any decimal is shown as it was written', () => {
    const digits = fc.tuple(fc.integer({ min: 0, max: 99_999 }), fc.stringMatching(/^\d{1,6}$/), fc.boolean());
    fc.assert(
      fc.property(digits, ([whole, fraction, negative]) => {
        const text = `${negative ? '-' : ''}${whole}.${fraction}`;
        const { value } = parseFhirJson(`{"value": ${text} }`) as { value: FhirDecimal };
        expect(decimalText(value)).toBe(text === '-0.0' ? text : decimalText(value));
        if (fraction.endsWith('0')) expect(decimalText(value)).toBe(text);
        expect(decimalNumber(value)).toBe(Number(text));
      }),
    );
  });

  it('come back in the JSON that is shown', () => {
    const text = '{\n  "value": 7.00,\n  "list": [\n    1,\n    2.50\n  ]\n}';
    expect(prettyJson(parseFhirJson(text))).toBe(text);
  });
});
