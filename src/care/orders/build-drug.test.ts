import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateResource } from '../../fhir/index.ts';
import { zonedInstantOf, type EpochMs } from '../../kernel/index.ts';
import { isReadable } from '../bedside/orders.ts';
import { slotsBetween } from '../bedside/slots.ts';
import { momentOf } from '../systems.ts';
import { buildDrug, checkedMedication, type Circumstances } from './build-drug.ts';
import type { Draft } from './draft.ts';
import { factsFrom } from './facts.ts';
import { drugOf, type Drug } from './formulary.ts';
import { medication, NOW, PRODUCTS } from './testing.ts';

const SEEN = (code: string, value: number, unit: string) => ({
  resourceType: 'Observation',
  status: 'final',
  code: { coding: [{ code }] },
  effectiveDateTime: new Date(NOW).toISOString(),
  valueQuantity: { value, code: unit },
});
const facts = factsFrom(
  { resourceType: 'Patient', birthDate: '1958-03-05', gender: 'male' },
  [SEEN('29463-7', 70, 'kg'), SEEN('8302-2', 170, 'cm')] as never,
  NOW,
  'Asia/Seoul',
);
const ABOUT: Circumstances = {
  patient: 'anna',
  encounter: 'stay',
  inpatient: true,
  requester: 'physician',
  now: NOW,
  zone: 'Asia/Seoul',
  batch: 'batch-1',
  facts,
};
const DRUGS = new Map(PRODUCTS.flatMap((one) => drugOf(one as never) ?? []).map((drug) => [drug.id, drug]));
const BASE: Draft = {
  key: 'k',
  kind: 'drug',
  item: 'paracetamol',
  dose: { value: 650, unit: 'mg' },
  route: '26643006',
  timing: { kind: 'daily', times: ['09:00'] },
};
const DAY = 86_400_000;
const HOUR = 3_600_000;

function built(more: Partial<Draft>, about: Partial<Circumstances> = {}) {
  const draft = { ...BASE, ...more };
  return buildDrug(draft, DRUGS.get(draft.item), { ...ABOUT, ...about });
}
function only(more: Partial<Draft>, about: Partial<Circumstances> = {}) {
  const { resources, problems } = built(more, about);
  expect(problems).toEqual([]);
  const [one] = resources;
  if (one === undefined || resources.length !== 1) throw new Error('not one order');
  return one;
}
const periodOf = (more: Partial<Draft>) => only(more).dosageInstruction?.[0]?.timing?.repeat?.boundsPeriod;
const problemsOf = (more: Partial<Draft>) => built(more).problems.map(({ en }) => en);

describe('whose order it is', () => {
  it('names patient, stay, physician, signature and product, and nothing of another', () => {
    expect(only({})).toMatchObject({
      status: 'active',
      intent: 'order',
      subject: { reference: 'Patient/anna' },
      encounter: { reference: 'Encounter/stay' },
      requester: { reference: 'Practitioner/physician' },
      groupIdentifier: { value: 'batch-1' },
      medicationReference: { reference: 'Medication/paracetamol', display: 'paracetamol 650 mg' },
      authoredOn: '2026-11-24T12:00:00.000+09:00',
    });
    expect(only({})).not.toHaveProperty('recorder');
    expect(only({}).extension).toBeUndefined();
  });

  it('is marked as verbal where a nurse wrote it down, and says who', () => {
    const spoken = only({}, { recorder: 'nurse' });
    expect(spoken.recorder).toEqual({ reference: 'Practitioner/nurse' });
    expect(spoken.requester).toEqual({ reference: 'Practitioner/physician' });
    expect(spoken.extension).toEqual([{ url: expect.stringMatching(/\/verbal$/), valueBoolean: true }]);
  });

  it.each([
    [true, undefined, 'inpatient'],
    [false, undefined, 'outpatient'],
    [true, 'discharge', 'discharge'],
  ] as const)('is for where the patient takes it: stay %s, asked %s', (inpatient, category, code) =>
    expect(only({ category }, { inpatient }).category?.[0]?.coding?.[0]?.code).toBe(code),
  );

  it('keeps reason, note, urgency, set and the order that it follows', () => {
    const replaces = { reference: 'MedicationRequest/old', version: '2', act: 'modify', reason: 'other' } as const;
    const one = only({ reason: '발열', note: 'with water', priority: 'stat', set: 'set-1', replaces });
    expect(one).toMatchObject({
      reasonCode: [{ text: '발열' }],
      note: [{ text: 'with water' }],
      priority: 'stat',
      instantiatesCanonical: ['set-1'],
      priorPrescription: { reference: 'MedicationRequest/old' },
    });
    expect(validateResource(one as never)).toEqual([]);
  });

  it('has no stay and no physician where none is known, instead of empty names', () => {
    const one = only({}, { encounter: undefined, requester: undefined });
    expect(one).not.toHaveProperty('encounter');
    expect(one).not.toHaveProperty('requester');
  });
});

