import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateResource } from '../../fhir/index.ts';
import { OutcomeError, type EpochMs } from '../../kernel/index.ts';
import { NOW } from '../loop/testing.ts';
import type { Step } from '../loop/index.ts';
import { scannedUnit } from './state.ts';
import { donation } from './testing.ts';
import {
  COMPONENTS,
  componentOf,
  EMERGENCY,
  factsOf,
  loopUnit,
  moved,
  scannedNumber,
  serialOf,
  UNIT_STATES,
  unitResource,
  type Move,
  type UnitFacts,
} from './unit.ts';

const NUMBER = donation(7).slice(1);
const NEW: Omit<UnitFacts, 'id' | 'state'> = {
  number: NUMBER,
  component: 'red cells',
  abo: 'A',
  rhd: 'negative',
  expiry: '2026-07-20',
  attributes: ['irradiated', 'washed'],
};
const unit = { ...unitResource(NEW, NOW), id: 'u-1' };
const request = (more: object) =>
  ({ resourceType: 'ServiceRequest', status: 'active', intent: 'order', subject: {}, ...more }) as never;
function faultOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof OutcomeError) return error.code;
    throw error;
  }
  return 'taken';
}

describe('a unit of blood', () => {
  it('says what it was told, whatever it is (property)', () => {
    const facts = fc.record({
      number: fc.integer({ min: 1, max: 999_999 }).map((serial) => donation(serial).slice(1)),
      component: fc.constantFrom(...COMPONENTS),
      abo: fc.constantFrom('A', 'B', 'AB', 'O'),
      rhd: fc.constantFrom('positive', 'negative'),
      expiry: fc.constantFrom('2026-07-20', '2027-02-28'),
      attributes: fc.uniqueArray(fc.constantFrom('irradiated', 'leucodepleted', 'washed', 'cmv-negative')),
    });
    fc.assert(
      fc.property(facts, (one) => {
        const made = unitResource(one, NOW);
        expect(validateResource(made)).toEqual([]);
        expect(factsOf(made)).toEqual({ ...one, id: '', state: 'available' });
      }),
      { numRuns: 40 },
    );
  });

  it('is out of the house from the first moment where it is emergency stock', () => {
    const stock = unitResource({ ...NEW, abo: 'O', issuedTo: EMERGENCY }, NOW);
    expect(factsOf(stock)).toMatchObject({
      state: 'issued',
      issuedTo: EMERGENCY,
      issuedAt: '2026-07-01T00:00:00.000Z',
    });
    expect(stock.status).toBe('unavailable');
    expect(loopUnit(factsOf(stock)).issuedAt).toBe(NOW);
  });

  it('has cells and plasma in the place that FHIR has for them', () => {
    const category = (component: string) => unitResource({ ...NEW, component }, NOW).productCategory;
    expect(COMPONENTS.map(category)).toEqual(['cells', 'cells', 'fluid', 'fluid']);
  });

  it('keeps group, number, expiry and attributes wherever it goes, and is only where it is now (property)', () => {
    const change = fc.record(
      {
        state: fc.constantFrom(...UNIT_STATES),
        issuedTo: fc.option(fc.constantFrom('anna', 'bora'), { nil: undefined }),
        issuedAt: fc.constantFrom('2026-07-01T09:00:00+09:00', undefined),
        reservedFor: fc.option(fc.constantFrom('anna', 'bora'), { nil: undefined }),
        request: fc.option(fc.constantFrom('r-1', 'r-2'), { nil: undefined }),
      },
      { requiredKeys: ['state'] },
    );
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
        let product = unit;
        const plain: Move = Object.assign({}, { state: 'available' as const }, ...changes);
        for (const one of changes) {
          product = moved(product, one) as typeof unit;
        }
        const facts = factsOf(product);
        expect(facts).toMatchObject({ ...NEW, id: 'u-1' });
        for (const name of ['state', 'issuedTo', 'issuedAt', 'reservedFor', 'request'] as const)
          expect(facts[name], name).toBe(plain[name]);
        expect(product.status).toBe(
          plain.state === 'available' || plain.state === 'reserved' ? 'available' : 'unavailable',
        );
        expect(product.extension?.filter(({ url }) => url.endsWith('/unit-state'))).toHaveLength(1);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps what somebody else noted on it', () => {
    const noted = { ...unit, extension: [...(unit.extension ?? []), { url: 'urn:donor-note', valueString: 'x' }] };
    expect(moved(noted, { state: 'quarantined' }).extension).toContainEqual({
      url: 'urn:donor-note',
      valueString: 'x',
    });
  });

  it('has no group where the record tells none, instead of one that fits', () => {
    const bare = factsOf({ resourceType: 'BiologicallyDerivedProduct', id: 'x' });
    expect(bare).toMatchObject({ number: '', abo: '', rhd: '', expiry: '', attributes: [] });
    expect(loopUnit(bare)).toMatchObject({ unit: -1, issuedAt: 0, issuedTo: '' });
  });
});

