/**
 * Chapter 4, second part: searches, patches, addresses, headers and imports that mean ill.
 */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openSpecHouse, patient, type Client, type SpecHouse } from './house.ts';
import { BOMB, expectRefusal, MEBI, nest } from './bad.ts';

describe('bad requests', () => {
  let house: SpecHouse;
  let client: Client;
  let stored: unknown;
  beforeAll(async () => {
    house = await openSpecHouse({ maxBodyBytes: 2 * MEBI, importFolder: undefined });
    client = await house.system();
    await client.put('Patient/there', patient({ id: 'there' }));
    stored = await house.versions();
  });
  afterAll(() => house.close());
  afterEach(async () => {
    expect((await fetch(`${house.url}/healthz`)).status).toBe(200);
    expect((await client.get('Patient/there')).status).toBe(200);
  });

  describe('in a search', () => {
    const payloads = [
      "'",
      "' or '1'='1",
      "'; drop table resource; --",
      '1) or (1=1',
      '\\',
      '%',
      '_',
      '$1',
      '$$',
      '{{7*7}}',
      '../..',
      '\u0001',
      '𝒳',
      '"',
      '`id`',
      '*',
      '()',
      '[]',
      '\\,\\$\\|',
      'a|b|c|d',
      ','.repeat(50),
      'x'.repeat(5000),
      '1e999',
      '-',
      '2020-99-99',
      'ge',
      'NaN',
      'Infinity',
      '::1',
    ];
    it.each([
      'Patient?name',
      'Patient?family:exact',
      'Patient?name:contains',
      'Patient?identifier',
      'Patient?identifier:of-type',
      'Patient?gender:not',
      'Patient?birthdate',
      'Patient?general-practitioner',
      'Patient?general-practitioner:identifier',
      'Patient?organization.name',
      'Patient?_has:Observation:subject:code',
      'Patient?_id',
      'Patient?_lastUpdated',
      'Patient?_tag',
      'Patient?_profile',
      'Patient?_profile:below',
      'Patient?_security',
      'Patient?_list',
      'Patient?_text',
      'Patient?_content',
      'Patient?_sort',
      'Patient?_count',
      'Patient?_include',
      'Patient?_revinclude',
      'Patient?_elements',
      'Patient?_summary',
      'Patient?_total',
      'Patient?_cursor',
      'Patient?_filter',
      'Observation?value-quantity',
      'Observation?code-value-quantity',
      'Observation?code:in',
      'Observation?code:below',
      'Observation?code:text',
      'RiskAssessment?probability',
      'Location?near',
      'ValueSet?url',
      'ValueSet?url:below',
      '?_type',
    ])('%s takes no injection', async (address) => {
      for (const payload of payloads) {
        const reply = await client.get(`${address}=${encodeURIComponent(payload)}`);
        expect(
          [200, 400, 404, 413, 414, 422],
          `${address}=${payload.slice(0, 40)}: ${reply.text.slice(0, 200)}`,
        ).toContain(reply.status);
        if (reply.status !== 200) expectRefusal(reply, payload);
        expect(reply.text).not.toMatch(/syntax error|select |pg_|relation "/);
      }
      expect(await house.versions()).toEqual(stored);
    });

    it.each([
      "Patient?na'me=x",
      'Patient?name;drop=x',
      'Patient?name:=x',
      'Patient?:name=x',
      'Patient?name:exact:exact=x',
      'Patient?name:nonsense=x',
      'Patient?constructor=x',
      'Patient?__proto__=x',
      'Patient?toString=x',
      'Patient?hasOwnProperty:exact=x',
      'Patient?_has=x',
      'Patient?_has:Observation=x',
      'Patient?_has:Observation:subject:nonsense=x',
      'Patient?_has:Nonsense:subject:code=x',
      'Patient?name.family=x',
      'Patient?general-practitioner.nonsense=x',
      'Patient?general-practitioner:Nonsense.name=x',
      `Patient?${'link.'.repeat(30)}name=x`,
      `Patient?${'_has:Patient:link:'.repeat(30)}name=x`,
      `Patient?${Array.from({ length: 300 }, () => 'name=x').join('&')}`,
      `Patient?_id=${Array.from({ length: 3000 }, (_none, at) => at).join(',')}`,
      'Patient?name=%ff',
      'Patient?name=%',
      'Patient?name=a%00b',
      'Patient?%zz=1',
    ])('%s is refused by name', async (address) => {
      const [, query = ''] = address.split('?');
      expectRefusal(await client.search('Patient/_search', query), address);
      if (address.length < 9000)
        expectRefusal(
          await house.raw('GET', `/fhir/R4/${address}`, { authorization: `Bearer ${client.token ?? ''}` }),
          address,
        );
    });

    it('takes long chains of alternatives, and ends', async () => {
      const began = performance.now();
      const many = Array.from({ length: 2000 }, (_none, at) => `http://x.example|${at}`).join(',');
      expect(
        (await client.search('Patient/_search', `identifier=${encodeURIComponent(many)}&_total=accurate`)).status,
      ).toBe(200);
      expect(performance.now() - began).toBeLessThan(5000);
    });
  });

  describe('in a patch', () => {
    it.each([
      'Patient.repeat($this | $this)',
      'Patient.descendants().descendants().descendants().descendants()',
      "Patient.name.where(family.matches('(a+)+$'))",
      '(1 | 2).repeat($this + 1)',
      'Patient.name[999999999999]',
      '('.repeat(5000),
      'Patient.id; drop table body',
      '%resource.resolve()',
      '',
    ])('%s as a path ends at once', async (path) => {
      const operation = [
        { name: 'type', valueCode: 'delete' },
        { name: 'path', valueString: path },
      ];
      const began = performance.now();
      const reply = await client.patch('Patient/there', {
        resourceType: 'Parameters',
        parameter: [{ name: 'operation', part: operation }],
      });
      expect([200, 400, 403, 422], reply.text).toContain(reply.status);
      expect(performance.now() - began).toBeLessThan(3000);
      expect((await client.get('Patient/there')).at('name.0.family')).toBe('Kim');
      stored = await house.versions();
    });

    it.each<[string, unknown]>([
      ['a way into the prototype', [{ op: 'add', path: '/__proto__/active', value: true }]],
      ['a way into the constructor', [{ op: 'add', path: '/constructor/prototype/active', value: true }]],
      ['a place far away', [{ op: 'add', path: '/name/99999999', value: {} }]],
      ['no place', [{ op: 'add', value: true }]],
      ['a place without a slash', [{ op: 'add', path: 'active', value: true }]],
      ['itself into itself', [{ op: 'move', from: '/name', path: '/name/0/x' }]],
      ['doubling', Array.from({ length: 40 }, () => ({ op: 'copy', from: '/name', path: '/name/-' }))],
      ['a text', 'active'],
      ['a number in the list', [1]],
    ])('%s is refused', async (what, body) => {
      expectRefusal(
        await client.patch('Patient/there', typeof body === 'string' ? JSON.stringify(body) : body, {
          'content-type': 'application/json-patch+json',
        }),
        what,
      );
      expect(({} as { active?: unknown }).active).toBeUndefined();
      expect(await house.versions()).toEqual(stored);
    });
  });

  describe('in a value set to expand', () => {
    const filter = { property: 'code', op: '=', value: 'x' };
    const include = { system: 'http://hl7.org/fhir/administrative-gender' };
    it.each<[string, unknown]>([
      ['no object', 'x'],
      ['a list', [[]]],
      ['includes that are no list', { include: {} }],
      ['an include that is none', { include: [null] }],
      ['filters that are no list', { include: [{ ...include, filter: 0 }] }],
      ['a filter that is none', { include: [{ ...include, filter: [null] }] }],
      ['a filter without a value', { include: [{ ...include, filter: [{ ...filter, value: undefined }] }] }],
      ['a filter of another kind', { include: [{ ...include, filter: [{ ...filter, op: {} }] }] }],
      [
        'a filter that runs for ever',
        { include: [{ ...include, filter: [{ ...filter, op: 'regex', value: '(a+)+$' }] }] },
      ],
      ['itself', { include: [{ valueSet: ['http://example.org/self'] }] }],
    ])('%s is refused', async (what, compose) => {
      const valueSet = { resourceType: 'ValueSet', url: 'http://example.org/self', status: 'active', compose };
      const parameter = [{ name: 'valueSet', resource: valueSet }];
      expectRefusal(await client.post('ValueSet/$expand', { resourceType: 'Parameters', parameter }), what);
    });
  });

  describe('as HTTP', () => {
    it.each([
      '/fhir/R4/../../etc/passwd',
      '/fhir/R4/..%2f..%2fetc%2fpasswd',
      '/fhir/R4/Patient/..%2fthere',
      '/fhir/R4/Patient/%2e%2e',
      '/fhir/R4/Patient/%00',
      '/fhir/R4/Patient/%ff',
      '/fhir/R4/Patient/there%0d%0aSet-Cookie:x=1',
      '/fhir/R4/%50atient/..;/there',
      '/fhir/r4/Patient/there',
      '/fhir/R4/patient/there',
      '/fhir/R4/constructor/there',
      '/fhir/R4/__proto__',
      '/fhir/R5/Patient/there',
      `/fhir/R4/Patient/${'x'.repeat(3000)}`,
      `/fhir/R4/${'Patient/there/'.repeat(50)}`,
      '/fhir/R4/환자/there',
    ])('%s leads nowhere', async (path) => {
      const reply = await house.raw('GET', encodeURI(path).replaceAll('%25', '%'), {
        authorization: `Bearer ${client.token ?? ''}`,
      });
      expect([400, 404, 414], reply.text.slice(0, 200)).toContain(reply.status);
      expect(reply.text).not.toContain('root:');
      expect(reply.header('set-cookie')).toBeUndefined();
    });

    it.each(['TRACE', 'PROPFIND', 'OPTIONS', 'LINK', 'PURGE'])('%s is no method of a resource', async (method) => {
      const reply = await house.raw(method, '/fhir/R4/Patient/there', {
        authorization: `Bearer ${client.token ?? ''}`,
      });
      expect([400, 404, 405, 501], `${reply.status} ${reply.text}`).toContain(reply.status);
      expect(reply.text).not.toContain('Kim');
    });

    it('broken on the wire is answered or closed, and harms nobody', async () => {
      const host = `Host: 127.0.0.1:${house.port}\r\nAuthorization: Bearer ${client.token ?? ''}\r\n`;
      const wires: [string, RegExp][] = [
        ['NONSENSE\r\n\r\n', /^HTTP\/1\.1 400 /],
        [`get /fhir/R4/Patient/there HTTP/1.1\r\n${host}\r\n`, /^HTTP\/1\.1 400 /],
        [`GET /fhir/R4/Patient/there HTTP/9.9\r\n${host}\r\n`, /^HTTP\/1\.1 (?:400|505) /],
        [`GET /fhir/R4/Patient/there HTTP/1.1\r\n${host}X: ${'y'.repeat(40_000)}\r\n\r\n`, / 431 /],
        [
          `GET /fhir/R4/Patient/there HTTP/1.1\r\n${host}${Array.from({ length: 3000 }, (_none, at) => `X-${at}: y\r\n`).join('')}\r\n`,
          / (?:400|431|200) /,
        ],
        [`GET /fhir/R4/Patient/there HTTP/1.1\r\n${host}A: b\r\n\u0000: c\r\n\r\n`, /^HTTP\/1\.1 400 /],
        [
          `POST /fhir/R4/Patient HTTP/1.1\r\n${host}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n`,
          /^HTTP\/1\.1 400 /,
        ],
        [`POST /fhir/R4/Patient HTTP/1.1\r\n${host}Content-Length: -5\r\n\r\n`, /^HTTP\/1\.1 400 /],
        [
          `POST /fhir/R4/Patient HTTP/1.1\r\n${host}Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcde`,
          /^HTTP\/1\.1 400 /,
        ],
        [
          `POST /fhir/R4/Patient HTTP/1.1\r\n${host}Content-Type: application/fhir+json\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n`,
          / 400 /,
        ],
        [
          `GET http://evil.example/fhir/R4/Patient/there HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`,
          / 40[034] /,
        ],
      ];
      for (const [text, answer] of wires) expect(await talk(house.port, text), text.slice(0, 90)).toMatch(answer);
    });

    it('with odd headers is answered by what they mean', async () => {
      for (const [name, value] of [
        ['prefer', 'return='],
        ['prefer', ';;;,,,==='],
        ['accept', 'nonsense'],
        ['accept', 'application/fhir+json;fhirVersion=3.0'],
        ['if-none-match', '"'],
        ['if-modified-since', '9'.repeat(1000)],
        ['x-request-id', 'a b\tc'],
        ['x-forwarded-for', "'; drop table body; --"],
        ['accept-encoding', 'gzip;q=nonsense'],
        ['range', 'bytes=0-1'],
      ] as const) {
        const reply = await client.get('Patient/there', { [name]: value });
        expect([200, 304, 406], `${name}: ${value.slice(0, 30)}`).toContain(reply.status);
      }
      for (const [name, value] of [
        ['if-match', 'nonsense'],
        ['if-match', ''],
        ['if-none-match', 'W/'],
        ['if-none-exist', '???'],
        ['if-none-exist', `identifier=${'x'.repeat(9000)}`],
      ] as const) {
        const reply = await client.put('Patient/there', patient({ id: 'there' }), { [name]: value });
        expect([200, 400, 412], `${name}: ${value.slice(0, 30)}`).toContain(reply.status);
      }
      stored = await house.versions();
    });
  });

  describe('by import', () => {
    let importing: SpecHouse;
    let importer: Client;
    let folder: string;
    beforeAll(async () => {
      const place = await openSpecHouse();
      folder = join(place.folder, 'inbox');
      mkdirSync(folder);
      await place.close();
      mkdirSync(folder, { recursive: true });
      importing = await openSpecHouse({ importFolder: folder });
      importer = await importing.system();
      writeFileSync(join(folder, '..', 'outside.ndjson'), JSON.stringify(patient({ id: 'outside' })));
      writeFileSync(join(folder, 'inside.ndjson'), JSON.stringify(patient({ id: 'inside' })));
      writeFileSync(join(folder, 'bomb.ndjson.gz'), BOMB);
      writeFileSync(
        join(folder, 'broken.ndjson.gz'),
        gzipSync('{"resourceType":"Patient"}\n'.repeat(1000)).subarray(0, 60),
      );
      symlinkSync(join(folder, '..', 'outside.ndjson'), join(folder, 'link.ndjson'));
      symlinkSync('/etc', join(folder, 'etc'));
    });
    afterAll(() => importing.close());

    it.each([
      '../outside.ndjson',
      '..%2foutside.ndjson',
      'inside.ndjson/../../outside.ndjson',
      '/etc/passwd',
      'link.ndjson',
      'etc/passwd',
      'etc/hostname',
      '%00',
      'inside.ndjson%00.gz',
      'nothing.ndjson',
      '~/x',
      'file:///etc/passwd',
      '..',
      '',
    ])('the file %s is not read', async (name) => {
      const reply = await importer.post(`$import?file=${name}`, '');
      const [row] = await importing.store.query<{ n: number }>(
        `select count(*)::int as n from resource where fid = 'outside'`,
      );
      expect(row?.n, reply.text.slice(0, 300)).toBe(0);
      expect(reply.text).not.toContain('root:');
      if (name !== '') expect(reply.status, reply.text.slice(0, 300)).toBeGreaterThanOrEqual(400);
      expect(reply.status).toBeLessThan(500);
    });

    it('a folder whose links lead out is not followed', async () => {
      await importer.post('$import?file=.', '');
      const [row] = await importing.store.query<{ n: number }>(
        `select count(*)::int as n from resource where fid = 'outside'`,
      );
      expect(row?.n).toBe(0);
    });

    it('takes what is good, tells what is not, line by line', async () => {
      const lines = [
        JSON.stringify(patient({ id: 'good-1' })),
        '{half',
        '',
        '[]',
        JSON.stringify({ resourceType: 'Patient', id: 'bad', gender: 'x' }),
        JSON.stringify({ resourceType: 'AuditEvent' }),
        nest(5000, '[', ']', ''),
        JSON.stringify(patient({ id: 'good-2' })),
      ];
      const told = await importer.post('$import', lines.join('\n'), { 'content-type': 'application/fhir+ndjson' });
      expect(told.status, told.text).toBe(200);
      const numbers = Object.fromEntries(
        (told.at('parameter') as { name: string; valueInteger?: number }[]).map(({ name, valueInteger }) => [
          name,
          valueInteger,
        ]),
      );
      expect(numbers).toMatchObject({ created: 2, failed: 5 });
      expect((await importer.get('Patient/good-2')).status).toBe(200);
    });

    it('of a bomb, and of a file that breaks off, says what is wrong', async () => {
      for (const name of ['bomb.ndjson.gz', 'broken.ndjson.gz']) {
        const told = await importer.post(`$import?file=${name}`, '');
        expect(told.text, name).toMatch(/gzip-bomb|gzip-damaged|too-large|unpacks|damaged/);
      }
      const sent = await importing.raw(
        'POST',
        '/fhir/R4/$import',
        { authorization: `Bearer ${importer.token ?? ''}`, 'content-type': 'application/fhir+ndjson' },
        BOMB,
      );
      expect(sent.text).toMatch(/gzip-bomb|unpacks|too-large/);
    });

    it('is for administrators and scripts', async () => {
      for (const role of ['physician', 'nurse', 'patient', 'researcher'])
        expect(
          (
            await (
              await importing.person(role)
            ).post('$import', JSON.stringify(patient()), { 'content-type': 'application/fhir+ndjson' })
          ).status,
        ).toBe(403);
      expect((await importing.stranger().post('$import', '{}')).status).toBe(401);
      const weak = await importing.client('system', ['system/Observation.cruds']);
      await weak.post('$import', JSON.stringify(patient({ id: 'weak' })), {
        'content-type': 'application/fhir+ndjson',
      });
      expect((await importer.get('Patient/weak')).status).toBe(404);
    });
  });
});

/** Sends text as it is; what came back until the other side was silent. */
function talk(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    let said = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.setTimeout(1500, () => socket.destroy());
    socket.on('data', (chunk) => {
      said += chunk.toString();
      socket.end();
    });
    socket.on('error', () => resolve(said));
    socket.on('close', () => resolve(said));
  });
}
