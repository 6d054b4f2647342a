import { beforeAll, describe, expect, it } from 'vitest';
import { authorizeRoute } from './authorize.ts';
import { accessRoutes } from './routes.ts';
import type { Route } from './route.ts';
import { describeAccess, signedIn, TestBrowser } from './testing.ts';

describeAccess('the JSON endpoints', (house) => {
  let physician: string;
  let patient: string;
  beforeAll(async () => {
    physician = (await signedIn(house(), { demo: 'demo-physician' })).access_token;
    patient = (await signedIn(house(), { demo: 'demo-patient' }, { scope: 'openid patient/*.rs' })).access_token;
  });

  const get = (path: string, token?: string) =>
    new TestBrowser(house().issuer).get(path, token === undefined ? {} : { authorization: `Bearer ${token}` });

  it('me: who I am, in both languages, and what I may', async () => {
    const { json, headers } = await get('/access/me', physician);
    expect(json).toEqual({
      id: 'demo-physician',
      login: 'physician',
      name: { ko: '김서연', en: 'Kim Seo-yeon' },
      wards: ['61', '62'],
      role: 'physician',
      fhirUser: 'Practitioner/demo-physician',
      clientId: 'maru-web',
      scopes: ['openid', 'profile', 'fhirUser', 'user/*.crus'],
      mayBreakGlass: true,
      breakGlass: [],
    });
    expect(headers.get('cache-control')).toBe('no-store');
    expect((await get('/access/me', patient)).json).toMatchObject({
      role: 'patient',
      patient: 'demo-patient',
      mayBreakGlass: false,
    });
  });

  it('tell a stranger to sign in, in words a client understands', async () => {
    const { status, headers, code, json } = await get('/access/me');
    expect([status, code, json['resourceType']]).toEqual([401, 'access.token-missing', 'OperationOutcome']);
    expect(headers.get('www-authenticate')).toBe('Bearer realm="Maru"');
    const ended = await get('/access/me', 'made-up');
    expect(ended.headers.get('www-authenticate')).toContain('error="invalid_token"');
  });

  it('demo-people: one of each role and a second nurse, without what is nobody’s business', async () => {
    const { json } = await get('/access/demo-people');
    const people = json['people'] as Record<string, unknown>[];
    expect(people.map((one) => String(one['role'])).toSorted()).toEqual([
      'administrator',
      'bed-manager',
      'executive',
      'laboratory',
      'nurse',
      'nurse',
      'patient',
      'pharmacist',
      'physician',
      'researcher',
    ]);
    for (const person of people)
      expect(Object.keys(person).sort()).toEqual(['fhirUser', 'id', 'login', 'name', 'role']);
  });

  it('launch: a patient for an app, audited, for five minutes', async () => {
    const authorized = { authorization: `Bearer ${physician}` };
    const answered = await new TestBrowser(house().issuer).postJson(
      '/access/launch',
      { patient: 'Patient/pat-3' },
      authorized,
    );
    expect(answered.status).toBe(201);
    expect(String(answered.json['launch']).length).toBeGreaterThan(20);
    const [entry] = await house().access.audit.list({ patient: 'pat-3', limit: 1 });
    expect(entry?.resource).toMatchObject({ subtype: [{ code: 'launch' }] });
  });

  it('password: demo people and programs have none', async () => {
    const authorized = { authorization: `Bearer ${physician}` };
    const body = { old: 'x', new: 'a long enough password' };
    expect((await new TestBrowser(house().issuer).postJson('/access/password', body, authorized)).code).toBe(
      'access.no-password',
    );
  });

  it('say what is wrong with a body, and read no deeper than they must', async () => {
    const authorized = { authorization: `Bearer ${physician}`, 'content-type': 'application/json' };
    const browser = new TestBrowser(house().issuer);
    for (const body of [
      '{',
      '[]',
      'null',
      '"x"',
      '{"patient":1}',
      `{"patient":${'['.repeat(5000)}${']'.repeat(5000)}}`,
    ]) {
      const { status } = await browser.send('POST', '/access/launch', body, authorized);
      expect(status, body.slice(0, 20)).toBe(400);
    }
  });

  it('declare for each route who may come in and what the audit log gets', () => {
    const routes = accessRoutes(house().access);
    expect(new Set(routes.map((route) => `${route.method} ${route.path}`)).size).toBe(routes.length);
    for (const route of routes) {
      if ('public' in route.access) expect(route.access.public.length).toBeGreaterThan(10);
      if ('none' in route.audit) expect(route.audit.none.length).toBeGreaterThan(10);
      const changes = route.method !== 'GET';
      if (changes) expect('none' in route.audit, route.path).toBe(false);
    }
  });

  const enter = (access: Route['access'], token?: string) =>
    authorizeRoute(house().access, { access }, token === undefined ? undefined : `Bearer ${token}`, '10.1.1.1');

  describe('authorizeRoute', () => {
    it('lets anybody into a public route, as nobody, with no reach, even with a token', async () => {
      for (const token of [undefined, physician, 'made-up']) {
        const { caller, reach } = await enter({ public: 'for everybody' }, token);
        expect(caller).toMatchObject({ id: 'anonymous', address: '10.1.1.1', scopes: [] });
        expect(reach.grants('Patient', 'read')).toEqual([]);
      }
    });

    it('asks for a sign-in, and for the role', async () => {
      await expect(enter({ signedIn: true })).rejects.toMatchObject({ status: 401 });
      expect((await enter({ signedIn: true }, physician)).caller.id).toBe('demo-physician');
      await expect(enter({ roles: ['administrator', 'system'] }, physician)).rejects.toMatchObject({
        status: 403,
        code: 'access.role-refused',
        message: expect.stringContaining('administrator, system') as unknown,
      });
      expect((await enter({ roles: ['physician'] }, physician)).caller.role).toBe('physician');
    });
  });
});
