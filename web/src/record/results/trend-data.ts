/**
 * The values of one code as a plot takes them: oldest first, only what is a number in the unit of the newest one.
 *
 * Unit    s since 1970
 * Proof   trend-data.test.ts
 */
import { decimalNumber } from '../../fhir/decimal.ts';
import type { Observation } from '../../fhir/types.ts';
import { timeOf } from '../../format/date.ts';
import type { Language } from '../../format/language.ts';
import { quantityUnit } from '../../format/quantity.ts';
import type { PlotData } from '../../ui/TrendPlot.tsx';
import { takenAt } from './result-table.ts';

/** The plot of results (newest first); undefined where there is no number. Values in another unit are left out and counted. */
export function trendData(
  results: readonly Observation[],
  label: string,
  language: Language,
): (PlotData & { readonly leftOut: number }) | undefined {
  const numbers = results.filter(
    ({ valueQuantity, status }) => valueQuantity?.value !== undefined && status !== 'entered-in-error',
  );
  const unit = quantityUnit(numbers[0]?.valueQuantity, language);
  const same = numbers.filter(({ valueQuantity }) => quantityUnit(valueQuantity, language) === unit);
  const points = same
    .map((one) => ({ time: timeOf(takenAt(one)) / 1000, value: decimalNumber(one.valueQuantity?.value ?? Number.NaN) }))
    .filter(({ time }) => !Number.isNaN(time))
    .toSorted((a, b) => a.time - b.time);
  if (points.length === 0) return undefined;
  return {
    times: points.map(({ time }) => time),
    series: [{ label, values: points.map(({ value }) => value) }],
    unit,
    leftOut: results.length - points.length,
  };
}
