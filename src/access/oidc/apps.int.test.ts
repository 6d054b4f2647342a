import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import { beforeAll, expect, it } from 'vitest';
import { authorization, codeFor, describeAccess, redeem, signedIn, TestBrowser, type TestHouse } from '../testing.ts';

const PHYSICIAN = { demo: 'demo-physician' };
const REDIRECT = 'https://app.example/callback';
const APP = { client: 'growth-app', redirect: REDIRECT };

async function addApp(house: TestHouse, scopes: string[], id = 'growth-app'): Promise<void> {
  await house.access.clients.add({ id, name: 'Growth chart', scopes, redirectUris: [REDIRECT] });
}

/** Signs in up to the consent page. */
async function toConsent(house: TestHouse, path: string, browser = new TestBrowser(house.issuer)) {
  let next = await browser.get(path);
  let page = next.location.replace('/sign-in/', '/access/interaction/');
  if ((await browser.get(page)).json['prompt'] === 'login') {
    const { json } = await browser.postJson(`${page}/login`, PHYSICIAN);
    next = await browser.get(String(json['location']));
    page = next.location.replace('/sign-in/', '/access/interaction/');
  }
  return { browser, page, view: (await browser.get(page)).json };
}

describeAccess('SMART apps', (house) => {
  beforeAll(() =>
    addApp(house(), [
      'openid',
      'fhirUser',
      'launch',
      'launch/patient',
      'offline_access',
      'patient/Observation.rs',
      'patient/Patient.rs',
    ]),
  );

  it('ask for consent in words, once per scope', async () => {
    const { page, browser, view } = await toConsent(
      house(),
      authorization(house().issuer, { ...APP, scope: 'openid patient/Observation.rs' }).path,
    );
    expect(view).toMatchObject({
      prompt: 'consent',
      client: { id: 'growth-app', name: 'Growth chart', firstParty: false },
      person: { login: 'physician', role: 'physician' },
      patientNeeded: false,
    });
    expect(view['scopes']).toContainEqual({
      scope: 'patient/Observation.rs',
      ko: '이 환자의 검사와 관찰 기록: 읽기, 검색',
      en: 'Observation of this patient: read, search',
    });
    const { json } = await browser.postJson(`${page}/consent`, {});
    expect((await browser.get(String(json['location']))).location).toContain(`${REDIRECT}?code=`);
    const again = await browser.get(
      authorization(house().issuer, { ...APP, scope: 'openid patient/Observation.rs' }).path,
    );
    expect(again.location).toContain(`${REDIRECT}?code=`);
  });

  it('get what was agreed to and nothing else', async () => {
    const asked = authorization(house().issuer, { ...APP, scope: 'openid patient/Observation.rs patient/Patient.rs' });
    const { page, browser } = await toConsent(house(), asked.path);
    const more = await browser.postJson(`${page}/consent`, { scopes: ['openid', 'user/*.cruds'] });
    expect(more.code).toBe('access.scope-not-asked');
    const { json } = await browser.postJson(`${page}/consent`, { scopes: ['openid', 'patient/Patient.rs'] });
    const back = new URL((await browser.get(String(json['location']))).location);
    const tokens = await redeem(browser, APP.client, asked, back.searchParams.get('code') ?? '');
    expect(tokens.json['scope']).toBe('openid patient/Patient.rs');
  });

  it('never get scopes that were not registered, nor an access they had no patient for', async () => {
    const ask = { ...APP, scope: 'openid patient/Observation.cruds user/*.cruds system/*.cruds patient/Condition.rs' };
    const tokens = await signedIn(house(), PHYSICIAN, ask);
    expect(tokens.scope).toBe('openid patient/Observation.rs');
    const { reach } = await house().access.authenticate(`Bearer ${tokens.access_token}`, '');
    expect(reach.grants('Observation', 'search')).toEqual([]);
  });

  it('may ask for a part of a type, or in the words of SMART 1, and reach that part', async () => {
    const criterion = 'category=http://terminology.hl7.org/CodeSystem/observation-category|laboratory';
    const scope = `openid launch/patient patient/Observation.rs?${criterion} patient/Patient.read`;
    const tokens = await signedIn(house(), PHYSICIAN, { ...APP, scope, patient: 'pat-7' });
    expect(tokens.scope.split(' ')).toEqual([
      'openid',
      'launch/patient',
      `patient/Observation.rs?${criterion}`,
      'patient/Patient.rs',
    ]);
    const { reach } = await house().access.authenticate(`Bearer ${tokens.access_token}`, '');
    expect(reach.grants('Observation', 'search').length).toBeGreaterThan(0);
    for (const grant of reach.grants('Observation', 'search')) expect(grant.criteria).toContain(criterion);
    expect(reach.grants('Patient', 'read').length).toBeGreaterThan(0);
  });

  it('work for the patient that was chosen: in the answer, in reach, and after a refresh', async () => {
    const ask = { ...APP, scope: 'openid launch/patient offline_access patient/Observation.rs', patient: 'pat-7' };
    const browser = new TestBrowser(house().issuer);
    const tokens = await signedIn(house(), PHYSICIAN, { ...ask, browser });
    expect(tokens.patient).toBe('pat-7');
    const { json } = await browser.postForm('/oidc/token', {
      grant_type: 'refresh_token',
      client_id: APP.client,
      refresh_token: tokens.refresh_token,
    });
    expect(json['patient']).toBe('pat-7');
    const { reach, caller } = await house().access.authenticate(`Bearer ${String(json['access_token'])}`, '');
    expect(caller.patient).toBe('pat-7');
    for (const grant of reach.grants('Observation', 'search')) expect(grant.patients).toEqual(['pat-7']);
    expect(reach.grants('Observation', 'search').length).toBeGreaterThan(0);
    expect(reach.grants('Observation', 'update')).toEqual([]);
    expect(reach.grants('Condition', 'search')).toEqual([]);
  });

  it('need a patient where they ask for one, and may be refused', async () => {
    const asked = authorization(house().issuer, { ...APP, scope: 'openid launch/patient patient/Patient.rs' });
    const { page, browser, view } = await toConsent(house(), asked.path);
    expect(view['patientNeeded']).toBe(true);
    expect((await browser.postJson(`${page}/consent`, {})).code).toBe('access.patient-needed');
    const { json } = await browser.postJson(`${page}/abort`, undefined);
    const back = new URL((await browser.get(String(json['location']))).location);
    expect(back.searchParams.get('error')).toBe('access_denied');
  });

  it('outlive the session with offline_access, and end with it otherwise', async () => {
    const lasting = new TestBrowser(house().issuer);
    const offline = await signedIn(house(), PHYSICIAN, {
      ...APP,
      scope: 'openid offline_access patient/Patient.rs',
      browser: lasting,
    });
    expect(offline.scope).toContain('offline_access');
    const online = await signedIn(house(), PHYSICIAN, { ...APP, scope: 'openid patient/Patient.rs' });
    await house().access.store.query(`delete from access_artifact where model = 'Session'`);
    house().access.forget();
    const use = (token: string) => house().access.authenticate(`Bearer ${token}`, '');
    await expect(use(offline.access_token)).resolves.toBeDefined();
    await expect(use(online.access_token)).rejects.toMatchObject({ code: 'access.token-ended' });
  });
});

