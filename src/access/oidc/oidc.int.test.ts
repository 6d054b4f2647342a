import { createHash } from 'node:crypto';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { expect, it } from 'vitest';
import {
  authorization,
  codeFor,
  describeAccess,
  redeem,
  signedIn,
  TestBrowser,
  type TestHouse,
  type TestTokens,
} from '../testing.ts';

const PHYSICIAN = { demo: 'demo-physician' };

function refresh(house: TestHouse, token: string, client = 'maru-web') {
  const form = { grant_type: 'refresh_token', client_id: client, refresh_token: token };
  return new TestBrowser(house.issuer).postForm('/oidc/token', form);
}

function me(house: TestHouse, token: string) {
  return new TestBrowser(house.issuer).get('/access/me', { authorization: `Bearer ${token}` });
}

/** What the redirect back to the client says. */
function saysBack(location: string): Record<string, string> {
  return Object.fromEntries(new URL(location).searchParams);
}

describeAccess('signing in to the web app', (house) => {
  it('gives a code, tokens, and an ID token that anybody can verify', async () => {
    const { issuer } = house();
    const tokens = await signedIn(house(), PHYSICIAN);
    expect(tokens.expires_in).toBe(900);
    expect(tokens.access_token).not.toContain('.');
    const keys = createRemoteJWKSet(new URL(`${issuer}/oidc/jwks`));
    const { payload } = await jwtVerify(tokens.id_token, keys, { issuer, audience: 'maru-web' });
    expect(payload).toMatchObject({
      sub: 'demo-physician',
      name: '김서연',
      fhirUser: 'Practitioner/demo-physician',
      nonce: 'the-nonce',
    });
    const { json } = await me(house(), tokens.access_token);
    expect(json).toMatchObject({ id: 'demo-physician', role: 'physician', clientId: 'maru-web' });
  });

  it('sends state and issuer back with the code (RFC 9207)', async () => {
    const { issuer } = house();
    const browser = new TestBrowser(issuer);
    await codeFor(browser, authorization(issuer).path, PHYSICIAN);
    const again = await browser.get(authorization(issuer).path);
    expect(saysBack(again.location)).toMatchObject({ state: 'the-state', iss: issuer });
  });

  it('renews silently after a reload, and says login_required to a stranger', async () => {
    const { issuer } = house();
    const browser = new TestBrowser(issuer);
    await signedIn(house(), PHYSICIAN, { browser });
    const silent = authorization(issuer, { extra: { prompt: 'none' } });
    const { code = '' } = saysBack((await browser.get(silent.path)).location);
    expect((await redeem(browser, 'maru-web', silent, code)).status).toBe(200);
    const stranger = await new TestBrowser(issuer).get(silent.path);
    expect(saysBack(stranger.location)['error']).toBe('login_required');
  });

  it('grants no more than the role may do, and says so in the answer', async () => {
    const executive = await signedIn(
      house(),
      { demo: 'demo-executive' },
      { scope: 'openid user/*.cruds system/*.cruds' },
    );
    expect(executive.scope.split(' ').sort()).toEqual(['openid', 'user/*.rs']);
    const nurse = await signedIn(house(), { demo: 'demo-nurse' }, { scope: 'openid user/MedicationRequest.cruds' });
    expect(nurse.scope).toBe('openid user/MedicationRequest.rs');
    const researcher = await signedIn(
      house(),
      { demo: 'demo-researcher' },
      { scope: 'openid user/Observation.rs user/Organization.rs' },
    );
    expect(researcher.scope).toBe('openid user/Organization.rs');
  });

  it('puts the patient into the answer where the person is one', async () => {
    const tokens = await signedIn(house(), { demo: 'demo-patient' }, { scope: 'openid launch/patient patient/*.rs' });
    expect(tokens.patient).toBe('demo-patient');
    expect((await me(house(), tokens.access_token)).json['patient']).toBe('demo-patient');
  });

  it('keeps no bearer value readable in the database', async () => {
    const tokens = await signedIn(house(), PHYSICIAN);
    const { store } = house().access;
    const [row] = await store.query<{ text: string }>(
      `select string_agg(model || encode(id, 'hex') || coalesce(uid, '') || payload::text, ' ') as text from access_artifact`,
    );
    expect(row?.text).toContain(createHash('sha256').update(tokens.access_token).digest('hex'));
    for (const secret of [tokens.access_token, tokens.refresh_token]) expect(row?.text).not.toContain(secret);
  });

  it('hides cookies from scripts and from other sites', async () => {
    const browser = new TestBrowser(house().issuer);
    await signedIn(house(), PHYSICIAN, { browser });
    for (const cookie of browser.setCookies) expect(cookie.toLowerCase()).toContain('httponly');
    for (const cookie of browser.setCookies) expect(cookie).toMatch(/samesite=(lax|strict)/i);
    expect(browser.setCookies.find((cookie) => cookie.startsWith('maru_session='))).toMatch(/path=\/oidc/);
  });
});

