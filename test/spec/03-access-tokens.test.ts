/**
 * Chapter 3, third part: who comes in with what. Roles whose work is not care see no patient; tokens that are old, taken back,
 * foreign, forged or cut open nothing; nobody widens a scope; and every access stands in a chain that can be proven.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleOf, Client, entryOf, observation, openSpecHouse, patient, type SpecHouse } from './house.ts';
import { hiddenIn, openHospital, OWN } from './secrets.ts';

const CLINICAL = [
  'Patient',
  'Observation',
  'Condition',
  'Encounter',
  'DiagnosticReport',
  'List',
  'MedicationRequest',
  'Group',
  'Provenance',
];
const ANYBODY = /\/(?:hid|own)-|demo-patient/;
const form = { 'content-type': 'application/x-www-form-urlencoded' };

describe('who comes in', () => {
  let house: SpecHouse;
  let system: Client;
  beforeAll(async () => {
    house = await openSpecHouse();
    system = await house.system();
    await openHospital(system);
  });
  afterAll(() => house.close());

  describe.each(['researcher', 'executive', 'administrator'])('as %s', (role) => {
    let client: Client;
    beforeAll(async () => {
      client = await house.person(role);
    });

    it('sees the house and no patient, whatever is asked', async () => {
      expect((await client.get('Organization/h')).status).toBe(200);
      const addresses = CLINICAL.flatMap((type) => [
        type,
        `${type}?_summary=count`,
        `${type}/_history`,
        `${type}/own-lab`,
      ]);
      for (const address of [
        ...addresses,
        OWN,
        `${OWN}/_history/1`,
        `${OWN}/$everything`,
        `${OWN}/Observation`,
        'Patient/nobody',
      ]) {
        const reply = await client.get(address);
        expect([403, 404], `${role} ${address}`).toContain(reply.status);
        expect(reply.text).not.toContain('Jeong');
      }
      for (const address of [
        '?_type=Patient,Observation',
        '?_id=demo-patient',
        '_history?_count=200',
        'Organization?_revinclude=Patient:organization&_revinclude=Encounter:service-provider',
        'Practitioner/doc/*',
      ]) {
        const reply = await client.get(address);
        expect(reply.status === 200 ? hiddenIn(reply, ANYBODY) : [], `${role} ${address}`).toEqual([]);
      }
      const has = await client.get('Organization?_has:Patient:organization:family=Jeong');
      expect(has.ids()).toEqual([]);
      const chain = await client.get('Location?organization:Organization._has:Patient:organization:family=Jeong');
      expect(chain.ids()).toEqual([]);
    });

    it('writes no clinical data, by no way', async () => {
      const writes = [
        await client.post('Patient', patient()),
        await client.post('Patient', patient(), { 'if-none-exist': 'family=Jeong' }),
        await client.put('Patient/new', patient({ id: 'new' })),
        await client.put('Patient?family=Jeong', patient()),
        await client.patch(OWN, []),
        await client.delete(OWN),
        await client.delete('Patient?family=Jeong'),
        await client.post('', bundleOf('transaction', entryOf('POST', 'Observation', observation(OWN)))),
      ];
      expect(writes.map(({ status }) => status)).toEqual(writes.map(() => 403));
      const batch = await client.post(
        '',
        bundleOf('batch', entryOf('GET', OWN), entryOf('POST', 'Patient', patient())),
      );
      expect(batch.each('entry', 'response.status').map((one) => String(one).slice(0, 3))).toEqual(['403', '403']);
    });

    it('imports no patient, and learns from it of none', async () => {
      const lines = [patient({ id: 'demo-patient', name: [{ family: 'Changed' }] }), patient({ id: 'imported' })];
      const body = lines.map((one) => JSON.stringify(one)).join('\n');
      const told = await client.post('$import', body, { 'content-type': 'application/fhir+ndjson' });
      expect([200, 403, 422], told.text).toContain(told.status);
      expect((await system.get(OWN)).at('name.0.family')).toBe('Jeong');
      expect((await system.get('Patient/imported')).status).toBe(404);
    });

    it('reads the audit log only where that is the work', async () => {
      const status = (await client.get('AuditEvent')).status;
      expect(status).toBe(role === 'administrator' ? 200 : 403);
    });
  });

  it('cannot write the audit log, not even as the house’s own script', async () => {
    const event = {
      resourceType: 'AuditEvent',
      type: { code: 'rest' },
      recorded: '2026-01-01T00:00:00Z',
      agent: [{ requestor: true }],
      source: { observer: { display: 'x' } },
    };
    for (const reply of [
      await system.post('AuditEvent', event),
      await system.put('AuditEvent/audit-1', { ...event, id: 'audit-1' }),
      await system.patch('AuditEvent/audit-1', []),
      await system.delete('AuditEvent/audit-1'),
      await system.delete('AuditEvent?_id=audit-1'),
      await system.post('', bundleOf('transaction', entryOf('POST', 'AuditEvent', event))),
      await system.post('', bundleOf('transaction', entryOf('DELETE', 'AuditEvent/audit-1'))),
    ])
      expect([403, 405], reply.text).toContain(reply.status);
  });

  it('by a token that is none is sent to sign in, with the same words', async () => {
    const good = await house.token('physician', ['user/*.rs']);
    const other = await house.signIn('nurse');
    const payload = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
    const wrong = [
      good.slice(0, -1),
      `${good}A`,
      good.slice(1),
      good.toUpperCase(),
      `${good.slice(0, -1)}${good.endsWith('A') ? 'B' : 'A'}`,
      'x'.repeat(43),
      other.refresh_token,
      other.id_token,
      `${payload}.${Buffer.from(JSON.stringify({ sub: 'demo-physician', scope: 'user/*.rs' })).toString('base64url')}.`,
      "' or true --",
      'null',
      'undefined',
    ];
    for (const token of wrong) {
      const refused = await new Client(house.base, token).get(OWN);
      expect([refused.status, refused.at('resourceType')], token).toEqual([401, 'OperationOutcome']);
      expect(refused.header('www-authenticate')).toMatch(/^Bearer .*error="invalid_(?:token|request)"/);
      expect(refused.text).not.toContain(token.length > 20 ? token : 'Jeong');
    }
    const none = await house.stranger().get(OWN);
    expect([none.status, none.header('www-authenticate')]).toEqual([401, expect.stringMatching(/^Bearer /)]);
    for (const authorization of [
      `Basic ${btoa('physician:x')}`,
      good,
      `Token ${good}`,
      'Bearer',
      `Bearer ${good} ${good}`,
    ])
      expect((await house.stranger().get(OWN, { authorization })).status, authorization).toBe(401);
    for (const address of [`${OWN}?access_token=${good}`, `Patient?access_token=${good}`])
      expect((await house.stranger().get(address)).status).toBe(401);
    const posted = await house.stranger().search('Patient/_search', `access_token=${good}`);
    expect(posted.status).toBe(401);
    expect((await new Client(house.base, good).get(OWN)).status).toBe(200);
  });

  it('by a token that has ended, was taken back, or belongs to another house, comes in no more', async () => {
    const short = await house.client('physician', ['user/*.rs'], { ttl: 1 });
    expect((await short.get(OWN)).status).toBe(200);
    await sleep(1100);
    const ended = await short.get(OWN);
    expect([ended.status, ended.header('www-authenticate')]).toEqual([401, expect.stringContaining('invalid_token')]);
    const tokens = await house.signIn('physician');
    const signedIn = new Client(house.base, tokens.access_token);
    expect((await signedIn.get(OWN)).status).toBe(200);
    await house.browser().postForm('/oidc/revoke', { client_id: 'maru-web', token: tokens.access_token });
    expect((await signedIn.get(OWN)).status).toBe(401);
    const leaving = await house.signIn('physician');
    const left = new Client(house.base, leaving.access_token);
    expect((await left.ask('POST', `${house.url}/access/sign-out`)).status).toBe(204);
    expect((await left.get(OWN)).status).toBe(401);
    const refresh = { grant_type: 'refresh_token', client_id: 'maru-web', refresh_token: leaving.refresh_token };
    expect((await house.browser().postForm('/oidc/token', refresh)).json['error']).toBe('invalid_grant');
  });

  it('by a token of another house stays out', async () => {
    const other = await openSpecHouse();
    try {
      const foreign = await other.token('system', ['system/*.cruds']);
      expect((await new Client(house.base, foreign).get(OWN)).status).toBe(401);
      const person = await other.signIn('physician');
      expect((await new Client(house.base, person.access_token).get(OWN)).status).toBe(401);
      expect((await new Client(other.base, await house.token('system', ['system/*.rs'])).get('Patient')).status).toBe(
        401,
      );
    } finally {
      await other.close();
    }
  });

  it('with more scopes than the role has gets those of the role', async () => {
    const everything = 'openid fhirUser user/*.cruds system/*.cruds patient/*.cruds user/AuditEvent.cruds';
    const tokens = await house.signIn('patient', everything);
    expect(tokens.scope).not.toMatch(/system\/|\.[a-z]*[cud]/);
    const self = new Client(house.base, tokens.access_token);
    expect((await self.post('Observation', observation(OWN))).status).toBe(403);
    expect((await self.get('Patient/hid-pat')).status).toBe(404);
    const researcher = await house.signIn('researcher', everything);
    expect((await new Client(house.base, researcher.access_token).get('Patient')).status).toBe(403);
    await expect(house.token('researcher', ['user/Patient.rs'])).rejects.toThrow();
    await expect(house.token('physician', ['system/*.cruds'])).rejects.toThrow();
  });

  it('does not widen its scopes at the refresh, nor use a refresh token twice or for another client', async () => {
    const tokens = await house.signIn('physician', 'openid fhirUser user/Observation.rs?category=laboratory');
    const ask = (more: Record<string, string>) =>
      house.browser().postForm('/oidc/token', {
        grant_type: 'refresh_token',
        client_id: 'maru-web',
        refresh_token: tokens.refresh_token,
        ...more,
      });
    const wider = await ask({ scope: 'openid user/*.cruds' });
    if (wider.status === 200) {
      expect(String(wider.json['scope'])).not.toMatch(/user\/\*|cruds/);
      const client = new Client(house.base, String(wider.json['access_token']));
      expect((await client.get('Observation?code=8480-6')).ids()).toEqual([]);
      expect((await client.get('Condition')).status).toBe(403);
    } else expect(wider.json['error']).toMatch(/^invalid_(?:scope|grant)$/);
    const again = await house.signIn('physician', 'openid fhirUser user/Observation.rs?category=laboratory');
    const stolen = await house
      .browser()
      .postForm('/oidc/token', { grant_type: 'refresh_token', client_id: 'other', refresh_token: again.refresh_token });
    expect(stolen.status).toBeGreaterThanOrEqual(400);
    const once = { grant_type: 'refresh_token', client_id: 'maru-web', refresh_token: again.refresh_token };
    const first = await house.browser().postForm('/oidc/token', once);
    expect(first.status).toBe(200);
    expect((await house.browser().postForm('/oidc/token', once)).json['error']).toBe('invalid_grant');
    expect((await new Client(house.base, String(first.json['access_token'])).get('Observation')).status).toBe(401);
  });

  it('leaves a trace of every access, also of what was refused', async () => {
    const physician = await house.person('physician');
    const self = await house.person('patient');
    const looks: [() => Promise<unknown>, string][] = [
      [() => physician.get(OWN), 'read'],
      [() => physician.get(`${OWN}/_history/1`), 'vread'],
      [() => physician.get(`${OWN}/_history`), 'history-instance'],
      [() => physician.get('Observation?patient=demo-patient'), 'search-type'],
      [() => physician.search('Observation/_search', 'patient=demo-patient'), 'search-type'],
      [() => physician.get(`${OWN}/Condition`), 'search-type'],
      [() => physician.get('?_id=demo-patient'), 'search-system'],
      [() => physician.post('Observation', observation(OWN, { identifier: [{ value: 'traced' }] })), 'create'],
      [() => physician.put('Observation/traced', observation(OWN, { id: 'traced' })), 'update'],
      [
        () => physician.patch('Observation/traced', [{ op: 'add', path: '/issued', value: '2020-01-01T00:00:00Z' }]),
        'patch',
      ],
      [
        () => physician.post('', bundleOf('transaction', entryOf('POST', 'Observation', observation(OWN)))),
        'transaction',
      ],
      [() => physician.post('', bundleOf('batch', entryOf('GET', OWN))), 'read'],
      [() => physician.post('Observation', observation(OWN), { 'if-none-exist': 'identifier=traced' }), 'create'],
      [() => physician.get('Patient?_revinclude=Observation:subject&_id=demo-patient'), 'search-type'],
    ];
    for (const [look, subtype] of looks) {
      const before = await newest();
      await look();
      const events = (await system.get(`AuditEvent?agent=demo-physician&patient=demo-patient&_count=20`)).each(
        'entry',
        'resource',
      ) as Event[];
      const fresh = events.filter(({ id }) => Number(id.replace('audit-', '')) > before);
      expect(
        fresh.map((event) => event.subtype[0]?.code),
        look.toString(),
      ).toContain(subtype);
    }
    const before = await newest();
    await self.get('Patient/hid-pat');
    await self.delete(OWN);
    const refused = (
      (await system.get('AuditEvent?agent=demo-patient&_count=20')).each('entry', 'resource') as Event[]
    ).filter(({ id }) => Number(id.replace('audit-', '')) > before);
    expect(refused.map(({ outcome }) => outcome)).toEqual(['4', '4']);
  });

  interface Event {
    readonly id: string;
    readonly outcome: string;
    readonly subtype: readonly { code: string }[];
  }

  /** Number of the newest entry. */
  async function newest(): Promise<number> {
    const [id] = (await system.get('AuditEvent?_count=1')).each('entry', 'resource.id');
    return Number(String(id).replace('audit-', ''));
  }

  it('stands in a chain that is proven, until somebody touches it; then the link is named', async () => {
    await house.access.audit.seal();
    const whole = await house.access.audit.verify();
    expect(whole).toMatchObject({ intact: true });
    const { head } = whole as { head: { seq: number } };
    expect(head.seq).toBeGreaterThan(100);
    const broken = Math.floor(head.seq / 2);
    const tamper = async (statement: string): Promise<void> => {
      await house.store.transaction(async (transaction) => {
        await transaction.query('set local session_replication_role = replica');
        await transaction.query(statement);
      });
    };
    await tamper(`create table kept as select * from access_audit where seq = ${broken}`);
    await tamper(`update access_audit set event = replace(event, 'demo', 'nobody') where seq = ${broken}`);
    expect(await house.access.audit.verify()).toMatchObject({ intact: false, seq: broken, fault: 'content' });
    await tamper(`delete from access_audit where seq = ${broken}`);
    expect(await house.access.audit.verify()).toMatchObject({ intact: false, fault: 'gap' });
    await tamper('insert into access_audit select * from kept');
    expect(await house.access.audit.verify()).toMatchObject({ intact: true });
    await tamper(`delete from access_audit where seq > ${head.seq - 3}`);
    const cut = await house.access.audit.verify();
    const { seq } = cut as { seq?: number };
    expect(seq === undefined || seq >= head.seq - 3).toBe(true);
  });

  it('has a discovery that tells the same as what is done', async () => {
    const smart = await house.stranger().get('.well-known/smart-configuration');
    expect([smart.status, smart.at('token_endpoint')]).toEqual([200, `${house.url}/oidc/token`]);
    expect(smart.at('code_challenge_methods_supported')).toEqual(['S256']);
    const plain = await fetch(
      `${house.url}/oidc/auth?client_id=maru-web&response_type=code&redirect_uri=${house.url}/signed-in&scope=openid`,
      { redirect: 'manual' },
    );
    expect(plain.headers.get('location') ?? '').not.toMatch(/code=/);
    const elsewhere = await fetch(
      `${house.url}/oidc/auth?client_id=maru-web&response_type=code&redirect_uri=https://evil.example/&scope=openid&code_challenge=${'x'.repeat(43)}&code_challenge_method=S256`,
      { redirect: 'manual' },
    );
    expect([elsewhere.status, elsewhere.headers.get('location')]).toEqual([400, null]);
    const token = await fetch(`${house.url}/oidc/token`, {
      method: 'POST',
      headers: form,
      body: 'grant_type=password&username=physician&password=x&client_id=maru-web',
    });
    expect(token.status).toBe(400);
  });
});
