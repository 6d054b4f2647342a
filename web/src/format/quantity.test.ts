import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { doseRangeText, doseText, doseValueText, quantityText, quantityUnit, unitText, valueText } from './quantity.ts';

describe('measured values', () => {
  it('keep the digits they were recorded with', () => {
    expect(valueText({ rawJSON: '7.0' })).toBe('7.0');
    expect(valueText({ rawJSON: '5.10' })).toBe('5.10');
    expect(valueText(6.4)).toBe('6.4');
  });

  it('lose the digits that only a calculation has', () => {
    expect(valueText(173.45484138767452)).toBe('173.5');
    expect(valueText(37.77564)).toBe('37.8');
    expect(valueText(0.123456)).toBe('0.123');
  });

  it('show a comparator and a unit as people write it', () => {
    expect(quantityText({ value: 0.01, comparator: '<', unit: 'ng/mL' }, 'en')).toBe('<0.01 ng/mL');
    expect(quantityText({ value: 98, unit: '%' }, 'en')).toBe('98%');
    expect(quantityText(undefined, 'en')).toBe('');
  });

  it.each([
    ['mm[Hg]', 'mmHg'],
    ['Cel', '°C'],
    ['10*3/uL', '10³/µL'],
    ['kg/m2', 'kg/m²'],
    ['{score}', ''],
    ['ug/dL', 'µg/dL'],
    ['mL/min/{1.73_m2}', 'mL/min/1.73 m²'],
  ])('%s', (code, shown) => {
    expect(unitText(code)).toBe(shown);
  });

  it('writes no Hangul unit on an English screen', () => {
    const rate = { value: 72, unit: '회/분', code: '/min' };
    expect(quantityUnit(rate, 'ko')).toBe('회/분');
    expect(quantityUnit(rate, 'en')).toBe('/min');
  });
});

describe('doses', () => {
  it('have a leading zero and no trailing zero', () => {
    expect(doseValueText({ rawJSON: '0.50' })).toBe('0.5');
    expect(doseValueText({ rawJSON: '5.0' })).toBe('5');
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999 }), fc.integer({ min: 0, max: 4 }), (whole, places) => {
        const text = doseValueText({ rawJSON: (whole / 10 ** places).toFixed(places + 2) });
        expect(text).toMatch(/^(0|[1-9]\d*)(\.\d*[1-9])?$/);
        expect(Number(text)).toBeCloseTo(whole / 10 ** places, 6);
      }),
    );
  });

  it('of a dose has a comma from 1,000 on, and none before', () => {
    const dose = (value: number) => doseText({ value, code: 'mg', unit: 'mg' }, 'en');
    expect([999, 1000, 12_500, 1_000_000].map(dose)).toEqual([
      '999\u00A0mg',
      '1,000\u00A0mg',
      '12,500\u00A0mg',
      '1,000,000\u00A0mg',
    ]);
    expect(doseText({ value: 1234.5, code: 'mg' }, 'ko')).toBe('1,234.5\u00A0mg');
  });

  it('write dangerous units in full', () => {
    expect(doseText({ value: 50, code: 'ug', unit: 'µg' }, 'en')).toBe('50\u00A0micrograms');
    expect(doseText({ value: 50, code: 'ug' }, 'ko')).toBe('50\u00A0마이크로그램');
    expect(doseText({ value: 12, code: 'U' }, 'en')).toBe('12\u00A0units');
    expect(doseText({ value: 5, code: 'mg', unit: 'mg' }, 'en')).toBe('5\u00A0mg');
  });

  it('count pieces', () => {
    expect(doseText({ value: 1, code: '{tbl}', unit: '정' }, 'ko')).toBe('1정');
    expect(doseText({ value: 2, code: '{tbl}', unit: '정' }, 'en')).toBe('2\u00A0tablets');
    expect(doseText({ value: 0.5, code: '{tbl}' }, 'en')).toBe('0.5\u00A0tablet');
  });

  it('show ranges', () => {
    expect(doseRangeText({ low: { value: 1, code: '{tbl}' }, high: { value: 2, code: '{tbl}' } }, 'en')).toBe(
      '1–2\u00A0tablets',
    );
    expect(doseRangeText({ low: { value: 5, unit: 'mg' } }, 'en')).toBe('5\u00A0mg');
  });
});
