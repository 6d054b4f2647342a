import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ResourceOfType } from '../../fhir/index.ts';
import { instantOf } from '../../kernel/index.ts';
import { minutes, NOW, STRONG, TABLET } from '../loop/testing.ts';
import { doseOf, infusionOf, isReadable, orderOf, performersOf, pharmacyFrom, precheckOf } from './orders.ts';
import { drugName, productOf } from './products.ts';
import { dispense, dosage, medication, request, type Json } from './testing.ts';

type Request = ResourceOfType['MedicationRequest'];
type Dispense = ResourceOfType['MedicationDispense'];
type Dosage = NonNullable<Request['dosageInstruction']>[number];
type Medication = ResourceOfType['Medication'];

const url = (name: string): string => `https://maru.health/fhir/StructureDefinition/${name}`;
const order = (more: Json = {}): Request => request('order', more) as unknown as Request;
const rated = (rate: Json): Dosage => dosage({ doseAndRate: [rate] });

describe('the rate of an infusion', () => {
  it.each<[string, Json, object | undefined]>([
    ['an amount over time', { rateQuantity: { value: 42, code: 'mL/h' } }, { rate: 42, unit: 'mL/h' }],
    [
      'a range, with its most',
      { rateRange: { low: { value: 2, code: 'ug/min' }, high: { value: 10, code: 'ug/min' } } },
      { rate: 2, unit: 'ug/min', most: 10 },
    ],
    [
      'a ratio',
      { rateRatio: { numerator: { value: 1000, code: 'mL' }, denominator: { value: 8, code: 'h' } } },
      { rate: 125, unit: 'mL/h' },
    ],
    [
      'a ratio to no time',
      { rateRatio: { numerator: { value: 1, code: 'mL' }, denominator: { value: 0, code: 'h' } } },
      undefined,
    ],
    ['half a ratio', { rateRatio: { numerator: { value: 1, code: 'mL' } } }, undefined],
    ['a unit without a code', { rateQuantity: { value: 5, unit: 'mL/h' } }, { rate: 5, unit: 'mL/h' }],
    ['none', {}, undefined],
  ])('%s', (_, rate, read) => {
    expect(infusionOf(rated(rate))).toEqual(read);
  });

  it('is the dose where no amount is ordered, and never hides an amount', () => {
    const rateQuantity = { value: 42, code: 'mL/h' };
    const only = order({ dosageInstruction: [dosage({ doseAndRate: [{ rateQuantity }] })] });
    expect(doseOf(only).dose).toEqual({ value: 42, unit: 'mL/h' });
    const both = order({
      dosageInstruction: [dosage({ doseAndRate: [{ doseQuantity: { value: 1, code: 'g' }, rateQuantity }] })],
    });
    expect(doseOf(both).dose).toEqual({ value: 1, unit: 'g' });
  });
});

describe('dose and route', () => {
  it('keep a decimal as it was ordered: 0.125 mg is not 0.13', () => {
    expect(doseOf(order({ dosageInstruction: [dosage({}, 0.125)] })).dose).toEqual({ value: 0.125, unit: 'mg' });
  });

  it.each([
    ['26643006', 'oral'],
    ['47625008', 'intravenous'],
    ['78421000', 'intramuscular'],
    ['34206005', 'subcutaneous'],
    ['oral', 'oral'],
    ['0000', '0000'],
  ])('route %s is %s', (code, route) => {
    expect(doseOf(order({ dosageInstruction: [dosage({}, 1, 'mg', code)] })).route).toBe(route);
  });

  it('are absent where nobody wrote them, and the order then cannot be read', () => {
    for (const bare of [
      dosage({ route: undefined }),
      dosage({ doseAndRate: [] }),
      dosage({ route: { text: '입으로' } }),
    ])
      expect(isReadable(order({ dosageInstruction: [bare] }))).toBe(false);
    expect(doseOf(order({ dosageInstruction: undefined }))).toEqual({});
  });
});

describe('the measurement before a dose', () => {
  const precheck = (...parts: readonly Json[]): Request =>
    order({ extension: [{ url: url('precheck'), extension: parts }] });
  const observation = { url: 'observation', valueCode: 'pulse' };

  it('has bounds on either side and a time; an hour where none is said', () => {
    const min = { url: 'min', valueQuantity: { value: 60 } };
    const max = { url: 'max', valueQuantity: { value: 120.5 } };
    expect(precheckOf(precheck(observation, min))).toEqual({ observation: 'pulse', min: 60, withinMinutes: 60 });
    expect(precheckOf(precheck(observation, max, { url: 'withinMinutes', valueInteger: 15 }))).toEqual({
      observation: 'pulse',
      max: 120.5,
      withinMinutes: 15,
    });
    expect(precheckOf(order())).toBeUndefined();
  });

  it('of zero is a bound, not the absence of one', () => {
    expect(precheckOf(precheck(observation, { url: 'min', valueQuantity: { value: 0 } }))?.min).toBe(0);
  });
});

