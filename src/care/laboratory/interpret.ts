/**
 * What a result means: flag by the limits that fit, critical or not, and how it differs from the last one.
 *
 * Decimals are compared exactly; a value at a limit is inside. A critical limit is reached at the limit.
 *
 * Unit    that of the analyte (UCUM); days
 * Source  https://hl7.org/fhir/R4/valueset-observation-interpretation.html
 * Proof   interpret.test.ts
 */
import { Decimal, type EpochMs } from '../../kernel/index.ts';
import type { ResultValue } from './body.ts';
import { limitsFor, type Analyte, type Limits, type Person } from './catalogue.ts';

export type Flag = 'LL' | 'L' | 'N' | 'H' | 'HH' | 'A' | 'AA';

/** A value of the same analyte before. */
export interface Earlier {
  readonly value: string;
  readonly at: EpochMs;
}

/** What is found about a value. */
export interface Interpretation {
  readonly flag?: Flag;
  readonly critical: boolean;
  /** The change from the last value is larger than usual. */
  readonly delta: boolean;
  readonly limits: Limits;
}

/** A value that was entered, with what it means. */
export interface Judged {
  readonly analyte: Analyte;
  readonly entered: ResultValue;
  readonly found: Interpretation;
}

const DAY = 86_400_000;

/** Interprets a value; `at` is when the specimen was taken. */
export function interpret(
  analyte: Analyte,
  value: string,
  person: Person,
  at: EpochMs,
  earlier: Earlier | undefined,
): Interpretation {
  const limits = limitsFor(analyte, person);
  const flag = analyte.words === undefined ? numberFlag(value, limits) : wordFlag(analyte, value);
  return {
    ...(flag === undefined ? {} : { flag }),
    critical: flag === 'LL' || flag === 'HH' || flag === 'AA',
    delta: differs(analyte, value, at, earlier),
    limits,
  };
}

function wordFlag({ words = [], abnormal, critical }: Analyte, value: string): Flag | undefined {
  if (!words.includes(value)) return undefined;
  if (critical.includes(value)) return 'AA';
  if (abnormal.includes(value)) return 'A';
  return abnormal.length + critical.length === 0 ? undefined : 'N';
}

function numberFlag(text: string, { low, high, criticalLow, criticalHigh }: Limits): Flag | undefined {
  const value = Decimal.parse(text);
  if (value === undefined) return undefined;
  if (criticalLow !== undefined && compared(value, criticalLow) <= 0) return 'LL';
  if (criticalHigh !== undefined && compared(value, criticalHigh) >= 0) return 'HH';
  if (low !== undefined && compared(value, low) < 0) return 'L';
  if (high !== undefined && compared(value, high) > 0) return 'H';
  return low === undefined && high === undefined ? undefined : 'N';
}

function compared(value: Decimal, limit: string): number {
  return value.minus(Decimal.parse(limit) ?? value).sign;
}

/** A blood group does not change: any other word than the last one is looked at again. */
function isConstant({ words, abnormal, critical }: Analyte): boolean {
  return words !== undefined && abnormal.length + critical.length === 0;
}

/** Changed by more than the percent of the earlier value, within the days. */
function differs(analyte: Analyte, text: string, at: EpochMs, earlier: Earlier | undefined): boolean {
  if (earlier === undefined) return false;
  if (analyte.words !== undefined) return isConstant(analyte) && earlier.value !== text;
  const { delta } = analyte;
  const [value, before] = [Decimal.parse(text), Decimal.parse(earlier.value)];
  if (delta === undefined || value === undefined || before === undefined) return false;
  if (before.sign === 0 || at - earlier.at > delta.days * DAY || at < earlier.at) return false;
  const change = value.minus(before);
  const size = (change.sign < 0 ? change.negated() : change).times(new Decimal(100n));
  return size.minus(before.times(new Decimal(BigInt(delta.percent)))).sign > 0;
}
