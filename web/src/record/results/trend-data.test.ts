import { describe, expect, it } from 'vitest';
import { observation } from '../../fhir/testing.ts';
import { trendData } from './trend-data.ts';

const at = (day: string, value: number, unit = 'mmol/L') =>
  observation({ effectiveDateTime: `2024-01-${day}`, valueQuantity: { value, unit } });

describe('a trend', () => {
  it('goes forward in time', () => {
    const data = trendData([at('03', 4.1), at('02', 4.2), at('01', 4.3)], 'K', 'en');
    expect(data?.series[0]?.values).toEqual([4.3, 4.2, 4.1]);
    expect(data?.times).toEqual([...(data?.times ?? [])].sort((a, b) => a - b));
    expect(data).toMatchObject({ unit: 'mmol/L', leftOut: 0 });
  });

  it('draws no value in another unit beside it, and says how many it left out', () => {
    const data = trendData(
      [at('03', 4.1), at('02', 16, 'mg/dL'), observation({ valueString: 'haemolysed' })],
      'K',
      'en',
    );
    expect(data?.series[0]?.values).toEqual([4.1]);
    expect(data?.leftOut).toBe(2);
  });

  it('is none where no value is a number', () => {
    expect(trendData([observation({ valueString: 'negative' })], 'x', 'en')).toBeUndefined();
    expect(trendData([], 'x', 'en')).toBeUndefined();
  });
});
