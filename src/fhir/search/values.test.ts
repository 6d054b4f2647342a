import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parameterOf, type SearchParameter } from './parameters.ts';
import type { SearchValue } from './query.ts';
import { ownReference, readValue, splitEscaped, unescaped } from './values.ts';

const OPTIONS = { timeZone: 'Asia/Seoul', bases: ['https://maru.kr/fhir/R4'] };

function parameter(type: string, code: string): SearchParameter {
  const found = parameterOf(type, code);
  if (found === undefined) throw new Error(`no ${type}.${code}`);
  return found;
}

function read(type: string, code: string, text: string): SearchValue {
  return readValue(parameter(type, code), undefined, text, code, OPTIONS);
}

describe('escapes', () => {
  it('keep separators inside of values', () => {
    expect(splitEscaped(String.raw`a\,b,c`, ',')).toEqual([String.raw`a\,b`, 'c']);
    expect(unescaped(String.raw`a\,b\|c\$d\\e`)).toBe(String.raw`a,b|c$d\e`);
    expect(unescaped(String.raw`a\n`)).toBe(String.raw`a\n`);
  });

  it('bring any text through', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), (texts) => {
        const escaped = texts.map((text) => text.replace(/[\\,$|]/g, String.raw`\$&`)).join(',');
        expect(splitEscaped(escaped, ',').map(unescaped)).toEqual(texts);
      }),
    );
  });
});

describe('tokens', () => {
  it.each([
    ['x', undefined, 'x'],
    ['s|x', 's', 'x'],
    ['|x', '', 'x'],
    ['s|', 's', undefined],
    [String.raw`a\|b`, undefined, 'a|b'],
  ])('%s', (text, system, code) => {
    expect(read('Observation', 'code', text)).toEqual({ kind: 'token', system, code });
  });

  it('that say nothing are refused', () => {
    expect(() => read('Observation', 'code', '|')).toThrow(/neither/);
    expect(() => read('Observation', 'code', 'a|b|c')).toThrow(/system/);
  });
});

describe('dates', () => {
  it('are intervals in the zone of the site', () => {
    const value = read('Patient', 'birthdate', '2020-02');
    expect(value).toEqual({
      kind: 'date',
      prefix: 'eq',
      low: Date.UTC(2020, 0, 31, 15),
      high: Date.UTC(2020, 1, 29, 15),
    });
  });

  it('forgive the plus sign that a query string turned into a space', () => {
    const value = read('Observation', 'date', 'ge2020-01-01T10:00:00 09:00');
    expect(value).toMatchObject({ prefix: 'ge', low: Date.UTC(2020, 0, 1, 1) });
  });
});

describe('numbers', () => {
  it.each([
    ['100', 99.5, 100.5],
    ['100.00', 99.995, 100.005],
    ['1e2', 50, 150],
    ['5.4', 5.35, 5.45],
    ['-3', -3.5, -2.5],
  ])('%s means what its digits mean', (text, low, high) => {
    const value = read('RiskAssessment', 'probability', text);
    expect(value.kind === 'number' && value.low).toBeCloseTo(low, 10);
    expect(value.kind === 'number' && value.high).toBeCloseTo(high, 10);
  });

  it('that are none are refused', () => {
    for (const text of ['x', '1.2.3', '', '1e9999', 'NaN', '0x10', '1;drop']) {
      expect(() => read('RiskAssessment', 'probability', text), text).toThrow(/probability/);
    }
  });
});

describe('references', () => {
  it.each([
    ['Patient/1', ['Patient/1']],
    ['https://maru.kr/fhir/R4/Patient/1', ['Patient/1']],
    ['https://elsewhere.org/Patient/1', ['https://elsewhere.org/Patient/1']],
    ['urn:uuid:7', ['urn:uuid:7']],
    ['Practitioner/1', []],
  ])('%s', (text, targets) => {
    expect(read('Condition', 'subject', text)).toEqual({ kind: 'reference', targets });
  });

  it('that are only an id may be of any target type', () => {
    const value = read('Condition', 'subject', '1');
    expect(value.kind === 'reference' && [...value.targets].toSorted()).toEqual(['Group/1', 'Patient/1']);
  });

  it('are own only below the base, not beside it', () => {
    expect(ownReference('https://maru.kr/fhir/R4/Patient/1', OPTIONS.bases)).toBe('Patient/1');
    expect(ownReference('https://maru.kr/fhir/R4x/Patient/1', OPTIONS.bases)).toBe(
      'https://maru.kr/fhir/R4x/Patient/1',
    );
  });
});

describe('composites and places', () => {
  it('have their parts by kind', () => {
    const value = read('Observation', 'code-value-quantity', 'http://loinc.org|x$ge5||mg');
    expect(value.kind === 'composite' && value.parts.map(({ kind }) => kind)).toEqual(['token', 'quantity']);
  });

  it('near is in kilometres, whatever the unit', () => {
    expect(read('Location', 'near', '37.5|127|500|m')).toMatchObject({ kilometres: 0.5 });
    expect(read('Location', 'near', '37.5|127')).toMatchObject({ kilometres: 50 });
    expect(() => read('Location', 'near', '37.5|127|1|furlong')).toThrow(/near/);
  });
});
