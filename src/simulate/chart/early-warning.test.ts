import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { news2 } from '../../cds/index.ts';
import { earlyWarning } from './early-warning.ts';

describe('the early warning score of a round', () => {
  it('is the one that decision support gives for the same readings', () => {
    const readings = fc.record({
      'respiration-rate': fc.integer({ min: 4, max: 45 }),
      spo2: fc.integer({ min: 70, max: 100 }),
      'systolic-bp': fc.integer({ min: 55, max: 240 }),
      pulse: fc.integer({ min: 30, max: 170 }),
      temperature: fc.integer({ min: 330, max: 415 }).map((tenths) => tenths / 10),
      oxygen: fc.boolean(),
      alert: fc.boolean(),
    });
    fc.assert(
      fc.property(readings, (one) => {
        const own = earlyWarning(one);
        expect(
          news2({
            respirationRate: one['respiration-rate'],
            spo2: one.spo2,
            systolicBP: one['systolic-bp'],
            pulse: one.pulse,
            temperature: one.temperature,
            oxygen: one.oxygen,
            consciousness: one.alert ? 'A' : 'C',
          }),
        ).toMatchObject({
          total: own.total,
          band: own.band,
          parameterScores: {
            respirationRate: own.parts['respiration-rate'],
            spo2: own.parts['spo2'],
            airOrOxygen: own.parts['air-or-oxygen'],
            systolicBP: own.parts['systolic-bp'],
            pulse: own.parts['pulse'],
            consciousness: own.parts['consciousness'],
            temperature: own.parts['temperature'],
          },
        });
      }),
      { numRuns: 2000 },
    );
  });
});
