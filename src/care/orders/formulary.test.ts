import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Context } from '../../record/index.ts';
import { bestProduct, drugOf, Formulary, translatedIn, usualOf, wholeProduct, type Drug } from './formulary.ts';
import { medication, PRODUCTS } from './testing.ts';

const ORAL = '26643006';
const IV = '47625008';
type Made = Readonly<Record<string, unknown>>;
const drug = (made: Made): Drug => {
  const found = drugOf(made as never);
  if (found === undefined) throw new Error('no drug');
  return found;
};
function product(id: string, value: number, unit: string, per?: { value: number; code: string }, text?: string): Drug {
  const made = medication(id, 'C08CA01', ['암로디핀', 'amlodipine'], [value, unit], ORAL);
  const [first] = made['ingredient'] as { strength: object }[];
  const ingredient = [
    { ...first, strength: { ...first?.strength, ...(per === undefined ? {} : { denominator: per }) } },
  ];
  const code = text === undefined ? made['code'] : { ...(made['code'] as object), text };
  return drug({ ...made, ingredient, code });
}
const tablet = (id: string, value: number) => product(id, value, 'mg', { value: 1, code: '{tbl}' });

describe('a product of the record', () => {
  it.each([
    [
      'as its words say it',
      product('a', 100, 'mg', { value: 20, code: 'mL' }, '암로디핀 100 mg/20 mL'),
      '100 mg/20 mL',
      5,
    ],
    ['from its parts', product('a', 100, 'mg', { value: 20, code: 'mL' }, '암로디핀'), '100 mg/20 mL', 5],
    ['of a tablet', product('a', 5, 'mg', { value: 1, code: '{tbl}' }, '암로디핀'), '5 mg/1 {tbl}', 5],
    ['in percent', product('a', 0.9, '%', undefined, '생리식염수 0.9 %'), '0.9 %', 0.9],
  ])('has its strength %s', (_name, one, strength, amount) => {
    expect(one.strength).toBe(strength);
    expect(one.amount).toBeCloseTo(amount, 9);
  });

  it('has its Korean name without the strength, and its English one', () => {
    const made = medication('a', 'C08CA01', ['암로디핀', 'amlodipine'], [5, 'mg'], ORAL);
    expect(drug(made).name).toEqual({ ko: '암로디핀', en: 'amlodipine' });
    const untranslated = {
      coding: [{ system: 'http://www.whocc.no/atc', code: 'C08CA01', display: 'amlodipine' }],
      text: '암로디핀정 5 mg',
    };
    expect(drug({ ...made, code: untranslated }).name).toEqual({ ko: '암로디핀정', en: 'amlodipine' });
  });

  it('is known by its ingredient where the product itself names no drug', () => {
    const made = medication('a', 'C08CA01', ['암로디핀', 'amlodipine'], [5, 'mg'], ORAL);
    expect(drug({ ...made, code: { text: '노바스크 5 mg' } })).toMatchObject({ atc: 'C08CA01', strength: '5 mg' });
  });

  it.each([
    ['out of use', { status: 'inactive' }],
    ['entered in error', { status: 'entered-in-error' }],
    ['without number', { identifier: [] }],
    ['with a number of other kind', { identifier: [{ system: 'urn:x', value: '1' }] }],
    ['with a number of before', { identifier: [{ system: 'https://id.gs1.org/01', value: '1', use: 'old' }] }],
    ['without id', { id: undefined }],
    ['without drug', { code: { text: 'x' }, ingredient: [] }],
  ])('cannot be ordered %s', (_name, less) => expect(drugOf({ ...PRODUCTS[0], ...less } as never)).toBeUndefined());

  it('is high alert only where the pharmacy says so', () => {
    const alert = PRODUCTS.flatMap((one) => drugOf(one as never) ?? []).filter(({ highAlert }) => highAlert);
    expect(alert.map(({ id }) => id)).toEqual(['enoxaparin', 'norepinephrine']);
  });

  it('has a translation in Korean, and none in other languages', () => {
    const url = 'http://hl7.org/fhir/StructureDefinition/translation';
    const said = (lang: string) => ({
      extension: [
        {
          url,
          extension: [
            { url: 'lang', valueCode: lang },
            { url: 'content', valueString: '말' },
          ],
        },
      ],
    });
    expect([translatedIn(said('ko')), translatedIn(said('ja')), translatedIn({}), translatedIn(undefined)]).toEqual([
      '말',
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('the product that gives a dose', () => {
  const strengths = fc.uniqueArray(fc.constantFrom(1, 2, 2.5, 4, 5, 10, 20, 25, 50), { minLength: 1, maxLength: 5 });

  it('is one of fewest whole tablets, where any gives it whole (property)', () => {
    fc.assert(
      fc.property(strengths, fc.integer({ min: 1, max: 12 }), fc.nat(), (all, count, which) => {
        const value = (all[which % all.length] ?? 1) * count;
        const counts = all.map((one) => value / one).filter((one) => Math.abs(one - Math.round(one)) < 1e-9);
        const best = bestProduct(
          all.map((one) => tablet(String(one), one)),
          { dose: { value, unit: 'mg' }, route: ORAL },
        );
        expect(value / (best?.amount ?? 0)).toBeCloseTo(Math.min(...counts), 9);
      }),
    );
  });

  it('is the same in whatever order the products stand (property)', () => {
    fc.assert(
      fc.property(strengths, fc.integer({ min: 1, max: 100 }), (all, value) => {
        const given = (list: readonly number[]) =>
          bestProduct(
            list.map((one) => tablet(String(one), one)),
            { dose: { value, unit: 'mg' } },
          );
        const [one, other] = [given(all), given(all.toReversed())];
        const whole = value % (one?.amount ?? 1) === 0;
        if (whole) expect(other?.amount).toBe(one?.amount);
      }),
    );
  });

  it('is none of another route or another kind of unit', () => {
    const all = [tablet('five', 5)];
    expect(bestProduct(all, { dose: { value: 5, unit: 'mg' }, route: IV })).toBeUndefined();
    expect(bestProduct(all, { dose: { value: 5, unit: 'mL' } })).toBeUndefined();
    expect(bestProduct([], { dose: { value: 5, unit: 'mg' } })).toBeUndefined();
  });

  it('is offered instead only where it spares halving, and gives exactly the dose (property)', () => {
    fc.assert(
      fc.property(strengths, fc.constantFrom(1, 2, 2.5, 5, 7.5, 10, 20), (all, value) => {
        const tablets = all.map((one) => tablet(String(one), one));
        const [own] = tablets;
        if (own === undefined) return;
        const whole = wholeProduct(own, tablets, { value, unit: 'mg' });
        const isWhole = (amount = 0) => Number.isInteger(Number((value / amount).toFixed(9)));
        if (isWhole(own.amount)) expect(whole).toBeUndefined();
        else if (whole !== undefined) expect(isWhole(whole.amount)).toBe(true);
        else expect(all.some((one) => isWhole(one))).toBe(false);
      }),
    );
  });

  it('is in micrograms what it is in milligrams', () => {
    const all = [tablet('one', 1), tablet('two', 2)];
    expect(bestProduct(all, { dose: { value: 2000, unit: 'ug' } })?.id).toBe('two');
  });
});

describe('how a drug is usually ordered', () => {
  it('is one piece once where nobody wrote a preset', () => {
    const odd = drug(medication('x', 'Z99ZZ99', ['약', 'drug'], [7, 'mg'], IV));
    expect(usualOf(odd)).toEqual([{ dose: { value: 7, unit: 'mg' }, timing: { kind: 'once' }, route: IV }]);
    expect(usualOf({ ...odd, unit: '' })).toEqual([]);
  });

  it('is by none of the routes that the product is not for, and not for each kg where it is a tablet', () => {
    for (const preset of usualOf(drug(medication('x', 'N02BE01', ['약', 'drug'], [650, 'mg'], ORAL))))
      expect(preset.route).toBe(ORAL);
    const pieces = { ...drug(medication('x', 'N02BE01', ['약', 'drug'], [650, 'mg'], ORAL)), piece: '{tbl}' };
    expect(usualOf(pieces).some(({ dose }) => dose?.per !== undefined)).toBe(false);
  });
});

describe('the formulary that is kept', () => {
  it('is asked again after a minute, after a fault at once, and where the clock goes back', async () => {
    let [now, asked] = [1_000_000, 0];
    const context = {
      clock: { now: () => now },
      get caller(): never {
        asked += 1;
        throw new Error('the record is away');
      },
    } as unknown as Context;
    const formulary = new Formulary();
    await expect(formulary.drugs(context)).rejects.toThrow();
    await expect(formulary.drugs(context)).rejects.toThrow();
    const afterFaults = asked;
    expect(afterFaults).toBeGreaterThanOrEqual(2);
    now -= 10;
    await expect(formulary.drugs(context)).rejects.toThrow();
    expect(asked).toBeGreaterThan(afterFaults);
  });
});
