/**
 * What a calculator answers: a number with its unit and formula, or why there is none. Never a number from unknown input.
 *
 * Proof   each calculator's test
 */
import type { Text } from '../knowledge/api.ts';

export type Calculated =
  | { readonly ok: true; readonly value: number; readonly unit: string; readonly formula: string }
  | { readonly ok: false; readonly because: Text };

export type Sex = 'male' | 'female';

/** One input: its words, and the values that are no slip of unit or typing (our own choice). */
export interface InputFacts {
  readonly name: Text;
  readonly unit: string;
  readonly low: number;
  readonly high: number;
}

export const INPUTS = {
  age: { name: { en: 'age', ko: '나이' }, unit: 'a', low: 0, high: 125 },
  adultAge: { name: { en: 'adult age', ko: '성인 나이' }, unit: 'a', low: 18, high: 125 },
  weight: { name: { en: 'weight', ko: '체중' }, unit: 'kg', low: 0.3, high: 400 },
  height: { name: { en: 'height', ko: '신장' }, unit: 'cm', low: 20, high: 260 },
  creatinine: { name: { en: 'creatinine', ko: '크레아티닌' }, unit: 'mg/dL', low: 0.1, high: 40 },
  sodium: { name: { en: 'sodium', ko: '나트륨' }, unit: 'mmol/L', low: 80, high: 220 },
  potassium: { name: { en: 'potassium', ko: '칼륨' }, unit: 'mmol/L', low: 0.5, high: 15 },
  chloride: { name: { en: 'chloride', ko: '염소' }, unit: 'mmol/L', low: 50, high: 180 },
  bicarbonate: { name: { en: 'bicarbonate', ko: '중탄산염' }, unit: 'mmol/L', low: 1, high: 70 },
  calcium: { name: { en: 'calcium', ko: '칼슘' }, unit: 'mg/dL', low: 2, high: 25 },
  albumin: { name: { en: 'albumin', ko: '알부민' }, unit: 'g/dL', low: 0.5, high: 8 },
  qt: { name: { en: 'QT interval', ko: 'QT 간격' }, unit: 'ms', low: 150, high: 900 },
  heartRate: { name: { en: 'heart rate', ko: '심박수' }, unit: '/min', low: 20, high: 300 },
} as const satisfies Readonly<Record<string, InputFacts>>;
export type InputName = keyof typeof INPUTS;

const SEX: Text = { en: 'sex', ko: '성별' };

/** A number, not rounded: rounding belongs to the screen. */
export function calculated(value: number, unit: string, formula: string): Calculated {
  return { ok: true, value, unit, formula };
}

/** Why there is no number. */
export function impossible(en: string, ko: string): Calculated {
  return { ok: false, because: { en: `cannot be calculated, because ${en}`, ko: `계산할 수 없음: ${ko}` } };
}

/** Computes where every input is known and plausible; else says which is not. `sex` is checked where it is among the inputs. */
export function compute<
  Given extends Partial<Record<InputName, number | undefined>> & { readonly sex?: Sex | undefined },
>(
  given: Given,
  work: (known: Required<{ [Name in keyof Given]: NonNullable<Given[Name]> }>) => Calculated,
): Calculated {
  for (const [name, value] of Object.entries(given)) {
    const fault =
      name === 'sex' ? sexFault(value) : numberFault(INPUTS[name as InputName], value as number | undefined);
    if (fault !== undefined) return fault;
  }
  return work(given as Required<{ [Name in keyof Given]: NonNullable<Given[Name]> }>);
}

function sexFault(value: unknown): Calculated | undefined {
  if (value === 'male' || value === 'female') return undefined;
  return impossible(`${SEX.en} is not known`, `${SEX.ko} 모름`);
}

function numberFault({ name, unit, low, high }: InputFacts, value: number | undefined): Calculated | undefined {
  if (value === undefined || Number.isNaN(value)) return impossible(`${name.en} is not known`, `${name.ko} 모름`);
  if (value >= low && value <= high) return undefined;
  const range = `${low}–${high} ${unit}`;
  return impossible(`${name.en} ${value} is outside ${range}`, `${name.ko} ${value}: ${range} 범위를 벗어남`);
}
