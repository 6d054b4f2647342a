/**
 * Values over time with their usual range. Drag to zoom, double click to see all. The same values stand in a table beside
 * it, which is what a screen reader reads.
 */
import { useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useEffect, useMemo, useRef, useState } from 'react';
import uPlot from 'uplot';
import { usePreferences } from '../app/preferences.tsx';
import { dateTimeText } from '../format/date.ts';
import type { UsualRange } from '../format/flag.ts';
import type { Language } from '../format/language.ts';
import { withGaps } from './plot-gaps.ts';
import { bandPlugin, plotColours, signPlugin, timeSpan, valueSpan, type PlotColours } from './plot-options.ts';
import { tickText } from './plot-times.ts';
import styles from './plot.module.css';

/** What is drawn: times in seconds, ascending; one or two rows of values (blood pressure has two). */
export interface PlotData {
  readonly times: readonly number[];
  readonly series: readonly { readonly label: string; readonly values: readonly (number | null)[] }[];
  readonly unit: string;
}

interface Props {
  readonly data: PlotData;
  readonly range?: UsualRange | undefined;
  readonly height?: number;
  readonly label: string;
  /** Plots of one group move their cursors together. */
  readonly group?: string;
  readonly span?: readonly [number, number] | undefined;
  /** The value under the pointer stands above the plot, over what lies there. */
  readonly compact?: boolean;
}

export function TrendPlot(props: Props) {
  const scheme = useComputedColorScheme('light');
  return <Plot key={scheme} {...props} />;
}

/** The plot in the colours of the page as they are when it is made. */
function Plot({ data: given, range, height = 220, label, group, span, compact = false }: Props) {
  const { language } = usePreferences();
  const data = useMemo(() => withGaps(given), [given]);
  const { ref, width } = useElementSize<HTMLDivElement>();
  const place = useRef<HTMLDivElement>(null);
  const [pointed, setPointed] = useState<number | null>(null);
  useEffect(() => {
    if (place.current === null || width === 0) return undefined;
    const colours = plotColours(place.current);
    const plot = new uPlot(
      optionsOf({ data, range, height, width, language, colours, group, span, setPointed }),
      aligned(data),
      place.current,
    );
    return () => plot.destroy();
  }, [data, range, height, width, language, group, span]);
  return (
    <div
      ref={ref}
      className={styles['plot']}
      data-compact={compact}
      style={{ minHeight: compact ? height : height + 22 }}
      role="img"
      aria-label={label}
    >
      <Readout data={data} at={pointed} />
      <div ref={place} />
    </div>
  );
}

function aligned(data: PlotData): uPlot.AlignedData {
  return [data.times as number[], ...data.series.map(({ values }) => values as (number | null)[])];
}

function Readout({ data, at }: { readonly data: PlotData; readonly at: number | null }) {
  const { language } = usePreferences();
  const time = at === null ? undefined : data.times[at];
  const empty = data.series.every(({ values }) => values[at ?? -1] === null);
  if (at === null || time === undefined || empty) return <div className={styles['readout']} />;
  const values = data.series.map(({ values: row }) => row[at] ?? '–').join(' / ');
  return (
    <div className={styles['readout']}>
      <strong>
        {values} {data.unit}
      </strong>{' '}
      {dateTimeText(new Date(time * 1000).toISOString(), language)}
    </div>
  );
}

interface OptionParts {
  readonly data: PlotData;
  readonly range: UsualRange | undefined;
  readonly height: number;
  readonly width: number;
  readonly language: Language;
  readonly colours: PlotColours;
  readonly group: string | undefined;
  readonly span: readonly [number, number] | undefined;
  readonly setPointed: (at: number | null) => void;
}

function optionsOf(parts: OptionParts): uPlot.Options {
  const { data, range, height, width, colours, group, span } = parts;
  const [from, to] = span ?? timeSpan(data.times);
  return {
    width,
    height,
    padding: [8, 20, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      points: { size: 9, width: 2, stroke: colours.line, fill: colours.surface },
      ...(group === undefined ? {} : { sync: { key: group } }),
    },
    scales: {
      x: {
        time: true,
        range: (_plot, low, high) =>
          low > (data.times[0] ?? 0) || high < (data.times.at(-1) ?? 0) ? [low, high] : [from, to],
      },
      y: {
        range: valueSpan(
          data.series.flatMap(({ values }) => values),
          range,
        ),
      },
    },
    axes: axesOf(parts),
    series: [{}, ...data.series.map((one, at) => seriesOf(one.label, at, data.times.length, colours))],
    plugins: [bandPlugin(range, colours), signPlugin(range, colours)],
    hooks: { setCursor: [(plot) => parts.setPointed(plot.cursor.idx ?? null)] },
  };
}

function axesOf({ language, colours, width }: OptionParts): uPlot.Axis[] {
  const font = `11.5px ${getComputedStyle(document.body).fontFamily}`;
  const shared = { stroke: colours.quiet, font, ticks: { show: false } };
  return [
    {
      ...shared,
      grid: { show: false },
      border: { show: true, stroke: colours.grid, width: 1 },
      size: 30,
      space: width < 480 ? 58 : 76,
      values: (_plot, ticks) => ticks.map((tick) => tickText(tick, (ticks[1] ?? tick) - (ticks[0] ?? tick), language)),
    },
    { ...shared, grid: { stroke: colours.grid, width: 1 }, size: 46, space: 28 },
  ];
}

/** Many points are a line only; few are dots that can be counted. */
const MOST_DOTS = 80;

function seriesOf(label: string, at: number, count: number, colours: PlotColours): uPlot.Series {
  return {
    label,
    stroke: at === 0 ? colours.line : colours.ink,
    width: 1.75,
    spanGaps: false,
    points: { show: count <= MOST_DOTS, size: 6, fill: colours.surface, width: 1.6 },
  };
}
