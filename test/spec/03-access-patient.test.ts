/**
 * Chapter 3: what one patient can find out about another. Nothing: not by reading, not by searching, counting, sorting,
 * including, paging, nor by what fails and how.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testStores } from '../../src/store/index.ts';
import { describeWith } from '../material.ts';
import { bundleOf, entryOf, observation, openSpecHouse, patient, type Client, type SpecHouse } from './house.ts';
import { condition, hiddenIn, learnsNothing, LOINC, MRN, openHospital, OWN, tellsApart } from './secrets.ts';

const HIDDEN = /\/hid-/;
const identified = (value: string): object => observation(OWN, { identifier: [{ system: MRN, value }] });
const criteria = (value: string): string => `identifier=${MRN}|${value}`;
const refers = (to: string): object => entryOf('POST', 'Observation', observation(OWN, { focus: [{ reference: to }] }));
const once = (value: string): object =>
  entryOf('POST', 'Observation', observation(OWN), { ifNoneExist: criteria(`${value}x`) });

/** Sends the entry of an address in a Bundle. */
function sent(client: Client, type: 'batch' | 'transaction', entry: (address: string) => object) {
  return (address: string) => client.post('', bundleOf(type, entry(address)));
}

for (const server of testStores()) {
  describeWith(server.need, server.present, `a patient on ${server.name}`, () => {
    let house: SpecHouse;
    let system: Client;
    /** The patient, signed in at the page. */
    let self: Client;
    /** A physician's app that was given this one patient. */
    let app: Client;
    beforeAll(async () => {
      house = await openSpecHouse({}, server);
      system = await house.system();
      await openHospital(system);
      self = await house.person('patient');
      app = await house.client('physician', ['patient/*.cruds'], { patient: 'demo-patient' });
    });
    afterAll(() => house.close());

    /** Both of them, asked in turn. */
    const each = async (act: (client: Client) => Promise<unknown>): Promise<void> => {
      for (const client of [self, app]) await act(client);
    };

    it('sees the own record', async () => {
      await each(async (client) => {
        expect((await client.get(OWN)).at('name.0.family')).toBe('Jeong');
        expect((await client.get('Observation')).ids().toSorted()).toEqual([
          'Observation/own-lab',
          'Observation/own-link',
          'Observation/own-vital',
        ]);
      });
      expect((await self.get('Practitioner/doc')).status).toBe(200);
    });

    it.each([
      'Patient/hid-pat',
      'Patient/hid-pat/_history',
      'Patient/hid-pat/_history/1',
      'Patient/hid-pat/$everything',
      'Patient/hid-pat?_summary=true',
      'Patient/hid-pat?_elements=id',
      'Observation/hid-lab',
      'Observation/hid-lab/_history',
      'Observation/hid-lab/_history/2',
      'Observation/hid-gone',
      'Observation/hid-gone/_history',
      'Observation/hid-gone/_history/2',
      'Encounter/hid-enc',
      'List/hid-list',
    ])('reads nothing at %s', async (address) => {
      await each(async (client) => {
        expect(await learnsNothing((at) => client.get(at), address)).toBe(404);
        for (const headers of [{ 'if-none-match': 'W/"1"' }, { 'if-none-match': '*' }])
          expect(await learnsNothing((at) => client.get(at, headers), address)).toBe(404);
        const later = { 'if-modified-since': 'Sat, 01 Jan 2050 00:00:00 GMT' };
        expect(await learnsNothing((at) => client.get(at, later), address)).toBe(404);
        await learnsNothing((at) => client.ask('HEAD', at), address);
      });
    });

    it.each([
      'Patient?_id=hid-pat',
      `Patient?identifier=${MRN}|hid-mrn`,
      'Patient?family=hid-family',
      'Patient?family:exact=hid-family',
      'Patient?name:contains=hid-fam',
      'Patient?_id=hid-pat&_summary=count',
      'Patient?_id=hid-pat&_total=accurate&_count=0',
      'Observation?subject=Patient/hid-pat',
      'Observation?patient=hid-pat',
      `Observation?subject:identifier=${MRN}|hid-mrn`,
      `Observation?identifier=${MRN}|hid-obs`,
      `Observation?code=${LOINC}|hid-code`,
      'Observation?subject:Patient.family=hid-family',
      `Observation?patient.identifier=${MRN}|hid-mrn`,
      'Observation?focus:Patient.family=hid-family',
      'Observation?has-member:Observation.code=hid-code',
      'Observation?has-member:Observation.subject:Patient.family=hid-family',
      'Observation?encounter=Encounter/hid-enc',
      'Observation?encounter:Encounter._id=hid-enc',
      'DiagnosticReport?result.code=hid-code',
      'DiagnosticReport?result.subject:Patient._id=hid-pat',
      'Condition?code=hid-icd',
      'Condition?_list=hid-list',
      'Encounter?_id=hid-enc',
      'Practitioner?_has:Patient:general-practitioner:family=hid-family',
      'Practitioner?_has:Patient:general-practitioner:_id=hid-pat',
      'Practitioner?_has:Observation:performer:code=hid-code',
      'Practitioner?_has:Observation:performer:subject:Patient.family=hid-family',
      'Practitioner?_has:Patient:general-practitioner:_has:Condition:subject:code=hid-icd',
      'Organization?_has:Patient:organization:family=hid-family',
      '?_id=hid-pat',
      '?_type=Patient,Observation&_id=hid-pat,hid-lab',
      '?_type=Observation,Condition&code=hid-code',
      'Patient/hid-pat/Observation',
      'Patient/hid-pat/*',
      'Patient/hid-pat/Condition?_summary=count',
      'Encounter/hid-enc/Observation',
      'Encounter/hid-enc/*?_total=accurate',
      'AuditEvent?patient=hid-pat',
      'Patient/hid-pat/AuditEvent',
    ])('finds nothing by %s', async (address) => {
      expect(await tellsApart((at) => system.get(at), address), 'somebody who sees all is told').toBe(true);
      await each(async (client) => {
        const status = await learnsNothing((at) => client.get(at), address);
        expect([200, 403]).toContain(status);
        const [place = '', form = ''] = address.split('?');
        if (!/^AuditEvent|^$/.test(place) && !place.includes('/'))
          await learnsNothing((at) => client.search(`${place}/_search`, at), form);
      });
    });

    it('gets no hidden resource into any list, include, history or compartment', async () => {
      const addresses = [
        'Patient?_sort=birthdate',
        'Patient?_sort=-_lastUpdated',
        'Observation?_sort=-value-quantity,code',
        'Observation?_include=*',
        'Observation?_include=Observation:has-member&_include=Observation:focus&_include:iterate=Observation:subject',
        'Observation?_include=Observation:performer&_revinclude:iterate=Patient:general-practitioner',
        'DiagnosticReport?_include=DiagnosticReport:result&_include:iterate=Observation:subject',
        'Condition?_revinclude=List:item',
        'Patient?_revinclude=Observation:focus&_revinclude=Observation:subject',
        '?_type=Patient,Observation,Condition,Encounter,List&_count=500',
        '_history?_count=500',
        'Observation/_history',
        'Patient/_history?_since=2000-01-01',
        'Patient/_history?_at=2050',
        `${OWN}/$everything`,
        `${OWN}/*`,
        'Encounter',
        'List',
      ];
      await each(async (client) => {
        for (const address of addresses) {
          const reply = await client.get(address);
          expect([reply.status, hiddenIn(reply, HIDDEN)], address).toEqual([200, []]);
          expect(reply.text, address).not.toMatch(/hid-(?:family|mrn|icd|code)/);
        }
      });
      for (const address of [
        'Practitioner?_revinclude=Patient:general-practitioner&_revinclude=Observation:performer',
        'Organization?_revinclude=Patient:organization',
        'Practitioner/doc/Patient',
        'Practitioner/doc/*',
      ]) {
        const reply = await self.get(address);
        expect([reply.status, hiddenIn(reply, HIDDEN)], address).toEqual([200, []]);
      }
    });

    it('is counted only the own', async () => {
      await each(async (client) => {
        for (const address of ['Patient?_total=accurate', 'Patient?_total=estimate', 'Patient?_summary=count'])
          expect((await client.get(address)).at('total'), address).toBe(1);
        expect((await client.get('Observation?_summary=count')).at('total')).toBe(3);
        expect((await client.get('Condition?code:not=J00&_summary=count')).at('total')).toBe(0);
      });
    });

    it('cannot go on with the page of somebody who sees more, nor with a cursor that was made up', async () => {
      const addresses = [
        'Observation?_count=1',
        'Patient?_count=1&_sort=birthdate',
        '_history?_count=1',
        'Observation/_history?_count=1',
      ];
      for (const address of addresses) {
        const next = (await system.get(address)).link('next') ?? '';
        expect(next).toContain('_cursor');
        await each(async (client) => {
          for (let at: string | undefined = next; at !== undefined; at = (await client.get(at)).link('next'))
            expect(hiddenIn(await client.get(at), HIDDEN), at).toEqual([]);
        });
      }
      const next = new URL((await system.get('Observation?_count=1')).link('next') ?? '');
      const cursor = JSON.parse(
        Buffer.from(next.searchParams.get('_cursor') ?? '', 'base64url').toString(),
      ) as unknown[];
      for (let at = 0; at < cursor.length; at++) {
        for (const value of [0, '0', '1', null, '', "1' or true --", '999999999', []]) {
          const forged = Buffer.from(JSON.stringify(cursor.with(at, value))).toString('base64url');
          const reply = await self.get(`Observation?_count=1&_cursor=${forged}`);
          expect([200, 400, 410]).toContain(reply.status);
          expect(hiddenIn(reply, HIDDEN)).toEqual([]);
        }
      }
    });

    it('learns nothing from conditions on what it writes', async () => {
      const exist = { 'if-none-exist': criteria('hid-obs') };
      expect((await app.post('Observation', identified('new'), exist)).status).toBe(201);
      const first = await app.put(`Observation?${criteria('hid-obs')}`, identified('hid-obs'));
      const second = await app.put(`Observation?${criteria('nil-obs')}`, identified('nil-obs'));
      expect([first.status, second.status]).toEqual([201, 201]);
      expect(first.made).not.toBe('Observation/hid-lab');
      const patch = [{ op: 'add', path: '/issued', value: '2020-01-01T00:00:00Z' }];
      for (const headers of [{}, { 'if-match': 'W/"1"' }, { 'if-match': 'W/"2"' }, { 'if-match': 'W/"77"' }]) {
        expect(await learnsNothing((at) => app.patch(at, patch, headers), 'Observation/hid-lab')).toBe(404);
        expect(await learnsNothing((at) => app.patch(at, patch, headers), 'Observation?code=hid-code')).toBe(404);
        expect(await learnsNothing((at) => app.delete(at, headers), 'Observation/hid-lab')).toBe(403);
      }
      expect(
        await learnsNothing(
          (at) => app.patch(at, [{ op: 'test', path: '/status', value: 'final' }]),
          'Observation/hid-lab',
        ),
      ).toBe(404);
      expect(await learnsNothing((at) => app.patch(at, patch), 'Observation/hid-gone')).toBe(404);
      // An id that a client chooses can be taken; but neither its version nor its content is told.
      const put = await Promise.all(
        [{}, { 'if-match': 'W/"1"' }, { 'if-match': 'W/"2"' }, { 'if-none-match': '*' }].map((headers) =>
          app.put('Observation/hid-lab', observation(OWN, { id: 'hid-lab' }), headers),
        ),
      );
      expect(put.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
      expect(new Set(put.map(({ text }) => text)).size).toBe(1);
      expect((await system.get('Observation/hid-lab')).at('meta.versionId')).toBe('2');
    });

    it('cannot write into the record of another, nor move something there or out of it', async () => {
      const refused = [
        await app.post('Observation', observation('Patient/hid-pat')),
        await app.put('Observation/new-one', observation('Patient/hid-pat', { id: 'new-one' })),
        await app.put('Observation/own-lab', observation('Patient/hid-pat', { id: 'own-lab' })),
        await app.patch('Observation/own-lab', [
          { op: 'replace', path: '/subject/reference', value: 'Patient/hid-pat' },
        ]),
        await app.post('Patient', patient()),
        await app.post('', bundleOf('transaction', entryOf('POST', 'Observation', observation('Patient/hid-pat')))),
        await self.post('Observation', observation(OWN)),
        await self.put(OWN, patient({ id: 'demo-patient' })),
        await self.delete('Observation/own-lab'),
        await self.patch('Observation/own-lab', []),
      ];
      expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 403));
      expect((await system.get('Observation/own-lab')).at('subject.reference')).toBe(OWN);
      expect((await app.post('Observation', observation(OWN))).status).toBe(201);
    });

    it('learns nothing from batches and transactions, entry by entry', async () => {
      const reads = [
        'Patient/hid-pat',
        'Observation/hid-lab/_history/1',
        'Observation/hid-gone',
        'Observation?code=hid-code',
        'Patient/hid-pat/$everything',
      ];
      for (const type of ['batch', 'transaction'] as const) {
        for (const address of reads) {
          await learnsNothing(
            sent(app, type, (at) => entryOf('GET', at)),
            address,
          );
          await learnsNothing(
            sent(app, type, (at) => entryOf('GET', at, undefined, { ifNoneMatch: 'W/"1"' })),
            address,
          );
        }
        for (const ifMatch of ['W/"1"', 'W/"2"', 'W/"9"'])
          await learnsNothing(
            sent(app, type, (at) => entryOf('DELETE', at, undefined, { ifMatch })),
            'Observation/hid-lab',
          );
        const patch = { resourceType: 'Binary', contentType: 'application/json-patch+json', data: btoa('[]') };
        await learnsNothing(
          sent(app, type, (at) => entryOf('PATCH', at, patch)),
          'Observation/hid-lab',
        );
        await learnsNothing(
          sent(app, type, (at) => entryOf('PATCH', at, patch)),
          'Observation?code=hid-code',
        );
      }
      const status = await learnsNothing(sent(app, 'transaction', refers), `Patient?identifier=${MRN}|hid-mrn`);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(await learnsNothing(sent(app, 'transaction', once), 'hid-obs')).toBe(200);
    });

    it('reads of others in no AuditEvent', async () => {
      const seen = await system.get('Observation?code=hid-code,2345-7');
      expect(seen.ids()).toHaveLength(2);
      await system.get('Patient/hid-pat');
      const own = await self.pages('AuditEvent?patient=demo-patient&_count=50');
      expect(own.flatMap((page) => page.ids()).length).toBeGreaterThan(5);
      for (const page of own) expect(page.text).not.toMatch(/Patient\/hid-pat|Observation\/hid-lab/);
      const all = (await system.get('AuditEvent?patient=hid-pat&_count=200')).ids();
      expect(all.length).toBeGreaterThan(3);
      const mine = new Set(own.flatMap((page) => page.ids()));
      for (const id of all.filter((one) => !mine.has(one)).slice(0, 20))
        expect((await self.get(id)).status, id).toBe(404);
      expect((await self.get('AuditEvent')).text).not.toContain('Patient/hid-pat');
    });

    it('sees what was moved into the own record from then on, and no longer what was moved out', async () => {
      await system.put('Condition/moved', condition('Patient/hid-pat', 'hid-before', { id: 'moved' }));
      await system.put('Condition/moved', condition(OWN, 'J01', { id: 'moved' }));
      expect((await self.get('Condition/moved/_history')).text).not.toContain('hid-before');
      expect((await self.get('Condition/moved/_history/1')).status).toBe(404);
      expect((await self.get('Condition/moved')).status).toBe(200);
      await system.put('Condition/moved', condition('Patient/hid-pat', 'hid-after', { id: 'moved' }));
      for (const address of ['Condition/moved', 1, 2, 3].map((at) =>
        at === 'Condition/moved' ? at : `Condition/moved/_history/${at}`,
      ))
        expect((await self.get(address)).status, address).toBe(404);
      expect((await self.get('Condition/_history?_count=100')).text).not.toMatch(/hid-after|hid-before/);
      const page = await self.get('Condition?code=J01');
      expect(page.ids()).toEqual([]);
    });

    it('learns no more by asking wrongly', async () => {
      for (const address of [
        'Observation?subject=Patient/hid-pat&nonsense=1',
        'Observation?subject:Patient.nonsense=hid-family',
        'Observation?_include=Observation:nonsense&subject=Patient/hid-pat',
        'Patient/hid-pat?_summary=nonsense',
        'Patient/hid-pat/Nonsense',
        'Patient/hid-pat/_history/nonsense',
        'Patient/hid-pat/$nonsense',
        'Patient/hid-pat/$everything?nonsense=1',
      ]) {
        expect(await learnsNothing((at) => self.get(at), address)).toBeGreaterThanOrEqual(400);
        expect(await learnsNothing((at) => self.post(at.split('?')[0] ?? '', {}), address)).toBeGreaterThanOrEqual(400);
      }
    });
  });
}