describe('the number on the bag', () => {
  it('is read with or without its sign, and always kept without', () => {
    expect(scannedNumber(donation(7))).toBe(NUMBER);
    expect(scannedNumber(NUMBER)).toBe(NUMBER);
    expect(serialOf(NUMBER)).toBe(7);
  });

  it.each([
    '',
    '=',
    '=A9997260000070',
    '=A999726000007000',
    '8809912000014017',
    `${NUMBER} `,
    `=${NUMBER}=`,
    '=a999726000007 0',
  ])('is not guessed from %j', (raw) => {
    expect(faultOf(() => scannedNumber(raw))).toBe('care.donation-number');
    expect(serialOf(raw)).toBe(-1);
  });

  it('is the one that was scanned last at the bed, and none where that cannot be read', () => {
    const scan = (raw: string | null): Step => ({ scan: 'blood-unit', raw });
    const band: Step = { scan: 'band', raw: 'x' };
    expect(scannedUnit([scan(donation(1)), band, scan(donation(2)), band])).toBe(donation(2).slice(1));
    expect(scannedUnit([scan(donation(1)), scan('damaged')])).toBeUndefined();
    expect(scannedUnit([scan(donation(1)), scan(null)])).toBeUndefined();
    expect(scannedUnit([band])).toBeUndefined();
    expect(scannedUnit([])).toBeUndefined();
  });
});

describe('the component that a request asks for', () => {
  const CARE = 'https://maru.health/fhir/CodeSystem/orderable';
  const coded = (code: string, text?: string) =>
    request({ code: { coding: [{ system: CARE, code }], ...(text === undefined ? {} : { text }) } });
  it.each([
    ['rbc', 'red cells'],
    ['platelet', 'platelets'],
    ['platelet-apheresis', 'platelets'],
    ['ffp', 'plasma'],
    ['cryo', 'cryoprecipitate'],
  ])('%s is %s', (code, component) => expect(componentOf(coded(code))).toBe(component));

  it('is what the request itself says first, and its words last', () => {
    const extension = [{ url: 'https://maru.health/fhir/StructureDefinition/component', valueString: 'plasma' }];
    expect(componentOf(request({ extension, code: { coding: [{ code: 'rbc' }] } }))).toBe('plasma');
    expect(componentOf(coded('whole', '전혈'))).toBe('전혈');
    expect(componentOf(coded('constructor', '전혈'))).toBe('전혈');
    expect(componentOf(request({}))).toBe('');
  });

  it('knows every orderable of blood in the catalogue', async () => {
    const { ORDERABLES } = await import('../orders/catalogue.ts');
    const known: readonly string[] = COMPONENTS;
    for (const { kind, code } of ORDERABLES.values())
      if (kind === 'blood') expect(known, code).toContain(componentOf(coded(code)));
  });
});

describe('a moment of issue', () => {
  it('is the same instant in the time of the hospital', () => {
    const issued = moved(unit, { state: 'issued', issuedTo: 'anna', issuedAt: '2026-07-01T09:00:00+09:00' });
    expect(loopUnit(factsOf(issued)).issuedAt).toBe(NOW satisfies EpochMs);
  });
});
