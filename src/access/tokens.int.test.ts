import { generateKeyPair, SignJWT } from 'jose';
import { beforeAll, expect, it } from 'vitest';
import { openTestHouse, describeAccess, signedIn, type TestTokens } from './testing.ts';
import { BELIEVED, challengeOf } from './tokens.ts';
import { OutcomeError } from '../kernel/index.ts';

describeAccess('access tokens', (house, store) => {
  let tokens: TestTokens;

  beforeAll(async () => {
    tokens = await signedIn(house(), { demo: 'demo-physician' });
  });

  const use = (authorization: string | undefined) => house().access.authenticate(authorization, '10.0.0.7');
  const fault = async (authorization: string | undefined): Promise<OutcomeError> => {
    try {
      await use(authorization);
    } catch (error) {
      return error as OutcomeError;
    }
    throw new Error('it was taken');
  };

  it('name the caller with address, role and scopes', async () => {
    const { caller } = await use(`Bearer ${tokens.access_token}`);
    expect(caller).toMatchObject({
      id: 'demo-physician',
      name: '김서연',
      role: 'physician',
      clientId: 'maru-web',
      fhirUser: 'Practitioner/demo-physician',
      address: '10.0.0.7',
    });
    expect(caller.breakGlass).toBeUndefined();
  });

  it.each([
    ['none', undefined, 'access.token-missing'],
    ['an empty header', '', 'access.token-missing'],
    ['another scheme', 'Basic dXNlcjpwYXNz', 'access.token-malformed'],
    ['two tokens', 'Bearer a b', 'access.token-malformed'],
    ['a made-up one', 'Bearer made-up', 'access.token-ended'],
    ['SQL', "Bearer ' or 1=1 --", 'access.token-malformed'],
  ])('are refused: %s', async (_name, header, code) => {
    const error = await fault(header);
    expect([error.status, error.code]).toEqual([401, code]);
  });

  it('of others are refused by name: a JWT of another server, an ID token, a refresh token', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    const jwt = await new SignJWT({ scope: 'system/*.cruds' })
      .setProtectedHeader({ alg: 'RS256' })
      .setIssuer('https://other.example')
      .sign(privateKey);
    expect((await fault(`Bearer ${jwt}`)).code).toBe('access.token-foreign');
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"sub":"demo-administrator"}').toString('base64url')}.`;
    expect((await fault(`Bearer ${unsigned}`)).status).toBe(401);
    expect((await fault(`Bearer ${tokens.id_token}`)).code).toBe('access.token-foreign');
    expect((await fault(`Bearer ${tokens.refresh_token}`)).code).toBe('access.token-ended');
  });

  it('for another resource are refused', async () => {
    await store().query(
      `insert into access_artifact (model, id, payload, expires) values ('AccessToken', sha256('elsewhere'),
        '{"accountId":"demo-physician","clientId":"maru-web","scope":"user/*.rs","aud":"https://other.example/fhir"}', now() + interval '1 hour')`,
    );
    expect((await fault('Bearer elsewhere')).code).toBe('access.token-foreign');
  });

  it('expire, also while they are remembered', async () => {
    const own = await signedIn(house(), { demo: 'demo-nurse' });
    await use(`Bearer ${own.access_token}`);
    house().clock.move(4000);
    await use(`Bearer ${own.access_token}`);
    house().clock.move(15 * 60_000);
    expect((await fault(`Bearer ${own.access_token}`)).code).toBe('access.token-expired');
    house().clock.reset();
  });

  it('are believed for five seconds at most when another process revokes them', async () => {
    const ours = await openTestHouse(store(), { issuer: house().issuer });
    try {
      const own = await signedIn(house(), { demo: 'demo-pharmacist' });
      const header = `Bearer ${own.access_token}`;
      await ours.access.authenticate(header, '');
      await house().access.signOut(own.access_token);
      await expect(house().access.authenticate(header, '')).rejects.toThrow(OutcomeError);
      ours.clock.move(BELIEVED);
      await expect(ours.access.authenticate(header, '')).rejects.toMatchObject({ code: 'access.token-ended' });
    } finally {
      await ours.close();
    }
  });

  it('reach less when the role of the person changes', async () => {
    const { people } = house().access;
    await people.add({
      login: 'mover',
      name: { ko: '이동', en: 'Mover' },
      role: 'physician',
      password: 'a long enough one',
    });
    const own = await signedIn(house(), { login: 'mover', password: 'a long enough one' });
    expect((await use(`Bearer ${own.access_token}`)).reach.grants('Patient', 'read').length).toBeGreaterThan(0);
    await store().query(`update access_person set role = 'executive' where login = 'mover'`);
    house().access.forget();
    expect((await use(`Bearer ${own.access_token}`)).reach.grants('Patient', 'read')).toEqual([]);
  });

  it('cost little to look at again', async () => {
    const header = `Bearer ${tokens.access_token}`;
    await use(header);
    const start = performance.now();
    for (let at = 0; at < 2000; at++) await use(header);
    expect((performance.now() - start) / 2000).toBeLessThan(0.2);
  });
});

describeAccess('challenges', () => {
  it('tell the client what to do, without breaking the header', () => {
    const error = new OutcomeError('login', 'access.token-ended', 'say "no"\r\nSet-Cookie: x\u{1f600}');
    expect(challengeOf(error)).toBe(
      `Bearer realm="Maru", error="invalid_token", error_description="say 'no'Set-Cookie: x"`,
    );
    expect(challengeOf(new OutcomeError('login', 'access.token-missing', 'x'))).toBe('Bearer realm="Maru"');
  });
});
