import { expect, it } from 'vitest';
import { countAttempt, WINDOW } from './attempts.ts';
import { authorization, codeFor, describeAccess, signedIn, TestBrowser, type TestHouse } from './testing.ts';

const PASSWORD = 'three blind mice run';

async function addPerson(house: TestHouse, login: string) {
  return house.access.people.add({
    login,
    name: { ko: '한지민', en: 'Han Ji-min' },
    role: 'nurse',
    password: PASSWORD,
  });
}

/** The sign-in page of a new browser. */
async function openPage(house: TestHouse) {
  const browser = new TestBrowser(house.issuer);
  const { location } = await browser.get(authorization(house.issuer).path);
  return { browser, page: location.replace('/sign-in/', '/access/interaction/') };
}

async function tryPassword(house: TestHouse, login: string, password: string, headers: Record<string, string> = {}) {
  const { browser, page } = await openPage(house);
  return browser.postJson(`${page}/login`, { login, password }, headers);
}

async function auditOf(house: TestHouse, interaction: string) {
  const records = await house.access.audit.list({ limit: 200 });
  const events = records.map(({ resource }) => resource as Record<string, unknown>);
  return events.filter((event) => JSON.stringify(event['subtype']).includes(`"code":"${interaction}"`));
}

describeAccess('signing in with a password', (house) => {
  it('works with login in any case, and is audited with the person', async () => {
    await addPerson(house(), 'jimin');
    const tokens = await signedIn(house(), { login: 'JiMin', password: PASSWORD });
    expect(tokens.access_token).toBeTruthy();
    const [newest] = await auditOf(house(), 'login');
    expect(newest).toMatchObject({ outcome: '0', agent: [{ who: { display: '한지민' } }, { requestor: false }] });
  });

  it('says the same of a wrong password and of nobody, and audits both without the password', async () => {
    await addPerson(house(), 'someone');
    const wrong = await tryPassword(house(), 'someone', 'not it, not it');
    const nobody = await tryPassword(house(), 'no-such-person', 'not it, not it');
    expect([wrong.status, wrong.text]).toEqual([401, nobody.text]);
    expect(wrong.code).toBe('access.wrong-credentials');
    const [first, second] = await auditOf(house(), 'login');
    expect(first).toMatchObject({ outcome: '4', agent: [{ who: { identifier: { value: 'unknown' } } }] });
    expect(second).toMatchObject({ outcome: '4', agent: [{ who: { display: '한지민' } }] });
    expect(JSON.stringify([first, second])).not.toContain('not it');
    expect(JSON.stringify(first)).not.toContain('no-such-person');
  });

  it('takes about as long for nobody as for somebody', async () => {
    await addPerson(house(), 'timed');
    const took = async (login: string): Promise<number> => {
      const { browser, page } = await openPage(house());
      const start = performance.now();
      await browser.postJson(`${page}/login`, { login, password: 'wrong wrong wrong' });
      return performance.now() - start;
    };
    const somebody = await took('timed');
    expect(await took('nobody-timed')).toBeGreaterThan(somebody / 3);
  });

  it('keeps hashes with a salt of their own, and never gives one out', async () => {
    await addPerson(house(), 'salted-1');
    await addPerson(house(), 'salted-2');
    const { people, store } = house().access;
    const rows = await store.query<{ password_hash: string }>(
      `select password_hash from access_person where login like 'salted-%'`,
    );
    const hashes = rows.map((row) => row.password_hash);
    expect(new Set(hashes).size).toBe(2);
    for (const hash of hashes) expect(hash).toMatch(/^scrypt\$15\$8\$3\$/);
    expect(JSON.stringify(await people.list())).not.toContain('scrypt');
  });

  it('does not let a locked person in', async () => {
    await house().access.people.setDisabled(await addPerson(house(), 'locked'), true);
    expect((await tryPassword(house(), 'locked', PASSWORD)).code).toBe('access.wrong-credentials');
  });
});

