import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OutcomeError } from '../../kernel/index.ts';
import { checkDigit, checkPair } from './check-digit.ts';
import type { Gs1Element } from './elements.ts';
import { allIdentifiers, identifierOf, type Component } from './identifiers.ts';
import { parseGs1 } from './parse.ts';
import { writeBrackets, writeGs1 } from './write.ts';

const options = { readingYear: 2026, dayZero: 'allow' } as const;
const ALPHABETS = { N: '0-9', X: '!-"%-?A-Z_a-z', Y: '#\\-/0-9A-Z', Z: 'A-Za-z0-9_-' } as const;

/** Texts that pass the checks of a component. */
const BY_CHECK: Readonly<Record<string, fc.Arbitrary<string>>> = {
  yymmdd: fc.constantFrom('270131', '280229', '991231'),
  yymmd0: fc.constantFrom('270131', '280200', '991231'),
  yyyymmdd: fc.constantFrom('19480229', '20260630'),
  hhmi: fc.constantFrom('0000', '2359'),
  hh: fc.constantFrom('00', '23'),
  mi: fc.constantFrom('00', '59'),
  ss: fc.constantFrom('00', '59'),
  zero: fc.constant('0'),
  winding: fc.constantFrom('0', '1', '9'),
  yesno: fc.constantFrom('0', '1'),
  hyphen: fc.constant('-'),
  iso5218: fc.constantFrom('0', '1', '2', '9'),
  iso3166alpha2: fc.constant('KR'),
  mediatype: fc.constantFrom('01', '10', '99'),
  importeridx: fc.constantFrom('A', '9', '_'),
  latitude: fc.constant('1275665000'),
  longitude: fc.constant('3069780000'),
  pieceoftotal: fc.constantFrom('0102', '0909'),
  posinseqslash: fc.constantFrom('1/2', '3/3'),
  iban: fc.constant('GB82WEST12345698765432'),
  csumalpha: fc.stringMatching(/^[0-9][A-Z0-9]{4,20}A$/).map((text) => text + checkPair(text)),
};

function textOf(component: Component): fc.Arbitrary<string> {
  const { checks, characters, least, most } = component;
  if (checks.includes('csum'))
    return fc.stringMatching(new RegExp(`^\\d{${most - 1}}$`)).map((text) => text + checkDigit(text));
  const known = checks.map((name) => BY_CHECK[name]).find((one) => one !== undefined);
  if (known !== undefined) return known;
  const first = checks.length > 0 && characters === 'N' ? '[1-9]' : `[${ALPHABETS[characters]}]`;
  const text = fc.stringMatching(new RegExp(`^${first}[${ALPHABETS[characters]}]{${least - 1},${most - 1}}$`));
  return checks.includes('pcenc') ? text.map((one) => one.replaceAll('%', 'x')) : text;
}

const element = fc.constantFrom(...allIdentifiers()).chain(({ ai, components }) =>
  fc
    .nat(components.filter(({ optional }) => optional).length)
    .chain((extra) => {
      const least = components.filter(({ optional }) => !optional).length;
      return fc.tuple(...components.slice(0, least + extra).map(textOf));
    })
    .map((parts): Gs1Element => ({ ai, value: parts.join('') })),
);
const elements = fc.uniqueArray(element, { selector: ({ ai }) => ai, minLength: 1, maxLength: 6 });

describe('labels', () => {
  it('are read back as they were written, whichever identifiers and in whichever order', () => {
    fc.assert(
      fc.property(elements, (written) => {
        const text = writeGs1(written, options, ']d2');
        const reading = parseGs1(text, { asOf: '2026', requireSymbologyId: true });
        expect(reading.ok ? reading.elements : reading).toEqual(written);
      }),
      { numRuns: 300 },
    );
  });

  it('are read back from their form in brackets, where no value looks like an identifier', () => {
    fc.assert(
      fc.property(elements, (written) => {
        fc.pre(!written.some(({ value }) => /\(\d{2,4}\)/.test(value)));
        const reading = parseGs1(writeBrackets(written, options), { asOf: '2026', format: 'hri' });
        expect(reading.ok ? reading.elements : reading).toEqual(written);
      }),
    );
  });

  it('are never written wrong', () => {
    const wrong: readonly (readonly Gs1Element[])[] = [
      [],
      [{ ai: '01', value: '08809912000015' }],
      [{ ai: '05', value: '1' }],
      [{ ai: '10', value: 'LOT 7' }],
      [
        { ai: '10', value: 'A' },
        { ai: '10', value: 'B' },
      ],
    ];
    for (const one of wrong) expect(() => writeGs1(one, options)).toThrow(OutcomeError);
  });

  it('separate only what has no predefined length', () => {
    const written = [
      { ai: '10', value: 'L26A' },
      { ai: '01', value: '08809912000014' },
      { ai: '21', value: 'S1' },
    ];
    expect(writeGs1(written, options)).toBe('10L26A\u001D010880991200001421S1');
    expect(identifierOf('7003')?.predefined).toBe(false);
  });
});
