import { describe, expect, it } from 'vitest';
import { DAWN, DUSK, decimalOf } from '../../kernel/index.ts';
import {
  comparedTexts,
  contactText,
  dateElement,
  derivedTexts,
  isLocalReference,
  numberElement,
  quantityElement,
  referenceElement,
  TEXT_LENGTH,
  tokenElement,
  typeOfReference,
  UCUM,
  writtenTexts,
} from './elements.ts';

describe('tokens', () => {
  it('of concepts have every coding and every text', () => {
    const concept = {
      text: 'bp',
      coding: [{ system: 's', code: 'c', display: 'd' }, { code: 'e' }, { display: 'only text' }],
    };
    expect(tokenElement(concept, 'CodeableConcept')).toEqual({
      codings: [
        { system: 's', code: 'c' },
        { system: undefined, code: 'e' },
      ],
      texts: ['bp', 'd', 'only text'],
      ofTypes: [],
    });
  });

  it('of identifiers have their type', () => {
    const identifier = {
      system: 's',
      value: 'v',
      type: { text: 'MRN', coding: [{ system: 't', code: 'MR' }, { code: 'x' }] },
    };
    expect(tokenElement(identifier, 'Identifier')).toEqual({
      codings: [{ system: 's', code: 'v' }],
      texts: ['MRN'],
      ofTypes: [{ system: 't', code: 'MR', value: 'v' }],
    });
  });

  it('of codes have the system of their binding', () => {
    const set = 'http://hl7.org/fhir/ValueSet/administrative-gender';
    expect(tokenElement('male', 'code', set).codings).toEqual([
      { system: 'http://hl7.org/fhir/administrative-gender', code: 'male' },
    ]);
    expect(tokenElement(true, 'boolean').codings).toEqual([{ system: undefined, code: 'true' }]);
    expect(tokenElement(5, 'positiveInt').codings).toEqual([{ system: undefined, code: '5' }]);
    expect(tokenElement('', 'string').codings).toEqual([]);
  });

  it('of contacts are found by system and by use, without punctuation', () => {
    const contact = { system: 'phone', use: 'home', value: '+82 (10) 1234-5678' };
    expect(tokenElement(contact, 'ContactPoint').codings).toEqual([
      { system: 'phone', code: '+821012345678' },
      { system: 'home', code: '+821012345678' },
    ]);
    expect(tokenElement({ value: 'A@B.kr' }, 'ContactPoint').codings).toEqual([{ system: undefined, code: 'a@b.kr' }]);
    expect(contactText('tel:010.1')).toBe('0101');
  });

  it('of what is no such thing are nothing', () => {
    for (const value of [undefined, null, [], 'text']) {
      for (const type of ['CodeableConcept', 'Coding', 'Identifier', 'ContactPoint'])
        expect(tokenElement(value, type).codings).toEqual([]);
    }
  });
});

describe('dates', () => {
  it('of periods reach to dawn and dusk where an end is open', () => {
    expect(dateElement({ start: '2020' }, 'Period', 'UTC')).toEqual({ low: Date.UTC(2020, 0), high: DUSK });
    expect(dateElement({ end: '2020' }, 'Period', 'UTC')).toEqual({ low: DAWN, high: Date.UTC(2021, 0) });
    expect(dateElement({}, 'Period', 'UTC')).toBeUndefined();
  });

  it('of schedules are their outer limits', () => {
    const timing = {
      event: ['2020-02-01', '2020-01-01'],
      repeat: { boundsPeriod: { start: '2019-12-31', end: '2020-01-02' } },
    };
    expect(dateElement(timing, 'Timing', 'UTC')).toEqual({ low: Date.UTC(2019, 11, 31), high: Date.UTC(2020, 1, 2) });
    expect(dateElement({}, 'Timing', 'UTC')).toBeUndefined();
  });

  it('read wrong periods the right way round', () => {
    expect(dateElement({ start: '2021', end: '2020' }, 'Period', 'UTC')).toEqual({
      low: Date.UTC(2021, 0),
      high: Date.UTC(2021, 0),
    });
  });
});