describeAccess(
  'behind TLS',
  (house) => {
    it('cookies are sent over TLS alone', async () => {
      const browser = new TestBrowser(house().issuer);
      const { location } = await browser.get(authorization('https://maru.example').path);
      expect(location).toMatch(/^\/sign-in\//);
      expect(browser.setCookies.length).toBeGreaterThan(2);
      for (const cookie of browser.setCookies) expect(cookie).toMatch(/; ?secure/i);
    });
  },
  { issuer: 'https://maru.example' },
);

describeAccess('guessing passwords', (house) => {
  it('is slowed down after five tries, also with the right password, until the window is over', async () => {
    await addPerson(house(), 'guessed');
    for (let at = 0; at < 5; at++) expect((await tryPassword(house(), 'guessed', `wrong ${at}`)).status).toBe(401);
    const sixth = await tryPassword(house(), 'guessed', PASSWORD);
    expect([sixth.status, sixth.code]).toEqual([429, 'access.too-many-attempts']);
    const wait = Number(sixth.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(800);
    expect(wait).toBeLessThanOrEqual(WINDOW / 1000);
    house().clock.move(WINDOW + 1000);
    expect((await tryPassword(house(), 'guessed', PASSWORD)).status).toBe(200);
    house().clock.reset();
  });

  it('counts tries that come at the same moment, and logins that do not exist', async () => {
    const all = await Promise.all(Array.from({ length: 12 }, () => tryPassword(house(), 'ghost', 'wrong wrong wrong')));
    expect(all.filter((one) => one.status === 401).length).toBeLessThanOrEqual(5);
    expect(all.filter((one) => one.status === 429).length).toBeGreaterThanOrEqual(7);
  });

  it('counts changes of the password too', async () => {
    await addPerson(house(), 'changer');
    const tokens = await signedIn(house(), { login: 'changer', password: PASSWORD });
    const change = (old: string, to: string) =>
      new TestBrowser(house().issuer).postJson(
        '/access/password',
        { old, new: to },
        { authorization: `Bearer ${tokens.access_token}` },
      );
    expect((await change(PASSWORD, 'short')).code).toBe('access.weak-password');
    expect((await change(PASSWORD, 'changer-changer-1')).code).toBe('access.weak-password');
    const elsewhere = await signedIn(house(), { login: 'changer', password: PASSWORD });
    expect((await change(PASSWORD, 'four winds and a gale')).status).toBe(204);
    await expect(house().access.authenticate(`Bearer ${elsewhere.access_token}`, '')).rejects.toThrow('not valid');
    await expect(house().access.authenticate(`Bearer ${tokens.access_token}`, '')).resolves.toBeDefined();
    expect((await change('wrong', 'four winds and a gale')).status).toBe(401);
    for (let at = 0; at < 4; at++) await countAttempt(house().access.store, house().clock, 'changer', '127.0.0.1');
    expect((await change('four winds and a gale', 'x')).status).toBe(429);
  });
});

describeAccess('the sign-in page', (house) => {
  it('belongs to the browser that opened it', async () => {
    const { page } = await openPage(house());
    const other = new TestBrowser(house().issuer);
    expect((await other.get(page)).code).toBe('access.interaction-ended');
    expect((await other.postJson(`${page}/login`, { demo: 'demo-physician' })).status).toBe(404);
  });

  it.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['plain text', { 'content-type': 'text/plain' }],
  ])('refuses %s', async (_name, headers) => {
    const { browser, page } = await openPage(house());
    const answered = await browser.postJson(`${page}/login`, { demo: 'demo-physician' }, headers);
    expect([answered.status, answered.code]).toEqual([403, 'access.other-site']);
  });

  it('takes its own origin', async () => {
    const { browser, page } = await openPage(house());
    const headers = { origin: house().issuer, 'sec-fetch-site': 'same-origin' };
    expect((await browser.postJson(`${page}/login`, { demo: 'demo-physician' }, headers)).status).toBe(200);
  });

  it.each([
    ['no body', undefined],
    ['another shape', { user: 'x' }],
    ['both ways at once', { demo: 'demo-nurse', login: 'x', password: 'y' }],
    ['an endless password', { login: 'x', password: 'y'.repeat(2000) }],
  ])('answers %s with what was expected', async (_name, body) => {
    const { browser, page } = await openPage(house());
    const answered = await browser.postJson(`${page}/login`, body);
    expect([answered.status, answered.code]).toEqual([400, 'access.body-invalid']);
  });

  it('lets nobody become a person who is no demo person', async () => {
    const person = await addPerson(house(), 'real');
    const { browser, page } = await openPage(house());
    for (const demo of [person.id, 'real', 'nobody']) {
      const answered = await browser.postJson(`${page}/login`, { demo });
      expect(answered.code).toBe('access.wrong-credentials');
    }
  });
});

describeAccess(
  'outside of demo mode',
  (house, store) => {
    it('there are no demo people, not even where a demo was run before', async () => {
      await store().query(
        `insert into access_person (id, login, name_ko, name_en, role, demo) values ('demo-physician', 'physician', 'x', 'x', 'physician', true)`,
      );
      const { browser, page } = await openPage(house());
      expect((await browser.get(page)).json['demo']).toBe(false);
      expect((await browser.postJson(`${page}/login`, { demo: 'demo-physician' })).code).toBe(
        'access.wrong-credentials',
      );
      expect((await browser.postJson(`${page}/login`, { login: 'physician', password: '' })).status).toBe(400);
      expect((await browser.postJson(`${page}/login`, { login: 'physician', password: 'x' })).status).toBe(401);
      expect((await browser.get('/access/demo-people')).status).toBe(404);
      expect(await house().access.people.list()).toEqual([]);
    });

    it('a demo person’s token from before does not work any more', async () => {
      const payload = {
        accountId: 'demo-physician',
        clientId: 'maru-web',
        scope: 'user/*.rs',
        aud: `${house().issuer}/fhir/R4`,
      };
      await store().query(
        `insert into access_artifact (model, id, payload, expires) values ('AccessToken', sha256('old'), $1, now() + interval '1 hour')`,
        [JSON.stringify(payload)],
      );
      await expect(house().access.authenticate('Bearer old', '')).rejects.toMatchObject({ code: 'access.token-ended' });
    });

    it('people with passwords sign in', async () => {
      await addPerson(house(), 'night');
      const browser = new TestBrowser(house().issuer);
      const code = await codeFor(browser, authorization(house().issuer).path, { login: 'night', password: PASSWORD });
      expect(code).not.toBe('');
    });
  },
  { demo: false },
);
