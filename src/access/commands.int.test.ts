import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { OutcomeError, type CommandCall } from '../kernel/index.ts';
import { accessCommands } from './commands.ts';
import { describeAccess, signedIn, TestBrowser } from './testing.ts';

interface Ran {
  readonly status: number;
  readonly lines: readonly string[];
  readonly result: unknown;
}

describeAccess('maru token, audit, person, client', (house, store) => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'maru-commands-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = async (verb: string, words: string[], options: CommandCall['options'] = {}): Promise<Ran> => {
    const lines: string[] = [];
    let result: unknown;
    const output = {
      line: (text: string) => void lines.push(text),
      result: (value: unknown) => {
        result = value;
      },
      progress: () => undefined,
    };
    const command = accessCommands.find((one) => one.verb === verb);
    const call = { words, options, output, signal: new AbortController().signal };
    const status = await command?.run(call, { access: () => Promise.resolve(house().access) });
    return { status: status ?? -1, lines, result };
  };
  const fault = async (verb: string, words: string[], options: CommandCall['options'] = {}): Promise<string> => {
    try {
      await run(verb, words, options);
    } catch (error) {
      if (error instanceof OutcomeError) return error.code;
      throw error;
    }
    return 'none';
  };
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const newest = async () => (await house().access.audit.list({ limit: 1 }))[0]?.resource;
  const authenticate = (token: string) => house().access.authenticate(`Bearer ${token}`, '');

  it('token: prints one line that works at once, for the system', async () => {
    const { status, lines, result } = await run('token', [], { as: 'system', scope: ['system/*.cruds'] });
    expect(status).toBe(0);
    expect(lines.length).toBe(1);
    expect(result).toMatchObject({ token: lines[0], role: 'system', expiresIn: 3600, scope: 'system/*.cruds' });
    const { caller, reach } = await authenticate(lines[0] ?? '');
    expect(caller).toMatchObject({ id: 'maru-cli', role: 'system' });
    expect(reach.grants('Patient', 'delete')).toEqual([{}]);
    expect(await newest()).toMatchObject({
      subtype: [{ code: 'token' }],
      agent: [{ who: { identifier: { value: expect.stringMatching(/^local:/) as unknown } } }, {}],
      outcomeDesc: '3600 s as system: system/*.cruds',
    });
  });

  it('token: is a person with the role of the person, and ends with it', async () => {
    const scope = 'user/*.cruds patient/*.rs';
    const { lines, result } = await run('token', [], { as: 'physician', scope, ttl: '15m', patient: 'pat-1' });
    expect(result).toMatchObject({ scope: 'user/*.crus patient/*.rs', expiresIn: 900 });
    const { caller, reach } = await authenticate(lines[0] ?? '');
    expect(caller).toMatchObject({ id: 'demo-physician', patient: 'pat-1', clientId: 'maru-cli' });
    expect(reach.grants('Patient', 'delete')).toEqual([]);
    house().clock.move(16 * 60_000);
    await expect(authenticate(lines[0] ?? '')).rejects.toMatchObject({ code: 'access.token-expired' });
    house().clock.reset();
    await run('person', ['disable', 'physician']);
    await expect(authenticate(lines[0] ?? '')).rejects.toMatchObject({ code: 'access.token-ended' });
    expect(await fault('token', [], { as: 'physician', scope: 'user/*.rs' })).toBe('access.person-unknown');
    await run('person', ['enable', 'physician']);
  });

  it('token: is kept as its digest, and nobody gets one over HTTP with the name of the command', async () => {
    const { lines } = await run('token', [], { as: 'system', scope: 'system/*.rs' });
    const rows = await store().query<{ text: string }>('select payload::text as text from access_artifact');
    expect(rows.map((row) => row.text).join()).not.toContain(lines[0]);
    const asked = { grant_type: 'client_credentials', client_id: 'maru-cli', scope: 'system/*.rs' };
    expect((await new TestBrowser(house().issuer).postForm('/oidc/token', asked)).status).toBeGreaterThanOrEqual(400);
    await expect(house().access.clients.add({ id: 'maru-cli', name: 'x', scopes: ['openid'] })).rejects.toThrow();
  });

  it.each<[string, CommandCall['options'], string]>([
    ['no name', { scope: 'system/*.rs' }, 'access.option-missing'],
    ['no scope', { as: 'system' }, 'access.option-missing'],
    ['a stranger', { as: 'stranger', scope: 'user/*.rs' }, 'access.person-unknown'],
    ['a made-up scope', { as: 'system', scope: 'everything' }, 'access.scope-invalid'],
    ['a scope of another kind', { as: 'system', scope: 'user/*.rs' }, 'access.scope-refused'],
    ['what the role may not do', { as: 'executive', scope: 'user/Observation.rs' }, 'access.scope-refused'],
    ['an endless life', { as: 'system', scope: 'system/*.rs', ttl: '2d' }, 'access.ttl-invalid'],
    ['no life', { as: 'system', scope: 'system/*.rs', ttl: '0' }, 'access.ttl-invalid'],
    ['a life in words', { as: 'system', scope: 'system/*.rs', ttl: 'an hour' }, 'access.ttl-invalid'],
  ])('token: refuses %s', async (_name, options, code) => {
    expect(await fault('token', [], options)).toBe(code);
  });

  it('audit list: who looked at a patient, which is itself audited', async () => {
    const { caller } = await authenticate((await signedIn(house(), { demo: 'demo-nurse' })).access_token);
    await house().access.audit.append({
      agent: caller,
      kind: 'rest',
      interaction: 'read',
      action: 'R',
      outcome: 'success',
      patients: ['pat-42'],
      entities: ['Observation/1', 'Observation/2', 'Observation/3', 'Observation/4'],
    });
    const { status, lines, result } = await run('audit', ['list'], { patient: 'Patient/pat-42' });
    expect(status).toBe(0);
    expect(lines).toEqual([
      expect.stringMatching(/이지은 \(demo-nurse\) {2}R read {2}Patient\/pat-42 Observation\/1 .* and 1 more$/),
    ]);
    expect(result).toEqual([expect.objectContaining({ resourceType: 'AuditEvent' })]);
    expect(await newest()).toMatchObject({ subtype: [{ code: 'audit-list' }] });
    const byAgent = await run('audit', ['list'], { agent: 'nurse', limit: '1' });
    expect(byAgent.lines.length).toBe(1);
    expect(await fault('audit', ['list'], { limit: 'all' })).toBe('access.limit-invalid');
    expect(await fault('audit', [])).toBe('access.verb-unknown');
    expect(await fault('audit', ['delete'])).toBe('access.verb-unknown');
  });

  it('person: adds somebody who can sign in with the password that is shown once', async () => {
    const options = {
      name: '한지민',
      'name-en': 'Han Ji-min',
      role: 'nurse',
      'fhir-user': 'Practitioner/n-17',
      ward: ['61', '62'],
    };
    const { lines, result } = await run('person', ['add', 'jimin'], options);
    const password = /Password \(shown only now\): (\S+)$/.exec(lines[0] ?? '')?.[1] ?? '';
    expect(password).toMatch(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/);
    expect(result).toMatchObject({ login: 'jimin', wards: ['61', '62'], fhirUser: 'Practitioner/n-17' });
    await signedIn(house(), { login: 'jimin', password });
    expect(JSON.stringify(await newest())).not.toContain(password);
    expect((await run('person', ['list'])).lines.join('\n')).toContain(
      'jimin  nurse  한지민 (Han Ji-min)  Practitioner/n-17',
    );
    expect(await fault('person', ['add', 'jimin'], options)).toBe('access.login-taken');
  });

  it('person: takes a password from a file, changes it, locks out', async () => {
    const first = file('first', 'correct horse battery\n');
    await run('person', ['add', 'soyeon'], { name: '소연', role: 'physician', 'password-file': first });
    await signedIn(house(), { login: 'soyeon', password: 'correct horse battery' });
    const second = file('second', 'another horse entirely');
    expect((await run('person', ['password', 'soyeon'], { 'password-file': second })).lines).toEqual([
      'soyeon has a new password.',
    ]);
    const tokens = await signedIn(house(), { login: 'soyeon', password: 'another horse entirely' });
    await run('person', ['disable', 'soyeon']);
    await expect(authenticate(tokens.access_token)).rejects.toMatchObject({ code: 'access.token-ended' });
    expect((await run('person', ['list'])).lines.join('\n')).toMatch(/soyeon.*disabled/);
  });

  it.each<[string, string[], CommandCall['options'], string]>([
    ['no login', ['add'], { name: 'x', role: 'nurse' }, 'access.name-missing'],
    ['a login with spaces', ['add', 'a b'], { name: 'x', role: 'nurse' }, 'access.login-invalid'],
    ['no name', ['add', 'xyz'], { role: 'nurse' }, 'access.option-missing'],
    ['an unknown role', ['add', 'xyz'], { name: 'x', role: 'boss' }, 'access.role-unknown'],
    ['the role of programs', ['add', 'xyz'], { name: 'x', role: 'system' }, 'access.role-unknown'],
    ['a patient without record', ['add', 'xyz'], { name: 'x', role: 'patient' }, 'access.fhir-user-invalid'],
    [
      'a patient who is a practitioner',
      ['add', 'xyz'],
      { name: 'x', role: 'patient', 'fhir-user': 'Practitioner/1' },
      'access.fhir-user-invalid',
    ],
    [
      'a file that is not there',
      ['add', 'xyz'],
      { name: 'x', role: 'nurse', 'password-file': '/nowhere/at/all' },
      'access.file-unreadable',
    ],
    ['a stranger', ['disable', 'stranger'], {}, 'access.person-unknown'],
    ['a demo person’s password', ['password', 'nurse'], {}, 'access.no-password'],
  ])('person: refuses %s', async (_name, words, options, code) => {
    expect(await fault('person', words, options)).toBe(code);
  });

  it('client: registers, lists, locks out and removes', async () => {
    const { publicKey } = await generateKeyPair('ES384');
    const jwks = file('jwks.json', JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: '1' }] }));
    await run('client', ['add', 'lake'], { name: 'Data lake', scope: ['system/*.rs'], jwks });
    await run('client', ['add', 'growth'], {
      name: 'Growth',
      scope: 'openid launch patient/Observation.rs',
      redirect: ['https://g.example/cb'],
    });
    const { lines } = await run('client', ['list']);
    expect(lines).toEqual([
      'growth  app  Growth  openid launch patient/Observation.rs',
      'lake  backend  Data lake  system/*.rs',
    ]);
    await run('client', ['disable', 'growth']);
    expect(await house().access.clients.find('growth')).toBeUndefined();
    expect((await run('client', ['list'])).lines[0]).toContain('disabled');
    await run('client', ['enable', 'growth']);
    expect(await house().access.clients.find('growth')).toBeDefined();
    await run('client', ['remove', 'lake']);
    expect(await newest()).toMatchObject({ subtype: [{ code: 'client-remove' }], outcomeDesc: 'lake' });
    expect(await fault('client', ['remove', 'lake'])).toBe('access.client-unknown');
    expect(await fault('client', ['add', 'x1'], { name: 'X', scope: 'user/*.rs' })).toBe('access.client-invalid');
  });

  it('audit verify: proves the log, or names the first broken link and fails', async () => {
    const whole = await run('audit', ['verify']);
    expect(whole.status).toBe(0);
    expect(whole.lines[0]).toMatch(/^The audit log is whole: \d+ entries, the last sealed [0-9a-f]{64}\.$/);
    expect(whole.result).toMatchObject({ intact: true, pending: 0 });
    await store().query(
      `update access_audit set event = replace(event, '"C"', '"R"') where seq = (select min(seq) from access_audit where event like '%"C"%')`,
    );
    const broken = await run('audit', ['verify']);
    expect(broken.status).toBe(1);
    expect(broken.lines[0]).toMatch(
      /^The audit log is broken\. Entry \d+: the text of this entry was changed after it was sealed\.$/,
    );
    expect(broken.result).toMatchObject({ intact: false, fault: 'content' });
  });

  it('every verb says what it does and gives an example', () => {
    for (const { verb, about, usage, example, options } of accessCommands) {
      expect(about.length).toBeGreaterThan(20);
      expect(usage).toContain(`maru ${verb}`);
      expect(example).toContain(`maru ${verb}`);
      for (const option of options) expect(option.about).not.toBe('');
    }
  });
});