describeAccess('launching an app from the chart', (house) => {
  beforeAll(() => addApp(house(), ['openid', 'launch', 'patient/Observation.rs']));

  const launchFor = async (patient: string) => {
    const web = await signedIn(house(), PHYSICIAN);
    const authorized = { authorization: `Bearer ${web.access_token}` };
    return String(
      (await new TestBrowser(house().issuer).postJson('/access/launch', { patient }, authorized)).json['launch'],
    );
  };
  const askWith = (launch: string) => ({
    ...APP,
    scope: 'openid launch patient/Observation.rs',
    extra: { launch, aud: `${house().issuer}/fhir/R4` },
  });

  it('gives the app the patient of the chart', async () => {
    const launch = await launchFor('pat-9');
    const tokens = await signedIn(house(), PHYSICIAN, askWith(launch));
    expect(tokens.patient).toBe('pat-9');
  });

  it('works once, for the person who launched, and cannot be guessed', async () => {
    const launch = await launchFor('pat-9');
    await signedIn(house(), PHYSICIAN, askWith(launch));
    await expect(signedIn(house(), PHYSICIAN, askWith(launch))).rejects.toThrow('access.patient-needed');
    const other = await launchFor('pat-9');
    await expect(signedIn(house(), { demo: 'demo-nurse' }, askWith(other))).rejects.toThrow('access.patient-needed');
    await expect(signedIn(house(), PHYSICIAN, askWith('guess'))).rejects.toThrow('access.patient-needed');
  });

  it('another app’s patient does not carry over', async () => {
    const browser = new TestBrowser(house().issuer);
    const first = await signedIn(house(), PHYSICIAN, { ...askWith(await launchFor('pat-1')), browser });
    const asked = authorization(house().issuer, askWith(await launchFor('pat-2')));
    const code = await codeFor(browser, asked.path, PHYSICIAN);
    expect((await redeem(browser, APP.client, asked, code)).json['patient']).toBe('pat-2');
    expect(first.patient).toBe('pat-1');
    const { caller } = await house()
      .access.authenticate(`Bearer ${first.access_token}`, '')
      .catch(() => ({ caller: { patient: 'ended' } }));
    expect(caller.patient).not.toBe('pat-2');
  });
});