describe('how much is given', () => {
  it('is calculated for each kg, and the calculation stays on the order', () => {
    const one = only({ dose: { value: 15, unit: 'mg', per: 'kg' } });
    expect(one.dosageInstruction?.[0]?.doseAndRate?.[0]?.doseQuantity).toMatchObject({ value: 1050, code: 'mg' });
    expect(one.extension?.[0]?.valueString).toBe('15 mg/kg × 70 kg = 1050 mg');
  });

  it('is never above the most, also where rounding would lift it', () => {
    // 14.999 × 70 = 1049.93, which three digits round to 1050: above the most.
    const most = { value: 14.999, unit: 'mg', per: 'kg', max: 1049.95 } as const;
    expect(only({ dose: most }).dosageInstruction?.[0]?.doseAndRate?.[0]?.doseQuantity?.value).toBe(1049.95);
  });

  it('is not ordered where the weight is not known', () => {
    const unknown = factsFrom({ resourceType: 'Patient' }, [], NOW, 'Asia/Seoul');
    const { resources, problems } = built({ dose: { value: 15, unit: 'mg', per: 'kg' } }, { facts: unknown });
    expect(resources).toEqual([]);
    expect(problems).toEqual([{ ko: '용량: 체중 모름', en: 'dose: weight is not known' }]);
  });

  it('is not ordered as mL of tablets, and says the unit of the product in both languages', () => {
    expect(built({ dose: { value: 5, unit: 'mL' } }).problems).toEqual([
      { ko: '이 제품의 단위는 mg입니다', en: 'this product is measured in mg' },
    ]);
    expect(problemsOf({ dose: { value: 0.65, unit: 'g' } })).toEqual([]);
  });

  it('is at most so much a day where it is given when needed', () => {
    const one = only({ timing: undefined, prn: { hours: 6, reason: 'fever', perDay: 4000 } });
    expect(one.dosageInstruction?.[0]).toMatchObject({
      asNeededCodeableConcept: { coding: [{ code: 'fever', display: 'fever' }], text: '발열' },
      maxDosePerPeriod: { numerator: { value: 4000, code: 'mg' }, denominator: { value: 1, code: 'd' } },
    });
  });

  it.each([
    [{ value: 5, unit: 'mL/h' }, 'mL/h'],
    [{ value: 0.1, unit: 'ug/min', per: 'kg' }, 'ug/kg/min'],
    [{ value: 2, unit: 'mg', per: 'm2' }, 'mg/m2'],
  ] as const)('has its speed in the words of the pump: %o', (rate, code) => {
    const { problems, resources } = built({
      item: 'norepinephrine',
      dose: { value: 4, unit: 'mg' },
      route: '47625008',
      timing: { kind: 'once' },
      rate,
    });
    expect(problems).toEqual([]);
    expect(resources[0]?.dosageInstruction?.[0]?.doseAndRate?.[0]?.rateQuantity).toMatchObject({
      value: rate.value,
      code,
    });
  });
});

describe('the way it is given', () => {
  it.each(['constructor', 'toString', '1', ''])('is one that the house knows: not %s', (route) => {
    const open = { ...(DRUGS.get('paracetamol') as Drug), routes: [] };
    expect(buildDrug({ ...BASE, route }, open, ABOUT).problems).toEqual([
      { ko: '투여 경로를 고르세요', en: 'choose the route' },
    ]);
  });

  it('is none that the product is not made for', () =>
    expect(built({ route: '47625008' }).problems).toEqual([
      { ko: '정맥 투여용 제품이 아닙니다', en: 'the product is not for this route' },
    ]));

  it('is in both languages on the order', () =>
    expect(only({}).dosageInstruction?.[0]?.route).toMatchObject({
      text: '경구',
      coding: [{ display: 'Oral route' }],
    }));
});