describe('what the pharmacy did', () => {
  const meta = { lastUpdated: instantOf(NOW) };
  const done = (more: Json = {}): Dispense => dispense('order', { meta, ...more }) as unknown as Dispense;
  const read = (...dispenses: readonly Dispense[]) => pharmacyFrom(order({ meta }), dispenses, new Set(['pharmacist']));

  it('never verifies an order that changed afterwards, by however little', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1000, max: 1000 }), (off) => {
        const lastUpdated = instantOf((NOW + off) as typeof NOW);
        expect(read(done({ meta: { lastUpdated } })).verified).toBe(off >= 0);
      }),
    );
  });

  it('compares moments whatever zones they are written in', () => {
    expect(read(done({ meta: { lastUpdated: '2026-07-01T09:00:00+09:00' } })).verified).toBe(true);
    expect(read(done({ meta: { lastUpdated: '2026-07-01T08:59:59+09:00' } })).verified).toBe(false);
  });

  it.each(['preparation', 'in-progress', 'completed'])('counts while it is %s', (status) => {
    expect(read(done({ status })).verified).toBe(true);
  });

  it.each(['cancelled', 'on-hold', 'stopped', 'declined', 'entered-in-error', 'unknown'])(
    'does not count when it is %s',
    (status) => {
      expect(read(done({ status })).verified).toBe(false);
    },
  );

  it('names a substitute only where a substitution was made, and by a dispense that stands', () => {
    const medicationReference = { reference: `Medication/${STRONG.id}` };
    const substitution = { wasSubstituted: true };
    expect(read(done({ medicationReference, substitution })).substitutes).toEqual([STRONG.id]);
    expect(read(done({ medicationReference, substitution: { wasSubstituted: false } })).substitutes).toEqual([]);
    expect(read(done({ medicationReference, substitution, status: 'cancelled' })).substitutes).toEqual([]);
  });

  it('is by one pharmacist among several people', () => {
    const performer = ['nurse', 'pharmacist'].map((id) => ({ actor: { reference: `Practitioner/${id}` } }));
    expect(performersOf([done({ performer })])).toEqual(['nurse', 'pharmacist']);
    expect(read(done({ performer })).verified).toBe(true);
    expect(read(done({ performer: [{ actor: { reference: 'Organization/pharmacist' } }] })).verified).toBe(false);
    expect(read(done({ performer: undefined })).verified).toBe(false);
  });
});

describe('an order to be given', () => {
  const pharmacy = { verified: true, substitutes: [] };

  it('is not given at a moment that it does not have, even a millisecond beside', () => {
    fc.assert(
      fc.property(fc.integer({ min: -5000, max: 5000 }), (off) => {
        const give = () => orderOf(order(), (NOW + off) as typeof NOW, 'Asia/Seoul', pharmacy).due;
        if (off === 0) expect(give()).toBe(NOW);
        else expect(give).toThrow(expect.objectContaining({ code: 'care.no-such-dose' }) as Error);
      }),
    );
  });

  it('of several moments wants to be told which', () => {
    const several = request('order', {}, [NOW, minutes(60)]) as unknown as Request;
    expect(() => orderOf(several, undefined, 'Asia/Seoul', pharmacy)).toThrow(
      expect.objectContaining({ code: 'care.no-such-dose' }) as Error,
    );
  });

  it('belongs to the stay that it was written for', () => {
    const encounter = { reference: 'Encounter/stay-1' };
    expect(orderOf(order({ encounter }), NOW, 'Asia/Seoul', pharmacy).encounter).toBe('stay-1');
    expect(orderOf(order(), NOW, 'Asia/Seoul', pharmacy)).not.toHaveProperty('encounter');
  });

  it('tells the prescriber what to do where it cannot be read', () => {
    const give = () => orderOf(order({ dosageInstruction: [] }), NOW, 'Asia/Seoul', pharmacy);
    expect(give).toThrow(/MedicationRequest\/order.*ask for a new order/);
  });
});

describe('a product', () => {
  const read = (more: Json): ReturnType<typeof productOf> =>
    productOf({ ...medication(TABLET), ...more } as unknown as Medication);
  const strength = (numerator: Json, denominator?: Json): Json => ({
    ingredient: [
      {
        itemCodeableConcept: { text: 'x' },
        strength: { numerator, ...(denominator === undefined ? {} : { denominator }) },
      },
    ],
  });

  it('holds so much in one unit: 100 mg in 10 mL are 10 mg', () => {
    expect(read(strength({ value: 100, code: 'mg' }, { value: 10, code: 'mL' }))).toMatchObject({
      unitAmount: 10,
      unit: 'mg',
    });
    expect(read(strength({ value: 250, code: 'mg' }))).toMatchObject({ unitAmount: 250, unit: 'mg' });
  });

  it('of unknown strength is not counted as anything', () => {
    expect(read({ ingredient: [{ itemCodeableConcept: { text: 'x' } }] })).not.toHaveProperty('unitAmount');
  });

  it('whose code was replaced is found by the one in use', () => {
    const system = 'https://id.gs1.org/01';
    expect(
      read({
        identifier: [
          { system, value: '1', use: 'old' },
          { system, value: '2' },
        ],
      })?.gtin,
    ).toBe('2');
    expect(read({ identifier: [{ system, value: '1', use: 'old' }] })).toBeUndefined();
  });

  it('bears the name of its drug in English where there is one', () => {
    const concept = { coding: [{ code: 'N02BE01', display: 'Paracetamol' }], text: '아세트아미노펜' };
    expect(drugName({ resourceType: 'Medication', ingredient: [{ itemCodeableConcept: concept }] })).toBe(
      'paracetamol',
    );
    expect(drugName({ resourceType: 'Medication', code: { text: 'Aspirin' } })).toBe('aspirin');
  });
});
