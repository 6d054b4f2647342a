/**
 * A dose for each kg or m2 as an amount, with the calculation that led to it.
 *
 * Amounts are rounded to three significant digits, never above the most of the order; a dose that cannot be calculated is none.
 *
 * Unit    as drafted; body weight in kg, surface in m2 (Mosteller)
 * Proof   dose.test.ts
 */
import type { Draft } from './draft.ts';
import { namedFact, type DoseFacts } from './facts.ts';
import type { Text } from './words.ts';

/** An amount with its calculation, or why there is none. */
export type Amount =
  | { readonly ok: true; readonly value: number; readonly unit: string; readonly calculation?: Text }
  | { readonly ok: false; readonly because: Text };

/** The amount of a dose. */
export function amountOf({ value, unit, per, max }: NonNullable<Draft['dose']>, facts: DoseFacts): Amount {
  if (per === undefined) return { ok: true, value, unit };
  const fact = namedFact(facts, per === 'kg' ? 'weight' : 'bsa');
  if (typeof fact !== 'number') return { ok: false, because: fact.lacks };
  const exact = value * fact;
  const capped = max !== undefined && exact > max;
  const amount = capped ? max : Math.min(rounded(exact), max ?? Infinity);
  const measure = `${short(fact)} ${per === 'kg' ? 'kg' : 'm²'}`;
  const sum = `${value} ${unit}/${per === 'kg' ? 'kg' : 'm²'} × ${measure} = ${short(exact)} ${unit}`;
  const most: Text = capped
    ? { ko: `, 최대 ${max} ${unit}`, en: `, at most ${max} ${unit}` }
    : { ko: amount === exact ? '' : ` → ${amount} ${unit}`, en: amount === exact ? '' : ` → ${amount} ${unit}` };
  return { ok: true, value: amount, unit, calculation: { ko: sum + most.ko, en: sum + most.en } };
}

const SHOWN = { kg: 'kg', m2: 'm²' } as const;

/** The speed of an infusion, written as pumps have it: `ug/kg/min`. */
export function speedOf({ value, unit, per }: NonNullable<Draft['rate']>, facts: DoseFacts): Amount {
  const speed = amountOf({ value, unit, ...(per === undefined ? {} : { per }) }, facts);
  if (per === undefined || !speed.ok || speed.calculation === undefined) return speed;
  const { ko, en } = speed.calculation;
  const [mass = '', ...time] = unit.split('/');
  const usual = (text: string) => text.replace(`${unit}/${SHOWN[per]}`, [mass, SHOWN[per], ...time].join('/'));
  return { ...speed, calculation: { ko: usual(ko), en: usual(en) } };
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

function short(value: number): number {
  return Number(value.toPrecision(4));
}
