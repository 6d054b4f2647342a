/**
 * How a drug is usually ordered, as short texts: `2 g iv q8h`, `650 mg po q6h prn fever max 4000`, `85 mg/m2 iv once`.
 *
 * Source  data/presets.json
 * Proof   presets.test.ts
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Draft, Timing } from './draft.ts';
import { PRN_REASONS } from './words.ts';

/** The part of a draft that a preset fills in. */
export type Preset = Pick<Draft, 'dose' | 'route' | 'timing' | 'prn' | 'rate' | 'days'>;

const file = z.looseObject({ presets: z.record(z.string(), z.array(z.string())) });

const ROUTE_CODES: Readonly<Record<string, string>> = {
  po: '26643006',
  iv: '47625008',
  sc: '34206005',
  im: '78421000',
  inh: '447694001',
  sl: '37839007',
  eye: '54485002',
};

/** Times of the day on the wards. */
const TIMES: Readonly<Record<string, readonly string[]>> = {
  qd: ['09:00'],
  am: ['06:30'],
  bid: ['09:00', '18:00'],
  tid: ['09:00', '13:00', '18:00'],
  qid: ['09:00', '13:00', '18:00', '22:00'],
  ac: ['07:30', '12:30', '17:30'],
  hs: ['21:00'],
};

const FORM =
  /^(?<value>[\d.]+) (?<unit>\S+) (?<route>[a-z]+) (?<often>[a-z0-9]+)(?: prn (?<reason>[a-z-]+))?(?: max (?<max>[\d.]+))?(?: rate (?<rate>[\d.]+) ?(?<speed>\S+))?(?: days (?<days>[\d.]+))?$/;

/** Reads one text; throws where it says anything else. */
export function readPreset(text: string): Preset {
  const found = FORM.exec(text)?.groups;
  const route = ROUTE_CODES[found?.['route'] ?? ''];
  const timing = timingOf(found?.['often'] ?? '');
  if (found === undefined || route === undefined || timing === undefined) throw new Error(`no preset: ${text}`);
  const { reason, max, rate, speed, days } = found;
  if (reason !== undefined && PRN_REASONS[reason] === undefined) throw new Error(`no such reason: ${text}`);
  const [unit, per] = partsOf(found['unit'] ?? '');
  const dose = { value: Number(found['value']), unit, ...(per === undefined ? {} : { per }) };
  const shared = { route, ...(days === undefined ? {} : { days: Number(days) }) };
  if (reason !== undefined) {
    const hours = timing.kind === 'every' ? timing.hours : 24;
    const perDay = max === undefined ? {} : { perDay: Number(max) };
    return { dose, ...shared, prn: { reason, hours, ...perDay } };
  }
  return {
    dose: max === undefined ? dose : { ...dose, max: Number(max) },
    ...shared,
    timing,
    ...(rate === undefined ? {} : { rate: rateOf(Number(rate), speed ?? '') }),
  };
}

/** `mg/kg` is a dose in mg for each kg. */
export function partsOf(unit: string): readonly [unit: string, per?: 'kg' | 'm2'] {
  const found = /^(.+)\/(kg|m2)$/.exec(unit);
  return found === null ? [unit] : [found[1] ?? '', found[2] === 'kg' ? 'kg' : 'm2'];
}

/** `ug/kg/min` is a speed in ug/min for each kg. */
export function rateOf(value: number, unit: string): NonNullable<Draft['rate']> {
  const found = /^(.+)\/(kg|m2)\/(.+)$/.exec(unit);
  if (found === null) return { value, unit };
  return { value, unit: `${found[1]}/${found[3]}`, per: found[2] === 'kg' ? 'kg' : 'm2' };
}

function timingOf(often: string): Timing | undefined {
  if (often === 'once') return { kind: 'once' };
  const times = TIMES[often];
  if (times !== undefined) return { kind: 'daily', times: [...times] };
  const every = /^q(\d+)(h|m)$/.exec(often);
  if (every === null) return undefined;
  return { kind: 'every', hours: Number(every[1]) / (every[2] === 'm' ? 60 : 1) };
}

const ALL: ReadonlyMap<string, readonly Preset[]> = new Map(
  Object.entries(
    file.parse(JSON.parse(readFileSync(new URL('./data/presets.json', import.meta.url), 'utf8'))).presets,
  ).map(([atc, texts]) => [atc, texts.map((text) => readPreset(text))]),
);

/** The presets of a drug. */
export function presetsOf(atc: string): readonly Preset[] {
  return ALL.get(atc) ?? [];
}

/** Every ATC code that has presets. */
export const PRESET_CODES: readonly string[] = [...ALL.keys()];
