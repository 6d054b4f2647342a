/**
 * Chapter 4: what somebody sends who means ill, or whose program is broken. Each is refused in words, with the status that means
 * it, nothing of it is stored, and the house goes on.
 */
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  bundleOf,
  entryOf,
  observation,
  openSpecHouse,
  patient,
  type Client,
  type Reply,
  type SpecHouse,
} from './house.ts';
import { BOMB, expectRefusal, MEBI, nest } from './bad.ts';

const uuid = (last: number): string => `urn:uuid:00000000-0000-4000-8000-${String(last).padStart(12, '0')}`;

describe('bad input', () => {
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

  describe('as a body', () => {
    it.each([
      ['nothing', ''],
      ['half', '{"resourceType":"Patient"'],
      ['a comma too many', '{"resourceType":"Patient",}'],
      ['a comment', '{"resourceType":"Patient"/* x */}'],
      ['single quotes', "{'resourceType':'Patient'}"],
      ['two documents', '{"resourceType":"Patient"}{"resourceType":"Patient"}'],
      [
        'a number that is none',
        '{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueInteger":NaN}',
      ],
      ['a leading zero', '{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueInteger":007}'],
      ['a bare word', 'hello'],
      ['null', 'null'],
      ['an array', '[{"resourceType":"Patient"}]'],
      ['a text', '"Patient"'],
      ['no type', '{"name":[{"family":"Kim"}]}'],
      ['a type that is none', '{"resourceType":"Pacient"}'],
      ['a type that is no text', '{"resourceType":{"$ne":1}}'],
      ['an element twice', '{"resourceType":"Patient","gender":"male","gender":"female"}'],
      [
        'a dose twice',
        '{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":1,"valu\\u0065":10}}',
      ],
      ['a control character', '{"resourceType":"Patient","name":[{"family":"a\u0001b"}]}'],
      ['NUL', '{"resourceType":"Patient","name":[{"family":"a\\u0000b"}]}'],
      ['deep arrays', `{"resourceType":"Patient","extension":${nest(50_000, '[', ']', '')}}`],
      ['deep objects', nest(50_000, '{"a":', '}', '1')],
      [
        'deep extensions',
        `{"resourceType":"Patient","extension":${nest(3000, '[{"url":"x","extension":', '}]', '[]')}}`,
      ],
      [
        'deep contained',
        `{"resourceType":"Patient","contained":${nest(500, '[{"resourceType":"Patient","contained":', '}]', '[]')}}`,
      ],
      [
        'an exponent without end',
        '{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":1e999999999}}',
      ],
      [
        'a number as text',
        '{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":"1"}}',
      ],
      ['a text as number', '{"resourceType":"Patient","gender":1}'],
      ['one as many', '{"resourceType":"Patient","name":{"family":"Kim"}}'],
      ['many as one', '{"resourceType":"Patient","gender":["male"]}'],
      ['an empty array', '{"resourceType":"Patient","name":[]}'],
      ['an empty object', '{"resourceType":"Patient","name":[{}]}'],
      ['an empty text', '{"resourceType":"Patient","name":[{"family":""}]}'],
      ['null in an array', '{"resourceType":"Patient","name":[null]}'],
      ['an unknown element', '{"resourceType":"Patient","shoeSize":43}'],
      ['a name of JavaScript', '{"resourceType":"Patient","__proto__":{"active":true}}'],
      ['another', '{"resourceType":"Patient","constructor":{"prototype":{"active":true}}}'],
      ['both of a choice', '{"resourceType":"Patient","deceasedBoolean":true,"deceasedDateTime":"2020"}'],
      ['a day that is none', '{"resourceType":"Patient","birthDate":"2023-02-29"}'],
      [
        'a moment of no zone',
        '{"resourceType":"Observation","status":"final","code":{"text":"x"},"issued":"2020-01-01T00:00:00"}',
      ],
      [
        'a script',
        '{"resourceType":"Patient","text":{"status":"generated","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\"><script>alert(1)</script></div>"}}',
      ],
      [
        'an event',
        '{"resourceType":"Patient","text":{"status":"generated","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\"><p onclick=\\"x()\\">x</p></div>"}}',
      ],
      ['base64 that is none', '{"resourceType":"Patient","photo":[{"data":"!!!"}]}'],
      ['an id that is none', '{"resourceType":"Patient","contained":[{"resourceType":"Patient","id":"../x"}]}'],
      ['a code of no list', '{"resourceType":"Patient","gender":"robot"}'],
    ])('%s', async (what, body) => {
      const type = /"resourceType":"(Observation)/.exec(body)?.[1] ?? 'Patient';
      const began = performance.now();
      expectRefusal(await client.post(type, body), what);
      expect(performance.now() - began).toBeLessThan(5000);
      expect(await house.versions()).toEqual(stored);
    });

    it.each([
      [
        'bytes that are no UTF-8',
        Buffer.from([
          ...Buffer.from('{"resourceType":"Patient","name":[{"family":"'),
          0xff,
          0xfe,
          ...Buffer.from('"}]}'),
        ]),
      ],
      ['UTF-16', Buffer.from('{"resourceType":"Patient"}', 'utf16le')],
    ])('%s', async (what, body) => {
      const headers = { authorization: `Bearer ${client.token ?? ''}`, 'content-type': 'application/fhir+json' };
      expectRefusal(await house.raw('POST', '/fhir/R4/Patient', headers, body), what);
      expect(await house.versions()).toEqual(stored);
    });

    it('of ten thousand faults names a hundred at most', async () => {
      const names = Array.from({ length: 10_000 }, (_none, at) => ({ [`x${at}`]: 1 }));
      const refused = await client.post('Patient', { resourceType: 'Patient', name: names });
      expectRefusal(refused, 'ten thousand faults');
      expect(refused.each('issue').length).toBeLessThanOrEqual(101);
    });

    it('that is too large is refused: announced, in pieces, and packed', async () => {
      const large = JSON.stringify(patient({ name: [{ text: 'x'.repeat(3 * MEBI) }] }));
      const packed = Buffer.from(large);
      const send = (headers: Record<string, string>, body: Buffer | string): Promise<Reply> =>
        house.raw(
          'POST',
          '/fhir/R4/Patient',
          { authorization: `Bearer ${client.token ?? ''}`, 'content-type': 'application/fhir+json', ...headers },
          body,
        );
      for (const [what, reply] of [
        ['announced', await client.post('Patient', large)],
        ['in pieces', await send({ 'transfer-encoding': 'chunked' }, large)],
        ['gzip', await send({ 'content-encoding': 'gzip' }, gzipSync(packed))],
        ['deflate', await send({ 'content-encoding': 'deflate' }, deflateSync(packed))],
        ['brotli', await send({ 'content-encoding': 'br' }, brotliCompressSync(packed))],
        ['a bomb', await send({ 'content-encoding': 'gzip' }, BOMB)],
        ['a bomb in a bomb', await send({ 'content-encoding': 'gzip' }, gzipSync(BOMB))],
      ] as const) {
        if (what === 'a bomb in a bomb') expect(reply.status).toBe(400);
        else expect([reply.status, reply.at('resourceType')], what).toEqual([413, 'OperationOutcome']);
      }
      expect(
        (await send({ 'content-encoding': 'gzip' }, gzipSync(JSON.stringify(patient())).subarray(0, 20))).status,
      ).toBe(400);
      expect((await send({ 'content-encoding': 'gzip' }, JSON.stringify(patient()))).status).toBe(400);
      expect((await send({ 'content-encoding': 'zip' }, '{}')).status).toBe(415);
      expect((await send({ 'content-encoding': 'gzip, gzip' }, '{}')).status).toBe(415);
      const binary = await house.raw(
        'POST',
        '/fhir/R4/Binary',
        { authorization: `Bearer ${client.token ?? ''}`, 'content-type': 'image/png', 'content-encoding': 'gzip' },
        BOMB,
      );
      expect(binary.status).toBe(413);
      expect(await house.versions()).toEqual(stored);
    });
  });

  describe('as references', () => {
    it.each([
      'Patient/',
      'patient/1',
      'Patient/a b',
      'Patient/1/2',
      'Practitioner/1',
      '#nowhere',
      'Pacient/1',
      'javascript:alert(1)',
      `Patient/${'x'.repeat(65)}`,
    ])('%s is refused, or kept as the text it is; it leads nowhere', async (reference) => {
      const reply = await client.post('Observation', observation(reference));
      expect([201, 400, 422], reply.text).toContain(reply.status);
      if (reply.status !== 201) return expectRefusal(reply, reference);
      expect(
        (await client.get(`Observation?_id=${String(reply.at('id'))}&_include=Observation:subject`)).ids('include'),
      ).toEqual([]);
      await client.delete(`Observation/${String(reply.at('id'))}`);
      stored = await house.versions();
    });
  });

  describe('as a Bundle', () => {
    it.each<[string, readonly object[]]>([
      [
        'one fullUrl twice',
        [entryOf('POST', 'Patient', patient(), {}, uuid(1)), entryOf('POST', 'Patient', patient(), {}, uuid(1))],
      ],
      [
        'one resource twice',
        [entryOf('PUT', 'Patient/x', patient({ id: 'x' })), entryOf('PUT', 'Patient/x', patient({ id: 'x' }))],
      ],
      ['no request', [{ resource: patient() }]],
      ['an entry that is none', ['x' as unknown as object]],
      ['a method that is none', [entryOf('FETCH', 'Patient/1')]],
      ['a way out', [entryOf('PUT', '../../etc/passwd', patient({ id: 'passwd' }))]],
      ['another way out', [entryOf('PUT', 'Patient/%2e%2e%2f', patient({ id: 'x' }))]],
      ['another server', [entryOf('PUT', 'https://evil.example/Patient/1', patient({ id: '1' }))]],
      ['a Bundle in a Bundle', [entryOf('POST', '', bundleOf('transaction', entryOf('POST', 'Patient', patient())))]],
      ['an import', [entryOf('POST', '$import', patient())]],
      ['a broken address', [entryOf('GET', 'Patient?name=%zz')]],
      [
        'a patch that is none',
        [
          entryOf('PATCH', 'Patient/there', {
            resourceType: 'Binary',
            contentType: 'application/json-patch+json',
            data: btoa('{not json'),
          }),
        ],
      ],
      [
        'a patch of another kind',
        [entryOf('PATCH', 'Patient/there', { resourceType: 'Binary', contentType: 'text/plain', data: btoa('[]') })],
      ],
      ['a type that differs', [entryOf('POST', 'Observation', patient())]],
      ['an unresolved name', [entryOf('POST', 'Observation', observation(uuid(9)))]],
      ['an id that is no text', [entryOf('PUT', 'Patient/x', patient({ id: 1e21 }))]],
      ['criteria with an id that is no text', [entryOf('PUT', 'Patient?identifier=x', patient({ id: 5 }))]],
      ['criteria of nothing', [entryOf('POST', 'Patient', patient(), { ifNoneExist: '_sort=name' })]],
      ['criteria that are none', [entryOf('POST', 'Patient', patient(), { ifNoneExist: "'; drop table body; --" })]],
      ['a condition that is no text', [entryOf('POST', 'Patient', patient(), { ifMatch: 5 })]],
    ])('%s', async (what, entries) => {
      const refused = await client.post(
        '',
        bundleOf('transaction', entryOf('POST', 'Patient', patient(), {}, uuid(77)), ...entries),
      );
      expectRefusal(refused, what);
      expect(refused.place, what).toMatch(/^Bundle\.entry\[[12]\]/);
      expect(await house.versions()).toEqual(stored);
    });

    it.each([
      ['entries that are no list', { resourceType: 'Bundle', type: 'batch', entry: {} }],
      ['no type', { resourceType: 'Bundle' }],
      ['a type of another use', { resourceType: 'Bundle', type: 'history' }],
    ])('%s', async (what, body) => expectRefusal(await client.post('', body), what));

    it('whose entries refer to each other in a circle is no trouble', async () => {
      const told = await client.post(
        '',
        bundleOf(
          'transaction',
          entryOf(
            'POST',
            'Observation',
            observation('Patient/there', { hasMember: [{ reference: uuid(2) }] }),
            {},
            uuid(1),
          ),
          entryOf(
            'POST',
            'Observation',
            observation('Patient/there', { hasMember: [{ reference: uuid(1) }] }),
            {},
            uuid(2),
          ),
        ),
      );
      expect(told.status).toBe(200);
      const [id] = told.each('entry', 'response.location').map((at) => /Observation\/([^/]+)/.exec(String(at))?.[1]);
      const circle = await client.get(`Observation?_id=${id ?? ''}&_include:iterate=Observation:has-member`);
      expect(circle.ids()).toHaveLength(2);
      stored = await house.versions();
    });
  });
});
