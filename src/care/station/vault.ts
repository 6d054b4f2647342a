/**
 * Seals what a station keeps, by a key that only the station's code gives and that lives in memory alone.
 *
 * PBKDF2-HMAC-SHA-256 with 600,000 rounds makes the key, AES-256-GCM seals; each sealing has its own nonce, and the name under
 * which something is kept is sealed with it, so that parts cannot be exchanged.
 *
 * Source  NIST SP 800-132, SP 800-38D; OWASP Password Storage Cheat Sheet (rounds)
 * Proof   vault.test.ts
 */
const ROUNDS = 600_000;

/** The key of a station; it cannot be read out. */
export type SealKey = InstanceType<typeof CryptoKey>;

/** Something sealed. */
export interface Sealed {
  readonly nonce: Uint8Array<ArrayBuffer>;
  readonly data: ArrayBuffer;
}

/** The code was not the station's, or what is kept was changed. */
export class SealBroken extends Error {
  constructor() {
    super('The code is wrong, or what is kept was changed.');
    this.name = 'SealBroken';
  }
}

/** Salt of a new station. */
export function newSalt(): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(16));
}

/** The key of a code. */
export async function keyOf(code: string, salt: Uint8Array<ArrayBuffer>, rounds = ROUNDS): Promise<SealKey> {
  const secret = await crypto.subtle.importKey('raw', new TextEncoder().encode(code), 'PBKDF2', false, ['deriveKey']);
  return crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds },
    secret,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
}

/** Seals a value under its name. */
export async function seal(key: SealKey, name: string, value: unknown): Promise<Sealed> {
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const text = new TextEncoder().encode(JSON.stringify(value));
  const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData: bytesOf(name) }, key, text);
  return { nonce, data };
}

/** Opens what was sealed under this name; throws `SealBroken`. */
export async function unseal(key: SealKey, name: string, { nonce, data }: Sealed): Promise<unknown> {
  try {
    const open = { name: 'AES-GCM', iv: nonce, additionalData: bytesOf(name) };
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(open, key, data)));
  } catch {
    throw new SealBroken();
  }
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
