/**
 * What the index holds of one resource, collected while its search parameters are extracted.
 *
 * Proof   rows.int.test.ts
 */
import type { Hash64 } from '../../kernel/index.ts';
import { targetKey } from './keys.ts';

/** A row of search_quantity without its resource. */
export interface QuantityRow {
  readonly p: Hash64;
  readonly low: number;
  readonly high: number;
  /** The code in the same element, null where that has only a system; undefined: the codes of the resource stand beside it. */
  readonly code: Hash64 | null | undefined;
  readonly system: Hash64 | null;
  readonly unit: Hash64 | null;
  readonly name: Hash64 | null;
  readonly label: Hash64 | null;
  readonly base: Hash64 | null;
  readonly baseLow: number | null;
  readonly baseHigh: number | null;
}

/** A row of search_date or search_number without its resource. */
export interface IntervalRow {
  readonly p: Hash64;
  readonly low: number;
  readonly high: number;
}

/** A text of search_string or search_text without its resource. */
export interface TextRow {
  readonly p: Hash64;
  readonly text: string;
}

/** A text to be found by prefix, with the token that stands for it. */
export interface TokenText extends TextRow {
  readonly token: Hash64;
}

/** Collects the values of one resource. */
export class RowBuilder {
  patient: string | undefined;
  code: Hash64 | undefined;
  date: IntervalRow | undefined;
  /** Bare keys of the codes of the main code parameter: a quantity of the resource is kept under each. */
  readonly ownCodes: Hash64[] = [];
  /** References of the Patients in whose compartment it is. */
  readonly compartments = new Set<string>();
  bitsHigh = 0;
  bitsLow = 0;
  readonly tokens: Hash64[] = [];
  readonly references: Hash64[] = [];
  readonly strings: TextRow[] = [];
  readonly dates: IntervalRow[] = [];
  readonly numbers: IntervalRow[] = [];
  readonly quantities: QuantityRow[] = [];
  readonly texts: TokenText[] = [];

  /** Notes that the parameter with this bit has a value. */
  mark(bit: number): void {
    if (bit < 32) this.bitsLow = (this.bitsLow | (1 << bit)) >>> 0;
    else this.bitsHigh = (this.bitsHigh | (1 << (bit - 32))) >>> 0;
  }

  token(key: Hash64): void {
    addOnce(this.tokens, key);
  }

  /** A reference to something that this server may hold. */
  reference(target: string): void {
    addOnce(this.references, targetKey(target));
  }

  string(p: Hash64, text: string): void {
    if (!this.strings.some((row) => row.text === text && same(row.p, p))) this.strings.push({ p, text });
  }
}

function same(a: Hash64, b: Hash64): boolean {
  return a.low === b.low && a.high === b.high;
}

function addOnce(keys: Hash64[], key: Hash64): void {
  for (const one of keys) if (same(one, key)) return;
  keys.push(key);
}
