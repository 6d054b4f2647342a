/**
 * The 64-bit hash behind tokens, references and search parameters in the index tables.
 *
 * Two 32-bit lanes (multiply and xor-shift over UTF-16 units). It is not secret and not cryptographic: hits are rechecked
 * or covered by the collision test. Its values are stored, so changing it is a migration.
 *
 * Proof   hash.test.ts (known values; no collision among a million search tokens)
 */

/** A 64-bit hash as two halves of 32 bits, each signed or not: only its bits count. `bigint` columns hold `(high << 32 | low)`. */
export interface Hash64 {
  readonly high: number;
  readonly low: number;
}

/** Hashes text; both halves are positive. */
export function hash64(text: string): Hash64 {
  const { high, low } = hashOf(text);
  return { high: high >>> 0, low: low >>> 0 };
}

/**
 * Hashes what the texts are together, without joining them. Both halves are signed: such a number needs no memory of its own.
 */
export function hashOf(first: string, second = '', third = '', fourth = '', fifth = ''): Hash64 {
  let a = 0xde_ad_be_ef | 0;
  let b = 0x41_c6_ce_57;
  for (let part = 0; part < 5; part++) {
    const text = part < 2 ? (part === 0 ? first : second) : part === 2 ? third : part === 3 ? fourth : fifth;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      a = Math.imul(a ^ unit, 2_654_435_761);
      b = Math.imul(b ^ unit, 1_597_334_677);
    }
  }
  a = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909);
  b = Math.imul(b ^ (b >>> 16), 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909);
  return { high: b, low: a };
}

/** A hash as the signed integer that a `bigint` column holds, in decimal text. */
export function decimalHash({ high, low }: Hash64): string {
  return BigInt.asIntN(64, (BigInt(high) << 32n) | BigInt(low >>> 0)).toString();
}

/** The hash of a text, as a `bigint` parameter takes it. */
export function hashText(text: string): string {
  return decimalHash(hashOf(text));
}
