/**
 * Keys that sign documents: made once, kept in a file of the data folder that only its owner may read. The newest signs; all of
 * them verify, so that a key can be changed and what it signed stays provable.
 *
 * One key of the house, and in each signature the person by whose act it was made: a house that kept a key for each person would
 * hold all of them as well, so nothing would be proven that this does not prove (DECISIONS.md).
 *
 * Proof   signing-keys.test.ts
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import { z } from 'zod';
import { OutcomeError } from '../../kernel/index.ts';

/** A key pair as JWK; `kid` is the thumbprint of its public half (RFC 7638). */
export type SigningKey = JWK & { readonly kid: string };

/** Keys, newest last. */
export interface SigningKeys {
  /** Read when first needed, then kept. */
  all(): Promise<readonly SigningKey[]>;
}

const shape = z.object({
  keys: z
    .array(
      z.looseObject({ kty: z.literal('EC'), crv: z.literal('P-256'), kid: z.string(), d: z.string(), x: z.string() }),
    )
    .min(1),
});

/** Keys of a file, made there where there are none. */
export function keysOfFile(path: string): SigningKeys {
  let known: Promise<readonly SigningKey[]> | undefined;
  return { all: () => (known ??= Promise.resolve(readKeys(path)).then((keys) => keys ?? makeKeys(path))) };
}

/** Keys of this process alone: what they sign cannot be verified after its end. For tests. */
export function keysOfProcess(): SigningKeys {
  let known: Promise<readonly SigningKey[]> | undefined;
  return { all: () => (known ??= newKey().then((key) => [key])) };
}

/** The public halves, for whoever verifies. */
export function publicKeys(keys: readonly SigningKey[]): readonly JWK[] {
  return keys.map(({ kty = 'EC', crv = '', x = '', y = '', kid }) => ({
    kty,
    crv,
    x,
    y,
    kid,
    use: 'sig',
    alg: 'ES256',
  }));
}

function readKeys(path: string): readonly SigningKey[] | undefined {
  try {
    if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600);
    return shape.parse(JSON.parse(readFileSync(path, 'utf8'))).keys;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    const text = `${path} holds no usable keys, so nothing can be signed or verified; restore it from the backup.`;
    throw new OutcomeError('exception', 'care.signing-keys-unreadable', text, { cause });
  }
}

/** The file appears at once and whole: of two servers starting together, both use the one that came first. */
async function makeKeys(path: string): Promise<readonly SigningKey[]> {
  const keys = [await newKey()];
  mkdirSync(dirname(path), { recursive: true });
  const part = `${path}.${randomBytes(6).toString('hex')}`;
  writeFileSync(part, `${JSON.stringify({ keys })}\n`, { mode: 0o600, flag: 'wx', flush: true });
  try {
    linkSync(part, path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
  } finally {
    rmSync(part);
  }
  return readKeys(path) ?? keys;
}

async function newKey(): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, kid: await calculateJwkThumbprint(jwk) };
}
