/**
 * OAuth 2.1 authorization code with PKCE, as src/access/README.md describes it.
 *
 * Silent renewal follows the redirects of `prompt=none` with fetch: the page, its issuer and its redirect address are one
 * origin, so that the final address can be read and no frame is needed.
 *
 * Source  https://datatracker.ietf.org/doc/draft-ietf-oauth-v2-1/, https://openid.net/specs/openid-connect-core-1_0.html
 * Proof   oauth.test.ts, test/journey/sign-in.test.ts
 */
const CLIENT = 'maru-web';
const SCOPE = 'openid profile fhirUser user/*.cruds';
const PENDING = 'maru.sign-in.';

/** The tokens of a session. They live in memory only. */
export interface Tokens {
  readonly access: string;
  readonly refresh: string | undefined;
  /** When the access token ends, ms since 1970. */
  readonly ends: number;
  readonly scope: string;
  readonly patient: string | undefined;
}

/** What must be remembered while the browser is away at the sign-in page. */
export interface Pending {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** Where to go on afterwards. */
  readonly path: string;
}

/** The sign-in did not end in tokens; `code` is that of OAuth. */
export class SignInFailure extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = 'SignInFailure';
    this.code = code;
  }
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

function random(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

/** The PKCE challenge of a verifier (S256). */
export async function challengeOf(verifier: string): Promise<string> {
  return base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))));
}

export function newPending(path: string): Pending {
  return { state: random(), nonce: random(), verifier: random(), path };
}

/** The address at which the server asks who it is; with `none` it answers at once. */
export async function authorizeAddress(pending: Pending, origin: string, prompt?: 'none' | 'login'): Promise<string> {
  const query = new URLSearchParams({
    client_id: CLIENT,
    response_type: 'code',
    redirect_uri: `${origin}/signed-in`,
    scope: SCOPE,
    aud: `${origin}/fhir/R4`,
    state: pending.state,
    nonce: pending.nonce,
    code_challenge: await challengeOf(pending.verifier),
    code_challenge_method: 'S256',
    ...(prompt === undefined ? {} : { prompt }),
  });
  return `/oidc/auth?${query}`;
}

/**
 * Leaves for the sign-in page; comes back to `path`. Each departure is remembered under its own state: where a page leaves
 * twice, whichever answer comes back finds its question.
 */
export async function leaveToSignIn(path: string, prompt?: 'login'): Promise<void> {
  const pending = newPending(path);
  sessionStorage.setItem(PENDING + pending.state, JSON.stringify(pending));
  location.assign(await authorizeAddress(pending, location.origin, prompt));
}

/** Takes what was remembered for the answer with this state; once. Other departures of the tab are forgotten with it. */
export function takePending(state: string | null): Pending | undefined {
  const text = sessionStorage.getItem(PENDING + (state ?? ''));
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(PENDING)) sessionStorage.removeItem(key);
  return text === null ? undefined : (JSON.parse(text) as Pending);
}

/** Tokens for the address that the browser came back to. */
export async function tokensFrom(address: URL, pending: Pending): Promise<Tokens> {
  const query = address.searchParams;
  const error = query.get('error');
  if (error !== null) throw new SignInFailure(error, query.get('error_description') ?? error);
  const code = query.get('code');
  if (code === null || query.get('state') !== pending.state)
    throw new SignInFailure('state-mismatch', 'The answer does not belong to the question that was asked.');
  return await ask(
    {
      grant_type: 'authorization_code',
      code,
      redirect_uri: `${address.origin}/signed-in`,
      code_verifier: pending.verifier,
    },
    pending.nonce,
  );
}

/** A session that is still open at the server, without a page; undefined where there is none. */
export async function silentTokens(): Promise<Tokens | undefined> {
  const pending = newPending('');
  const answer = await fetch(await authorizeAddress(pending, location.origin, 'none'), { credentials: 'same-origin' });
  const address = new URL(answer.url);
  if (address.origin !== location.origin || address.pathname !== '/signed-in' || address.searchParams.has('error'))
    return undefined;
  return await tokensFrom(address, pending);
}

/** New tokens for a refresh token. */
export async function refreshedTokens(refresh: string): Promise<Tokens> {
  return await ask({ grant_type: 'refresh_token', refresh_token: refresh });
}

interface TokenAnswer {
  readonly access_token: string;
  readonly expires_in: number;
  readonly refresh_token?: string;
  readonly id_token?: string;
  readonly scope?: string;
  readonly patient?: string;
  readonly error?: string;
  readonly error_description?: string;
}

async function ask(form: Readonly<Record<string, string>>, nonce?: string): Promise<Tokens> {
  const answer = await fetch('/oidc/token', {
    method: 'POST',
    body: new URLSearchParams({ client_id: CLIENT, ...form }),
  });
  const body = (await answer.json()) as TokenAnswer;
  if (!answer.ok)
    throw new SignInFailure(body.error ?? 'server_error', body.error_description ?? `HTTP ${answer.status}`);
  if (nonce !== undefined && body.id_token !== undefined && nonceOf(body.id_token) !== nonce)
    throw new SignInFailure('nonce-mismatch', 'The identity token belongs to another sign-in.');
  return tokensOf(body, Date.now());
}

export function tokensOf(body: TokenAnswer, now: number): Tokens {
  return {
    access: body.access_token,
    refresh: body.refresh_token,
    ends: now + body.expires_in * 1000,
    scope: body.scope ?? '',
    patient: body.patient,
  };
}

/** The nonce of an ID token. It came straight from the token endpoint, so that its signature need not be read. */
export function nonceOf(idToken: string): string | undefined {
  const payload = (idToken.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
  return (JSON.parse(atob(payload)) as { nonce?: string }).nonce;
}
