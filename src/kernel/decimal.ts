/**
 * Decimal numbers that keep their written scale: `1.50` has scale 2 and equals `1.5`.
 *
 * The value is `unscaled / 10^scale`, exact (BigInt). Division is rounded to a given scale, half away from zero.
 *
 * Source  https://hl7.org/fhir/R4/datatypes.html#decimal
 * Proof   decimal.test.ts (against a BigInt fraction oracle)
 */

/** Largest scale and exponent that text may have: far beyond any measurement, small enough to stay cheap. */
export const MAX_SCALE = 400;

const NUMBER = /^([-+]?)(\d+)(?:\.(\d+))?(?:[eE]([-+]?\d{1,6}))?$/;

/** An exact decimal with its scale. */
export class Decimal {
  readonly unscaled: bigint;
  readonly scale: number;

  constructor(unscaled: bigint, scale = 0) {
    this.unscaled = unscaled;
    this.scale = scale;
  }

  /** Reads decimal text, exponents included; undefined where it is none or beyond `MAX_SCALE`. */
  static parse(text: string): Decimal | undefined {
    const match = text.length > 2 * MAX_SCALE ? null : NUMBER.exec(text);
    if (match === null) return undefined;
    const [, sign, whole = '', fraction = '', exponent = '0'] = match;
    const scale = fraction.length - Number(exponent);
    if (Math.abs(scale) > MAX_SCALE) return undefined;
    const digits = BigInt(whole + fraction);
    const unscaled = sign === '-' ? -digits : digits;
    return scale >= 0 ? new Decimal(unscaled, scale) : new Decimal(unscaled * tenTo(-scale), 0);
  }

  /** The shortest decimal that a JavaScript number stands for; undefined for NaN and infinity. */
  static of(value: number): Decimal | undefined {
    return Decimal.parse(String(value));
  }

  get sign(): -1 | 0 | 1 {
    if (this.unscaled === 0n) return 0;
    return this.unscaled < 0n ? -1 : 1;
  }

  plus(other: Decimal): Decimal {
    const scale = Math.max(this.scale, other.scale);
    return new Decimal(this.at(scale) + other.at(scale), scale);
  }

  minus(other: Decimal): Decimal {
    return this.plus(other.negated());
  }

  times(other: Decimal): Decimal {
    return new Decimal(this.unscaled * other.unscaled, this.scale + other.scale);
  }

  /** The quotient rounded to `scale`; undefined for division by zero. */
  dividedBy(other: Decimal, scale: number): Decimal | undefined {
    if (other.unscaled === 0n) return undefined;
    const shift = scale + other.scale - this.scale;
    const above = shift >= 0 ? this.unscaled * tenTo(shift) : this.unscaled;
    const below = shift >= 0 ? other.unscaled : other.unscaled * tenTo(-shift);
    return new Decimal(roundedQuotient(above, below), scale);
  }

  /** The whole part of the quotient; undefined for division by zero. */
  quotient(other: Decimal): bigint | undefined {
    if (other.unscaled === 0n) return undefined;
    const scale = Math.max(this.scale, other.scale);
    return this.at(scale) / other.at(scale);
  }

  /** What is left of a whole division, with the sign of this; undefined for division by zero. */
  remainder(other: Decimal): Decimal | undefined {
    if (other.unscaled === 0n) return undefined;
    const scale = Math.max(this.scale, other.scale);
    return new Decimal(this.at(scale) % other.at(scale), scale);
  }

  negated(): Decimal {
    return new Decimal(-this.unscaled, this.scale);
  }

  absolute(): Decimal {
    return this.unscaled < 0n ? this.negated() : this;
  }

  /** Rounded to `scale`, half away from zero; digits are added where the scale is larger. */
  rounded(scale: number): Decimal {
    if (scale >= this.scale) return new Decimal(this.at(scale), scale);
    return new Decimal(roundedQuotient(this.unscaled, tenTo(this.scale - scale)), scale);
  }

  /** Cut off at `scale`, towards zero. */
  truncated(scale = 0): Decimal {
    if (scale >= this.scale) return new Decimal(this.at(scale), scale);
    return new Decimal(this.unscaled / tenTo(this.scale - scale), scale);
  }

  floor(): Decimal {
    const whole = this.truncated();
    return this.sign < 0 && whole.compare(this) !== 0 ? whole.minus(new Decimal(1n)) : whole;
  }

  ceiling(): Decimal {
    return this.negated().floor().negated();
  }

  /** Without zeros at the end of the fraction. */
  normalized(): Decimal {
    let { unscaled, scale } = this;
    while (scale > 0 && unscaled % 10n === 0n) {
      unscaled /= 10n;
      scale--;
    }
    return new Decimal(unscaled, scale);
  }

  /** Negative, zero or positive, as for sorting. */
  compare(other: Decimal): number {
    const scale = Math.max(this.scale, other.scale);
    const [left, right] = [this.at(scale), other.at(scale)];
    if (left === right) return 0;
    return left < right ? -1 : 1;
  }

  equals(other: Decimal): boolean {
    return this.compare(other) === 0;
  }

  /** Is it a whole number, whatever its scale? */
  isWhole(): boolean {
    return this.scale === 0 || this.unscaled % tenTo(this.scale) === 0n;
  }

  /** The nearest JavaScript number. */
  toNumber(): number {
    return Number(this.toString());
  }

  /** Plain digits with the whole scale, never an exponent. */
  toString(): string {
    const digits = (this.unscaled < 0n ? -this.unscaled : this.unscaled).toString().padStart(this.scale + 1, '0');
    const sign = this.unscaled < 0n ? '-' : '';
    return this.scale === 0 ? sign + digits : `${sign}${digits.slice(0, -this.scale)}.${digits.slice(-this.scale)}`;
  }

  /** The unscaled value that this number would have at a scale not below its own. */
  at(scale: number): bigint {
    return scale === this.scale ? this.unscaled : this.unscaled * tenTo(scale - this.scale);
  }
}

/** 10 to a whole power not below zero. */
export function tenTo(power: number): bigint {
  return 10n ** BigInt(power);
}

/** The quotient of two whole numbers, rounded half away from zero. */
export function roundedQuotient(above: bigint, below: bigint): bigint {
  const negative = above < 0n !== below < 0n;
  const a = above < 0n ? -above : above;
  const b = below < 0n ? -below : below;
  const result = (2n * a + b) / (2n * b);
  return negative ? -result : result;
}
