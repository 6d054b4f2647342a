import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { describeWith } from '../../../test/material.ts';
import { testStores } from '../../store/index.ts';
import { TestWard, type Json } from '../bedside/testing.ts';
import { laboratoryPeople } from '../laboratory/testing.ts';
import { ANNA, BORA, COLLEAGUE, MINUTE, NOW, NURSE } from '../loop/testing.ts';
import {
  blood,
  bloodRequest,
  consent,
  donation,
  groupResult,
  hang,
  LAB,
  sample,
  unitBody,
  vitalSigns,
} from './testing.ts';

for (const server of testStores()) {
  describeWith(server.need, server.present, `blood on ${server.name}`, () => {
    let ward: TestWard;
    let serial = 100;
    let id = '';
    let tube = '';
    beforeAll(async () => {
      ward = await TestWard.open(server);
      await laboratoryPeople(ward);
      for (const patient of [ANNA.id, BORA.id]) {
        await ward.put(groupResult(`abo-${patient}`, '883-9', 'A', patient));
        await ward.put(groupResult(`rhd-${patient}`, '10331-7', 'positive', patient));
        await ward.put(consent(`consent-${patient}`, patient));
        await ward.put(vitalSigns(`vitals-${patient}`, '2026-07-01T08:50:00+09:00', patient));
      }
      tube = await sample(ward, 'sample-anna');
    });
    afterAll(() => ward.close());
    beforeEach(async () => {
      serial++;
      id = `blood-${serial}`;
      ward.now = NOW;
      await ward.put(bloodRequest(id));
    });

    const match = (more: Json = {}) =>
      blood(ward, 'crossmatch', { request: id, number: donation(serial), sample: tube, result: 'compatible', ...more });
    const issue = (more: Json = {}) => blood(ward, 'issue', { request: id, number: donation(serial), ...more });
    const nurse = { by: NURSE, role: 'nurse' } as const;
    const start = (more: Json = {}, as: object = nurse) =>
      blood(ward, 'record', { patient: ANNA.id, request: id, steps: hang(serial), ...more }, as);
    async function issued(): Promise<void> {
      expect((await blood(ward, 'units', unitBody(serial))).status).toBe(200);
      expect((await match()).status).toBe(200);
      expect((await issue()).status).toBe(200);
    }

    it('comes in once, and says what is no number and what has expired', async () => {
      const first = await blood(ward, 'units', unitBody(serial));
      expect(first['unit']).toMatchObject({ state: 'available', abo: 'A', component: 'red cells' });
      expect((await blood(ward, 'units', unitBody(serial))).fault).toBe('care.unit-registered');
      expect((await blood(ward, 'units', unitBody(serial, { component: 'plasma' }))).status).toBe(200);
      expect((await blood(ward, 'units', unitBody(0, { number: '8809912000014017' }))).fault).toBe(
        'care.donation-number',
      );
      expect((await blood(ward, 'units', unitBody(999, { expiry: '2026-06-30' }))).fault).toBe('care.unit-expired');
      expect((await blood(ward, 'units', unitBody(999, { emergency: true }))).fault).toBe('care.not-emergency-stock');
    });

    it('is reserved only with a sample of the patient, and where the groups fit', async () => {
      await blood(ward, 'units', unitBody(serial));
      const other = await sample(ward, `sample-bora-${serial}`, BORA);
      expect((await match({ sample: other })).fault).toBe('care.sample-of-another');
      expect((await issue()).fault).toBe('care.unit-state');
      expect((await match({ result: 'incompatible' }))['unit']).toMatchObject({ state: 'available' });
      expect((await issue()).fault).toBe('care.unit-state');
      expect((await match())['unit']).toMatchObject({ state: 'reserved', reservedFor: ANNA.id });
      expect((await match()).fault).toBe('care.unit-state');
      const b = 5000 + serial;
      await blood(ward, 'units', unitBody(b, { abo: 'B' }));
      expect((await match({ number: donation(b) })).fault).toBe('care.unit-incompatible');
    });

    it('is hung by two people, with vital signs on time, and ends', async () => {
      await issued();
      const alone = await start({ steps: hang(serial, ANNA, [NURSE]) });
      expect(alone).toMatchObject({ decision: 'stop', messageKey: 'loop.blood.second-person' });
      const told = await start();
      expect(told).toMatchObject({ decision: 'allow', messageKey: 'loop.blood.ok', recorded: true });
      const [line] = await running();
      expect(line).toMatchObject({ status: 'in-progress', unit: { state: 'transfusing' } });
      expect(line?.watch.map(({ what }) => what)).toEqual(['15 min', '60 min', '120 min', '180 min', 'end']);
      expect(Date.parse(line?.watch[0]?.due ?? '') - NOW).toBe(15 * MINUTE);
      const procedure = line?.procedure ?? '';
      expect((await blood(ward, 'vitals', { procedure }, nurse)).fault).toBe('care.no-vitals');
      const vitals = { procedure, temperature: '36.6', pulse: '80', systolic: '120', diastolic: '70' };
      expect((await blood(ward, 'vitals', vitals, nurse)).written).toHaveLength(4);
      expect((await running())[0]?.watch.map(({ status }) => status)[0]).toBe('completed');
      expect((await blood(ward, 'finish', { procedure, volume: 320 }, nurse))['procedure']).toBe(procedure);
      const [ended] = await running();
      expect(ended).toMatchObject({ status: 'completed', unit: { state: 'transfused' } });
      expect(ended?.watch.filter(({ status }) => status === 'requested')).toEqual([]);
      expect((await blood(ward, 'finish', { procedure }, nurse)).fault).toBe('care.not-running');
      expect((await start({}, { by: COLLEAGUE, role: 'nurse' })).messageKey).toBe('loop.staff.badge-differs');
    });

    async function running() {
      const list = await ward.call<{
        transfusions: { procedure: string; request: string; watch: { what: string; due: string; status: string }[] }[];
      }>('GET', `/care/blood/transfusions?patient=${ANNA.id}`);
      return list.transfusions.filter(({ request }) => request === id);
    }

    it('is stopped at a reaction: unit kept apart, times closed, work-up asked for', async () => {
      await issued();
      await start();
      const told = await start({ steps: [{ action: 'reaction', signs: ['fever', 'chills'] }] });
      expect(told).toMatchObject({ decision: 'allow', messageKey: 'loop.blood.reaction', recorded: true });
      const [line] = await running();
      expect(line).toMatchObject({ status: 'stopped', unit: { state: 'quarantined' } });
      expect(line?.watch.every(({ status }) => status === 'cancelled')).toBe(true);
      const asked = await ward.find('ServiceRequest', `based-on=ServiceRequest/${id}`);
      expect(asked.map(({ priority }) => priority)).toEqual(['stat', 'stat', 'stat', 'stat']);
      expect((await start({ steps: [{ action: 'reaction', signs: ['fever'] }] })).messageKey).toBe(
        'loop.blood.nothing-runs',
      );
      const back = await blood(ward, 'return', {
        number: donation(serial),
        component: 'red cells',
        to: 'available',
        reason: 'not-needed',
      });
      expect(back.fault).toBe('care.unit-state');
    });

    it('is not hung without consent, which is recorded once', async () => {
      await issued();
      for (const { id: one } of await ward.find('Consent', `patient=${ANNA.id}`))
        await ward.put({ ...(await ward.get('Consent', String(one))), status: 'inactive' });
      expect((await start()).messageKey).toBe('loop.blood.consent-missing');
      const first = await blood(ward, 'consent', { patient: ANNA.id }, nurse);
      expect(first.written).toHaveLength(2);
      expect((await blood(ward, 'consent', { patient: ANNA.id }, nurse))['consent']).toBe(first['consent']);
      expect((await start()).messageKey).toBe('loop.blood.ok');
    });

    it('is hung once by two who scan it at the same time, and by two patients never', async () => {
      await issued();
      const both = { by: COLLEAGUE, role: 'nurse' } as const;
      const other = `blood-bora-${serial}`;
      await ward.put(bloodRequest(other, {}, BORA.id));
      const told = await Promise.all([
        start(),
        start({ steps: hang(serial, ANNA, [COLLEAGUE, NURSE]) }, both),
        start(),
        start({ patient: BORA.id, request: other, steps: hang(serial, BORA) }),
        start({ steps: hang(serial, ANNA, [COLLEAGUE, NURSE]) }, both),
      ]);
      expect(told.filter(({ recorded }) => recorded)).toHaveLength(1);
      expect(
        told.map(({ messageKey }) => messageKey).filter((key) => key === 'loop.blood.already-running').length,
      ).toBeGreaterThanOrEqual(2);
      expect(await ward.find('Procedure', `based-on=ServiceRequest/${id}&status=in-progress`)).toHaveLength(1);
      expect(await ward.find('Procedure', `patient=${BORA.id}&status=in-progress`)).toEqual([]);
    });

    it('is reserved and issued for one of two requests that want it at once', async () => {
      await blood(ward, 'units', unitBody(serial));
      const other = `blood-second-${serial}`;
      await ward.put(bloodRequest(other));
      const matched = await Promise.all([match(), match({ request: other }), match(), match({ request: other })]);
      expect(matched.filter(({ status }) => status === 200)).toHaveLength(1);
      const sent = await Promise.all([issue(), issue({ request: other }), issue(), issue({ request: other })]);
      expect(sent.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
    });

    it('answers an attempt that is sent again, and lists what waits and what is on hand', async () => {
      await issued();
      const body = { attempt: `hang-${serial}`, patient: ANNA.id, request: id, steps: hang(serial) };
      const first = await blood(ward, 'record', body, nurse);
      expect(await blood(ward, 'record', body, nurse)).toEqual(first);
      const list = await ward.call<{ requests: Json[] }>('GET', '/care/blood/requests', {}, LAB);
      const own = list.requests.find(({ request }) => request === id);
      expect(own).toMatchObject({
        abo: 'A',
        rhd: 'positive',
        component: 'red cells',
        units: [{ state: 'transfusing' }],
      });
      const stock = await ward.call<{ units: Json[] }>('GET', '/care/blood/units', {}, LAB);
      expect(stock.units.some(({ number }) => number === donation(serial).slice(1))).toBe(true);
    });
  });
}
