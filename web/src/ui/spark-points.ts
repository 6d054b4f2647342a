/** Room for the dot at the end and the width of the line. */
const MARGIN = 3;

/** The points of a sparkline: evenly spaced, low at the bottom; a flat row of values runs through the middle. */
export function sparkPoints(
  values: readonly number[],
  width: number,
  height: number,
): readonly (readonly [number, number])[] {
  const low = Math.min(...values);
  const span = Math.max(...values) - low;
  const step = values.length > 1 ? (width - 2 * MARGIN) / (values.length - 1) : 0;
  return values.map((value, at) => {
    const share = span === 0 ? 0.5 : (value - low) / span;
    return [MARGIN + at * step, height - MARGIN - share * (height - 2 * MARGIN)] as const;
  });
}
