import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dosage, medication, request, type Json } from '../bedside/testing.ts';
import { PEN, TABLET } from '../loop/testing.ts';
import type { Medication, Request } from './codes.ts';
import { unitsFor } from './prepare.ts';

const tablet = medication(TABLET) as unknown as Medication;
const ordered = (value: number, unit = 'mg', more: Json = {}): Request =>
  request('r', { dosageInstruction: [dosage(more, value, unit)] }) as unknown as Request;

describe('units for one dose', () => {
  it('are what is ordered over what one holds, rounded up, in whatever unit', () => {
    expect(unitsFor(ordered(500), tablet)).toBe(1);
    expect(unitsFor(ordered(1000), tablet)).toBe(2);
    expect(unitsFor(ordered(1, 'g'), tablet)).toBe(2);
    expect(unitsFor(ordered(750), tablet)).toBe(2);
    expect(unitsFor(ordered(250), tablet)).toBe(1);
  });

  it('are one where units are not counted, or cannot be compared', () => {
    expect(unitsFor(ordered(10, '[iU]'), medication(PEN) as unknown as Medication)).toBe(1);
    expect(unitsFor(ordered(10, 'mL'), tablet)).toBe(1);
  });

  it('always hold the dose, and one less would not', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20_000 }), (dose) => {
        const units = unitsFor(ordered(dose), tablet);
        expect(units * 500).toBeGreaterThanOrEqual(dose);
        expect((units - 1) * 500).toBeLessThan(dose);
      }),
    );
  });
});
