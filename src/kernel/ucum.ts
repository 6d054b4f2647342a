/**
 * Units of measure: reads UCUM codes and brings quantities to one canonical form, so that `1 g` and `1000 mg` are equal.
 *
 * The canonical unit is a product of base units (m s g rad K C cd) and arbitrary units; factors are exact fractions.
 * `mol` is a number in UCUM, so `mol/L` and `/L` are of one dimension.
 *
 * Source  https://ucum.org/ucum
 * Proof   ucum.test.ts, ucum-clinical.test.ts
 */
import { Decimal, tenTo } from './decimal.ts';
import { decimalText, type RawDecimal } from './json.ts';
import {
  ARBITRARY_UNITS,
  BASE_UNITS,
  BINARY_PREFIXES,
  DEFINED_UNITS,
  LOGARITHMIC_UNITS,
  OFFSET_UNITS,
  PREFIXES,
} from './ucum-atoms.ts';

/** An exact fraction; `below` is positive. */
export interface Ratio {
  readonly above: bigint;
  readonly below: bigint;
}

/** A UCUM unit in terms of base units. */
export interface Unit {
  readonly factor: Ratio;
  /** Exponents of the base and arbitrary units, as text: `g.m-3`, `1` for pure numbers. Equal: commensurable. */
  readonly dimension: string;
  /** Set for units with a zero or a scale of their own. */
  readonly special?: { readonly toCanonical: (value: Ratio) => Ratio; readonly fromCanonical: (value: Ratio) => Ratio };
}

/** A quantity in canonical units, for the search index. */
export interface CanonicalQuantity {
  readonly value: number;
  readonly unit: string;
}

const KEPT = 5000;
const units = new Map<string, Unit | undefined>();

/** The unit of a UCUM code (case sensitive); undefined where it is none. */
export function unitOf(code: string): Unit | undefined {
  if (units.has(code)) return units.get(code);
  const unit = code.length > 200 ? undefined : readUnit(code);
  if (units.size >= KEPT) units.clear();
  units.set(code, unit);
  return unit;
}

/** A quantity in its canonical unit; undefined where the code is no UCUM unit or the value no decimal. */
export function canonicalQuantity(value: number | RawDecimal | Decimal, code: string): CanonicalQuantity | undefined {
  const decimal = value instanceof Decimal ? value : Decimal.parse(decimalText(value));
  const unit = unitOf(code);
  if (decimal === undefined || unit === undefined) return undefined;
  return { value: numberOf(toCanonical(decimal, unit)), unit: unit.dimension };
}

/** The exact canonical value of a decimal in a unit. */
export function toCanonical(value: Decimal, unit: Unit): Ratio {
  const ratio = ratioOf(value);
  return unit.special === undefined ? multiply(ratio, unit.factor) : unit.special.toCanonical(ratio);
}

/** A value in another unit, rounded to 24 digits after the point where it has more; undefined across dimensions. */
export function convertValue(value: Decimal, from: Unit, to: Unit): Decimal | undefined {
  if (from.dimension !== to.dimension) return undefined;
  const canonical = toCanonical(value, from);
  const { above, below } =
    to.special === undefined ? divide(canonical, to.factor) : to.special.fromCanonical(canonical);
  return new Decimal(above).dividedBy(new Decimal(below), 24)?.normalized();
}

/** Negative, zero or positive, as for sorting. */
export function compareRatios(left: Ratio, right: Ratio): number {
  const difference = left.above * right.below - right.above * left.below;
  if (difference === 0n) return 0;
  return difference < 0n ? -1 : 1;
}

/** The nearest JavaScript number. */
export function numberOf({ above, below }: Ratio): number {
  if (above === 0n) return 0;
  const magnitude = above < 0n ? -above : above;
  const excess = below.toString().length - magnitude.toString().length;
  const shift = Math.max(0, excess + 20);
  return Number(`${(above * tenTo(shift)) / below}e${-shift}`);
}

const ONE: Ratio = { above: 1n, below: 1n };

function ratioOf(value: Decimal): Ratio {
  return { above: value.unscaled, below: tenTo(value.scale) };
}

function ratioOfText(text: string): Ratio {
  return ratioOf(Decimal.parse(text) ?? new Decimal(0n));
}

function multiply(left: Ratio, right: Ratio): Ratio {
  return reduced(left.above * right.above, left.below * right.below);
}

function divide(left: Ratio, right: Ratio): Ratio {
  return reduced(left.above * right.below, left.below * right.above);
}

function add(left: Ratio, right: Ratio): Ratio {
  return reduced(left.above * right.below + right.above * left.below, left.below * right.below);
}

