/**
 * Is a result outside of its reference range? What the laboratory says goes first; where it says nothing and gives a range,
 * the range decides. Where neither is there the answer is "unknown", which is not "normal".
 *
 * Source  https://hl7.org/fhir/R4/valueset-observation-interpretation.html
 * Proof   flag.test.ts
 */
import { decimalNumber } from '../fhir/decimal.ts';
import type { CodeableConcept, ObservationReferenceRange, Quantity } from '../fhir/types.ts';
import type { Language } from './language.ts';
import { quantityUnit, valueText } from './quantity.ts';

/** How a result lies to what is usual. */
export type FlagLevel = 'critical-high' | 'high' | 'normal' | 'low' | 'critical-low' | 'abnormal' | 'unknown';

/** What a flag is read from: an Observation or one component of it. */
export interface Flagged {
  readonly valueQuantity?: Quantity;
  readonly interpretation?: CodeableConcept[];
  readonly referenceRange?: ObservationReferenceRange[];
}

const CODES: Readonly<Record<string, FlagLevel>> = {
  HH: 'critical-high',
  HU: 'critical-high',
  LL: 'critical-low',
  LU: 'critical-low',
  H: 'high',
  L: 'low',
  N: 'normal',
  A: 'abnormal',
  AA: 'abnormal',
  POS: 'abnormal',
  DET: 'abnormal',
  R: 'abnormal',
  NEG: 'normal',
  ND: 'normal',
};

/** The flag of a result. */
export function flagOf(result: Flagged): FlagLevel {
  const codes = (result.interpretation ?? []).flatMap(({ coding = [] }) => coding.map(({ code }) => code ?? ''));
  const said = new Set(codes.map((code) => (Object.hasOwn(CODES, code) ? CODES[code] : undefined)));
  return GRAVEST.find((level) => said.has(level)) ?? byRange(result);
}

/** Where several are said, the gravest counts. */
const GRAVEST: readonly FlagLevel[] = ['critical-high', 'critical-low', 'high', 'low', 'abnormal', 'normal'];

/** What is only known to be under or over a number is judged only where every such value would be judged the same. */
function byRange({ valueQuantity, referenceRange }: Flagged): FlagLevel {
  const range = usualRange(referenceRange);
  if (valueQuantity?.value === undefined || range === undefined) return 'unknown';
  const value = decimalNumber(valueQuantity.value);
  const { comparator = '' } = valueQuantity;
  const [least, most] = [
    comparator.startsWith('<') ? Math.min(0, value) : value,
    comparator.startsWith('>') ? Infinity : value,
  ];
  const { low = -Infinity, high = Infinity } = range;
  if (most < low || (comparator === '<' && most === low)) return 'low';
  if (least > high || (comparator === '>' && least === high)) return 'high';
  return least < low || most > high ? 'unknown' : 'normal';
}

/** The range in which a healthy value lies. */
export interface UsualRange {
  readonly low: number | undefined;
  readonly high: number | undefined;
}

function isUsual({ type }: ObservationReferenceRange): boolean {
  return type === undefined || type.coding?.some(({ code }) => code === 'normal') === true;
}

/** The usual range among the reference ranges of a result. */
export function usualRange(ranges: readonly ObservationReferenceRange[] | undefined): UsualRange | undefined {
  const range = ranges?.find(isUsual);
  if (range === undefined || (range.low?.value === undefined && range.high?.value === undefined)) return undefined;
  return {
    low: range.low?.value === undefined ? undefined : decimalNumber(range.low.value),
    high: range.high?.value === undefined ? undefined : decimalNumber(range.high.value),
  };
}

/**
 * The usual range as text: "3.5–5.1", "≤ 200", "≥ 60"; the range's own words where it has no bounds. With a unit where a
 * language for it is given. */
export function rangeText(ranges: readonly ObservationReferenceRange[] | undefined, unitIn?: Language): string {
  const range = ranges?.find(isUsual);
  if (range === undefined) return '';
  const low = range.low?.value === undefined ? undefined : valueText(range.low.value);
  const high = range.high?.value === undefined ? undefined : valueText(range.high.value);
  const unit = unitIn === undefined ? '' : quantityUnit(range.low ?? range.high, unitIn);
  const bounds =
    low !== undefined && high !== undefined
      ? `${low}–${high}`
      : high !== undefined
        ? `≤ ${high}`
        : low !== undefined
          ? `≥ ${low}`
          : undefined;
  if (bounds === undefined) return range.text ?? '';
  return unit === '' ? bounds : `${bounds} ${unit}`;
}

/** The sign of a flag, so that it is never told by colour alone. */
export const FLAG_SIGNS: Readonly<Record<FlagLevel, string>> = {
  'critical-high': '▲▲',
  high: '▲',
  normal: '',
  low: '▼',
  'critical-low': '▼▼',
  abnormal: '●',
  unknown: '',
};

/** Does somebody have to look at this? */
export function isAbnormal(level: FlagLevel): boolean {
  return level !== 'normal' && level !== 'unknown';
}