describe('numbers and quantities', () => {
  it('keep what is written, digits beyond JavaScript’s too', () => {
    expect(numberElement(decimalOf('1.50'), 'decimal')).toEqual({ low: 1.5, high: 1.5 });
    expect(numberElement({ low: { value: 1 } }, 'Range')).toEqual({ low: 1, high: Infinity });
    expect(numberElement('x', 'decimal')).toBeUndefined();
  });

  it('are comparable across units', () => {
    const grams = quantityElement({ value: 1, system: UCUM, code: 'g' }, 'Quantity');
    const milligrams = quantityElement({ value: 1000, system: UCUM, code: 'mg' }, 'Quantity');
    expect(grams?.canonical).toEqual(milligrams?.canonical);
    expect(quantityElement({ value: 1, unit: 'tablets' }, 'Quantity')).toMatchObject({
      unit: 'tablets',
      canonical: undefined,
    });
  });

  it('are open where they have a comparator', () => {
    expect(quantityElement({ value: 5, comparator: '<' }, 'Quantity')).toMatchObject({ low: -Infinity, high: 5 });
    expect(quantityElement({ value: 5, comparator: '>=' }, 'Quantity')).toMatchObject({ low: 5, high: Infinity });
  });

  it('know money and ranges', () => {
    expect(quantityElement({ value: 5, currency: 'KRW' }, 'Money')).toMatchObject({
      system: 'urn:iso:std:iso:4217',
      code: 'KRW',
    });
    expect(
      quantityElement(
        { low: { value: 1, system: UCUM, code: 'g' }, high: { value: 2, system: UCUM, code: 'g' } },
        'Range',
      ),
    ).toMatchObject({
      low: 1,
      high: 2,
      canonical: { low: 1, high: 2 },
    });
    expect(quantityElement({}, 'Quantity')).toBeUndefined();
  });
});

describe('strings', () => {
  it('of names have written and derived forms', () => {
    const name = { family: '김', given: ['철수'] };
    expect(writtenTexts(name, 'HumanName')).toEqual(['김', '철수']);
    expect(derivedTexts(name, 'HumanName')).toContain('김철수');
    expect(comparedTexts({ city: 'SEOUL' }, 'Address')).toEqual(['seoul']);
    expect(derivedTexts('x', 'string')).toEqual([]);
  });

  it('end at a length, never inside of a character', () => {
    const [text = ''] = comparedTexts(`${'a'.repeat(TEXT_LENGTH - 1)}😀😀`, 'string');
    expect(text).toBe('a'.repeat(TEXT_LENGTH - 1));
  });
});

describe('references', () => {
  it('are found with and without their version', () => {
    expect(referenceElement({ reference: 'Patient/1/_history/3' }, 'Reference')).toEqual({
      targets: ['Patient/1', 'Patient/1/_history/3'],
      identifier: undefined,
      type: 'Patient',
    });
    expect(referenceElement('http://a.org/q|2', 'canonical').targets).toEqual(['http://a.org/q', 'http://a.org/q|2']);
  });

  it('into the resource itself are nothing', () => {
    expect(referenceElement({ reference: '#x' }, 'Reference').targets).toEqual([]);
  });

  it('may be logical', () => {
    const logical = { type: 'Patient', identifier: { system: 's', value: 'v' } };
    expect(referenceElement(logical, 'Reference')).toEqual({
      targets: [],
      identifier: { system: 's', code: 'v' },
      type: 'Patient',
    });
  });

  it('name a type, and say whether they are local', () => {
    expect(typeOfReference('http://a.org/fhir/Patient/1')).toBe('Patient');
    expect(typeOfReference('urn:uuid:1')).toBeUndefined();
    expect(isLocalReference('Patient/1')).toBe(true);
    expect(isLocalReference('http://a.org/Patient/1')).toBe(false);
  });
});
