import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { validateResource } from '../../fhir/index.ts';
import { instantOf, type EpochMs } from '../../kernel/index.ts';
import { testStores } from '../../store/index.ts';
import { drug, NOW, OrderHouse, PARACETAMOL, type Json } from './testing.ts';

const NURSE = { id: 'nurse' } as const;
const IDENTITY = 'ㄱㅁㅈ';

for (const server of testStores()) {
  describe(`orders on ${server.name}`, () => {
    let house: OrderHouse;
    beforeAll(async () => {
      house = await OrderHouse.open(server);
    });
    afterAll(() => house.close());
    afterEach(() => house.endOrders());

    async function statusOf(reference: string): Promise<unknown> {
      return (await house.get(reference))['status'];
    }
    async function versionOf(reference: string): Promise<string> {
      return ((await house.get(reference))['meta'] as { versionId: string }).versionId;
    }
    function act(reference: string, name: string, version: string, code: string, as = {}) {
      const body = { attempt: house.attempt(), version, reason: { code } };
      return house.ask('POST', `/${reference}/${name}`, body, as);
    }

    it('signs many kinds at once: orders, one signature, nothing left in the basket', async () => {
      const orders = await house.order([
        PARACETAMOL,
        { key: 'cbc', kind: 'laboratory', item: 'cbc', priority: 'urgent' },
        { key: 'xray', kind: 'imaging', item: 'chest-xray' },
        { key: 'vitals', kind: 'nursing', item: 'vitals-4h' },
        { key: 'diet', kind: 'diet', item: 'low-salt' },
        { key: 'consult', kind: 'consult', item: 'consult-cardiology', reason: '심부전 의심' },
      ]);
      expect(orders.map((one) => one.split('/')[0])).toEqual([
        'MedicationRequest',
        ...Array<string>(3).fill('ServiceRequest'),
        'NutritionOrder',
        'ServiceRequest',
      ]);
      const resources = await Promise.all(orders.map((one) => house.get(one)));
      for (const one of resources) expect(validateResource(one as never), JSON.stringify(one)).toEqual([]);
      expect(resources[0]).toMatchObject({
        status: 'active',
        encounter: { reference: 'Encounter/stay' },
        requester: { reference: 'Practitioner/physician' },
      });
      expect(resources[1]).toMatchObject({ priority: 'urgent', category: [{ coding: [{ code: 'laboratory' }] }] });
      const [signature] = await house.find('Provenance', `target=${orders[0]}`);
      expect(signature).toMatchObject({
        activity: { coding: [{ code: 'sign' }] },
        signature: [{ who: { reference: 'Practitioner/physician' } }],
      });
      expect(signature?.['target']).toHaveLength(6);
      expect((await house.ask('GET', '/basket?patient=anna')).body['lines']).toEqual([]);
    });

    it('keeps drafts for each person and patient, and tells the slower of two tabs', async () => {
      const version = await house.draft([PARACETAMOL]);
      expect((await house.ask('GET', '/basket?patient=anna', {}, { id: 'other-physician' })).body['lines']).toEqual([]);
      expect((await house.ask('GET', '/basket?patient=bora')).body['lines']).toEqual([]);
      const late = await house.ask('PUT', '/basket', { patient: 'anna', version: version - 1, drafts: [] });
      expect(late.fault).toBe('care.basket-changed');
      expect((await house.ask('GET', '/basket?patient=anna')).body).toMatchObject({
        version,
        lines: [{ draft: { key: 'paracetamol' } }],
      });
    });

    it('tells of other patients of the same name who are in the house, and of no others', async () => {
      const same = async () => (await house.ask('GET', '/basket?patient=anna')).body['namesakes'];
      expect(await same()).toBe(0);
      const name = [{ use: 'official', text: '김민준', family: '김', given: ['민준'] }];
      for (const id of ['same', 'gone']) await house.put({ resourceType: 'Patient', id, name, gender: 'male' });
      expect(await same()).toBe(0);
      const stay = { resourceType: 'Encounter', class: { code: 'IMP' }, period: { start: '2026-11-20' } };
      await house.put({ ...stay, id: 'stay-same', status: 'in-progress', subject: { reference: 'Patient/same' } });
      await house.put({ ...stay, id: 'stay-gone', status: 'finished', subject: { reference: 'Patient/gone' } });
      expect(await same()).toBe(1);
    });

    it('signs a basket once, from two tabs at the same time; the attempt that is sent again gets its answer', async () => {
      const before = (await house.find('MedicationRequest', 'subject=Patient/anna')).length;
      const version = await house.draft([PARACETAMOL]);
      const body = { attempt: house.attempt(), patient: 'anna', version };
      const told = await Promise.all([
        house.ask('POST', '/sign', body),
        house.ask('POST', '/sign', body),
        house.sign(version),
        house.sign(version),
      ]);
      const signed = told.filter((one) => one.body['signed'] === true);
      expect(new Set(signed.map((one) => JSON.stringify(one.body['orders']))).size).toBe(1);
      expect(told.filter((one) => one.fault === 'care.basket-changed').length).toBe(4 - signed.length);
      expect((await house.find('MedicationRequest', 'subject=Patient/anna')).length).toBe(before + 1);
    });

    it('never signs a hard stop, nor an interruption without a coded reason; the reason is kept and counted', async () => {
      const stop = await house.sign(
        await house.draft([drug('a', 'simvastatin', 20), drug('b', 'clarithromycin', 500)]),
        {
          overrides: [{ finding: 'anything', reason: { code: 'other' } }],
        },
      );
      expect(stop.body).toMatchObject({ signed: false });
      const findings = (stop.body['findings'] as { id: string; tier: number }[]).filter(({ tier }) => tier < 3);
      expect(findings.length).toBeGreaterThan(0);
      await house.put({
        resourceType: 'AllergyIntolerance',
        id: 'penicillin',
        clinicalStatus: {
          coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' }],
        },
        code: {
          coding: [{ system: 'http://snomed.info/sct', code: '764146007', display: 'Penicillin' }],
          text: '페니실린',
        },
        patient: { reference: 'Patient/bora' },
      });
      const version = await house.draft([drug('amox', 'amoxicillin', 500)], {}, 'bora');
      const asked = await house.sign(version, { patient: 'bora' });
      expect(asked.body['signed']).toBe(false);
      const open = [...(asked.body['stops'] as string[]), ...(asked.body['reasons'] as string[])];
      expect(open.join()).toContain('amox');
      if ((asked.body['stops'] as string[]).length > 0) {
        const forced = await house.sign(version, {
          patient: 'bora',
          overrides: open.map((finding) => ({ finding, reason: { code: 'other' } })),
        });
        expect(forced.body['signed']).toBe(false);
      }
      expect(await house.find('MedicationRequest', 'subject=Patient/bora')).toEqual([]);
      await house.draft([], {}, 'bora');
    });

    it('writes an issue with the reason for what was overridden, and tells the ledger', async () => {
      await house.order([PARACETAMOL]);
      const version = await house.draft([{ ...PARACETAMOL, key: 'again' }]);
      const asked = await house.sign(version);
      const reasons = asked.body['reasons'] as string[];
      expect(asked.body['stops']).toEqual([]);
      expect(reasons.length).toBeGreaterThan(0);
      const unknown = await house.sign(version, {
        overrides: reasons.map((finding) => ({ finding, reason: { code: 'because' } })),
      });
      expect(unknown.fault).toBe('care.no-such-reason');
      const signed = await house.sign(version, {
        overrides: reasons.map((finding) => ({ finding, reason: { code: 'monitored' } })),
      });
      expect(signed.body['signed']).toBe(true);
      const issues = await house.find('DetectedIssue', 'patient=Patient/anna');
      expect(issues).toContainEqual(
        expect.objectContaining({
          mitigation: [
            expect.objectContaining({ action: { coding: [expect.objectContaining({ code: 'monitored' })] } }),
          ],
        }),
      );
      const rows = await house.store.query<{ count: number }>(
        "select count(*)::integer as count from cds_card where outcome = 'overridden'",
      );
      expect(rows[0]?.count).toBeGreaterThanOrEqual(reasons.length);
    });

    it('shows a checker that does not answer, and signs then only with a reason', async () => {
      house.safety = 'down';
      const version = await house.draft([PARACETAMOL]);
      const checked = await house.ask('POST', '/check', { patient: 'anna', hook: 'order-select' });
      expect(checked.body['findings']).toMatchObject([{ rule: 'checker-unavailable', tier: 2 }]);
      expect((await house.sign(version)).body).toMatchObject({ signed: false, reasons: ['checker-unavailable'] });
      const override = { overrides: [{ finding: 'checker-unavailable', reason: { code: 'monitored' } }] };
      expect((await house.sign(version, override)).body['signed']).toBe(true);
      house.safety = 'up';
    });

    it('asks for the identity of the patient again where the order is high-risk, and counts what was typed wrong', async () => {
      const version = await house.draft([drug('e', 'enoxaparin', 40, 'mg', { route: '34206005' })]);
      expect((await house.sign(version)).body).toMatchObject({ signed: false, identity: 'identity' });
      expect((await house.sign(version, { identity: 'ㅇㅂㄹ' })).body).toMatchObject({ identity: 'identity-mismatch' });
      expect((await house.find('DetectedIssue', 'patient=Patient/anna&code=identity-mismatch')).length).toBe(1);
      expect((await house.sign(version, { identity: 'KMJ M 68' })).body['signed']).toBe(true);
    });

    it('does not sign what is not complete', async () => {
      const { body } = await house.sign(await house.draft([{ key: 'x', kind: 'drug', item: 'paracetamol' }]));
      expect(body).toMatchObject({ signed: false, incomplete: ['x'] });
    });

    it('holds, resumes and stops with a reason; versions stay; who read an old version is told', async () => {
      const [order = ''] = await house.order([drug('am', 'amlodipine', 5)]);
      const held = await act(order, 'hold', '1', 'before-procedure');
      expect(held.body).toMatchObject({ status: 'on-hold', version: '2' });
      expect((await act(order, 'stop', '1', 'no-longer-needed')).fault).toBe('care.order-changed');
      expect((await act(order, 'hold', '2', 'other')).fault).toBe('care.order-not-changeable');
      expect((await act(order, 'resume', '2', 'after-procedure')).body).toMatchObject({ status: 'active' });
      expect((await act(order, 'stop', '3', 'no reason')).status).toBe(400);
      expect((await act(order, 'stop', '3', 'adverse-effect')).body).toMatchObject({ status: 'stopped' });
      expect(await house.get(`${order}/_history/1`)).toMatchObject({ status: 'active' });
      expect(await house.get(order)).toMatchObject({ statusReason: { coding: [{ code: 'adverse-effect' }] } });
      expect((await house.find('Provenance', `target=${order}`)).length).toBe(4);
    });

    it('of two people who change one order at once, one is told of the conflict', async () => {
      const [order = ''] = await house.order([drug('am2', 'amlodipine', 5)]);
      const told = await Promise.all([
        act(order, 'hold', '1', 'other'),
        act(order, 'stop', '1', 'other', { id: 'other-physician' }),
      ]);
      expect(told.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 409]);
    });

    it('changes an order by a draft that takes its place; not if it changed meanwhile', async () => {
      const [order = ''] = await house.order([drug('am3', 'amlodipine', 5)]);
      const redraft = await house.ask('POST', `/${order}/modify`, { version: '1', reason: { code: 'dose-adjusted' } });
      const [line] = redraft.body['lines'] as { draft: Json }[];
      expect(line?.draft).toMatchObject({
        item: 'amlodipine',
        dose: { value: 5, unit: 'mg' },
        replaces: { reference: order, act: 'modify' },
      });
      const changed = { ...line?.draft, dose: { value: 10, unit: 'mg' } };
      const [next = ''] = await house.order([changed]);
      expect(await house.get(next)).toMatchObject({
        priorPrescription: { reference: order },
        dosageInstruction: [{ doseAndRate: [{ doseQuantity: { value: 10 } }] }],
      });
      expect(await statusOf(order)).toBe('stopped');
      await house.ask('POST', `/${next}/modify`, { version: '1', reason: { code: 'dose-adjusted' } });
      await act(next, 'hold', '1', 'other');
      const { body } = await house.ask('GET', '/basket?patient=anna');
      expect((await house.sign(body['version'] as number)).fault).toBe('care.order-changed');
      expect(await statusOf(next)).toBe('on-hold');
      await house.draft([]);
    });

    it('renews an order from where it ends; the old one runs to its end', async () => {
      const [order = ''] = await house.order([drug('az', 'azithromycin', 500, 'mg', { days: 3 })]);
      const told = await house.ask('POST', `/${order}/renew`, {
        version: await versionOf(order),
        reason: { code: 'course-continues' },
      });
      const [line] = told.body['lines'] as { draft: { start: string; days: number } }[];
      expect(line?.draft.days).toBe(3);
      expect(Date.parse(line?.draft.start ?? '')).toBeCloseTo(NOW + 3 * 86_400_000, -6);
      const asked = await house.sign(told.body['version'] as number);
      expect(asked.body['signed']).toBe(true);
      expect(await statusOf(order)).toBe('active');
    });

    it('takes a verbal order of a nurse for a physician, who co-signs it; nobody else can', async () => {
      const version = await house.draft([PARACETAMOL], NURSE);
      expect((await house.sign(version, {}, NURSE)).fault).toBe('care.verbal-only');
      expect((await house.sign(version, { verbal: { prescriber: 'physician', readBack: false } }, NURSE)).fault).toBe(
        'care.body-invalid',
      );
      expect((await house.sign(version, { verbal: { prescriber: 'nurse', readBack: true } }, NURSE)).fault).toBe(
        'care.no-prescriber',
      );
      const signed = await house.sign(version, { verbal: { prescriber: 'physician', readBack: true } }, NURSE);
      const [order = ''] = signed.body['orders'] as string[];
      expect(await house.get(order)).toMatchObject({
        requester: { reference: 'Practitioner/physician' },
        recorder: { reference: 'Practitioner/nurse' },
      });
      const list = await house.ask('GET', '/co-sign');
      const mine = (list.body['lines'] as { task: string; order: Json }[]).filter(
        (line) => line.order['reference'] === order,
      );
      expect(mine).toHaveLength(1);
      const tasks = mine.map(({ task }) => task);
      expect(
        (await house.ask('POST', '/co-sign', { attempt: house.attempt(), tasks }, { id: 'other-physician' })).fault,
      ).toBe('care.not-yours');
      expect((await house.ask('POST', '/co-sign', { attempt: house.attempt(), tasks })).status).toBe(200);
      expect((await house.ask('POST', '/co-sign', { attempt: house.attempt(), tasks })).fault).toBe(
        'care.already-signed',
      );
      expect(
        (await house.find('Provenance', `target=${order}`))
          .map((one) => (one['activity'] as { coding: { code: string }[] }).coding[0]?.code ?? '')
          .toSorted(),
      ).toEqual(['co-sign', 'verbal-order']);
    });

    it('measures retract-and-reorder: withdrawn and given to another patient within ten minutes each', async () => {
      const minute = 60_000;
      house.now = (Date.now() + 0) as EpochMs;
      const [order = ''] = await house.order([drug('p', 'prednisolone', 10)]);
      await act(order, 'stop', '1', 'wrong-patient');
      expect(await statusOf(order)).toBe('entered-in-error');
      expect(
        (await house.ask('GET', `/retractions?since=${instantOf((house.now - minute) as EpochMs)}`)).body,
      ).toMatchObject({ count: 0 });
      await house.order([drug('p', 'prednisolone', 10)], { patient: 'bora' });
      const told = await house.ask('GET', `/retractions?since=${instantOf((house.now - minute) as EpochMs)}`);
      expect(told.body).toMatchObject({
        count: 1,
        retractions: [
          {
            item: 'Medication/prednisolone',
            withdrawn: { patient: 'Patient/anna' },
            reordered: { patient: 'Patient/bora' },
          },
        ],
      });
      const counted = await house.ask('GET', '/retractions', {}, { id: 'boss', role: 'executive' });
      expect(counted.body).toEqual({ count: 1 });
      house.now = NOW;
    });

    it('reconciles at admission and discharge: decisions are kept, drafts wait, what is stopped is stopped', async () => {
      await house.put({
        resourceType: 'MedicationStatement',
        id: 'home-amlodipine',
        status: 'active',
        subject: { reference: 'Patient/bora' },
        medicationCodeableConcept: {
          coding: [{ system: 'http://www.whocc.no/atc', code: 'C08CA01', display: 'amlodipine' }],
          text: '암로디핀 5 mg',
        },
        dosage: [
          {
            timing: { repeat: { frequency: 1, period: 1, periodUnit: 'd' } },
            route: { coding: [{ system: 'http://snomed.info/sct', code: '26643006' }] },
            doseAndRate: [
              { doseQuantity: { value: 1, unit: '정', system: 'http://unitsofmeasure.org', code: '{tbl}' } },
            ],
          },
        ],
      });
      const source = 'MedicationStatement/home-amlodipine';
      const asked = {
        attempt: house.attempt(),
        patient: 'bora',
        moment: 'admission',
        decisions: [{ source, decision: 'continue' }],
      };
      const told = await house.ask('POST', '/reconciliation', asked);
      expect(told.body).toMatchObject({ drafts: 1, stopped: [] });
      expect((await house.ask('POST', '/reconciliation', asked)).body).toEqual(told.body);
      const { body } = await house.ask('GET', '/basket?patient=bora');
      const [line] = body['lines'] as { draft: Json; problems: Json[] }[];
      expect(line).toMatchObject({
        draft: { item: 'amlodipine', dose: { value: 5, unit: 'mg' }, timing: { kind: 'daily', times: ['09:00'] } },
        problems: [],
      });
      const [list] = await house.find('List', 'subject=Patient/bora');
      expect(list).toMatchObject({
        entry: [{ flag: { coding: [{ code: 'continue' }] }, item: { reference: source } }],
      });
      await house.draft([], {}, 'bora');
      const leaving = {
        attempt: house.attempt(),
        patient: 'bora',
        moment: 'discharge',
        decisions: [{ source, decision: 'stop', reason: '저혈압' }],
      };
      expect((await house.ask('POST', '/reconciliation', leaving)).body).toMatchObject({
        stopped: [source],
        drafts: 0,
      });
      expect(await statusOf(source)).toBe('stopped');
      expect((await house.ask('POST', '/reconciliation', { ...leaving, attempt: house.attempt() })).fault).toBe(
        'care.order-changed',
      );
    });

    it('applies a set to a patient, with the choice that fits the kidneys, and lets the hospital replace it', async () => {
      const told = await house.ask('GET', '/sets/community-pneumonia?patient=anna');
      const text = JSON.stringify(told.body['groups']);
      expect(text).toContain('"expression":"%clearance >= 30","fits":true');
      const version = await house.draft([]);
      const applied = await house.ask('POST', '/sets/community-pneumonia/apply', { patient: 'anna', version });
      const lines = applied.body['lines'] as { draft: Json; problems: Json[] }[];
      expect(lines.map(({ draft }) => draft['item'])).toEqual(
        expect.arrayContaining(['cbc', 'ceftriaxone-2', 'azithromycin', 'enoxaparin']),
      );
      expect(lines.flatMap(({ problems }) => problems)).toEqual([]);
      await house.put({
        resourceType: 'PlanDefinition',
        id: 'our-pneumonia',
        url: 'https://maru.health/fhir/PlanDefinition/community-pneumonia',
        status: 'active',
        type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/plan-definition-type', code: 'order-set' }] },
        title: 'Our own',
      });
      const { sets } = (await house.ask('GET', '/sets')).body as { sets: { id: string; title: Json }[] };
      expect(sets.map(({ id }) => id)).toContain('our-pneumonia');
      expect(sets.map(({ id }) => id)).not.toContain('community-pneumonia');
      await house.draft([]);
    });

    it('finds while one types, keeps favourites, and lists orders', async () => {
      const found = async (q: string) =>
        ((await house.ask('GET', `/catalogue?q=${encodeURIComponent(q)}`)).body['items'] as { id: string }[]).map(
          ({ id }) => id,
        );
      expect(await found('ㅅㅍㅌ')).toContain('ceftriaxone-1');
      expect(await found('세ㅍ')).toContain('ceftriaxone-1');
      expect((await found('cef'))[0]).toMatch(/^ceftriaxone/);
      expect(await found('ㅎㅂ')).toContain('chest-xray');
      const { key: _key, ...draft } = PARACETAMOL;
      await house.ask('POST', '/favourites', { draft });
      await house.ask('POST', '/favourites', { draft });
      const { favourites } = (await house.ask('GET', '/favourites')).body as {
        favourites: { id: string; used: number }[];
      };
      expect(favourites).toMatchObject([{ used: 1, item: { name: { ko: '아세트아미노펜' } } }]);
      await house.ask('DELETE', `/favourites/${favourites[0]?.id}`);
      expect((await house.ask('GET', '/favourites')).body['favourites']).toEqual([]);
      await house.order([PARACETAMOL, { key: 'diet', kind: 'diet', item: 'soft' }]);
      const worded = { text: '레보티록신 50 mcg' };
      const home = {
        resourceType: 'MedicationRequest',
        id: 'worded',
        status: 'active',
        intent: 'order',
        medicationCodeableConcept: worded,
      };
      await house.put({ ...home, subject: { reference: 'Patient/bora' } });
      const told = (await house.ask('GET', '/list?patient=bora')).body['orders'] as { reference: string }[];
      expect(told.find(({ reference }) => reference.endsWith('/worded'))).toMatchObject({
        name: { ko: '레보티록신', en: '레보티록신' },
        strength: '50 mcg',
      });
      const { orders } = (await house.ask('GET', '/list?patient=anna')).body as {
        orders: { kind: string; changeable: boolean }[];
      };
      expect(new Set(orders.map(({ kind }) => kind))).toEqual(
        new Set(['drug', 'laboratory', 'imaging', 'nursing', 'diet', 'consult']),
      );
    });

    it('refuses roles and tokens that may not, and bodies that say too much', async () => {
      expect((await house.ask('POST', '/sign', {}, { id: 'nurse', role: 'nurse' })).status).toBe(403);
      expect((await house.ask('GET', '/list?patient=anna', {}, { scopes: ['openid'] })).status).toBe(403);
      expect((await house.ask('PUT', '/basket', { patient: 'anna', version: 0, drafts: [], more: 1 })).fault).toBe(
        'care.body-invalid',
      );
      expect((await house.ask('GET', '/basket?patient=nobody')).status).toBe(404);
      expect((await house.ask('GET', '/sets/none?patient=anna')).fault).toBe('care.no-such-set');
      expect(IDENTITY).toBe('ㄱㅁㅈ');
    });
  });
}