function negate({ above, below }: Ratio): Ratio {
  return { above: -above, below };
}

function reduced(above: bigint, below: bigint): Ratio {
  let [a, b] = [above < 0n ? -above : above, below < 0n ? -below : below];
  while (b !== 0n) [a, b] = [b, a % b];
  const divisor = below < 0n ? -a : a;
  return divisor === 0n ? { above: 0n, below: 1n } : { above: above / divisor, below: below / divisor };
}

/** A product of units while it is read. */
interface Product {
  readonly factor: Ratio;
  readonly exponents: ReadonlyMap<string, number>;
  readonly special?: string;
  readonly prefix?: Ratio;
}

const NUMBER_ONE: Product = { factor: ONE, exponents: new Map() };
/** Exponents beyond this stand for no unit, and would fill the memory. */
const MAX_EXPONENT = 60;

function readUnit(code: string): Unit | undefined {
  const product = new TermReader(code).whole();
  if (product === undefined) return undefined;
  const unit = { factor: product.factor, dimension: dimensionOf(product.exponents) };
  return product.special === undefined ? unit : specialUnit(unit, product.special, product.prefix ?? ONE);
}

function dimensionOf(exponents: ReadonlyMap<string, number>): string {
  const parts = [...exponents].filter(([, exponent]) => exponent !== 0).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return parts.length === 0
    ? '1'
    : parts.map(([base, exponent]) => (exponent === 1 ? base : `${base}${exponent}`)).join('.');
}

function specialUnit(unit: Unit, name: string, prefix: Ratio): Unit {
  const offsetUnit = OFFSET_UNITS[name];
  if (offsetUnit !== undefined) {
    const offset = ratioOfText(offsetUnit.offset);
    const factor = divide(unit.factor, prefix);
    const rise = (value: Ratio): Ratio => multiply(add(multiply(value, prefix), offset), factor);
    const fall = (value: Ratio): Ratio => divide(add(divide(value, factor), negate(offset)), prefix);
    return { ...unit, special: { toCanonical: rise, fromCanonical: fall } };
  }
  return logarithmicUnit(unit, name, prefix);
}

function logarithmicUnit(unit: Unit, name: string, prefix: Ratio): Unit {
  const { base = 10, factor = 1 } = LOGARITHMIC_UNITS[name] ?? {};
  const scale = divide(unit.factor, prefix);
  // Beyond this no such measurement exists and the power would not be a number.
  const power = (value: Ratio): number => Math.max(-300, Math.min(300, numberOf(multiply(value, prefix)) / factor));
  return {
    ...unit,
    special: {
      toCanonical: (value) => multiply(nearest(base ** power(value)), scale),
      fromCanonical: (value) => {
        const level = Math.log(Math.max(numberOf(divide(value, scale)), Number.MIN_VALUE)) / Math.log(base);
        return divide(nearest(level * factor), prefix);
      },
    },
  };
}

/** The fraction next to a computed number: logarithms are not exact. */
function nearest(value: number): Ratio {
  return ratioOfText(value.toPrecision(15));
}

/** Reads a term: components joined by `.` and `/`, parentheses, annotations. */
class TermReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): Product | undefined {
    if (this.#text === '') return undefined;
    const product = this.#term(0);
    return this.#at === this.#text.length ? product : undefined;
  }

