/**
 * What the index holds of one resource, collected while its search parameters are extracted.
 *
 * Proof   rows.int.test.ts
 */
import type { Hash64 } from '../../kernel/index.ts';

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

/** A code of the main code parameter: its bare key, and that of its system. */
export interface OwnCode {
  readonly code: Hash64;
  readonly system: Hash64 | null;
}

/** A row of search_date or search_number without its resource. */
export interface IntervalRow {
  readonly p: Hash64;
  readonly low: number;
  readonly high: number;
}

/** A text of search_string without its resource. */
export interface TextRow {
  readonly p: Hash64;
  readonly text: string;
}

/** A text to be found by prefix, with the token that stands for it; keys as parameters of a query take them. */
export interface TokenText {
  readonly p: string;
  readonly token: string;
  readonly text: string;
}

/** Distinct keys in order: a short list is looked through, a long one (a List of thousands) has a set beside it. */
class DistinctKeys {
  readonly keys: Hash64[] = [];
  #known: Set<string> | undefined;

  add(key: Hash64): void {
    if (this.#has(key)) return;
    this.keys.push(key);
    if (this.keys.length === SHORT) this.#known = new Set(this.keys.map(textOf));
    else this.#known?.add(textOf(key));
  }

  #has(key: Hash64): boolean {
    if (this.#known !== undefined) return this.#known.has(textOf(key));
    for (const one of this.keys) if (one.low === key.low && one.high === key.high) return true;
    return false;
  }
}

const SHORT = 100;

function textOf({ high, low }: Hash64): string {
  return `${high}.${low}`;
}

/** Collects the values of one resource. */
export class RowBuilder {
  patient: string | undefined;
  code: Hash64 | undefined;
  date: IntervalRow | undefined;
  /** Bare keys of the codes of the main code parameter: a quantity of the resource is kept under each. */
  readonly ownCodes: OwnCode[] = [];
  /** References of the Patients in whose compartment it is. */
  readonly compartments = new Set<string>();
  bitsHigh = 0;
  bitsLow = 0;
  readonly #tokens = new DistinctKeys();
  readonly #references = new DistinctKeys();
  readonly #strings = new Map<string, TextRow>();
  readonly dates: IntervalRow[] = [];
  readonly numbers: IntervalRow[] = [];
  readonly quantities: QuantityRow[] = [];
  readonly texts: TokenText[] = [];

  /** Notes that the parameters with these bits have a value. */
  markAll({ high, low }: Hash64): void {
    this.bitsHigh |= high;
    this.bitsLow |= low;
  }

  /** Notes that the parameter with this bit has a value. */
  mark(bit: number): void {
    if (bit < 32) this.bitsLow |= 1 << bit;
    else this.bitsHigh |= 1 << (bit - 32);
  }

  get tokens(): readonly Hash64[] {
    return this.#tokens.keys;
  }

  get references(): readonly Hash64[] {
    return this.#references.keys;
  }

  get strings(): Iterable<TextRow> {
    return this.#strings.values();
  }

  token(key: Hash64): void {
    this.#tokens.add(key);
  }

  /** The key of something that this server may hold, and that is referred to. */
  reference(target: Hash64): void {
    this.#references.add(target);
  }

  string(p: Hash64, text: string): void {
    const known = `${textOf(p)} ${text}`;
    if (!this.#strings.has(known)) this.#strings.set(known, { p, text });
  }
}
