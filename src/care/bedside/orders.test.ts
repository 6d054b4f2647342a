import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ResourceOfType } from '../../fhir/index.ts';
import { instantOf, OutcomeError, type EpochMs } from '../../kernel/index.ts';
import { minutes, NOW, TABLET } from '../loop/testing.ts';
import { readMedicationBody } from './body.ts';
import { orderOf } from './orders.ts';
import { productOf } from './products.ts';
import { intervalMs, isSlot, onlySlot, slotsBetween } from './slots.ts';
import { dosage, medication, request } from './testing.ts';

type Request = ResourceOfType['MedicationRequest'];
const ZONE = 'Asia/Seoul';
const HOUR = 60;
const pharmacy = { verified: true, substitutes: [] };

function timed(repeat: object, more: object = {}): Request {
  return request('order', { dosageInstruction: [dosage({ timing: { repeat } })], ...more }) as unknown as Request;
}

describe('slots', () => {
  it('are the listed moments', () => {
    const listed = request('order', {}, [NOW, minutes(60)]) as unknown as Request;
    expect([NOW, minutes(60), minutes(30)].map((one) => isSlot(listed, one, ZONE))).toEqual([true, true, false]);
    expect(onlySlot(listed, ZONE)).toBeUndefined();
    expect(onlySlot(request('order') as unknown as Request, ZONE)).toBe(NOW);
  });

  it('are times of the day on the hospital’s clocks, within their period', () => {
    const daily = timed({
      timeOfDay: ['09:00:00', '21:00:00'],
      boundsPeriod: { start: '2026-07-01', end: '2026-07-03' },
    });
    const at = (hours: number): boolean => isSlot(daily, minutes(hours * HOUR), ZONE);
    expect([0, 12, 24, 60].map(at)).toEqual([true, true, true, true]);
    expect([-24, -12, 1, 9, 72].map(at)).toEqual([false, false, false, false, false]);
  });

  it('are steady steps from the start', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(1, 2, 3, 4),
        fc.nat(200),
        fc.integer({ min: 1, max: 60 * 5 }),
        (frequency, step, off) => {
          const every = timed({ frequency, period: 1, periodUnit: 'd', boundsPeriod: { start: instantOf(NOW) } });
          const gap = (24 * HOUR) / frequency;
          expect(isSlot(every, minutes(step * gap), ZONE)).toBe(true);
          expect(isSlot(every, minutes(step * gap + off), ZONE)).toBe(false);
          expect(isSlot(every, minutes(-(step + 1) * gap), ZONE)).toBe(false);
        },
      ),
    );
    expect(intervalMs({ frequency: 1, period: 1, periodUnit: 'mo' })).toBeUndefined();
  });

  it('are one moment for each dose: no other moment means the same', () => {
    const daily = timed({ timeOfDay: ['09:00:00'] });
    const sevenths = timed({ frequency: 7, period: 1, periodUnit: 'd', boundsPeriod: { start: instantOf(NOW) } });
    for (const order of [daily, sevenths]) {
      const slots = slotsBetween(order, NOW, minutes(48 * HOUR), ZONE);
      expect(slots).toHaveLength(order === daily ? 2 : 14);
      for (const slot of slots)
        for (const off of [-1, 1, 500, 999]) expect(isSlot(order, (slot + off) as EpochMs, ZONE)).toBe(false);
    }
  });

  it('are listed just as they are taken', () => {
    const repeats = fc.constantFrom<object>(
      { timeOfDay: ['06:00:00', '23:30:00'], boundsPeriod: { start: '2026-07-01', end: '2026-07-03' } },
      { frequency: 3, period: 1, periodUnit: 'd', boundsPeriod: { start: '2026-07-01T03:00:00+09:00' } },
      { period: 90, periodUnit: 'min', boundsPeriod: { start: '2026-07-01T03:00:00+09:00' } },
    );
    fc.assert(
      fc.property(
        repeats,
        fc.integer({ min: -3000, max: 3000 }),
        fc.integer({ min: 1, max: 1500 }),
        (repeat, start, length) => {
          const order = timed(repeat);
          const listed = new Set(slotsBetween(order, minutes(start), minutes(start + length), ZONE));
          for (let at = start; at < start + length; at += 30)
            expect(isSlot(order, minutes(at), ZONE)).toBe(listed.has(minutes(at)));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('are one where the order has no timing: when it was written', () => {
    const once = request('order', { dosageInstruction: [dosage()], authoredOn: instantOf(NOW) }) as unknown as Request;
    expect([isSlot(once, NOW, ZONE), isSlot(once, minutes(1), ZONE), onlySlot(once, ZONE)]).toEqual([true, false, NOW]);
  });
});

const readOrder = (one: object, slot?: EpochMs) => orderOf(one as unknown as Request, slot, ZONE, pharmacy);
const url = (name: string): string => `https://maru.health/fhir/StructureDefinition/${name}`;

describe('orders', () => {
  it('are read with dose, route, marks and limits', () => {
    const extension = [
      { url: url('time-critical'), valueBoolean: true },
      { url: url('allergy-accepted'), valueString: 'penicillin' },
    ];
    expect(readOrder(request('order', { extension, meta: { versionId: '7' } }), NOW)).toMatchObject({
      id: 'order',
      patient: 'anna',
      product: TABLET.id,
      dose: { value: 500, unit: 'mg' },
      route: 'oral',
      due: NOW,
      version: '7',
      timeCritical: true,
      allergiesAccepted: ['penicillin'],
    });
  });

  it('are as needed with interval and daily maximum', () => {
    const more = {
      asNeededCodeableConcept: { text: 'pain' },
      timing: { repeat: { frequency: 1, period: 4, periodUnit: 'h' } },
      maxDosePerPeriod: { numerator: { value: 3, code: 'g' }, denominator: { value: 1, code: 'd' } },
    };
    const order = readOrder(request('order', { dosageInstruction: [dosage(more)] }));
    expect(order.prn).toEqual({ minIntervalHours: 4, maxPerDay: 3000 });
    expect(order.due).toBeUndefined();
  });

  it.each([
    [{ medicationReference: undefined }, 'care.order-unreadable'],
    [{ dosageInstruction: undefined }, 'care.order-unreadable'],
    [{ dosageInstruction: [{ route: { coding: [{ code: 'oral' }] } }] }, 'care.order-unreadable'],
    [{ dosageInstruction: [dosage({ timing: { event: [] } })] }, 'care.order-unreadable'],
    [{ dosageInstruction: [dosage({ timing: { code: { text: 'BID' } } })] }, 'care.order-unreadable'],
    [
      { dosageInstruction: [dosage({ timing: { repeat: { timeOfDay: ['09:00:00'], dayOfWeek: ['mon'] } } })] },
      'care.order-unreadable',
    ],
    [
      { dosageInstruction: [dosage({ timing: { repeat: { frequency: 1, period: 1, periodUnit: 'mo' } } })] },
      'care.order-unreadable',
    ],
    [{ dosageInstruction: [dosage({ timing: { repeat: { boundsPeriod: {} } } })] }, 'care.order-unreadable'],
    [{ dosageInstruction: [dosage(), dosage()] }, 'care.order-unreadable'],
    [
      {
        dosageInstruction: [
          dosage({ maxDosePerPeriod: { numerator: { value: 1 }, denominator: { value: 1, code: 'h' } } }),
        ],
      },
      'care.order-unreadable',
    ],
    [{ doNotPerform: true }, 'care.order-unreadable'],
    [{ intent: 'proposal' }, 'care.order-unreadable'],
    [{ modifierExtension: [{ url: 'http://example.org/not', valueBoolean: true }] }, 'care.order-unreadable'],
    [{ dosageInstruction: [dosage({ timing: { event: ['2026-07-02'] } })] }, 'care.no-such-dose'],
  ])('that cannot be checked cannot be given: %#', (more, code) => {
    expect(() => readOrder(request('order', more), NOW)).toThrow(expect.objectContaining({ code }) as OutcomeError);
  });
});

const readProduct = (one: object) => productOf(one as unknown as ResourceOfType['Medication']);

describe('products', () => {
  it('are read with code, strength, routes and marks', () => {
    expect(readProduct(medication(TABLET))).toEqual({ ...TABLET, serialised: false });
  });

  it('are none without a code, or out of use; a container of many doses is not counted', () => {
    expect(readProduct({ ...medication(TABLET), identifier: [] })).toBeUndefined();
    expect(readProduct({ ...medication(TABLET), status: 'inactive' })).toBeUndefined();
    const extension = [{ url: 'https://maru.health/fhir/StructureDefinition/multi-dose', valueBoolean: true }];
    expect(readProduct({ ...medication(TABLET), extension })?.unitAmount).toBeUndefined();
  });
});

describe('bodies', () => {
  it('are answered for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        try {
          readMedicationBody(text);
        } catch (error) {
          expect(error).toBeInstanceOf(OutcomeError);
        }
      }),
    );
  });
});