describeAccess('what the authorization endpoint refuses', (house) => {
  const ask = async (change: Record<string, string | undefined>) => {
    const url = new URL(authorization(house().issuer).path, house().issuer);
    for (const [name, value] of Object.entries(change)) {
      if (value === undefined) url.searchParams.delete(name);
      else url.searchParams.set(name, value);
    }
    return new TestBrowser(house().issuer).get(`${url.pathname}${url.search}`);
  };

  it('a request without PKCE, or with the plain method', async () => {
    const without = await ask({ code_challenge: undefined, code_challenge_method: undefined });
    expect(saysBack(without.location)['error']).toBe('invalid_request');
    const plain = await ask({ code_challenge_method: 'plain' });
    expect(saysBack(plain.location)['error']).toBe('invalid_request');
  });

  it('a redirect address that is not registered: it shows a page and sends nobody there', async () => {
    for (const redirect of [
      'https://evil.example/cb',
      `${house().issuer}/signed-in/../x`,
      `${house().issuer}/signed-in?x=1`,
    ]) {
      const answered = await ask({ redirect_uri: redirect });
      expect(answered.status, redirect).toBe(400);
      expect(answered.location).toBe('');
      expect(answered.text).toContain('로그인할 수 없습니다');
      expect(answered.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    }
  });

  it('an unknown client, an implicit flow, another resource', async () => {
    expect((await ask({ client_id: 'nobody' })).status).toBe(400);
    const implicit = await ask({ response_type: 'token' });
    expect(implicit.text + implicit.location).toContain('unsupported_response_type');
    const elsewhere = await ask({ aud: 'https://other.example/fhir' });
    expect(saysBack(elsewhere.location)['error']).toBe('invalid_target');
    const own = await ask({ aud: `${house().issuer}/fhir/R4` });
    expect(own.location).toMatch(/^\/sign-in\//);
  });

  it('markup in what it repeats', async () => {
    const answered = await ask({ client_id: '<script>alert(1)</script>' });
    expect(answered.text).not.toContain('<script>');
  });
});

describeAccess('codes', (house) => {
  const fresh = async () => {
    const browser = new TestBrowser(house().issuer);
    const asked = authorization(house().issuer);
    return { browser, asked, code: await codeFor(browser, asked.path, PHYSICIAN) };
  };

  it('need the right verifier', async () => {
    const { browser, asked, code } = await fresh();
    const wrong = await redeem(browser, 'maru-web', { ...asked, verifier: 'x'.repeat(43) }, code);
    expect(wrong.json['error']).toBe('invalid_grant');
  });

  it('need the same redirect address', async () => {
    const { browser, asked, code } = await fresh();
    const wrong = await redeem(browser, 'maru-web', { ...asked, redirect: `${house().issuer}/` }, code);
    expect(wrong.json['error']).toBe('invalid_grant');
  });

  it('work once: a second use ends everything that came of the first', async () => {
    const { browser, asked, code } = await fresh();
    const first = await redeem(browser, 'maru-web', asked, code);
    const tokens = first.json as unknown as TestTokens;
    expect((await me(house(), tokens.access_token)).status).toBe(200);
    expect((await redeem(browser, 'maru-web', asked, code)).json['error']).toBe('invalid_grant');
    expect((await me(house(), tokens.access_token)).status).toBe(401);
    expect((await refresh(house(), tokens.refresh_token)).json['error']).toBe('invalid_grant');
  });

  it('of many uses at the same moment at most one works, and not for long', async () => {
    const { browser, asked, code } = await fresh();
    const all = await Promise.all(Array.from({ length: 5 }, () => redeem(browser, 'maru-web', asked, code)));
    const won = all.filter((one) => one.status === 200);
    expect(won.length).toBeLessThanOrEqual(1);
    for (const one of won) expect((await me(house(), String(one.json['access_token']))).status).toBe(401);
  });

  it('belong to their client', async () => {
    const { browser, asked, code } = await fresh();
    await house().access.clients.add({
      id: 'other-app',
      name: 'Other',
      scopes: ['openid'],
      redirectUris: ['https://other.example/cb'],
    });
    expect((await redeem(browser, 'other-app', asked, code)).json['error']).toBe('invalid_grant');
  });
});

describeAccess('refresh tokens', (house) => {
  it('rotate, and keep the scopes', async () => {
    const tokens = await signedIn(house(), PHYSICIAN);
    const second = await refresh(house(), tokens.refresh_token);
    expect(second.status).toBe(200);
    expect(second.json['refresh_token']).not.toBe(tokens.refresh_token);
    expect(second.json['scope']).toBe(tokens.scope);
    expect((await me(house(), String(second.json['access_token']))).status).toBe(200);
  });

  it('used twice end the whole grant: the thief and the owner are out', async () => {
    const tokens = await signedIn(house(), PHYSICIAN);
    const second = await refresh(house(), tokens.refresh_token);
    expect((await refresh(house(), tokens.refresh_token)).json['error']).toBe('invalid_grant');
    expect((await me(house(), String(second.json['access_token']))).status).toBe(401);
    expect((await refresh(house(), String(second.json['refresh_token']))).json['error']).toBe('invalid_grant');
  });

  it('raced by two leave at most one winner', async () => {
    const tokens = await signedIn(house(), PHYSICIAN);
    const both = await Promise.all([refresh(house(), tokens.refresh_token), refresh(house(), tokens.refresh_token)]);
    expect(both.filter((one) => one.status === 200).length).toBeLessThanOrEqual(1);
  });

  it('cannot widen their scopes', async () => {
    const tokens = await signedIn(house(), PHYSICIAN, { scope: 'openid user/Patient.rs' });
    const browser = new TestBrowser(house().issuer);
    const wider = await browser.postForm('/oidc/token', {
      grant_type: 'refresh_token',
      client_id: 'maru-web',
      refresh_token: tokens.refresh_token,
      scope: 'openid user/*.cruds',
    });
    expect(wider.json['error']).toBe('invalid_scope');
  });

  it('end with a person who is locked out', async () => {
    const { people } = house().access;
    const person = await people.add({
      login: 'leaving',
      name: { ko: '나', en: 'Na' },
      role: 'nurse',
      password: 'correct horse battery',
    });
    const tokens = await signedIn(house(), { login: 'leaving', password: 'correct horse battery' });
    await people.setDisabled(person, true);
    house().access.forget();
    expect((await me(house(), tokens.access_token)).code).toBe('access.token-ended');
    expect((await refresh(house(), tokens.refresh_token)).json['error']).toBe('invalid_grant');
  });
});

describeAccess('ending', (house) => {
  it('sign-out ends the session with all its tokens at once', async () => {
    const browser = new TestBrowser(house().issuer);
    const tokens = await signedIn(house(), PHYSICIAN, { browser });
    const other = await signedIn(house(), PHYSICIAN, { browser });
    const authorized = { authorization: `Bearer ${tokens.access_token}` };
    expect((await browser.send('POST', '/access/sign-out', undefined, authorized)).status).toBe(204);
    for (const token of [tokens.access_token, other.access_token]) expect((await me(house(), token)).status).toBe(401);
    expect((await refresh(house(), tokens.refresh_token)).json['error']).toBe('invalid_grant');
    const silent = await browser.get(authorization(house().issuer, { extra: { prompt: 'none' } }).path);
    expect(saysBack(silent.location)['error']).toBe('login_required');
  });

  it('revocation ends a token at once, for its own client only', async () => {
    const tokens = await signedIn(house(), PHYSICIAN);
    const browser = new TestBrowser(house().issuer);
    await house().access.clients.add({
      id: 'reader',
      name: 'Reader',
      scopes: ['openid'],
      redirectUris: ['https://reader.example/cb'],
    });
    await browser.postForm('/oidc/revoke', { client_id: 'reader', token: tokens.access_token });
    expect((await me(house(), tokens.access_token)).status).toBe(200);
    expect((await browser.postForm('/oidc/revoke', { client_id: 'maru-web', token: tokens.access_token })).status).toBe(
      200,
    );
    expect((await me(house(), tokens.access_token)).status).toBe(401);
  });

  it('the end-session page asks before it signs out', async () => {
    const browser = new TestBrowser(house().issuer);
    const tokens = await signedIn(house(), PHYSICIAN, { browser });
    const page = await browser.get('/oidc/end');
    expect(page.text).toContain('로그아웃할까요?');
    expect((await me(house(), tokens.access_token)).status).toBe(200);
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    const done = await browser.postForm('/oidc/end/confirm', { xsrf, logout: 'yes' });
    expect([200, 303]).toContain(done.status);
    expect((await me(house(), tokens.access_token)).status).toBe(401);
  });
});

describeAccess('discovery', (house) => {
  it('describes SMART, and what it names answers', async () => {
    const browser = new TestBrowser(house().issuer);
    const { json, headers } = await browser.get('/fhir/R4/.well-known/smart-configuration');
    expect(headers.get('content-type')).toContain('application/json');
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(json['code_challenge_methods_supported']).toEqual(['S256']);
    expect(json['capabilities']).toContain('launch-ehr');
    for (const name of ['jwks_uri', 'authorization_endpoint', 'end_session_endpoint'])
      expect((await browser.get(new URL(String(json[name])).pathname)).status, name).not.toBe(404);
    for (const name of ['token_endpoint', 'introspection_endpoint', 'revocation_endpoint'])
      expect((await browser.postForm(new URL(String(json[name])).pathname, {})).status, name).not.toBe(404);
  });

  it('describes OpenID Connect by the issuer, whatever host a request names', async () => {
    const { json } = await new TestBrowser(house().issuer).get('/.well-known/openid-configuration', {
      'x-forwarded-host': 'evil.example',
    });
    expect(json['issuer']).toBe(house().issuer);
    expect(json['authorization_endpoint']).toBe(`${house().issuer}/oidc/auth`);
    expect(json['response_types_supported']).toEqual(['code']);
  });
});
