import { beforeAll, expect, it } from 'vitest';
import { describeAccess, signedIn, TestBrowser, type TestAnswer } from './testing.ts';

const REASON = '응급실 의식 저하, 과거력 확인 필요';

describeAccess('break-glass', (house) => {
  const tokens: Record<string, string> = {};

  beforeAll(async () => {
    for (const role of ['physician', 'nurse', 'researcher', 'administrator', 'patient', 'executive'])
      tokens[role] = (await signedIn(house(), { demo: `demo-${role}` })).access_token;
  });

  const headers = (role: string) => ({ authorization: `Bearer ${tokens[role] ?? ''}` });
  const start = (role: string, patient = 'pat-1', reason = REASON): Promise<TestAnswer> =>
    new TestBrowser(house().issuer).postJson('/access/break-glass', { patient, reason }, headers(role));
  const list = (role: string) => new TestBrowser(house().issuer).get('/access/break-glass', headers(role));
  const reachOf = async (role: string) => (await house().access.authenticate(headers(role).authorization, '')).reach;
  const patientsOpen = async (role: string) =>
    (await reachOf(role)).grants('Observation', 'read').flatMap((grant) => grant.patients ?? []);

  it('opens the restricted data of one patient at once, and of no other', async () => {
    expect(await patientsOpen('physician')).toEqual([]);
    const started = await start('physician');
    expect(started.status).toBe(201);
    expect(started.json).toMatchObject({ patient: 'pat-1', reason: REASON });
    expect(started.json['person']).toBeUndefined();
    expect(await patientsOpen('physician')).toEqual(['pat-1']);
    const restricted = (await reachOf('physician'))
      .grants('Observation', 'read')
      .filter((grant) => grant.patients === undefined);
    for (const grant of restricted) expect(grant.criteria?.join()).toContain('_security:not=');
    expect(await patientsOpen('nurse')).toEqual([]);
  });

  it('stands in the audit log with its reason, and in each entry made under it', async () => {
    const { audit } = house().access;
    const [entry] = await audit.list({ patient: 'pat-1', limit: 1 });
    expect(entry?.resource).toMatchObject({
      subtype: [{ code: 'break-glass' }],
      purposeOfEvent: [{ text: REASON, coding: [{ code: 'BTG' }] }],
      outcome: '0',
    });
    const { caller } = await house().access.authenticate(headers('physician').authorization, '');
    expect(caller.breakGlass).toEqual({ patient: 'pat-1', reason: REASON });
    const rest = { agent: caller, kind: 'rest', interaction: 'read', action: 'R', outcome: 'success' } as const;
    await audit.append({ ...rest, patients: ['pat-1'] });
    await audit.append({ ...rest, patients: ['pat-2'] });
    const [under] = await audit.list({ patient: 'pat-1', limit: 1 });
    const [beside] = await audit.list({ patient: 'pat-2', limit: 1 });
    expect(under?.resource['purposeOfEvent']).toMatchObject([{ coding: [{ code: 'BTG' }] }]);
    expect(beside?.resource['purposeOfEvent']).toBeUndefined();
  });

  it.each(['researcher', 'administrator', 'patient', 'executive'])(
    'is refused to a %s, and that is audited',
    async (role) => {
      const refused = await start(role, 'pat-9');
      expect([refused.status, refused.code]).toEqual([403, 'access.break-glass-refused']);
      const [entry] = await house().access.audit.list({ patient: 'pat-9', limit: 1 });
      expect(entry?.resource).toMatchObject({ outcome: '4', outcomeDesc: 'access.break-glass-refused' });
    },
  );

  it.each([
    ['no reason', ''],
    ['a short one', 'because'],
    ['spaces', ' '.repeat(40)],
    ['an endless one', 'x'.repeat(501)],
  ])('needs a real reason: %s', async (_name, reason) => {
    expect((await start('physician', 'pat-1', reason)).status).toBe(400);
  });

  it('refuses what is no patient', async () => {
    for (const patient of ['', '../x', 'a b', 'Practitioner/1'])
      expect((await start('physician', patient)).status).toBe(400);
    expect((await start('nurse', 'Patient/pat-3')).json['patient']).toBe('pat-3');
  });

  it('ends early, by its owner only, and is audited', async () => {
    const { json } = await start('nurse', 'pat-4');
    const path = `/access/break-glass/${String(json['id'])}`;
    const end = (role: string) => new TestBrowser(house().issuer).send('DELETE', path, undefined, headers(role));
    expect((await end('physician')).code).toBe('access.break-glass-unknown');
    expect(await patientsOpen('nurse')).toContain('pat-4');
    expect((await end('nurse')).status).toBe(204);
    expect(await patientsOpen('nurse')).not.toContain('pat-4');
    expect((await end('nurse')).status).toBe(404);
    const [entry] = await house().access.audit.list({ patient: 'pat-4', limit: 1 });
    expect(entry?.resource).toMatchObject({ subtype: [{ code: 'break-glass-end' }] });
  });

  it('shows everybody’s to an administrator and one’s own to others', async () => {
    const own = (await list('nurse')).json['breakGlass'] as { person?: string }[];
    expect(own.every((one) => one.person === undefined)).toBe(true);
    const all = (await list('administrator')).json['breakGlass'] as { person: string }[];
    expect(new Set(all.map((one) => one.person))).toEqual(new Set(['demo-physician', 'demo-nurse']));
    expect((await list('researcher')).json['breakGlass']).toEqual([]);
  });

  it('ends by itself after an hour, without anybody asking', async () => {
    await start('physician', 'pat-5');
    expect(await patientsOpen('physician')).toContain('pat-5');
    house().clock.move(61 * 60_000);
    tokens['physician'] = (await signedIn(house(), { demo: 'demo-physician' })).access_token;
    await house().access.store.query(`update access_artifact set expires = expires + interval '2 hours'`);
    expect(await patientsOpen('physician')).toEqual([]);
    expect((await house().access.breakGlass.running('demo-physician')).length).toBe(0);
  });
});
