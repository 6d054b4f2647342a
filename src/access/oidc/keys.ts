/**
 * Signing keys (for ID tokens) and cookie keys: made once, kept in a file of the data folder that only its owner may read.
 *
 * A file rather than the database: a copy of the database then neither signs nor forges. Several servers of one hospital
 * share the file. Losing it ends every sign-in, nothing else.
 *
 * Proof   keys.test.ts
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { z } from 'zod';
import { OutcomeError } from '../../kernel/index.ts';

/** Private keys in JWK form, and secrets of signed cookies (the first signs). */
export interface AccessKeys {
  readonly jwks: { readonly keys: readonly JWK[] };
  readonly cookies: readonly string[];
}

const keysShape = z.object({
  jwks: z.object({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string(), d: z.string() })).min(1) }),
  cookies: z.array(z.string().min(32)).min(1),
});

/** Reads the keys of a file, or makes them there. */
export async function loadKeys(path: string): Promise<AccessKeys> {
  return readKeys(path) ?? (await makeKeys(path));
}

function readKeys(path: string): AccessKeys | undefined {
  let text: string;
  try {
    if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600);
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw unreadable(path, cause);
  }
  return parseKeys(path, text);
}

function parseKeys(path: string, text: string): AccessKeys {
  try {
    return keysShape.parse(JSON.parse(text));
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function unreadable(path: string, cause: unknown): OutcomeError {
  const text = `${path} holds no usable keys. Restore it from the backup, or move it away: new keys are made and everybody signs in again.`;
  return new OutcomeError('exception', 'access.keys-unreadable', text, { cause });
}

/** The file appears at once and whole: of two servers starting together, both use the one that came first. */
async function makeKeys(path: string): Promise<AccessKeys> {
  const keys: AccessKeys = {
    jwks: { keys: [await signingKey('ES256'), await signingKey('RS256')] },
    cookies: [randomBytes(48).toString('base64url')],
  };
  mkdirSync(dirname(path), { recursive: true });
  const part = `${path}.${randomBytes(6).toString('hex')}`;
  writeFileSync(part, `${JSON.stringify(keys)}\n`, { mode: 0o600, flag: 'wx', flush: true });
  try {
    linkSync(part, path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
  } finally {
    rmSync(part);
  }
  return readKeys(path) ?? keys;
}

async function signingKey(alg: 'ES256' | 'RS256'): Promise<JWK> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true, modulusLength: 3072 });
  return {
    ...(await exportJWK(privateKey)),
    use: 'sig',
    alg,
    kid: `${alg.toLowerCase()}-${randomBytes(6).toString('hex')}`,
  };
}
