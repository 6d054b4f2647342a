/**
 * Password hashes: scrypt with a salt of its own each, compared in constant time.
 *
 * At most two run at once and few wait, so that a flood of sign-ins can take neither all memory nor all threads.
 *
 * Unit    N = 2^15, r = 8, p = 3: 32 MB and about 0.1 s for one try.
 * Source  RFC 7914; OWASP Password Storage Cheat Sheet (scrypt parameters)
 * Proof   password.test.ts
 */
import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import { OutcomeError } from '../kernel/index.ts';

const COST = { log2n: 15, r: 8, p: 3 };
const KEY_BYTES = 32;
const MOST_AT_ONCE = 2;
const MOST_WAITING = 64;
/** Shortest password; length is what counts (NIST SP 800-63B). */
export const SHORTEST_PASSWORD = 12;
const LONGEST_PASSWORD = 256;

/** The hash of a new password; throws `access.weak-password`. */
export async function hashPassword(password: string, login = ''): Promise<string> {
  refuseWeak(password, login);
  const salt = randomBytes(16);
  const key = await derive(password, salt, COST);
  return ['scrypt', COST.log2n, COST.r, COST.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** Is this the password of that hash? Without a hash the same work is done and the answer is no, so that time tells nothing. */
export async function isPassword(password: string, hash: string | null): Promise<boolean> {
  const [kind, log2n, r, p, salt = '', key = ''] = (hash ?? absentHash()).split('$');
  const expected = Buffer.from(key, 'base64url');
  if (kind !== 'scrypt' || expected.length !== KEY_BYTES) return false;
  const cost = { log2n: Number(log2n), r: Number(r), p: Number(p) };
  const given = await derive(password.slice(0, LONGEST_PASSWORD + 1), Buffer.from(salt, 'base64url'), cost);
  return timingSafeEqual(given, expected) && hash !== null;
}

function absentHash(): string {
  return [
    'scrypt',
    COST.log2n,
    COST.r,
    COST.p,
    'AAAAAAAAAAAAAAAAAAAAAA',
    Buffer.alloc(KEY_BYTES).toString('base64url'),
  ].join('$');
}

function refuseWeak(password: string, login: string): void {
  const distinct = new Set(password).size;
  const tooClose = login !== '' && password.toLowerCase().includes(login.toLowerCase());
  if (password.length >= SHORTEST_PASSWORD && password.length <= LONGEST_PASSWORD && distinct >= 5 && !tooClose) return;
  const rule = `${SHORTEST_PASSWORD} to ${LONGEST_PASSWORD} characters, at least 5 different ones, without the login in it`;
  throw new OutcomeError('value', 'access.weak-password', `Choose another password: ${rule}.`);
}

let running = 0;
const waiting: (() => void)[] = [];

async function derive(password: string, salt: Buffer, cost: { log2n: number; r: number; p: number }): Promise<Buffer> {
  if (waiting.length >= MOST_WAITING) throw busy();
  if (running >= MOST_AT_ONCE) await new Promise<void>((go) => waiting.push(go));
  running += 1;
  try {
    const options = { N: 2 ** cost.log2n, r: cost.r, p: cost.p, maxmem: 256 * 1024 * 1024 };
    return await scryptKey(password.normalize('NFC'), salt, options);
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

function busy(): OutcomeError {
  return new OutcomeError(
    'unavailable',
    'access.sign-in-busy',
    'Too many people sign in now; try again in a few seconds.',
  );
}

function scryptKey(password: string, salt: Buffer, options: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, KEY_BYTES, options, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}
