import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateResource } from '../../fhir/index.ts';
import type { EpochMs } from '../../kernel/index.ts';
import { isReadable } from '../bedside/orders.ts';
import { slotsBetween } from '../bedside/slots.ts';
import { buildDrug, type Circumstances } from './build-drug.ts';
import { buildOther } from './build-other.ts';
import { ORDERABLES } from './catalogue.ts';
import { draftShape } from './draft.ts';
import { factsFrom } from './facts.ts';
import { bestProduct, drugOf, usualOf, wholeProduct, type Drug } from './formulary.ts';
import { fromDosage } from './from-dosage.ts';
import { PRESET_CODES, presetsOf } from './presets.ts';
import { medication, NOW, PRODUCTS } from './testing.ts';

const facts = factsFrom({ resourceType: 'Patient', birthDate: '1958-03-05', gender: 'male' }, [], NOW, 'Asia/Seoul');
const about: Circumstances = {
  patient: 'anna',
  encounter: 'stay',
  inpatient: true,
  requester: 'physician',
  now: NOW,
  zone: 'Asia/Seoul',
  batch: 'batch',
  facts,
};
const DRUGS = new Map(PRODUCTS.flatMap((one) => drugOf(one as never) ?? []).map((drug) => [drug.id, drug]));
const DAY = 86_400_000;

function built(draft: object) {
  const parsed = draftShape.parse({
    key: 'k',
    kind: 'drug',
    item: 'paracetamol',
    dose: { value: 650, unit: 'mg' },
    route: '26643006',
    ...draft,
  });
  return buildDrug(parsed, DRUGS.get(parsed.item), about);
}
const slots = (draft: object, days: number) =>
  built(draft).resources.map((one) => slotsBetween(one, NOW, (NOW + days * DAY) as EpochMs, 'Asia/Seoul').length);

describe('a drafted drug', () => {
  it('becomes an order with as many doses as it says', () => {
    const daily = { timing: { kind: 'daily', times: ['09:00', '21:00'] } };
    expect(slots({ ...daily, days: 3 }, 10)).toEqual([6]);
    expect(slots({ timing: { kind: 'every', hours: 8 }, days: 1 }, 10)).toEqual([3]);
    expect(slots({ timing: { kind: 'once' } }, 10)).toEqual([1]);
  });

  it('is a taper of orders that follow each other, no day twice and none left out', () => {
    const taper = [
      { value: 40, days: 3 },
      { value: 20, days: 2 },
      { value: 10, days: 2 },
    ];
    const { resources } = built({
      item: 'prednisolone',
      dose: { value: 40, unit: 'mg' },
      timing: { kind: 'daily', times: ['09:00'] },
      taper,
    });
    expect(resources.map((one) => slotsBetween(one, NOW, (NOW + 30 * DAY) as EpochMs, 'Asia/Seoul').length)).toEqual([
      3, 2, 2,
    ]);
    const all = resources.flatMap((one) => slotsBetween(one, NOW, (NOW + 30 * DAY) as EpochMs, 'Asia/Seoul'));
    expect(new Set(all).size).toBe(7);
    expect(Math.max(...all) - Math.min(...all)).toBe(6 * DAY);
  });

  it('is an infusion with container, speed and moment', () => {
    const { resources } = built({
      item: 'norepinephrine',
      route: '47625008',
      dose: { value: 4, unit: 'mg' },
      rate: { value: 0.1, unit: 'ug/min', per: 'kg' },
      timing: { kind: 'once' },
    });
    expect(resources).toEqual([]);
    const plain = built({
      item: 'norepinephrine',
      route: '47625008',
      dose: { value: 4, unit: 'mg' },
      rate: { value: 5, unit: 'mL/h' },
      timing: { kind: 'every', hours: 12 },
    });
    expect(plain.resources[0]?.dosageInstruction?.[0]?.doseAndRate?.[0]).toMatchObject({
      doseQuantity: { value: 4 },
      rateQuantity: { value: 5, code: 'mL/h' },
    });
  });

  it('says what is wrong with it, and is then no order at all', () => {
    const timing = { kind: 'once' };
    for (const [draft, word] of [
      [{ timing, item: 'unknown' }, 'formulary'],
      [{ timing, dose: undefined }, 'dose'],
      [{ timing, dose: { value: 5, unit: 'mL' } }, 'measured in'],
      [{ timing, dose: { value: 10, unit: 'mg', per: 'kg' } }, 'weight'],
      [{ timing, route: '47625008' }, 'route'],
      [{ timing, route: undefined }, 'route'],
      [{}, 'when'],
      [{ timing, prn: { hours: 6 } }, 'either'],
      [
        {
          timing,
          taper: [
            { value: 1, days: 1 },
            { value: 2, days: 1 },
          ],
        },
        'times of the day',
      ],
      [{ prn: { hours: 6, reason: 'whatever' } }, 'list'],
    ] as const) {
      const { resources, problems } = built(draft);
      expect(problems.map(({ en }) => en).join(), JSON.stringify(draft)).toContain(word);
      expect(resources).toEqual([]);
    }
  });

  it('is readable at the bedside, valid, and reads back as what was drafted (property)', () => {
    const timings = fc.oneof(
      fc.constant({ timing: { kind: 'once' } as const }),
      fc.record({
        timing: fc.record({
          kind: fc.constant('every' as const),
          hours: fc.constantFrom(0.5, 1, 4, 6, 8, 12, 24, 168),
        }),
      }),
      fc.record({
        timing: fc.record({
          kind: fc.constant('daily' as const),
          times: fc
            .uniqueArray(fc.constantFrom('00:00', '06:30', '09:00', '13:00', '18:00', '23:59'), { minLength: 1 })
            .map((times) => times.toSorted()),
        }),
      }),
      fc.record({
        prn: fc.record({
          hours: fc.constantFrom(0.5, 4, 6),
          reason: fc.constantFrom('pain', 'nausea'),
          perDay: fc.constantFrom(2000, 4000),
        }),
      }),
    );
    const doses = fc.record({ value: fc.constantFrom(0.5, 325, 650, 1300), unit: fc.constant('mg') });
    fc.assert(
      fc.property(timings, doses, fc.option(fc.constantFrom(1, 7, 30), { nil: undefined }), (when, dose, days) => {
        const { resources, problems } = built({ ...when, dose, ...(days === undefined ? {} : { days }) });
        expect(problems).toEqual([]);
        for (const one of resources) {
          expect(isReadable(one), JSON.stringify(one)).toBe(true);
          expect(validateResource(one as never)).toEqual([]);
          expect(fromDosage(one.dosageInstruction?.[0])).toEqual({ dose, route: '26643006', ...when });
        }
      }),
      { numRuns: 60 },
    );
  });
});

