/**
 * A hospital's OpenID Connect provider for tests: discovery, keys and a token endpoint that signs whatever it was told to.
 *
 * Proof   it is one
 */
import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from 'jose';

/** What a test may change of a token. */
export interface TokenChange {
  readonly issuer?: string;
  readonly audience?: string;
  readonly expires?: string;
  readonly key?: CryptoKey;
  readonly claims?: JWTPayload;
}

interface Expected {
  readonly claims: JWTPayload;
  readonly challenge: string;
  readonly client: string;
}

/** The provider. */
export interface FakeProvider {
  readonly issuer: string;
  /** Requests that it got, by path. */
  readonly requests: string[];
  sign(change?: TokenChange): Promise<string>;
  /** Signs somebody in who came to this authorization address; the address back. */
  signIn(address: string, claims: JWTPayload): string;
  /** Whether it answers at all. */
  setDown(down: boolean): void;
  close(): Promise<void>;
}

/** Starts one on a loopback port. */
export async function startFakeProvider(audience: string): Promise<FakeProvider> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256', use: 'sig' };
  const codes = new Map<string, Expected>();
  const requests: string[] = [];
  let down = false;
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sign = (change: TokenChange = {}): Promise<string> =>
    new SignJWT({
      sub: 'u-1',
      name: '한지민',
      roles: ['nurse'],
      scope: 'user/*.cruds',
      azp: 'ward-app',
      ...change.claims,
    })
      .setProtectedHeader({ alg: 'ES256', kid: 'one' })
      .setIssuer(change.issuer ?? issuer)
      .setAudience(change.audience ?? audience)
      .setIssuedAt()
      .setExpirationTime(change.expires ?? '5 minutes')
      .sign(change.key ?? privateKey);
  const answers: Record<string, (request: IncomingMessage) => Promise<unknown>> = {
    '/.well-known/openid-configuration': () =>
      Promise.resolve({
        issuer,
        jwks_uri: `${issuer}/keys`,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
      }),
    '/keys': () => Promise.resolve({ keys: [jwk] }),
    '/token': async (request) => idToken(new URLSearchParams(await textOf(request)), codes, sign),
  };
  server.on('request', (request, response) => {
    requests.push(request.url ?? '');
    const answer = answers[request.url ?? ''];
    if (down || answer === undefined) {
      response.writeHead(503).end('down');
      return;
    }
    void answer(request).then((body) => response.end(JSON.stringify(body)));
  });
  return {
    issuer,
    requests,
    sign,
    setDown: (value) => {
      down = value;
    },
    signIn(address, claims) {
      const asked = new URL(address).searchParams;
      const code = randomUUID();
      const nonce = asked.get('nonce') ?? '';
      codes.set(code, {
        claims: { nonce, ...claims },
        challenge: asked.get('code_challenge') ?? '',
        client: asked.get('client_id') ?? '',
      });
      const back = new URL(asked.get('redirect_uri') ?? '');
      back.search = new URLSearchParams({ code, state: asked.get('state') ?? '' }).toString();
      return `${back.pathname}${back.search}`;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((closed) => server.close(() => closed()));
    },
  };
}

async function idToken(
  form: URLSearchParams,
  codes: Map<string, Expected>,
  sign: FakeProvider['sign'],
): Promise<unknown> {
  const expected = codes.get(form.get('code') ?? '');
  codes.delete(form.get('code') ?? '');
  const challenge = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url');
  if (expected?.challenge !== challenge || form.get('client_secret') !== 'the-secret')
    return { error: 'invalid_grant' };
  return { id_token: await sign({ claims: expected.claims, audience: expected.client }) };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
