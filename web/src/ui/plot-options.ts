/**
 * How Maru's trend plots look: hairlines, one line colour, the reference range as a band, values outside of it with a sign
 * of another shape. Drawn by uPlot.
 *
 * Proof   plot.test.ts, test/journey/chart.test.ts
 */
import type uPlot from 'uplot';
import type { UsualRange } from '../format/flag.ts';

export interface PlotColours {
  readonly ink: string;
  readonly quiet: string;
  readonly line: string;
  readonly grid: string;
  readonly band: string;
  readonly high: string;
  readonly low: string;
  readonly surface: string;
}

/** The colours of the page now, light or dark, as a canvas takes them. */
export function plotColours(element: Element): PlotColours {
  const probe = document.createElement('span');
  element.append(probe);
  const read = (name: string) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const colours = {
    ink: read('--ink-2'),
    quiet: read('--ink-3'),
    line: read('--accent'),
    grid: read('--line'),
    band: read('--band'),
    high: read('--high'),
    low: read('--low'),
    surface: read('--surface'),
  };
  probe.remove();
  return colours;
}

/** The band of the usual range, drawn under everything. */
export function bandPlugin(range: UsualRange | undefined, colours: PlotColours): uPlot.Plugin {
  return { hooks: { drawClear: (plot) => (range === undefined ? undefined : drawBand(plot, range, colours)) } };
}

function drawBand(plot: uPlot, range: UsualRange, colours: PlotColours): void {
  const { ctx, bbox } = plot;
  const limit = (value: number) => Math.min(bbox.top + bbox.height, Math.max(bbox.top, value));
  const top = range.high === undefined ? bbox.top : limit(plot.valToPos(range.high, 'y', true));
  const bottom = range.low === undefined ? bbox.top + bbox.height : limit(plot.valToPos(range.low, 'y', true));
  ctx.save();
  ctx.fillStyle = colours.band;
  ctx.fillRect(bbox.left, top, bbox.width, Math.max(0, bottom - top));
  ctx.restore();
}

/** Values outside of the range: a triangle that points where they lie, in colour too. */
export function signPlugin(range: UsualRange | undefined, colours: PlotColours): uPlot.Plugin {
  return { hooks: { draw: (plot) => (range === undefined ? undefined : drawSigns(plot, range, colours)) } };
}

const SIGN = 5.5;

function drawSigns(plot: uPlot, range: UsualRange, colours: PlotColours): void {
  const [times = [], ...series] = plot.data;
  for (const values of series) {
    for (const [at, value] of values.entries()) {
      const way = value === null || value === undefined ? 0 : direction(value, range);
      if (way !== 0) drawTriangle(plot, times[at] ?? 0, value ?? 0, way, way > 0 ? colours.high : colours.low);
    }
  }
}

/** 1 above the range, -1 below, 0 within. */
export function direction(value: number, { low, high }: UsualRange): -1 | 0 | 1 {
  if (high !== undefined && value > high) return 1;
  return low !== undefined && value < low ? -1 : 0;
}

function drawTriangle(plot: uPlot, time: number, value: number, way: -1 | 1, colour: string): void {
  const { ctx } = plot;
  const size = SIGN * devicePixelRatio;
  const [x, y] = [plot.valToPos(time, 'x', true), plot.valToPos(value, 'y', true)];
  ctx.save();
  ctx.fillStyle = colour;
  ctx.beginPath();
  ctx.moveTo(x - size, y + way * size * 0.8);
  ctx.lineTo(x + size, y + way * size * 0.8);
  ctx.lineTo(x, y - way * size);
  ctx.closePath();
  ctx.fill();
  ctx.restore();
}

/** The span of the value axis: the values and the usual range, with a little air. */
export function valueSpan(values: readonly (number | null)[], range: UsualRange | undefined): [number, number] {
  const known = [...values, range?.low, range?.high].filter((one): one is number => typeof one === 'number');
  const [low, high] = [Math.min(...known), Math.max(...known)];
  if (!Number.isFinite(low)) return [0, 1];
  const air = Math.max((high - low) * 0.12, Math.abs(high) * 0.02) || 1;
  return [low >= 0 ? Math.max(0, low - air) : low - air, high + air];
}

const DAY = 86_400;

/** The span of the time axis: with air at both ends; a single moment gets a month around it. */
export function timeSpan(times: readonly number[]): [number, number] {
  const [first, last] = [times[0] ?? 0, times.at(-1) ?? 0];
  const air = (last - first) * 0.04 || 15 * DAY;
  return [first - air, last + air];
}