describeAccess('backend services', (house) => {
  let key: CryptoKey;
  let jwk: JWK;

  beforeAll(async () => {
    const pair = await generateKeyPair('ES384', { extractable: true });
    key = pair.privateKey;
    jwk = { ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'ES384', use: 'sig' };
    const jwks = { keys: [jwk as JWK & { kty: string }] };
    await house().access.clients.add({ id: 'warehouse', name: 'Warehouse', scopes: ['system/*.rs'], jwks });
  });

  const assertion = (
    change: { id?: string; audience?: string; key?: CryptoKey; expires?: string; jti?: string } = {},
  ) =>
    new SignJWT({ jti: change.jti ?? crypto.randomUUID() })
      .setProtectedHeader({ alg: 'ES384', kid: 'k1' })
      .setIssuer(change.id ?? 'warehouse')
      .setSubject(change.id ?? 'warehouse')
      .setAudience(change.audience ?? `${house().issuer}/oidc/token`)
      .setIssuedAt()
      .setExpirationTime(change.expires ?? '2 minutes')
      .sign(change.key ?? key);

  const tokenFor = (client_assertion: string, scope = 'system/*.rs') =>
    new TestBrowser(house().issuer).postForm('/oidc/token', {
      grant_type: 'client_credentials',
      scope,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion,
    });

  it('get a token of five minutes for a signed assertion, and no refresh token', async () => {
    const { json, status } = await tokenFor(await assertion());
    expect(status).toBe(200);
    expect(json).toMatchObject({ expires_in: 300, scope: 'system/*.rs', token_type: 'Bearer' });
    expect(json['refresh_token']).toBeUndefined();
    const { caller, reach } = await house().access.authenticate(`Bearer ${String(json['access_token'])}`, '');
    expect(caller).toMatchObject({ id: 'warehouse', role: 'system', clientId: 'warehouse' });
    expect(reach.grants('Observation', 'search')).toEqual([{}]);
    expect(reach.grants('Observation', 'update')).toEqual([]);
  });

  it('get what they were registered for, whatever they ask', async () => {
    const wide = await tokenFor(await assertion(), 'system/Observation.cruds user/*.cruds');
    expect(wide.json['scope']).toBe('system/Observation.rs');
    const none = await tokenFor(await assertion(), 'user/*.cruds');
    const reached =
      none.status === 200
        ? await house().access.authenticate(`Bearer ${String(none.json['access_token'])}`, '')
        : undefined;
    expect(reached?.reach.grants('Observation', 'read') ?? []).toEqual([]);
  });

  it('are refused with a foreign key, a used or old assertion, another audience, another name', async () => {
    const { privateKey } = await generateKeyPair('ES384');
    const used = await assertion({ jti: 'once' });
    expect((await tokenFor(used)).status).toBe(200);
    const refused = [
      await assertion({ key: privateKey }),
      used,
      await assertion({ expires: '-2 minutes' }),
      await assertion({ audience: 'https://other.example/token' }),
      await assertion({ id: 'maru-web' }),
    ];
    for (const one of refused) expect((await tokenFor(one)).json['error']).toMatch(/invalid_client|invalid_request/);
    const web = await new TestBrowser(house().issuer).postForm('/oidc/token', {
      grant_type: 'client_credentials',
      client_id: 'maru-web',
    });
    expect(web.status).toBe(400);
  });

  it('end with their registration', async () => {
    const { json } = await tokenFor(await assertion());
    await house().access.clients.remove('warehouse');
    house().access.forget();
    await expect(house().access.authenticate(`Bearer ${String(json['access_token'])}`, '')).rejects.toMatchObject({
      code: 'access.token-ended',
    });
    expect((await tokenFor(await assertion())).json['error']).toBe('invalid_client');
  });
});

