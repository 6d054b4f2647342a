/**
 * Where encounters lie on a timeline: lanes by kind, a window of time, years as ticks.
 *
 * Unit    ms since 1970; x from 0 to 1 within the window
 * Source  http://terminology.hl7.org/CodeSystem/v3-ActCode (encounter classes)
 * Proof   timeline.test.ts
 */
import type { Encounter } from '../../fhir/types.ts';
import { timeOf } from '../../format/date.ts';

export const LANES = ['inpatient', 'emergency', 'ambulatory', 'other'] as const;
export type Lane = (typeof LANES)[number];

const CLASSES: Readonly<Record<string, Lane>> = {
  IMP: 'inpatient',
  ACUTE: 'inpatient',
  NONAC: 'inpatient',
  OBSENC: 'inpatient',
  SS: 'inpatient',
  EMER: 'emergency',
  AMB: 'ambulatory',
  VR: 'ambulatory',
  inpatient: 'inpatient',
  emergency: 'emergency',
  outpatient: 'ambulatory',
  ambulatory: 'ambulatory',
  wellness: 'ambulatory',
  urgentcare: 'emergency',
};

/** The lane of an encounter. */
export function laneOf(encounter: Encounter): Lane {
  const code = encounter.class?.code ?? '';
  return (Object.hasOwn(CLASSES, code) ? CLASSES[code] : undefined) ?? 'other';
}

export interface Window {
  readonly from: number;
  readonly to: number;
}

/** One encounter in time; what has no end yet goes on until now. */
export interface Stay {
  readonly encounter: Encounter;
  readonly lane: Lane;
  readonly from: number;
  readonly to: number;
}

/** Encounters that have a time, and how many have none. */
export function staysOf(
  encounters: readonly Encounter[],
  now: number,
): { readonly stays: readonly Stay[]; readonly untimed: number } {
  const stays = encounters.flatMap((encounter) => stayOf(encounter, now));
  return { stays, untimed: encounters.length - stays.length };
}

function stayOf(encounter: Encounter, now: number): readonly Stay[] {
  const { start, end } = encounter.period ?? {};
  const from = timeOf(start ?? end);
  if (Number.isNaN(from)) return [];
  const open = end === undefined && ['in-progress', 'arrived', 'triaged', 'onleave'].includes(encounter.status);
  const to = end === undefined ? (open ? now : from) : timeOf(end);
  return [{ encounter, lane: laneOf(encounter), from, to: Math.max(from, to) }];
}

const DAY = 86_400_000;

/** All of the stays, whole years. */
export function wholeWindow(stays: readonly Stay[], now: number): Window {
  const first = Math.min(now - 365 * DAY, ...stays.map(({ from }) => from));
  const last = Math.max(now, ...stays.map(({ to }) => to));
  return { from: yearStart(new Date(first).getFullYear()), to: yearStart(new Date(last).getFullYear() + 1) };
}

export function yearStart(year: number): number {
  return new Date(year, 0, 1).getTime();
}

/** One year. */
export function yearWindow(year: number): Window {
  return { from: yearStart(year), to: yearStart(year + 1) };
}

/** Where a moment lies in the window, 0 to 1 within it. */
export function placeOf(time: number, { from, to }: Window): number {
  return (time - from) / (to - from);
}

/** The window nearer (factor below 1) or farther, around a place in it; not beyond all, not under a month. */
export function zoomed(window: Window, factor: number, around: number, whole: Window): Window {
  const span = Math.min(whole.to - whole.from, Math.max(30 * DAY, (window.to - window.from) * factor));
  const centre = window.from + (window.to - window.from) * around;
  return moved({ from: centre - span * around, to: centre + span * (1 - around) }, 0, whole);
}

/** The window moved by a time, kept within all. */
export function moved(window: Window, by: number, whole: Window): Window {
  const span = window.to - window.from;
  const from = Math.max(whole.from, Math.min(window.from + by, whole.to - span));
  return { from, to: from + span };
}

/** Does the stay touch the window? */
export function isWithin(stay: Stay, window: Window): boolean {
  return stay.to >= window.from && stay.from <= window.to;
}

export interface Tick {
  readonly time: number;
  readonly year: number;
  /** 1 to 12 where the tick is a month; 0 where it is a year. */
  readonly month: number;
}

const MOST_TICKS = 14;

/** The ticks of a window: months where few years are seen, else years, every so many. */
export function ticksOf(window: Window): readonly Tick[] {
  const [first, last] = [new Date(window.from).getFullYear(), new Date(window.to - 1).getFullYear()];
  const years = last - first + 1;
  const step = Math.ceil(years / MOST_TICKS);
  const ticks = Array.from({ length: years }, (_, at) => first + at).flatMap((year) =>
    years <= 2 ? monthsOf(year, years) : year % step === 0 ? [yearTick(year)] : [],
  );
  return ticks.filter(({ time }) => time >= window.from && time < window.to);
}

function yearTick(year: number): Tick {
  return { time: yearStart(year), year, month: 0 };
}

function monthsOf(year: number, years: number): readonly Tick[] {
  const every = years === 1 ? 1 : 2;
  return Array.from({ length: 12 / every }, (_, at) => {
    const month = at * every;
    return { time: new Date(year, month, 1).getTime(), year, month: month + 1 };
  });
}
