import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { embeddedTestStore, migrate, testStores } from '../store/index.ts';
import { openAccess } from './access.ts';
import { houseCaller, NOTHING, UNLIMITED } from './caller.ts';
import { accessMigrations } from './migrations.ts';
import { authorization, describeAccess, openTestHouse, signedIn, TestBrowser } from './testing.ts';

describeAccess('the room', (house, store) => {
  it('keeps its keys and anchors in the data folder, and nothing in the database that signs', async () => {
    expect(readdirSync(join(house().dataDir, 'access'))).toContain('keys.json');
    const keys = readFileSync(join(house().dataDir, 'access', 'keys.json'), 'utf8');
    const { jwks } = JSON.parse(keys) as { jwks: { keys: { d: string }[] } };
    const rows = await store().query<{ text: string }>('select payload::text as text from access_artifact');
    for (const { d } of jwks.keys) expect(rows.map((row) => row.text).join()).not.toContain(d);
  });

  it('goes on after a restart: the same keys, sessions and tokens', async () => {
    const tokens = await signedIn(house(), { demo: 'demo-nurse' });
    const restarted = await openAccess({
      store: store(),
      dataDir: house().dataDir,
      issuer: house().issuer,
      demo: true,
    });
    const { caller } = await restarted.authenticate(`Bearer ${tokens.access_token}`, '10.0.0.1');
    expect(caller).toMatchObject({ id: 'demo-nurse', address: '10.0.0.1' });
    await restarted.audit.append({ agent: caller, kind: 'rest', interaction: 'read', action: 'R', outcome: 'success' });
    await restarted.close();
    expect(existsSync(join(house().dataDir, 'access', 'audit-anchors.ndjson'))).toBe(true);
  });

  it('is one house for two servers over one database and one data folder', async () => {
    const options = { store: store(), dataDir: house().dataDir, issuer: house().issuer, demo: true };
    const servers = await Promise.all([openAccess(options), openAccess(options), openAccess(options)]);
    const tokens = await signedIn(house(), { demo: 'demo-physician' });
    for (const server of servers)
      expect((await server.authenticate(`Bearer ${tokens.access_token}`, '')).caller.id).toBe('demo-physician');
    await Promise.all(
      servers.flatMap((server, who) =>
        Array.from({ length: 20 }, (_, at) =>
          server.audit.append({
            agent: { id: `s${who}-${at}`, address: '' },
            kind: 'rest',
            interaction: 'read',
            action: 'R',
            outcome: 'success',
          }),
        ),
      ),
    );
    expect(await house().access.audit.verify()).toMatchObject({ intact: true });
    for (const server of servers) await server.close();
  });

  it('takes an issuer with or without a slash at its end', async () => {
    const other = await openTestHouse(store(), { issuer: 'https://maru.example/' });
    expect([other.access.issuer, other.access.fhirBase]).toEqual([
      'https://maru.example',
      'https://maru.example/fhir/R4',
    ]);
    await other.close();
  });

  it('does not open with policies that make no sense', async () => {
    const options = { store: store(), dataDir: house().dataDir, issuer: house().issuer, demo: true };
    await expect(openAccess({ ...options, policiesFile: '/nowhere/policies.json' })).rejects.toMatchObject({
      code: 'access.policies-invalid',
    });
  });

  it('serves fifty people who sign in at the same moment', async () => {
    const people = ['physician', 'nurse', 'pharmacist', 'researcher', 'patient'];
    const all = await Promise.all(
      Array.from({ length: 50 }, (_, at) => signedIn(house(), { demo: `demo-${people[at % people.length] ?? ''}` })),
    );
    expect(new Set(all.map((one) => one.access_token)).size).toBe(50);
    const callers = await Promise.all(all.map((one) => house().access.authenticate(`Bearer ${one.access_token}`, '')));
    expect(callers.map(({ caller }) => caller.id)).toEqual(
      all.map((_, at) => `demo-${people[at % people.length] ?? ''}`),
    );
  });

  it('lets two people use one browser one after the other, never mixed', async () => {
    const browser = new TestBrowser(house().issuer);
    const first = await signedIn(house(), { demo: 'demo-nurse' }, { browser });
    await browser.send('POST', '/access/sign-out', undefined, { authorization: `Bearer ${first.access_token}` });
    const second = await signedIn(house(), { demo: 'demo-physician' }, { browser });
    expect((await house().access.authenticate(`Bearer ${second.access_token}`, '')).caller.id).toBe('demo-physician');
    await expect(house().access.authenticate(`Bearer ${first.access_token}`, '')).rejects.toThrow('not valid');
  });

  it('asks anew where a client wants it (prompt=login), though the session stands', async () => {
    const browser = new TestBrowser(house().issuer);
    await signedIn(house(), { demo: 'demo-nurse' }, { browser });
    const again = await browser.get(authorization(house().issuer, { extra: { prompt: 'login' } }).path);
    expect(again.location).toMatch(/^\/sign-in\//);
  });
});

describeAccess('lifetimes', (house, store) => {
  const secondsLeft = async (model: string): Promise<number[]> => {
    const rows = await store().query<{ left: number }>(
      `select extract(epoch from expires - now())::float8 as left from access_artifact where model = $1 order by expires`,
      [model],
    );
    return rows.map((row) => row.left);
  };
  const refresh = (token: string) =>
    new TestBrowser(house().issuer).postForm('/oidc/token', {
      grant_type: 'refresh_token',
      client_id: 'maru-web',
      refresh_token: token,
    });

  it('an access token lives 15 minutes, a session and its refresh tokens a shift of 12 hours', async () => {
    await signedIn(house(), { demo: 'demo-nurse' });
    for (const left of await secondsLeft('AccessToken')) expect(left).toBeLessThanOrEqual(15 * 60);
    for (const left of await secondsLeft('RefreshToken')) expect(left).toBeLessThanOrEqual(12 * 3600);
    for (const left of await secondsLeft('Session')) expect(left).toBeLessThanOrEqual(12 * 3600);
  });

  it('rotation does not make a refresh token live longer', async () => {
    const tokens = await signedIn(house(), { demo: 'demo-pharmacist' });
    await store().query(`update access_artifact set expires = now() + interval '10 minutes',
      payload = jsonb_set(payload, '{exp}', to_jsonb(floor(extract(epoch from now()) + 600)::bigint)) where model = 'RefreshToken'`);
    const { status } = await refresh(tokens.refresh_token);
    expect(status).toBe(200);
    const [longest] = (await secondsLeft('RefreshToken')).slice(-1);
    expect(longest).toBeLessThanOrEqual(601);
  });

  it('a session that is over ends its access and refresh tokens', async () => {
    const tokens = await signedIn(house(), { demo: 'demo-executive' });
    await store().query(`update access_artifact set expires = now() - interval '1 minute' where model = 'Session'`);
    house().access.forget();
    await expect(house().access.authenticate(`Bearer ${tokens.access_token}`, '')).rejects.toMatchObject({
      code: 'access.token-ended',
    });
    expect((await refresh(tokens.refresh_token)).json['error']).toBe('invalid_grant');
  });
});

it('callers of the house say what is at work, and reach by UNLIMITED alone', () => {
  expect(houseCaller('import')).toEqual({
    id: 'house:import',
    name: 'import',
    role: 'system',
    clientId: 'maru-cli',
    scopes: [],
    address: '',
  });
  expect(UNLIMITED.grants('Patient', 'read')).toEqual([{}]);
  expect(NOTHING.grants('Patient', 'read')).toEqual([]);
});

it('migrations run on every server there is, once', async () => {
  for (const server of testStores().filter((one) => one.present)) {
    const store = await server.open([accessMigrations]);
    await migrate(store, [accessMigrations]);
    const tables = await store.query<{ name: string }>(
      `select table_name as name from information_schema.tables where table_name like 'access_%' order by 1`,
    );
    expect(tables.map((row) => row.name)).toEqual([
      'access_artifact',
      'access_attempt',
      'access_audit',
      'access_audit_pending',
      'access_break_glass',
      'access_client',
      'access_grant_patient',
      'access_launch',
      'access_person',
    ]);
    await store.close();
  }
  expect(embeddedTestStore().present).toBe(true);
});