describeAccess('registering clients', (house) => {
  it.each([
    ['a made-up scope', { scopes: ['read everything'] }, /no scopes are/],
    [
      'a backend with user scopes',
      { scopes: ['user/*.rs'], redirectUris: [], jwksUri: 'https://app.example/jwks' },
      /system\/ scopes only/,
    ],
    ['a backend without keys', { scopes: ['system/*.rs'], redirectUris: [] }, /public keys/],
    ['our own name', { id: 'maru-web' }, /belongs to Maru/],
    ['a name with spaces', { id: 'a b' }, /id/],
    ['a script as address', { redirectUris: ['javascript:alert(1)'] }, /redirectUris/],
    ['an address without TLS', { redirectUris: ['http://app.example/cb'] }, /redirectUris/],
    ['an address with a fragment', { redirectUris: ['https://app.example/cb#x'] }, /redirectUris/],
    ['a scheme that anybody may take', { redirectUris: ['app://cb'] }, /redirectUris/],
    ['keys without TLS', { redirectUris: [], scopes: ['system/*.rs'], jwksUri: 'http://app.example/jwks' }, /jwksUri/],
  ])('refuses %s', async (_name, change, message) => {
    const client = { id: 'app', name: 'App', scopes: ['openid'], redirectUris: [REDIRECT], ...change };
    await expect(house().access.clients.add(client)).rejects.toThrow(message);
  });

  it.each(['https://a.example/cb', 'http://127.0.0.1:8765/cb', 'http://localhost/cb', 'kr.maru.app:/cb'])(
    'takes %s, and the app can sign somebody in there',
    async (redirect) => {
      const id = `app-${redirect.length}`;
      await house().access.clients.add({ id, name: 'App', scopes: ['openid'], redirectUris: [redirect] });
      const tokens = await signedIn(house(), PHYSICIAN, { client: id, redirect, scope: 'openid' });
      expect(tokens.scope).toBe('openid');
    },
  );

  it('registers a name once', async () => {
    const client = { id: 'twice', name: 'App', scopes: ['openid'], redirectUris: [REDIRECT] };
    await house().access.clients.add(client);
    await expect(house().access.clients.add(client)).rejects.toMatchObject({ code: 'access.client-exists' });
    expect(await house().access.clients.list()).toContainEqual(expect.objectContaining({ id: 'twice', kind: 'app' }));
  });
});