  #term(depth: number): Product | undefined {
    if (depth > 20) return undefined;
    let product: Product | undefined = NUMBER_ONE;
    let sign = this.#accept('/') ? -1 : 1;
    for (let first = true; product !== undefined; first = false) {
      const component = this.#component(depth);
      if (component === undefined) return undefined;
      product = first && sign === 1 ? component : combined(product, component, sign);
      if (this.#accept('.')) sign = 1;
      else if (this.#accept('/')) sign = -1;
      else return product;
    }
    return product;
  }

  #accept(symbol: string): boolean {
    if (this.#text[this.#at] !== symbol) return false;
    this.#at++;
    return true;
  }

  #component(depth: number): Product | undefined {
    if (this.#accept('(')) {
      const inner = this.#term(depth + 1);
      return this.#accept(')') && this.#annotation() ? inner : undefined;
    }
    const start = this.#at;
    const simple = SIMPLE.exec(this.#text.slice(this.#at))?.[0] ?? '';
    this.#at += simple.length;
    if (!this.#annotation()) return undefined;
    if (simple === '') return this.#at > start ? NUMBER_ONE : undefined;
    return simpleUnit(simple);
  }

  /** Skips `{…}`; false where it has no end. */
  #annotation(): boolean {
    if (this.#text[this.#at] !== '{') return true;
    const end = this.#text.indexOf('}', this.#at);
    if (end < 0) return false;
    this.#at = end + 1;
    return true;
  }
}

const SIMPLE = /^(?:\[[^\]]*\]|[^./(){}[\]\s])*/;
const EXPONENT = /^(10[*^]|.*?[^\d+-])([+-]?\d{1,2})?$/;

function simpleUnit(text: string): Product | undefined {
  if (/^\d+$/.test(text))
    return text.length > 30 ? undefined : { factor: reduced(BigInt(text), 1n), exponents: new Map() };
  const [, symbol = '', power] = EXPONENT.exec(text) ?? [];
  const unit = symbolUnit(text) ?? symbolUnit(symbol);
  if (unit === undefined) return undefined;
  if (power === undefined || symbolUnit(text) !== undefined) return unit;
  return raised(unit, Number(power));
}

function combined(left: Product, right: Product, sign: number): Product | undefined {
  const exponents = new Map(left.exponents);
  for (const [base, exponent] of right.exponents) {
    const sum = (exponents.get(base) ?? 0) + sign * exponent;
    if (Math.abs(sum) > MAX_EXPONENT) return undefined;
    exponents.set(base, sum);
  }
  if (sign < 0 && right.factor.above === 0n) return undefined;
  return { factor: sign > 0 ? multiply(left.factor, right.factor) : divide(left.factor, right.factor), exponents };
}

function raised(unit: Product, power: number): Product | undefined {
  if (Math.abs(power) > MAX_EXPONENT) return undefined;
  const size = BigInt(Math.abs(power));
  const factor = { above: unit.factor.above ** size, below: unit.factor.below ** size };
  const exponents = new Map([...unit.exponents].map(([base, exponent]) => [base, exponent * power]));
  return { factor: power < 0 ? reduced(factor.below, factor.above) : factor, exponents };
}

function symbolUnit(symbol: string): Product | undefined {
  const plain = atoms().get(symbol);
  if (plain !== undefined) return atomProduct(symbol, plain);
  for (const length of [2, 1]) {
    const atom = atoms().get(symbol.slice(length));
    const prefix = prefixOf(symbol.slice(0, length));
    if (atom?.metric === true && prefix !== undefined) return prefixed(atomProduct(symbol.slice(length), atom), prefix);
  }
  return undefined;
}

function prefixed(unit: Product | undefined, prefix: Ratio): Product | undefined {
  return unit === undefined ? undefined : { ...unit, factor: multiply(unit.factor, prefix), prefix };
}

function prefixOf(text: string): Ratio | undefined {
  const power = Object.hasOwn(PREFIXES, text) ? PREFIXES[text] : undefined;
  if (power !== undefined) return power >= 0 ? { above: tenTo(power), below: 1n } : { above: 1n, below: tenTo(-power) };
  const binary = Object.hasOwn(BINARY_PREFIXES, text) ? BINARY_PREFIXES[text] : undefined;
  return binary === undefined ? undefined : { above: binary, below: 1n };
}

interface Atom {
  readonly metric: boolean;
  /** Number and term; undefined for base and arbitrary units. */
  readonly definition: string | undefined;
  readonly special: boolean;
  product?: Product | undefined;
}

let table: Map<string, Atom> | undefined;

function atoms(): Map<string, Atom> {
  return (table ??= readAtoms());
}

function readAtoms(): Map<string, Atom> {
  const all = new Map<string, Atom>();
  const put = (code: string, definition: string | undefined, special = false): void => {
    const metric = code.length > 1 && code.endsWith('*') && code !== '10*';
    all.set(metric ? code.slice(0, -1) : code, { metric, definition, special });
  };
  for (const base of BASE_UNITS) put(`${base}*`, undefined);
  for (const code of ARBITRARY_UNITS.split(' ')) put(code, undefined);
  for (const line of DEFINED_UNITS.trim().split('\n'))
    put(line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1));
  for (const [code, { term, metric }] of Object.entries({ ...OFFSET_UNITS, ...LOGARITHMIC_UNITS }))
    put(metric ? `${code}*` : code, term, true);
  return all;
}

function atomProduct(code: string, atom: Atom): Product | undefined {
  return (atom.product ??= defineAtom(code, atom));
}

function defineAtom(code: string, { definition, special }: Atom): Product | undefined {
  if (definition === undefined) return { factor: ONE, exponents: new Map([[code, 1]]) };
  const space = definition.indexOf(' ');
  const term = new TermReader(definition.slice(space + 1)).whole();
  if (term === undefined) return undefined;
  const { exponents } = term;
  const factor = multiply(ratioOfText(definition.slice(0, space)), term.factor);
  return special ? { factor, exponents, special: code } : { factor, exponents };
}
