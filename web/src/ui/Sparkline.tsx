/**
 * A line the height of a row: where values went. It has no axis; the values stand beside it.
 *
 * Proof   plot.test.ts
 */
import { sparkPoints } from './spark-points.ts';

interface Props {
  readonly values: readonly number[];
  readonly width?: number;
  readonly height?: number;
}

export function Sparkline({ values, width = 96, height = 26 }: Props) {
  const points = sparkPoints(values, width, height);
  const last = points.at(-1);
  if (points.length < 2 || last === undefined) return <svg width={width} height={height} aria-hidden />;
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden>
      <polyline
        points={points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')}
        fill="none"
        stroke="var(--ink-3)"
        strokeWidth={1.25}
        strokeLinejoin="round"
        strokeLinecap="round"
      />
      <circle cx={last[0]} cy={last[1]} r={2.4} fill="var(--accent)" />
    </svg>
  );
}
