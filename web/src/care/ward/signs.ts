/**
 * The rows of the flowsheet in the order in which they are charted, and what is typed into them.
 *
 * Unit    as the row says, in full
 * Proof   signs.test.ts, ward.test.ts
 */
import { isMessageKey, type MessageKey } from '../../messages/messages.ts';
import type { SignName } from './api.ts';

export type RowName = SignName | 'consciousness';

export interface Row {
  readonly name: RowName;
  readonly label: MessageKey;
  /** Name of its points in a score. */
  readonly points?: string;
  /** Belongs to the score. */
  readonly scored: boolean;
}

type UnitKey = 'ward.unit.respirationRate' | 'ward.unit.oxygenFlow' | 'ward.unit.pulse' | 'ward.unit.weight';
type Symbols = '%' | 'mmHg' | 'A C V P U' | '°C' | '0–10' | 'mg/dL';

const UNITS: Readonly<Record<RowName, UnitKey | Symbols>> = {
  respirationRate: 'ward.unit.respirationRate',
  spo2: '%',
  oxygenFlow: 'ward.unit.oxygenFlow',
  systolic: 'mmHg',
  diastolic: 'mmHg',
  pulse: 'ward.unit.pulse',
  consciousness: 'A C V P U',
  temperature: '°C',
  pain: '0–10',
  glucose: 'mg/dL',
  weight: 'ward.unit.weight',
};

/** The unit of a row in the words of a language. */
export function unitText(name: RowName, t: (key: MessageKey) => string): string {
  const unit = UNITS[name];
  return isMessageKey(unit) ? t(unit) : unit;
}

export const ROWS: readonly Row[] = [
  row('respirationRate', 'respiration-rate'),
  row('spo2', 'spo2'),
  row('oxygenFlow', 'air-or-oxygen'),
  row('systolic', 'systolic-bp'),
  row('diastolic'),
  row('pulse', 'pulse'),
  row('consciousness', 'consciousness'),
  row('temperature', 'temperature'),
  row('pain'),
  row('glucose'),
  row('weight'),
];

function row(name: RowName, points?: string): Row {
  const head = { name, label: `ward.sign.${name}` } as const;
  return points === undefined ? { ...head, scored: false } : { ...head, points, scored: true };
}

/** Values outside of these are taken with a reason (src/care/ward/vitals.ts says the same, and the server decides). */
export const USUAL: Readonly<Record<SignName, readonly [number, number]>> = {
  respirationRate: [8, 40],
  spo2: [80, 100],
  oxygenFlow: [0, 15],
  systolic: [70, 220],
  diastolic: [35, 130],
  pulse: [40, 150],
  temperature: [35, 40.5],
  pain: [0, 10],
  glucose: [54, 350],
  weight: [1, 200],
};

export const LEVELS = ['A', 'C', 'V', 'P', 'U'] as const;
export type Level = (typeof LEVELS)[number];

/** What was typed, by row. */
export type Typed = Readonly<Partial<Record<RowName, string>>>;

const NUMBER = /^\d{1,4}(?:\.\d{1,2})?$/;

export type Fault = 'not-a-number' | 'unusual';

/** What is wrong with a typed value, if anything. */
export function faultOf(name: RowName, text: string): Fault | undefined {
  if (text === '' || name === 'consciousness') return undefined;
  if (!NUMBER.test(text)) return 'not-a-number';
  const [low, high] = USUAL[name];
  const value = Number(text);
  return value < low || value > high ? 'unusual' : undefined;
}

/** What is sent of what was typed. No flow means air. */
export function bodyOf(typed: Typed): { values: Record<string, string>; consciousness?: Level; air?: boolean } {
  const values: Record<string, string> = {};
  for (const [name, text] of Object.entries(typed)) {
    if (text === '' || name === 'consciousness' || faultOf(name as RowName, text) === 'not-a-number') continue;
    values[name] = text;
  }
  const level = LEVELS.find((one) => one === typed.consciousness);
  const flow = values['oxygenFlow'];
  if (flow !== undefined && Number(flow) === 0) delete values['oxygenFlow'];
  return {
    values,
    ...(level === undefined ? {} : { consciousness: level }),
    ...(flow !== undefined && Number(flow) === 0 ? { air: true } : {}),
  };
}

/** A decimal comma or a full-width digit as they come from keyboards and input methods. */
export function cleaned(name: RowName, text: string): string {
  if (name === 'consciousness') return levelOf(text.trim().slice(-1));
  return text.normalize('NFKC').trim().replace(',', '.');
}

/** Hangul is looked at before NFKC, which would turn a letter of the keyboard into another character. */
function levelOf(typed: string): string {
  const letter = typed.normalize('NFKC').toUpperCase();
  return LEVELS.find((one) => one === letter) ?? KOREAN[typed] ?? '';
}

/** The letters as they come while the keyboard writes Hangul. */
const KOREAN: Readonly<Record<string, Level>> = { ㅁ: 'A', ㅊ: 'C', ㅍ: 'V', ㅔ: 'P', ㅕ: 'U' };