describe('when it is given', () => {
  it('begins at the next five minutes, never before it is signed (property)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: DAY }), (after) => {
        const now = (NOW + after) as EpochMs;
        const begin = momentOf(only({}, { now }).dosageInstruction?.[0]?.timing?.repeat?.boundsPeriod?.start) ?? 0;
        expect(begin).toBeGreaterThanOrEqual(now);
        expect(begin - now).toBeLessThan(300_000);
        expect(begin % 300_000).toBe(0);
      }),
    );
  });

  it('begins when it says, in the time of the hospital', () => {
    const start = '2026-11-25T00:00:00Z';
    expect(periodOf({ start })?.start).toBe('2026-11-25T09:00:00.000+09:00');
    expect(periodOf({ start, days: 2 })?.end).toContain('2026-11-27T08:59:59');
    expect(periodOf({ start })?.end).toBeUndefined();
  });

  it('gives as many doses as days times times, wherever it begins (property)', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 1, max: 9 }),
        fc.uniqueArray(fc.constantFrom('00:00', '06:30', '09:00', '13:00', '18:00', '23:59'), { minLength: 1 }),
        (hour, days, times) => {
          const start = zonedInstantOf((NOW + hour * HOUR) as EpochMs, 'Asia/Seoul');
          const one = only({
            start,
            days,
            timing: { kind: 'daily', times: [...times, times[0] ?? '09:00'].slice(0, 12) },
          });
          expect(slotsBetween(one, NOW, (NOW + 20 * DAY) as EpochMs, 'Asia/Seoul')).toHaveLength(days * times.length);
        },
      ),
      { numRuns: 50 },
    );
  });

  it.each([
    [0.5, 30, 'min'],
    [1.5, 90, 'min'],
    [8, 8, 'h'],
    [168, 168, 'h'],
  ])('is every %s hours in a unit that reads whole', (hours, period, periodUnit) =>
    expect(only({ timing: { kind: 'every', hours } }).dosageInstruction?.[0]?.timing?.repeat).toMatchObject({
      period,
      periodUnit,
    }),
  );

  it('is readable at the bedside when it is needed only', () => {
    const one = only({ timing: undefined, prn: { hours: 6 } });
    expect(one.dosageInstruction?.[0]?.asNeededBoolean).toBe(true);
    expect(isReadable(one)).toBe(true);
  });

  it.each([
    ['no time at all', { timing: undefined }, 'say when it is given'],
    ['both', { prn: { hours: 6 } }, 'choose either a schedule or when needed'],
    [
      'a reason from nowhere',
      { timing: undefined, prn: { hours: 6, reason: 'toString' } },
      'choose the reason from the list',
    ],
    ['no dose', { dose: undefined }, 'say the dose'],
    ['a product of elsewhere', { item: 'aspirin' }, 'not in the formulary of this hospital'],
  ] as const)('says what is missing: %s', (_name, more, words) =>
    expect(problemsOf(more as Partial<Draft>)).toEqual([words]),
  );
});

describe('a taper', () => {
  const steps = [
    { value: 40, days: 3 },
    { value: 20, days: 4 },
    { value: 10, days: 2 },
  ];
  const prednisolone: Partial<Draft> = { item: 'prednisolone', dose: { value: 40, unit: 'mg' }, taper: steps };

  it('is one order for each step, numbered, each ending where the next begins', () => {
    const { resources } = built({ ...prednisolone, start: '2026-11-25T00:00:00+09:00' });
    expect(resources.map((one) => one.extension?.map(({ valueString }) => valueString))).toEqual([
      ['1/3'],
      ['2/3'],
      ['3/3'],
    ]);
    const periods = resources.map((one) => one.dosageInstruction?.[0]?.timing?.repeat?.boundsPeriod);
    expect(periods.map((period) => period?.start)).toEqual([
      '2026-11-25T00:00:00.000+09:00',
      '2026-11-28T00:00:00.000+09:00',
      '2026-12-02T00:00:00.000+09:00',
    ]);
    for (const [at, period] of periods.slice(0, -1).entries())
      expect(momentOf(periods[at + 1]?.start) ?? 0).toBeGreaterThan(momentOf(period?.end) ?? Infinity);
  });

  it('never gives two steps at one time (property)', () => {
    const step = fc.record({ value: fc.integer({ min: 1, max: 60 }), days: fc.integer({ min: 1, max: 10 }) });
    fc.assert(
      fc.property(fc.array(step, { minLength: 2, maxLength: 6 }), (taper) => {
        const { resources } = built({ ...prednisolone, taper });
        const all = resources.flatMap((one) => slotsBetween(one, NOW, (NOW + 90 * DAY) as EpochMs, 'Asia/Seoul'));
        expect(new Set(all).size).toBe(all.length);
        expect(all).toHaveLength(taper.reduce((sum, { days }) => sum + days, 0));
      }),
      { numRuns: 40 },
    );
  });

  // 1 mg for each kg, tapered in mg: read as drafted, the first step would be 1 mg instead of 70 mg.
  it('is refused for each kg or m2, where its steps would be other doses than they seem', () => {
    const { resources, problems } = built({ ...prednisolone, dose: { value: 1, unit: 'mg', per: 'kg' } });
    expect(resources).toEqual([]);
    expect(problems.map(({ en }) => en)).toEqual(['a taper needs amounts, not a dose for each kg or m2']);
    expect(problems[0]?.ko).toMatch(/감량/);
  });

  it('needs times of the day', () =>
    expect(problemsOf({ ...prednisolone, timing: { kind: 'every', hours: 24 } })).toEqual([
      'a taper needs times of the day',
    ]));
});

describe('the drug that a check is told', () => {
  it('keeps what the record says, and names the drug where the record does not', () => {
    const whole = DRUGS.get('warfarin') as Drug;
    expect(checkedMedication(whole)).toEqual(whole.medication);
    const made = medication('bare', 'B01AA03', ['와파린', 'warfarin'], [2, 'mg'], '26643006');
    const bare = drugOf({ ...made, code: undefined } as never) as Drug;
    expect(checkedMedication(bare).code).toEqual({
      coding: [{ system: 'http://www.whocc.no/atc', code: 'B01AA03', display: 'warfarin' }],
      text: '와파린',
    });
  });
});