function tablet(id: string, value: number): Drug {
  const made = medication(id, 'C08CA01', ['암로디핀', 'amlodipine'], [value, 'mg'], '26643006');
  const [ingredient] = made['ingredient'] as { strength: { numerator: object } }[];
  const strength = { ...ingredient?.strength, denominator: { value: 1, code: '{tbl}' } };
  return drugOf({ ...made, ingredient: [{ ...ingredient, strength }] } as never) as Drug;
}

describe('the formulary', () => {
  it('leaves out what has no GTIN, no ATC code or is out of use', () => {
    const whole = PRODUCTS[0] as Record<string, unknown>;
    expect(drugOf(whole as never)).toMatchObject({
      atc: 'N02BE01',
      name: { ko: '아세트아미노펜', en: 'paracetamol' },
      unit: 'mg',
      amount: 650,
    });
    for (const less of [{ identifier: [] }, { status: 'inactive' }, { code: { text: 'x' }, ingredient: [] }])
      expect(drugOf({ ...whole, ...less } as never)).toBeUndefined();
  });

  it('chooses the product that gives the dose in the fewest whole pieces', () => {
    const drugs = [...DRUGS.values()].filter(({ atc }) => atc === 'J01DD04');
    const dose = (value: number, unit = 'g') => bestProduct(drugs, { dose: { value, unit }, route: '47625008' })?.id;
    expect([dose(2), dose(1), dose(2000, 'mg'), dose(3)]).toEqual([
      'ceftriaxone-2',
      'ceftriaxone-1',
      'ceftriaxone-2',
      'ceftriaxone-1',
    ]);
    expect(bestProduct(drugs, { dose: { value: 2, unit: 'g' }, route: '26643006' })).toBeUndefined();
  });

  it('offers the product that needs no halving, for tablets alone', () => {
    const [five, ten] = [tablet('five', 5), tablet('ten', 10)];
    const whole = (drug: Drug, value: number) => wholeProduct(drug, [five, ten], { value, unit: 'mg' })?.id;
    expect([whole(ten, 5), whole(ten, 10), whole(ten, 20), whole(ten, 2.5), whole(five, 15)]).toEqual([
      'five',
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    const injection = DRUGS.get('ceftriaxone-2') as Drug;
    expect(wholeProduct(injection, DRUGS.values(), { value: 1, unit: 'g' })).toBeUndefined();
  });

  it('has presets that can be ordered as they are', () => {
    for (const atc of PRESET_CODES) {
      for (const preset of presetsOf(atc)) {
        const unit = preset.dose?.unit ?? '';
        const drug = drugOf(medication('x', atc, ['약', 'drug'], [1, unit], preset.route ?? '') as never) as Drug;
        expect(usualOf(drug)).toContainEqual(preset);
        const measured = { ...about, facts: KNOWN };
        expect(buildDrug({ key: 'k', kind: 'drug', item: 'x', ...preset }, drug, measured).problems, atc).toEqual([]);
      }
    }
  });
});

const size = (code: string, value: number, unit: string) => ({
  resourceType: 'Observation',
  status: 'final',
  code: { coding: [{ code }] },
  effectiveDateTime: new Date(NOW).toISOString(),
  valueQuantity: { value, code: unit },
});
const KNOWN = factsFrom(
  { resourceType: 'Patient', birthDate: '1958-03-05', gender: 'male' },
  [size('29463-7', 70, 'kg'), size('8302-2', 170, 'cm')] as never,
  NOW,
  'Asia/Seoul',
);

describe('other orders', () => {
  it('of the whole catalogue are valid, and laboratory ones name their tube', () => {
    expect(ORDERABLES.size).toBeGreaterThan(180);
    for (const { code, kind } of ORDERABLES.values()) {
      const { resources, problems } = buildOther({ key: 'k', kind, item: code, units: 2, reason: 'why' }, about);
      expect(problems, code).toEqual([]);
      const [one] = resources;
      expect(validateResource(one as never), code).toEqual([]);
      if (kind === 'laboratory') expect(JSON.stringify(one), code).toContain('StructureDefinition/tube');
    }
  });

  it('say what they lack', () => {
    expect(buildOther({ key: 'k', kind: 'blood', item: 'rbc' }, about).problems).toHaveLength(1);
    expect(buildOther({ key: 'k', kind: 'consult', item: 'consult-cardiology' }, about).problems).toHaveLength(1);
    expect(buildOther({ key: 'k', kind: 'laboratory', item: 'nothing' }, about).problems).toHaveLength(1);
    expect(buildOther({ key: 'k', kind: 'imaging', item: 'cbc' }, about).problems).toHaveLength(1);
  });
});
