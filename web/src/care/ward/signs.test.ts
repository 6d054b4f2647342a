import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SIGN_NAMES, SIGNS } from '../../../../src/care/ward/vitals.ts';
import { bodyOf, cleaned, faultOf, LEVELS, ROWS, USUAL, type RowName, type Typed } from './signs.ts';

describe('the rows of the flowsheet', () => {
  it('have every sign that the server takes, once, and the level of consciousness', () => {
    const names = ROWS.map(({ name }) => name);
    expect(names.toSorted()).toEqual([...SIGN_NAMES, 'consciousness'].toSorted());
    expect(new Set(names).size).toBe(names.length);
  });

  it('call unusual what the server calls unusual', () => {
    for (const name of SIGN_NAMES) expect([name, USUAL[name]]).toEqual([name, SIGNS[name].usual]);
  });

  it('score the seven parts of NEWS2 and no other', () => {
    expect(ROWS.filter(({ scored }) => scored).map(({ name }) => name)).toEqual([
      'respirationRate',
      'spo2',
      'oxygenFlow',
      'systolic',
      'pulse',
      'consciousness',
      'temperature',
    ]);
  });
});

describe('what is wrong with a typed value', () => {
  it.each<[RowName, string, string | undefined]>([
    ['pulse', '', undefined],
    ['pulse', '72', undefined],
    ['pulse', '40', undefined],
    ['pulse', '39', 'unusual'],
    ['pulse', '150', undefined],
    ['pulse', '150.01', 'unusual'],
    ['pulse', '7 2', 'not-a-number'],
    ['pulse', '-72', 'not-a-number'],
    ['pulse', '+72', 'not-a-number'],
    ['pulse', '7e1', 'not-a-number'],
    ['pulse', '0x48', 'not-a-number'],
    ['pulse', '72/분', 'not-a-number'],
    ['pulse', '.', 'not-a-number'],
    ['temperature', '36.', 'not-a-number'],
    ['temperature', '.5', 'not-a-number'],
    ['temperature', '36.5', undefined],
    ['temperature', '36.55', undefined],
    ['temperature', '36.555', 'not-a-number'],
    ['temperature', '365', 'unusual'],
    ['temperature', '97.9', 'unusual'],
    ['temperature', '34.9', 'unusual'],
    ['temperature', '35.0', undefined],
    ['temperature', '40.5', undefined],
    ['temperature', '40.6', 'unusual'],
    ['systolic', '120/80', 'not-a-number'],
    ['systolic', '69', 'unusual'],
    ['systolic', '220', undefined],
    ['spo2', '79', 'unusual'],
    ['spo2', '101', 'unusual'],
    ['spo2', '96%', 'not-a-number'],
    ['oxygenFlow', '0', undefined],
    ['oxygenFlow', '16', 'unusual'],
    ['pain', '11', 'unusual'],
    ['glucose', '12345', 'not-a-number'],
    ['weight', '0.5', 'unusual'],
    ['consciousness', 'A', undefined],
  ])('%s %j: %s', (name, text, fault) => expect(faultOf(name, text)).toBe(fault));
});

describe('a value as it comes from a keyboard', () => {
  it.each<[RowName, string, string]>([
    ['temperature', '36,5', '36.5'],
    ['temperature', '３６．５', '36.5'],
    ['temperature', ' 36.5 ', '36.5'],
    ['pulse', '７２', '72'],
    ['weight', '', ''],
  ])('%s %j is read as %j', (name, typed, read) => expect(cleaned(name, typed)).toBe(read));

  it('is not made a thousand times smaller by a thousands separator', () => {
    expect(faultOf('glucose', cleaned('glucose', '1,200'))).toBe('not-a-number');
  });

  it.each([
    ['a', 'A'],
    ['C', 'C'],
    ['v', 'V'],
    ['Ｐ', 'P'],
    ['u', 'U'],
    ['Av', 'V'],
    ['', ''],
    ['X', ''],
    ['1', ''],
  ])('the level %j is %j', (typed, level) => expect(cleaned('consciousness', typed)).toBe(level));

  it('is the level of the same key while the keyboard writes Hangul', () => {
    const keys: Readonly<Record<string, string>> = { ㅁ: 'A', ㅊ: 'C', ㅍ: 'V', ㅔ: 'P', ㅕ: 'U' };
    for (const [key, level] of Object.entries(keys)) expect([key, cleaned('consciousness', key)]).toEqual([key, level]);
  });

  it('never becomes a level that nobody chose', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (typed) => {
        expect(['', ...LEVELS]).toContain(cleaned('consciousness', typed));
      }),
    );
  });
});

describe('what is sent of what was typed', () => {
  it('keeps the digits as they were typed', () => {
    expect(bodyOf({ temperature: '37.0', weight: '60.50' }).values).toEqual({ temperature: '37.0', weight: '60.50' });
  });

  it.each<[string, Typed, ReturnType<typeof bodyOf>]>([
    ['nothing', {}, { values: {} }],
    ['fields that were emptied again', { pulse: '', temperature: '' }, { values: {} }],
    ['no number', { pulse: '7x', systolic: '120' }, { values: { systolic: '120' } }],
    ['an unusual number, for the server to decide', { pulse: '200' }, { values: { pulse: '200' } }],
    ['air as no flow', { oxygenFlow: '0' }, { values: {}, air: true }],
    ['air with decimals', { oxygenFlow: '0.0' }, { values: {}, air: true }],
    ['oxygen, not air', { oxygenFlow: '2' }, { values: { oxygenFlow: '2' } }],
    ['a level', { consciousness: 'C' }, { values: {}, consciousness: 'C' }],
    ['no level that there is not', { consciousness: 'Z' }, { values: {} }],
  ])('%s', (_, typed, body) => expect(bodyOf(typed)).toEqual(body));

  it('says nothing of oxygen where nothing was typed: not recorded is not air', () => {
    expect(bodyOf({ spo2: '97' })).not.toHaveProperty('air');
    expect(bodyOf({ spo2: '97', oxygenFlow: '' })).not.toHaveProperty('air');
    expect(bodyOf({ spo2: '97', oxygenFlow: 'x' })).not.toHaveProperty('air');
  });

  it('loses no number and invents none, whatever is typed', () => {
    const text = fc.oneof(fc.integer({ min: 0, max: 9999 }).map(String), fc.constant(''), fc.string({ maxLength: 4 }));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...SIGN_NAMES), text), (typed) => {
        const { values, air } = bodyOf(typed);
        for (const name of SIGN_NAMES) {
          const given = typed[name] ?? '';
          const number = /^\d{1,4}(\.\d{1,2})?$/.test(given);
          if (name === 'oxygenFlow' && number && Number(given) === 0) expect(air).toBe(true);
          else expect(values[name]).toBe(number ? given : undefined);
        }
      }),
    );
  });
});
