/**
 * The hospital's own OpenID Connect provider: its discovery, its keys, its tokens.
 *
 * Discovery and keys are fetched when first needed and kept; where the provider does not answer, nobody is taken for somebody
 * unknown: the answer is "not available now".
 *
 * Source  https://openid.net/specs/openid-connect-discovery-1_0.html, RFC 9068
 * Proof   external.int.test.ts (a provider of the test's own)
 */
import { createRemoteJWKSet, customFetch, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { OutcomeError } from '../../kernel/index.ts';

/** How the provider is set up (settings `oidc…`). */
export interface ExternalOptions {
  readonly issuer: string;
  /** Audience that its access tokens must name. */
  readonly audience: string;
  readonly roleClaim: string;
  /** Maru as its client: people may sign in there. */
  readonly clientId?: string;
  readonly clientSecret?: string;
}

const metadataShape = z.object({
  issuer: z.string(),
  jwks_uri: z.url(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
});

/** What its discovery document says. */
export type ExternalMetadata = z.output<typeof metadataShape>;

const ALGORITHMS = ['ES256', 'ES384', 'ES512', 'PS256', 'PS384', 'PS512', 'RS256', 'RS384', 'RS512', 'EdDSA'];
/** Seconds that clocks may differ. */
const TOLERANCE = 5;
const TIMEOUT = 5000;

/** The provider, as far as it is used here. */
export class ExternalProvider {
  readonly options: ExternalOptions;
  #metadata: Promise<ExternalMetadata> | undefined;
  #keys: JWTVerifyGetKey | undefined;

  constructor(options: ExternalOptions) {
    this.options = options;
  }

  /** The claims of an access token made for this house; throws `access.token-foreign`, `access.token-expired`. */
  access(token: string): Promise<JWTPayload> {
    return this.#verify(token, this.options.audience);
  }

  /** The claims of an ID token made for us, with the nonce that was sent. */
  async identity(token: string, nonce: string): Promise<JWTPayload> {
    const claims = await this.#verify(token, this.options.clientId ?? '');
    if (claims['nonce'] !== nonce) throw foreign('it answers another sign-in (nonce)');
    return claims;
  }

  /** Its discovery document; a failure is tried again with the next request. */
  metadata(): Promise<ExternalMetadata> {
    this.#metadata ??= discover(this.options.issuer).catch((error: unknown) => {
      this.#metadata = undefined;
      throw error;
    });
    return this.#metadata;
  }

  async #verify(token: string, audience: string): Promise<JWTPayload> {
    const keys = await this.#keySet();
    const { issuer } = await this.metadata();
    try {
      const options = {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        clockTolerance: TOLERANCE,
        requiredClaims: ['exp', 'sub'],
      };
      return (await jwtVerify(token, keys, options)).payload;
    } catch (error) {
      throw refusal(error);
    }
  }

  async #keySet(): Promise<JWTVerifyGetKey> {
    const { jwks_uri: uri } = await this.metadata();
    this.#keys ??= createRemoteJWKSet(new URL(uri), { timeoutDuration: TIMEOUT, [customFetch]: fetchJson });
    return this.#keys;
  }
}

function fetchJson(url: string, options: RequestInit): Promise<Response> {
  return fetch(url, { ...options, redirect: 'error' });
}

async function discover(issuer: string): Promise<ExternalMetadata> {
  const base = issuer.replace(/\/$/, '');
  let document: unknown;
  try {
    const signal = AbortSignal.timeout(TIMEOUT);
    const response = await fetch(`${base}/.well-known/openid-configuration`, { redirect: 'error', signal });
    document = await response.json();
  } catch (cause) {
    throw unavailable(cause);
  }
  const parsed = metadataShape.safeParse(document);
  if (parsed.success && parsed.data.issuer.replace(/\/$/, '') === base) return parsed.data;
  throw unavailable(parsed.error);
}

/** That the provider does not answer, or not as one. */
export function unavailable(cause: unknown): OutcomeError {
  const text =
    'The hospital’s sign-in server does not answer as it should now; try again, or sign in with a password of Maru.';
  return new OutcomeError('unavailable', 'access.external-unavailable', text, { cause });
}

function refusal(error: unknown): OutcomeError {
  if (error instanceof errors.JWTExpired) {
    const text = 'This access token has expired; sign in again.';
    return new OutcomeError('login', 'access.token-expired', text);
  }
  const unreachable = error instanceof errors.JWKSTimeout || !(error instanceof errors.JOSEError);
  return unreachable ? unavailable(error) : foreign('it is not signed by it for this house, or is damaged');
}

function foreign(detail: string): OutcomeError {
  const text = `This token is not one of the hospital’s sign-in server for this house: ${detail}. Sign in again.`;
  return new OutcomeError('login', 'access.token-foreign', text);
}
