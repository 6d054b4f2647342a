import { describe, expect, it } from 'vitest';
import { concept, observation } from '../../fhir/testing.ts';
import type { Observation } from '../../fhir/types.ts';
import { pressureOf, signPlot, signsOf } from './vital-signs.ts';

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
});
