/**
 * The 64-bit hash behind tokens, references and search parameters in the index tables.
 *
 * Two 32-bit lanes (multiply and xor-shift over UTF-16 units). It is not secret and not cryptographic: hits are rechecked
 * or covered by the collision test. Its values are stored, so changing it is a migration.
 *
 * Proof   hash.test.ts (known values; no collision among a million search tokens)
 */

/** A 64-bit hash as two unsigned 32-bit halves; `bigint` columns hold `(high << 32 | low)`, signed. */
export interface Hash64 {
  readonly high: number;
  readonly low: number;
}

/** Hashes text. */
export function hash64(text: string): Hash64 {
  let a = 0xde_ad_be_ef;
  let b = 0x41_c6_ce_57;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    a = Math.imul(a ^ unit, 2_654_435_761);
    b = Math.imul(b ^ unit, 1_597_334_677);
  }
  a = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909);
  b = Math.imul(b ^ (b >>> 16), 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909);
  return { high: b >>> 0, low: a >>> 0 };
}

/** The signed 64-bit integer of a hash, as decimal text: what a `bigint` parameter takes. */
export function hashText(text: string): string {
  const { high, low } = hash64(text);
  return BigInt.asIntN(64, (BigInt(high) << 32n) | BigInt(low)).toString();
}
