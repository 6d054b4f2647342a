/**
 * Where a line must not go on: values that lie years apart were not measured in between, and a straight line would say so.
 *
 * Proof   plot.test.ts
 */
import type { PlotData } from './TrendPlot.tsx';

/** A distance is a gap where it is this share of the whole, and this many times the usual distance. */
const SHARE = 0.2;
const TIMES = 6;

/** The data with a hole in the middle of each gap. */
export function withGaps(data: PlotData): PlotData {
  const { times, series } = data;
  const gap = gapOf(times);
  const cuts = times.flatMap((time, at) => ((times[at + 1] ?? time) - time > gap ? [at] : []));
  if (cuts.length === 0) return data;
  const holed = <Value>(values: readonly Value[], hole: (at: number) => Value) =>
    values.flatMap((value, at) => (cuts.includes(at) ? [value, hole(at)] : [value]));
  return {
    ...data,
    times: holed(times, (at) => ((times[at] ?? 0) + (times[at + 1] ?? 0)) / 2),
    series: series.map((one) => ({ ...one, values: holed<number | null>(one.values, () => null) })),
  };
}

/** From which distance on two values lie apart. */
function gapOf(times: readonly number[]): number {
  const distances = times.slice(1).map((time, at) => time - (times[at] ?? 0));
  const usual = distances.toSorted((a, b) => a - b)[Math.floor(distances.length / 2)] ?? 0;
  const whole = (times.at(-1) ?? 0) - (times[0] ?? 0);
  return Math.max(whole * SHARE, usual * TIMES);
}
