import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type CryptoKey, type JWTPayload } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OutcomeError } from '../../kernel/index.ts';
import { embeddedTestStore, type TestedStore } from '../../store/index.ts';
import { accessMigrations } from '../migrations.ts';
import { authorization, openTestHouse, redeem, TestBrowser, type TestHouse } from '../testing.ts';
import { externalId } from './claims.ts';

/** What a test may change of a token. */
interface TokenChange {
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
interface FakeProvider {
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
async function startFakeProvider(audience: string): Promise<FakeProvider> {
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

const AUDIENCE = 'https://maru.hospital.example/fhir/R4';

describe('the hospital’s own sign-in server', () => {
  let store: TestedStore;
  let provider: FakeProvider;
  let house: TestHouse;

  beforeAll(async () => {
    store = await embeddedTestStore().open([accessMigrations]);
    provider = await startFakeProvider(AUDIENCE);
  });
  beforeEach(async () => {
    provider.setDown(false);
    await house?.close();
    house = await openTestHouse(store, {
      demo: false,
      external: {
        issuer: provider.issuer,
        audience: AUDIENCE,
        roleClaim: 'roles',
        clientId: 'maru',
        clientSecret: 'the-secret',
      },
    });
  });
  afterAll(async () => {
    await house.close();
    await provider.close();
    await store.close();
  });

  const use = async (token: string) => house.access.authenticate(`Bearer ${token}`, '10.0.0.9');
  const fault = async (token: string): Promise<string> =>
    use(token).then(
      () => 'none',
      (error: OutcomeError) => error.code,
    );

  const begin = async (browser = new TestBrowser(house.issuer)) => {
    const asked = authorization(house.issuer);
    const page = (await browser.get(asked.path)).location.replace('/sign-in/', '/access/interaction/');
    const { json } = await browser.postJson(`${page}/external`, undefined);
    return { browser, asked, page, address: String(json['location']) };
  };

  describe('its access tokens', () => {
    it('are taken, with role, scopes and the person’s own id', async () => {
      const { caller, reach } = await use(await provider.sign({ claims: { fhirUser: 'Practitioner/n-1' } }));
      expect(caller).toEqual({
        id: externalId(provider.issuer, 'u-1'),
        name: '한지민',
        role: 'nurse',
        fhirUser: 'Practitioner/n-1',
        clientId: 'ward-app',
        scopes: ['user/*.cruds'],
        address: '10.0.0.9',
      });
      expect(reach.grants('Observation', 'search').length).toBeGreaterThan(0);
      expect(reach.grants('MedicationRequest', 'create')).toEqual([]);
    });

    it('reach what scopes and role both allow, nothing more', async () => {
      const { reach } = await use(await provider.sign({ claims: { scope: 'system/*.cruds' } }));
      expect(reach.grants('Observation', 'read')).toEqual([]);
      const own = await use(
        await provider.sign({ claims: { roles: 'patient', fhirUser: 'Patient/p-1', scope: 'patient/*.rs' } }),
      );
      expect(own.caller.patient).toBe('p-1');
      expect(own.reach.grants('Observation', 'read')).toEqual([{ patients: ['p-1'] }]);
      const nobody = await use(
        await provider.sign({ claims: { roles: 'patient', patient: 'p-2', scope: 'patient/*.rs' } }),
      );
      expect(nobody.reach.grants('Observation', 'read')).toEqual([]);
    });

    it('are refused when made for another house, by another issuer, with another key, unsigned, or over', async () => {
      const { privateKey } = await generateKeyPair('ES256');
      expect(await fault(await provider.sign({ audience: 'https://other.example' }))).toBe('access.token-foreign');
      expect(await fault(await provider.sign({ audience: 'maru' }))).toBe('access.token-foreign');
      expect(await fault(await provider.sign({ issuer: 'https://other.example' }))).toBe('access.token-foreign');
      expect(await fault(await provider.sign({ key: privateKey }))).toBe('access.token-foreign');
      expect(await fault(await provider.sign({ expires: '-1 minute' }))).toBe('access.token-expired');
      const unsigned = new UnsecuredJWT({ sub: 'u-1', roles: ['nurse'] })
        .setIssuer(provider.issuer)
        .setAudience(AUDIENCE)
        .encode();
      expect(await fault(unsigned)).toBe('access.token-foreign');
      const symmetric = await new SignJWT({ sub: 'u-1', roles: ['nurse'] })
        .setProtectedHeader({ alg: 'HS256', kid: 'one' })
        .setIssuer(provider.issuer)
        .setAudience(AUDIENCE)
        .setExpirationTime('5 minutes')
        .sign(new TextEncoder().encode('a secret that is long enough for HS256'));
      expect(await fault(symmetric)).toBe('access.token-foreign');
      expect(await fault(await provider.sign({ claims: { roles: ['boss'] } }))).toBe('access.role-missing');
    });

    it('work without asking the provider each time, and are "not now" where it does not answer at all', async () => {
      const first = await provider.sign();
      await use(first);
      provider.setDown(true);
      await use(first);
      await use(await provider.sign({ claims: { sub: 'u-2' } }));
      await house.close();
      house = await openTestHouse(store, {
        external: { issuer: provider.issuer, audience: AUDIENCE, roleClaim: 'roles' },
      });
      expect(await fault(first)).toBe('access.external-unavailable');
      provider.setDown(false);
      expect(await fault(first)).toBe('none');
    });

    it('may break glass, as the role may', async () => {
      const token = await provider.sign({ claims: { sub: 'u-3' } });
      const headers = { authorization: `Bearer ${token}` };
      const body = { patient: 'pat-1', reason: 'an emergency on the ward' };
      expect((await new TestBrowser(house.issuer).postJson('/access/break-glass', body, headers)).status).toBe(201);
      expect((await use(token)).caller.breakGlass?.patient).toBe('pat-1');
      const me = await new TestBrowser(house.issuer).get('/access/me', headers);
      expect(me.json).toMatchObject({ role: 'nurse', name: { ko: '한지민' }, breakGlass: [{ patient: 'pat-1' }] });
    });
  });

  describe('its sign-in', () => {
    const claims = { sub: 'u-9', name: '오세훈', preferred_username: 'sehun.oh', roles: ['physician'] };

    it('is offered on the sign-in page', async () => {
      const { browser, page } = await begin();
      expect((await browser.get(page)).json['external']).toBe(new URL(provider.issuer).host);
    });

    it('leads back to the web app with tokens of ours', async () => {
      const { browser, asked, address } = await begin();
      expect(address).toContain(`${provider.issuer}/authorize?`);
      expect(new URL(address).searchParams.get('code_challenge_method')).toBe('S256');
      const back = await browser.get(provider.signIn(address, claims));
      expect(back.status).toBe(303);
      const { location } = await browser.get(back.location);
      const tokens = await redeem(browser, 'maru-web', asked, new URL(location).searchParams.get('code') ?? '');
      const { caller } = await use(String(tokens.json['access_token']));
      expect(caller).toMatchObject({ id: externalId(provider.issuer, 'u-9'), name: '오세훈', role: 'physician' });
      expect((await house.access.people.findAny('sehun.oh@' + new URL(provider.issuer).host))?.issuer).toBe(
        provider.issuer,
      );
      const [entry] = (await house.access.audit.list({ agent: caller.id, limit: 5 })).slice(-1);
      expect(entry?.resource).toMatchObject({ subtype: [{ code: 'login' }], outcome: '0' });
    });

    it('follows the role there, and a lock here', async () => {
      const id = externalId(provider.issuer, 'u-9');
      const first = await begin();
      await first.browser.get(provider.signIn(first.address, { ...claims, roles: ['executive'] }));
      const person = await house.access.people.findAny(id);
      expect(person?.role).toBe('executive');
      if (person === undefined) return;
      await expect(house.access.people.setPassword(person, 'a password of our own')).rejects.toMatchObject({
        code: 'access.no-password',
      });
      await house.access.people.setDisabled(person, true);
      const second = await begin();
      const back = await second.browser.get(provider.signIn(second.address, claims));
      expect([back.status, back.headers.get('content-type')]).toEqual([403, 'text/html; charset=utf-8']);
      expect(back.text).toContain('로그인할 수 없습니다');
      const token = await provider.sign({ claims: { sub: 'u-9' } });
      expect(await fault(token)).toBe('access.token-ended');
    });

    it('works once, for this sign-in and this browser', async () => {
      const { browser, address } = await begin();
      const way = provider.signIn(address, { ...claims, sub: 'u-10' });
      const victim = new TestBrowser(house.issuer);
      const back = await victim.get(way);
      expect((await victim.get(back.location)).location).not.toContain('code=');
      expect((await browser.get(way)).status).toBe(404);
      expect((await browser.get('/access/external?code=x&state=guess')).status).toBe(404);
    });

    it('does not take a token with another nonce, nor a refusal, nor somebody without a role', async () => {
      const nonce = await begin();
      expect((await nonce.browser.get(provider.signIn(nonce.address, { ...claims, nonce: 'old' }))).status).toBe(401);
      const refusal = await begin();
      const state = new URL(refusal.address).searchParams.get('state') ?? '';
      expect((await refusal.browser.get(`/access/external?error=access_denied&state=${state}`)).status).toBe(401);
      const none = await begin();
      expect((await none.browser.get(provider.signIn(none.address, { ...claims, roles: [] }))).status).toBe(403);
      const program = await begin();
      expect(
        (await program.browser.get(provider.signIn(program.address, { ...claims, roles: ['system'] }))).status,
      ).toBe(401);
      const patient = await begin();
      expect(
        (await patient.browser.get(provider.signIn(patient.address, { ...claims, sub: 'p', roles: ['patient'] })))
          .status,
      ).toBe(403);
    });

    it('says so when the server is down', async () => {
      provider.setDown(true);
      const browser = new TestBrowser(house.issuer);
      const page = (await browser.get(authorization(house.issuer).path)).location.replace(
        '/sign-in/',
        '/access/interaction/',
      );
      expect((await browser.postJson(`${page}/external`, undefined)).code).toBe('access.external-unavailable');
    });
  });
});
