/**
 * Chapter 2, second part: how a search is answered: includes, order, totals, pages, parts, compartments, everything of a patient;
 * and what is refused.
 *
 * Source  https://hl7.org/fhir/R4/search.html
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testStores } from '../../src/store/index.ts';
import { describeWith } from '../material.ts';
import { bundleOf, entryOf, openSpecHouse, patient, type Client, type Reply, type SpecHouse } from './house.ts';
import { WARD } from './ward.ts';

const lenient = { prefer: 'handling=lenient' };

for (const server of testStores()) {
  describeWith(server.need, server.present, `answers of a search on ${server.name}`, () => {
    let house: SpecHouse;
    let client: Client;
    beforeAll(async () => {
      house = await openSpecHouse({ timeZone: 'UTC' }, server);
      client = await house.system();
      const entries = WARD.map((one) => {
        const { resourceType, id } = one as { resourceType: string; id: string };
        return entryOf('PUT', `${resourceType}/${id}`, one);
      });
      expect((await client.post('', bundleOf('transaction', ...entries))).status).toBe(200);
    });
    afterAll(() => house.close());

    it('is a searchset with links, full addresses and modes', async () => {
      const told = await client.get('Patient?family=kim&_sort=_id&_include=Patient:organization');
      expect([told.at('resourceType'), told.at('type'), told.header('content-type')]).toEqual([
        'Bundle',
        'searchset',
        'application/fhir+json; charset=utf-8',
      ]);
      expect(told.each('entry', 'search.mode')).toEqual(['match', 'match', 'include', 'include']);
      expect(told.at('entry.0.fullUrl')).toBe(`${house.base}/Patient/p1`);
      const self = new URL(told.link('self') ?? '');
      expect([self.pathname, self.searchParams.get('family'), self.searchParams.get('_sort')]).toEqual([
        '/fhir/R4/Patient',
        'kim',
        '_id',
      ]);
      expect((await client.get(told.link('self') ?? '')).ids()).toEqual(told.ids());
      expect(told.at('entry.0.resource.meta.versionId')).toBe('1');
    });

    it.each<[string, string, string]>([
      ['DiagnosticReport?_include=DiagnosticReport:result', 'DiagnosticReport/d1', 'Observation/o1 Observation/o2'],
      ['DiagnosticReport?_include=DiagnosticReport:subject:Patient', 'DiagnosticReport/d1', 'Patient/p1'],
      ['DiagnosticReport?_include=DiagnosticReport:subject:Group', 'DiagnosticReport/d1', ''],
      ['DiagnosticReport?_include=*', 'DiagnosticReport/d1', 'Observation/o1 Observation/o2 Patient/p1'],
      [
        'Patient?_id=p1&_revinclude=Condition:subject&_revinclude=Encounter:patient',
        'Patient/p1',
        'Condition/c1 Encounter/e1',
      ],
      [
        'Observation?_id=o1&_include=Observation:subject&_include:iterate=Patient:organization&_include:iterate=Organization:partof',
        'Observation/o1',
        'Organization/h Organization/ward Patient/p1',
      ],
      ['Observation?_id=o1&_include=Observation:subject&_include=Patient:organization', 'Observation/o1', 'Patient/p1'],
      [
        'Organization?_id=h&_revinclude:iterate=Organization:partof',
        'Organization/h',
        'Organization/room Organization/ward',
      ],
      ['Observation?_id=o6&_include:iterate=Observation:has-member', 'Observation/o6', 'Observation/o5'],
      ['Patient?_id=p3&_include=Patient:link', 'Patient/p3', 'Patient/p1'],
      [
        'Patient?_id=p1&_revinclude=Observation:subject&_count=1',
        'Patient/p1',
        'Observation/o1 Observation/o2 Observation/o3',
      ],
    ])('%s brings with it what is asked for', async (address, matches, includes) => {
      const told = await client.get(address);
      expect([told.status, told.ids('match').toSorted().join(' '), told.ids('include').toSorted().join(' ')]).toEqual([
        200,
        matches,
        includes,
      ]);
      expect(told.at('total') ?? 1).toBe(1);
    });

    it.each<[string, string]>([
      ['Patient?_sort=family', 'p1 p2 p3 p4'],
      ['Patient?_sort=-family', 'p3 p2 p1 p4'],
      ['Patient?_sort=birthdate,family', 'p1 p2 p3 p4'],
      ['Patient?_sort=-birthdate,-family', 'p3 p2 p1 p4'],
      ['Patient?_sort=gender,-family', 'p1 p3 p2 p4'],
      ['Patient?_sort=-_id', 'p4 p3 p2 p1'],
      ['Observation?_sort=date&_count=10', 'o3 o1 o2 o5 o4 o6'],
      ['Observation?_sort=-value-quantity&code=2345-7', 'o2 o1'],
      ['Observation?_sort=code,_id', 'o1 o2 o6 o4 o3 o5'],
      ['RiskAssessment?_sort=-probability', 'r3 r2 r1'],
      ['Organization?_sort=name', 'h room ward'],
      ['ValueSet?_sort=-url', 'v2 v1'],
    ])('%s is in the order asked for', async (address, ids) => {
      const [type = ''] = address.split('?');
      const wanted = ids.split(' ').map((id) => `${type}/${id}`);
      const told = await client.get(address);
      expect([told.status, told.ids()], told.words).toEqual([200, wanted]);
      const joint = address.includes('?') ? '&' : '?';
      const pages = await client.pages(`${address.replace('&_count=10', '')}${joint}_count=1`);
      expect(pages.flatMap((page) => page.ids())).toEqual(wanted);
    });

    it('counts as asked, and never what is included', async () => {
      const total = async (query: string): Promise<unknown> => (await client.get(`Observation?${query}`)).at('total');
      expect(await total('_count=2&_total=accurate')).toBe(6);
      expect(await total('_count=0')).toBe(6);
      expect(await total('_count=2&_total=none')).toBeUndefined();
      expect(Number(await total('_count=2&_total=estimate'))).toBeGreaterThan(1);
      expect(await total('_summary=count')).toBe(6);
      expect(await total('_id=o1&_include=Observation:subject&_total=accurate')).toBe(1);
      const first = await client.get('Observation?_count=2&_total=accurate');
      expect([first.ids('match').length, (await client.get(first.link('next') ?? '')).ids('match').length]).toEqual([
        2, 2,
      ]);
    });

    it('sends parts of resources, marked as such', async () => {
      const some = await client.get('Patient?_id=p1&_elements=birthDate,gender');
      const resource = some.at('entry.0.resource') as Record<string, unknown>;
      // `active` changes the meaning of all the rest, so it comes unasked.
      expect(Object.keys(resource).toSorted()).toEqual(['active', 'birthDate', 'gender', 'id', 'meta', 'resourceType']);
      expect(JSON.stringify(resource['meta'])).toContain('SUBSETTED');
      expect((await client.get('Patient?_id=p1&_summary=text')).at('entry.0.resource.birthDate')).toBeUndefined();
      expect((await client.get('Patient?_id=p1&_summary=data')).at('entry.0.resource.text')).toBeUndefined();
      expect((await client.get('Patient?_id=p1&_summary=true')).at('entry.0.resource.birthDate')).toBe('1980-05-01');
    });

    it('looks into compartments, over all types, and by POST with parameters in both places', async () => {
      expect((await client.get('Patient/p1/Observation?_sort=_id')).ids()).toEqual([
        'Observation/o1',
        'Observation/o2',
        'Observation/o3',
      ]);
      expect((await client.get('Patient/p1/Observation?code=8310-5')).ids()).toEqual(['Observation/o3']);
      expect((await client.get('Encounter/e1/Observation?_sort=_id')).ids()).toEqual([
        'Observation/o1',
        'Observation/o2',
      ]);
      expect((await client.get('Practitioner/doc/Observation')).ids()).toEqual(['Observation/o1']);
      const all = new Set((await client.get('Patient/p2/*')).ids());
      expect(all).toEqual(new Set(['Patient/p2', 'Observation/o4', 'Observation/o5']));
      const types = new Set(
        (await client.get('?_type=Patient,Organization&_count=50')).ids().map((id) => id.split('/')[0]),
      );
      expect(types).toEqual(new Set(['Patient', 'Organization']));
      expect((await client.get('?_id=p1')).ids()).toEqual(['Patient/p1']);
      expect((await client.search('_search', '_id=p1')).ids()).toEqual(['Patient/p1']);
      expect((await client.search('Patient/_search?gender=male', 'birthdate=1990')).ids()).toEqual(['Patient/p3']);
      expect((await client.search('Patient/p1/Observation/_search', 'code=8310-5')).ids()).toEqual(['Observation/o3']);
      expect((await client.get('Organization/h/Patient')).status).toBe(404);
    });

    it('tells in the compartment of a patient who looked, as AuditEvents tell it', async () => {
      await client.get('Patient/p3');
      const looks = await client.get('Patient/p3/AuditEvent?_count=5');
      expect([looks.status, looks.each('entry', 'resource.subtype.0.code')]).toEqual([
        200,
        expect.arrayContaining(['read']),
      ]);
      expect((await client.get('AuditEvent?patient=p3&_count=6')).ids()).toEqual(expect.arrayContaining(looks.ids()));
    });

    it('gives everything of a patient: compartment, and whom it names', async () => {
      const pages = await client.pages('Patient/p1/$everything?_count=4');
      const ids = pages.flatMap((page) => page.ids());
      expect(new Set(ids).size).toBe(ids.length);
      for (const id of [
        'Patient/p1',
        'Observation/o1',
        'Observation/o3',
        'Condition/c1',
        'Encounter/e1',
        'DiagnosticReport/d1',
        'RiskAssessment/r3',
        'Immunization/i1',
        'Practitioner/doc',
        'Organization/ward',
      ])
        expect(ids).toContain(id);
      for (const id of ['Patient/p2', 'Observation/o4', 'Location/busan']) expect(ids).not.toContain(id);
      expect(new Set((await client.get('Patient/p1/$everything?_type=Observation')).ids())).toEqual(
        new Set(['Observation/o1', 'Observation/o2', 'Observation/o3']),
      );
      expect((await client.get('Patient/p1/$everything?_since=2999')).ids()).toEqual([]);
      expect((await client.get('Patient/nobody/$everything')).status).toBe(404);
      expect((await client.get('Patient/p1/$everything?nonsense=1')).status).toBe(400);
      const posted = await client.post('Patient/p1/$everything', {
        resourceType: 'Parameters',
        parameter: [{ name: '_type', valueString: 'Condition' }],
      });
      expect(posted.ids()).toEqual(['Condition/c1']);
    });

    describe('in pages', () => {
      beforeAll(async () => {
        const entries = Array.from({ length: 57 }, (_none, at) => entryOf('PUT', `Group/g${at}`, groupOf(at)));
        expect((await client.post('', bundleOf('transaction', ...entries))).status).toBe(200);
      });

      it.each([
        '_sort=_id',
        '_sort=-identifier,_id',
        '_sort=identifier',
        '_sort=-_lastUpdated',
        '_total=accurate',
        'type=person',
      ])('none is lost and none comes twice while others write: %s', async (query) => {
        const pages = await client.pages(`Group?${query}&identifier=urn:g|&_count=10`, (at) => disturb(client, at));
        const ids = pages.flatMap((page) => page.ids());
        expect(new Set(ids).size).toBe(ids.length);
        for (let at = 0; at < 57; at++) expect(ids).toContain(`Group/g${at}`);
        expect(pages.every((page) => page.ids().length <= 10)).toBe(true);
        expect(pages.at(-1)?.link('next')).toBeUndefined();
      });

      it('what is gone meanwhile is not shown, and the rest is', async () => {
        await client.put('Group/gone', { ...groupOf(999), id: 'gone' });
        const pages = await client.pages('Group?_sort=-_id&_count=10', (at) =>
          at === 1 ? client.delete('Group/g0') : Promise.resolve(),
        );
        const ids = pages.flatMap((page) => page.ids());
        expect(ids).not.toContain('Group/g0');
        expect(ids).toContain('Group/gone');
        expect((await client.put('Group/g0', groupOf(0))).status).toBe(201);
      });

      it('the links lead on by GET after a search by POST, and hold their page', async () => {
        const first = await client.search('Group/_search', 'type=person&_count=20&_sort=_id');
        const second = await client.get(first.link('next') ?? '');
        const again = await client.get(first.link('next') ?? '');
        expect([second.status, second.ids()]).toEqual([200, again.ids()]);
        expect(first.ids().filter((id) => second.ids().includes(id))).toEqual([]);
      });
    });

    it.each<[string, string]>([
      ['Patient?shoe-size=43', 'shoe-size'],
      ['Patient?family:near=Kim', 'near'],
      ['Patient?birthdate=xx1980', 'birthdate'],
      ['Patient?birthdate=1980-13', 'birthdate'],
      ['Patient?gender:missing=maybe', 'missing'],
      ['Patient?_sort=shoe-size', 'shoe-size'],
      ['Patient?_include=Patient:shoe', 'shoe'],
      ['Patient?_include=Shoe:size', 'Shoe'],
      ['Patient?_revinclude=Observation:code', 'code'],
      ['Patient?_total=some', '_total'],
      ['Patient?_summary=most', '_summary'],
      ['Patient?_count=-1', '_count'],
      ['Patient?_count=ten', '_count'],
      ['Patient?_contained=true', '_contained'],
      ['Patient?_filter=name eq x', '_filter'],
      ['Observation?subject.shoe=x', 'shoe'],
      ['Observation?code.name=x', 'code'],
      ['Observation?value-quantity=tall', 'value-quantity'],
      ['Observation?code-value-quantity=8480-6', 'code-value-quantity'],
      ['Patient?_has:Observation:code:code=x', '_has'],
      ['?_type=Shoe', 'Shoe'],
      ['?_type=AuditEvent', 'AuditEvent'],
      ['Patient?_revinclude=AuditEvent:patient', 'AuditEvent'],
      ['Patient?_has:AuditEvent:patient:action=R', 'AuditEvent'],
      ['Encounter/e1/AuditEvent', 'AuditEvent'],
      ['AuditEvent?_summary=count', '_summary'],
      ['AuditEvent?entity=Patient/p1', 'entity'],
      ['?shoe-size=43', 'shoe-size'],
      ['Location?near=here', 'near'],
      ['Observation?code:in=http://nowhere.example/ValueSet/x', 'nowhere.example'],
    ])('%s is refused by its name, not ignored', async (address, name) => {
      const refused = await client.get(address.replaceAll(' ', '%20'));
      expect([Math.floor(refused.status / 100), refused.at('resourceType')], refused.text).toEqual([
        4,
        'OperationOutcome',
      ]);
      expect(refused.words).toContain(name);
    });

    it('leaves out what is unknown where the client says that it may, and tells', async () => {
      const told: Reply = await client.get('Patient?family=kim&shoe-size=43&_sort=_id', lenient);
      expect([told.status, told.ids('match')]).toEqual([200, ['Patient/p1', 'Patient/p2']]);
      const outcome = (told.at('entry') as { search: { mode: string }; resource: object }[]).find(
        ({ search }) => search.mode === 'outcome',
      );
      expect(JSON.stringify(outcome)).toContain('shoe-size');
      expect(told.link('self')).not.toContain('shoe-size');
      expect((await client.get('Patient?birthdate=nonsense', lenient)).status).toBe(400);
    });

    it('sees a write as soon as it is answered', async () => {
      for (let at = 0; at < 5; at++) {
        const made = await client.post('Patient', patient({ identifier: [{ system: 'urn:now', value: String(at) }] }));
        expect((await client.get(`Patient?identifier=urn:now|${at}`)).ids()).toEqual([made.made]);
        await client.patch(made.made, [{ op: 'replace', path: '/identifier/0/value', value: `${at}-changed` }]);
        expect((await client.get(`Patient?identifier=urn:now|${at}`)).ids()).toEqual([]);
        expect((await client.get(`Patient?identifier=urn:now|${at}-changed`)).ids()).toEqual([made.made]);
        await client.delete(made.made);
        expect((await client.get(`Patient?identifier=urn:now|${at}-changed`)).ids()).toEqual([]);
      }
    });
  });
}

function groupOf(at: number, id = `g${at}`): object {
  return {
    resourceType: 'Group',
    id,
    type: 'person',
    actual: true,
    identifier: [{ system: 'urn:g', value: String(at) }],
  };
}

/** Others write while pages are read: something new, and changes on both sides of the place. */
async function disturb(client: Client, at: number): Promise<void> {
  await client.put(`Group/late${at}`, { ...groupOf(at), id: `late${at}` });
  await client.put(`Group/g${at}`, groupOf(at + 100, `g${at}`));
  await client.put(`Group/g${56 - at}`, groupOf(-at, `g${56 - at}`));
}
