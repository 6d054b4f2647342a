/**
 * Chapter 3, second part: what a scope with criteria leaves out, and what a label restricts, cannot be found out either. Breaking
 * the glass shows what is restricted, for one patient, for a time, and it is written down.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testStores } from '../../src/store/index.ts';
import { describeWith } from '../material.ts';
import {
  bundleOf,
  coded,
  entryOf,
  observation,
  openSpecHouse,
  type Client,
  type Reply,
  type SpecHouse,
} from './house.ts';
import {
  category,
  condition,
  hiddenIn,
  labelled,
  learnsNothing,
  LOINC,
  openHospital,
  OWN,
  store,
  tellsApart,
} from './secrets.ts';

const SECRET = /\/hid-/;
const REASON = { patient: 'demo-patient', reason: 'Unconscious in the emergency room' };

for (const server of testStores()) {
  describeWith(server.need, server.present, `what is left out on ${server.name}`, () => {
    let house: SpecHouse;
    let system: Client;
    beforeAll(async () => {
      house = await openSpecHouse({}, server);
      system = await house.system();
      await openHospital(system);
      await store(
        system,
        observation(OWN, {
          id: 'hid-vital',
          ...category('vital-signs'),
          code: coded(LOINC, 'hid-bp'),
          performer: [{ reference: 'Practitioner/doc' }],
        }),
        {
          resourceType: 'DiagnosticReport',
          id: 'mixed',
          status: 'final',
          code: coded(LOINC, '58410-2'),
          subject: { reference: OWN },
          result: [{ reference: 'Observation/hid-vital' }],
        },
        observation(OWN, { id: 'turned', ...category('laboratory'), code: coded(LOINC, 'was-lab') }),
        condition(OWN, 'hid-label', { id: 'hid-secret', ...labelled('R') }),
        condition(OWN, 'hid-label', { id: 'hid-very', ...labelled('V') }),
        condition(OWN, 'hid-late', { id: 'hid-later' }),
        condition('Patient/hid-pat', 'hid-label', { id: 'hid-else', ...labelled('R') }),
        observation(OWN, { id: 'about', focus: [{ reference: 'Condition/hid-secret' }] }),
        {
          resourceType: 'Encounter',
          id: 'enc',
          status: 'finished',
          class: { code: 'AMB' },
          subject: { reference: OWN },
          diagnosis: [{ condition: { reference: 'Condition/hid-secret' } }],
        },
      );
      await system.put(
        'Observation/turned',
        observation(OWN, { id: 'turned', ...category('vital-signs'), code: coded(LOINC, 'hid-bp') }),
      );
      await system.put('Condition/hid-later', condition(OWN, 'hid-late', { id: 'hid-later', ...labelled('R') }));
    });
    afterAll(() => house.close());

    it('vital signs, by a scope that names the laboratory', async () => {
      const scopes = [
        'user/Observation.rs?category=laboratory',
        'user/Patient.rs',
        'user/DiagnosticReport.rs',
        'user/Practitioner.rs',
      ];
      const lab = await house.client('physician', scopes);
      expect((await lab.get('Observation')).ids().toSorted()).toEqual(['Observation/hid-lab', 'Observation/own-lab']);
      const addresses = [
        'Observation/hid-vital',
        'Observation/hid-vital/_history',
        'Observation/hid-vital/_history/1',
        'Observation?_id=hid-vital',
        'Observation?code=hid-bp',
        'Observation?code=hid-bp&_summary=count',
        'Observation?code=hid-bp&_total=accurate',
        'Observation?category=vital-signs&code=hid-bp',
        'DiagnosticReport?result.code=hid-bp',
        'DiagnosticReport?result:Observation._id=hid-vital',
        'DiagnosticReport?result:Observation.category=vital-signs&result:Observation._id=hid-vital',
        'Patient?_has:Observation:subject:code=hid-bp',
        'Patient?_has:Observation:subject:_id=hid-vital',
        'Practitioner?_has:Observation:performer:code=hid-bp',
        'Patient?_has:DiagnosticReport:subject:result.code=hid-bp',
        `${OWN}/Observation?code=hid-bp`,
        '?_type=Observation,DiagnosticReport&_id=hid-vital',
      ];
      for (const address of addresses) await learnsNothing((at) => lab.get(at), address);
      const none = async (address: string, hidden: RegExp): Promise<void> => {
        const reply = await lab.get(address);
        expect([reply.status, hiddenIn(reply, hidden)], address).toEqual([200, []]);
      };
      for (const address of [
        'Observation?category:not=laboratory',
        'Observation?_sort=-code',
        'Observation?category=vital-signs',
        'Observation/_history?_count=100',
        '_history?_count=100',
        'DiagnosticReport?_include=DiagnosticReport:result',
        'Patient?_revinclude=Observation:subject&_count=50',
        'Practitioner?_revinclude=Observation:performer',
        `${OWN}/$everything?_count=100`,
        `${OWN}/*`,
      ])
        await none(address, /vital|turned|own-link|about/);
      expect((await lab.get('Observation?_summary=count')).at('total')).toBe(2);
      // It was a result of the laboratory once; now it is not.
      for (const address of ['Observation/turned', 'Observation/turned/_history', 'Observation/turned/_history/1'])
        expect((await lab.get(address)).status, address).toBe(404);
      for (const entry of ['Observation/hid-vital', 'Observation?code=hid-bp'])
        await learnsNothing((at) => lab.post('', bundleOf('batch', entryOf('GET', at))), entry);
      expect((await lab.get('Condition')).status).toBe(403);
    });

    it('vital signs, by a script that may write results of the laboratory only', async () => {
      const lab = await house.client('system', ['system/Observation.cruds?category=laboratory']);
      const vital = observation(OWN, { id: 'hid-vital', ...category('vital-signs') });
      const result = observation(OWN, { id: 'hid-vital', ...category('laboratory') });
      for (const headers of [{}, { 'if-match': 'W/"1"' }, { 'if-match': 'W/"9"' }]) {
        expect((await lab.put('Observation/hid-vital', result, headers)).status).toBe(403);
        expect(await learnsNothing((at) => lab.delete(at, headers), 'Observation/hid-vital')).toBe(404);
        expect(await learnsNothing((at) => lab.patch(at, [], headers), 'Observation/hid-vital')).toBe(404);
        expect(await learnsNothing((at) => lab.delete(at, headers), 'Observation?code=hid-bp')).toBe(204);
      }
      expect((await lab.post('Observation', vital)).status).toBe(403);
      expect(
        (await lab.put('Observation/own-lab', observation(OWN, { id: 'own-lab', ...category('vital-signs') }))).status,
      ).toBe(403);
      const turn = [{ op: 'replace', path: '/category/0/coding/0/code', value: 'vital-signs' }];
      expect((await lab.patch('Observation/own-lab', turn)).status).toBe(403);
      const delta = bundleOf(
        'transaction',
        entryOf('DELETE', 'Observation?code=hid-bp'),
        entryOf('POST', 'Observation', result),
      );
      expect((await lab.post('', delta)).status).toBe(200);
      expect((await system.get('Observation/hid-vital')).header('etag')).toBe('W/"1"');
    });

    it('an update without the right to read gives nothing away', async () => {
      const writer = await house.client('physician', ['user/Condition.u']);
      const patched = await writer.patch('Condition/own-open', [
        { op: 'add', path: '/recordedDate', value: '2020-01-01' },
      ]);
      expect([200, 204, 403]).toContain(patched.status);
      expect(patched.text).not.toContain('J00');
      const creator = await house.client('physician', ['user/Condition.c']);
      const again = await creator.post('Condition', condition(OWN, 'J00'), { 'if-none-exist': 'code=J00' });
      expect(again.text).not.toContain('own-open');
    });

    const hiddenAddresses = [
      'Condition/hid-secret',
      'Condition/hid-very',
      'Condition/hid-later',
      'Condition/hid-later/_history/1',
      'Condition/hid-later/_history',
      'Condition/hid-secret/_history/1',
      'Condition?_id=hid-secret',
      'Condition?code=hid-label',
      'Condition?code=hid-late',
      'Condition?code=hid-label&_summary=count',
      'Patient?_has:Condition:subject:code=hid-label',
      'Observation?focus:Condition.code=hid-label',
      'Encounter?diagnosis.code=hid-label',
      `${OWN}/Condition?code=hid-label`,
    ];

    it.each(['physician', 'nurse', 'pharmacist'])(
      'restricted diagnoses, for a %s who has not broken the glass',
      async (role) => {
        const clinician = await house.person(role);
        expect((await clinician.get('Condition/own-open')).status).toBe(200);
        for (const address of hiddenAddresses) {
          expect(await tellsApart((at) => system.get(at), address), address).toBe(true);
          await learnsNothing((at) => clinician.get(at), address);
        }
        for (const address of [
          'Condition?_count=100',
          'Condition?_security=R',
          'Condition?_security=V',
          'Condition/_history?_count=100',
          'Observation?_include=Observation:focus&_include=Observation:has-member',
          'Encounter?_include=Encounter:diagnosis',
          'Patient?_revinclude=Condition:subject&_count=100',
          `${OWN}/$everything?_count=100`,
          `${OWN}/*?_count=100`,
          '?_type=Condition&_count=100',
        ]) {
          const reply = await clinician.get(address);
          expect([reply.status, hiddenIn(reply, /\/hid-(?:secret|very|later|else)/)], address).toEqual([200, []]);
        }
        const events = await clinician.pages('AuditEvent?patient=demo-patient&_count=200');
        for (const page of events) expect(page.text).not.toMatch(/hid-secret|hid-very|hid-later|hid-label/);
        const told = events[0]?.each('entry', 'resource.id') ?? [];
        for (const id of told.slice(0, 30))
          expect((await clinician.get(`AuditEvent/${String(id)}`)).text).not.toMatch(/hid-secret|hid-label/);
      },
    );

    it('restricted diagnoses, for who reads in the audit log what became of the own attempts', async () => {
      const nurse = await house.person('nurse');
      const traces = async (address: string): Promise<unknown[]> => {
        await nurse.get(address);
        const own = await nurse.get('AuditEvent?agent=demo-nurse&patient=demo-patient&_count=100');
        return own.each('entry', 'resource').filter((one) => (one as { outcome: string }).outcome !== '0');
      };
      expect(await traces('Condition/hid-secret')).toEqual(await traces('Condition/nil-secret'));
      const administrator = await house.person('administrator');
      const told = await administrator.get('AuditEvent?agent=demo-nurse&patient=demo-patient&_count=100');
      expect(told.each('entry', 'resource.outcome')).toContain('4');
    });

    it('nothing of the own record, for the patient', async () => {
      const self = await house.person('patient');
      expect((await self.get('Condition')).ids()).toEqual(
        expect.arrayContaining(['Condition/hid-secret', 'Condition/hid-very']),
      );
      expect((await self.get('Condition/hid-else')).status).toBe(404);
    });

    it('the bytes of a restricted document, and those of another patient', async () => {
      await store(
        system,
        bytes('hid-bytes', 'Condition/hid-secret'),
        bytes('open-bytes', 'Condition/own-open'),
        bytes('else-bytes', 'Patient/hid-pat'),
        bytes('lost-bytes', 'Condition/nowhere'),
      );
      const self = await house.person('patient');
      const nurse = await house.person('nurse');
      expect(await statuses(self)).toEqual([200, 200, 404, 404]);
      expect(await statuses(nurse)).toEqual([404, 200, 200, 404]);
      for (const address of [
        'Binary/hid-bytes',
        'Binary/hid-bytes/_history',
        'Binary/hid-bytes/_history/1',
        'Binary?_id=hid-bytes',
        '?_id=hid-bytes',
      ])
        await learnsNothing((at) => nurse.get(at), address);
      for (const address of ['Binary/_history', '_history?_count=500'])
        expect(hiddenIn(await nurse.get(address), /hid-bytes/)).toEqual([]);
      expect((await self.get('Binary/hid-bytes', { accept: 'text/plain' })).text).toBe('bytes of hid-bytes');
    });

    it('nothing of one patient, for who breaks the glass with a reason, until it is over; all written down', async () => {
      const nurse = await house.person('nurse');
      const access = (method: string, path: string, body?: object): Promise<Reply> =>
        nurse.ask(method, `${house.url}${path}`, body, { 'content-type': 'application/json' });
      const short = await access('POST', '/access/break-glass', { ...REASON, reason: 'why not' });
      expect(short.status).toBe(400);
      expect((await nurse.get('Condition/hid-secret')).status).toBe(404);
      const broken = await access('POST', '/access/break-glass', REASON);
      expect(broken.status).toBe(201);
      for (const address of [
        'Condition/hid-secret',
        'Condition/hid-very',
        'Condition/hid-later',
        'Condition/hid-later/_history/1',
      ])
        expect((await nurse.get(address)).status, address).toBe(200);
      expect((await nurse.get('Condition?code=hid-label')).ids().toSorted()).toEqual([
        'Condition/hid-secret',
        'Condition/hid-very',
      ]);
      expect((await nurse.get('Patient?_has:Condition:subject:code=hid-label')).ids()).toEqual([OWN]);
      expect((await nurse.get('Condition/hid-else')).status).toBe(404);
      // Another person's glass is another's.
      expect((await (await house.person('physician')).get('Condition/hid-secret')).status).toBe(404);
      const administrator = await house.client('administrator', ['user/*.cruds']);
      const events = (await administrator.get('AuditEvent?patient=demo-patient&agent=demo-nurse&_count=200')).each(
        'entry',
        'resource',
      ) as {
        subtype: { code: string }[];
        entity?: { what?: { reference?: string } }[];
      }[];
      expect(events.some(({ subtype }) => subtype[0]?.code === 'break-glass')).toBe(true);
      const look = events.find(
        ({ entity, subtype }) => subtype[0]?.code === 'read' && JSON.stringify(entity).includes('Condition/hid-secret'),
      );
      expect(JSON.stringify(look)).toContain('BTG');
      expect(JSON.stringify(look)).toContain(REASON.reason);
      expect((await access('DELETE', `/access/break-glass/${String(broken.at('id'))}`)).status).toBe(204);
      for (const address of ['Condition/hid-secret', 'Condition?code=hid-label'])
        await learnsNothing((at) => nurse.get(at), address);
    });

    it('cannot be undone by who may not see it: labels are taken off by nobody without the glass', async () => {
      const physician = await house.person('physician');
      const off = [{ op: 'remove', path: '/meta/security' }];
      expect((await physician.patch('Condition/hid-secret', off)).status).toBe(404);
      expect((await physician.put('Condition/hid-secret', condition(OWN, 'J00', { id: 'hid-secret' }))).status).toBe(
        403,
      );
      const made = await physician.post('Condition', condition(OWN, 'F10', labelled('R')));
      expect(made.status).toBe(201);
      expect((await physician.get(made.made)).status).toBe(404);
      expect(
        hiddenIn(await physician.get('Condition?_count=200'), SECRET).filter(
          (one) => one !== 'Condition/hid-cond' && !one.endsWith('/Condition/hid-cond'),
        ),
      ).toEqual([]);
    });

    it('no break of the glass, for those whose work it is not', async () => {
      for (const role of ['researcher', 'executive', 'administrator', 'patient']) {
        const client = await house.person(role);
        const refused = await client.ask('POST', `${house.url}/access/break-glass`, REASON, {
          'content-type': 'application/json',
        });
        expect([refused.status, refused.code], role).toEqual([403, 'access.break-glass-refused']);
      }
    });
  });
}

/** A Binary that follows another resource. */
function bytes(id: string, reference: string): object {
  const context = { securityContext: { reference } };
  return { resourceType: 'Binary', id, contentType: 'text/plain', ...context, data: btoa(`bytes of ${id}`) };
}

/** What reading each of the four Binaries is answered with. */
async function statuses(client: Client): Promise<number[]> {
  const ids = ['hid-bytes', 'open-bytes', 'else-bytes', 'lost-bytes'];
  return Promise.all(ids.map(async (id) => (await client.get(`Binary/${id}`)).status));
}
