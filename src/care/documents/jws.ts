/**
 * Detached signatures: the JWS holds header and signature, the payload is the canonical JSON of a resource that is in the record.
 *
 * The protected header says what was signed (reference with its version), when, by whose act and by which role, so that none of
 * it can be changed afterwards. `meta` is left out of the payload: it is the server's word about the resource and differs where
 * the document travels; the version is in the header instead.
 *
 * Source  https://www.rfc-editor.org/rfc/rfc7515 appendix F, https://hl7.org/fhir/R4/json.html#canonical (json#static keeps out
 *         the narrative of the resource; ours has none)
 * Proof   jws.test.ts
 */
import { Buffer } from 'node:buffer';
import { compactVerify, CompactSign, importJWK } from 'jose';
import { canonicalJson } from './canonical.ts';
import type { SigningKey, SigningKeys } from './signing-keys.ts';

/** How the payload is made canonical, as named in the header. */
const CANONICAL = 'https://www.rfc-editor.org/rfc/rfc8785';

/** What is said beside the signed resource. */
export interface Statement {
  /** Reference with version: `Composition/x/_history/3`. */
  readonly target: string;
  /** FHIR reference of the person by whose act it is signed. */
  readonly signer: string;
  readonly name: string;
  readonly role: string;
  /** What the signature means: `sign`, `co-sign`, `retract`, `accept`, `acknowledge`, `consent`. */
  readonly act: string;
  /** Instant. */
  readonly at: string;
}

/** The bytes that are signed for a resource. */
export function payloadOf(resource: object): Buffer {
  const { meta: _server, ...content } = resource as Readonly<Record<string, unknown>>;
  return Buffer.from(canonicalJson(content), 'utf8');
}

/** A detached JWS (`header..signature`) over a resource. */
export async function signDetached(keys: SigningKeys, resource: object, statement: Statement): Promise<string> {
  const all = await keys.all();
  const key = all.at(-1);
  if (key === undefined) throw new Error('there is no key to sign with');
  const { target, signer, name, role, act, at } = statement;
  const header = { alg: 'ES256', kid: key.kid, sigT: at, canon: CANONICAL, target, signer, name, role, act };
  const compact = await new CompactSign(payloadOf(resource))
    .setProtectedHeader(header)
    .sign(await importJWK(key, 'ES256'));
  const [first = '', , last = ''] = compact.split('.');
  return `${first}..${last}`;
}

/** Why a signature does not hold, or what it states. */
export type Verified =
  | { readonly holds: true; readonly statement: Statement }
  | { readonly holds: false; readonly why: 'unreadable' | 'unknown-key' | 'altered' | 'other-target' };

/** Does the detached JWS hold for the resource as it is now, said of `target`? */
export async function verifyDetached(
  keys: readonly SigningKey[],
  jws: string,
  resource: object,
  target: string,
): Promise<Verified> {
  const header = headerOf(jws);
  if (header === undefined) return { holds: false, why: 'unreadable' };
  const key = keys.find(({ kid }) => kid === header['kid']);
  if (key === undefined) return { holds: false, why: 'unknown-key' };
  const [first = '', , last = ''] = jws.split('.');
  const { d: _secret, ...open } = key;
  try {
    const publicKey = await importJWK(open, 'ES256');
    await compactVerify(`${first}.${payloadOf(resource).toString('base64url')}.${last}`, publicKey, {
      algorithms: ['ES256'],
    });
  } catch {
    return { holds: false, why: 'altered' };
  }
  const statement = statementOf(header);
  return statement.target === target ? { holds: true, statement } : { holds: false, why: 'other-target' };
}

function headerOf(jws: string): Readonly<Record<string, unknown>> | undefined {
  const parts = jws.split('.');
  if (parts.length !== 3 || parts[1] !== '') return undefined;
  try {
    const header: unknown = JSON.parse(Buffer.from(parts[0] ?? '', 'base64url').toString('utf8'));
    return typeof header === 'object' && header !== null ? (header as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}

function statementOf(header: Readonly<Record<string, unknown>>): Statement {
  const text = (name: string) => (typeof header[name] === 'string' ? header[name] : '');
  return {
    target: text('target'),
    signer: text('signer'),
    name: text('name'),
    role: text('role'),
    act: text('act'),
    at: text('sigT'),
  };
}
