import { describe, expect, it } from 'vitest';
import { concept, observation } from '../../fhir/testing.ts';
import type { Observation } from '../../fhir/types.ts';
import { firstSpan, pressureFlag, pressureOf, signPlot, signsOf } from './vital-signs.ts';

function part(code: string, value: number) {
  return { code: concept('', code), valueQuantity: { value, unit: 'mmHg' } };
}

function pressure(day: string, systolic: number, diastolic?: number): Observation {
  const component = [...(diastolic === undefined ? [] : [part('8462-4', diastolic)]), part('8480-6', systolic)];
  return observation({ code: concept('Blood pressure', '85354-9'), effectiveDateTime: `2024-01-${day}`, component });
}

const rate = (day: string, value: number) =>
  observation({
    code: concept('Heart rate', '8867-4'),
    effectiveDateTime: `2024-01-${day}`,
    valueQuantity: { value, unit: '/min' },
  });

describe('vital signs', () => {
  it('stand in the order of the chart, unknown ones last', () => {
    const signs = signsOf([observation({ code: concept('Grip', 'X') }), rate('01', 70), pressure('01', 120, 80)]);
    expect(signs.map(({ key }) => key)).toEqual(['blood-pressure', 'heart-rate', 'X']);
  });

  it('are newest first, without mistakes', () => {
    const [sign] = signsOf([rate('01', 70), rate('03', 72), { ...rate('02', 700), status: 'entered-in-error' }]);
    expect(sign?.observations.map(({ valueQuantity }) => valueQuantity?.value)).toEqual([72, 70]);
  });

  it('find the pair of a blood pressure in any order', () => {
    expect(pressureOf(pressure('01', 120, 80))).toMatchObject({ systolic: { value: 120 }, diastolic: { value: 80 } });
  });

  it('plot a pair as two rows, with a hole where one is missing', () => {
    const plot = signPlot(
      { key: 'blood-pressure', observations: [pressure('02', 130), pressure('01', 120, 80)] },
      ['S', 'D'],
      'en',
    );
    expect(plot?.series.map(({ values }) => values)).toEqual([
      [120, 130],
      [80, null],
    ]);
    expect(plot?.unit).toBe('mmHg');
  });

  it('plot nothing where there is no number', () => {
    expect(signPlot({ key: 'x', observations: [observation({ valueString: 'strong' })] }, ['x'], 'en')).toBeUndefined();
  });

  it('a blood pressure is as grave as the graver of its numbers', () => {
    const flagged = (...codes: readonly string[]) => ({
      ...pressure('01', 170, 80),
      component: codes.map((code) => ({ ...part('8480-6', 1), interpretation: [{ coding: [{ code }] }] })),
    });
    expect(pressureFlag(flagged('H', 'N'))).toBe('high');
    expect(pressureFlag(flagged('L', 'HH'))).toBe('critical-high');
    expect(pressureFlag(flagged('N', 'N'))).toBe('normal');
    expect(pressureFlag(pressure('01', 170, 80))).toBe('unknown');
  });

  it('the plots open with the last week for somebody in hospital, else with everything', () => {
    const dense = Array.from({ length: 60 }, (_, at) => rate(String(20 + (at % 5)), 70));
    expect(firstSpan([...dense, rate('01', 70)])).toBe('week');
    expect(firstSpan(dense)).toBe('all');
    expect(firstSpan([rate('01', 70), rate('02', 70)])).toBe('all');
    expect(firstSpan([])).toBe('all');
  });
});
