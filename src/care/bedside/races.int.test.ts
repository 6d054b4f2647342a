/**
 * Races at the bedside, on the database: whatever happens at once, no dose is given twice, to the wrong patient, or by an order
 * that had already changed.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openAuditLog } from '../../access/index.ts';
import type { EpochMs } from '../../kernel/index.ts';
import { openRecord } from '../../record/index.ts';
import { testStores } from '../../store/index.ts';
import { describeWith } from '../../../test/material.ts';
import { ANNA, badge, band, BORA, COLLEAGUE, minutes, NOW, NURSE, TABLET } from '../loop/testing.ts';
import { readMedicationBody } from './body.ts';
import { medicationLoop } from './medication.ts';
import { record } from './record.ts';
import { dosage, request, scans, TestWard, type Told } from './testing.ts';
import { DEFAULT_LOOP_SETTINGS } from '../loop/index.ts';
import { houseCaller, UNLIMITED } from '../../access/index.ts';

type Json = Readonly<Record<string, unknown>>;

const AT_ONCE = 8;
const together = <T>(work: (at: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: AT_ONCE }, (_, at) => work(at)));
const nurseOf = (at: number): typeof NURSE => (at % 2 === 0 ? NURSE : COLLEAGUE);
const recordedOf = (answers: readonly Told[]): Told[] => answers.filter(({ recorded }) => recorded);
const extension = (dose: Json, name: string): Json | undefined =>
  (dose['extension'] as Json[]).find(({ url }) => String(url).endsWith(`/${name}`));
const updated = (resource: Json): number => Date.parse((resource['meta'] as { lastUpdated: string }).lastUpdated);
const slotOf = (dose: Json): number => Date.parse(String(extension(dose, 'dose-slot')?.['valueDateTime']));

for (const server of testStores()) {
  describeWith(server.need, server.present, `races at the bedside on ${server.name}`, () => {
    let ward: TestWard;
    let number = 0;
    let order = '';
    beforeAll(async () => {
      ward = await TestWard.open(server);
      ward.ticks = true;
    });
    afterAll(() => ward.close());
    beforeEach(() => {
      ward.now = NOW;
      order = `race-${++number}`;
    });

    it('give the dose once that many scan at once', async () => {
      const version = await ward.order(order);
      const answers = await together((at) => ward.give(order, version, NOW, {}, nurseOf(at)));
      expect(recordedOf(answers)).toHaveLength(1);
      expect(answers.filter(({ messageKey }) => messageKey === 'loop.med.already-given')).toHaveLength(AT_ONCE - 1);
      expect(await ward.standing(order)).toHaveLength(1);
    });

    it('answer an attempt that is sent many times with the same dose', async () => {
      const version = await ward.order(order);
      const steps = scans();
      const answers = await together(() => ward.give(order, version, NOW, { attempt: `again-${order}`, steps }));
      expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1);
      expect(recordedOf(answers)).toHaveLength(AT_ONCE);
      expect(await ward.standing(order)).toHaveLength(1);
    });

    it('never give by an order that had changed before', async () => {
      for (const [round, change] of [
        { status: 'stopped' },
        { note: [{ text: 'double' }] },
        { status: 'on-hold' },
      ].entries()) {
        const id = `${order}-${round}`;
        const version = await ward.order(id);
        const [change1, ...answers] = await Promise.all([
          ward.put(request(id, change)),
          ...[0, 1, 2].map((at) => ward.give(id, version, NOW, {}, nurseOf(at))),
        ]);
        const [dose, ...more] = await ward.standing(id);
        expect([change1, more]).toEqual(['2', []]);
        expect(recordedOf(answers)).toHaveLength(dose === undefined ? 0 : 1);
        const changed = await ward.get('MedicationRequest', id);
        if (dose !== undefined) expect(updated(dose)).toBeLessThan(updated(changed));
      }
    });

    it('give one as-needed dose of a drug that stands on two orders', async () => {
      const later = (NOW + number * 10 * 86_400_000) as EpochMs;
      ward.now = later;
      const more = {
        dosageInstruction: [
          dosage({ asNeededBoolean: true, timing: { repeat: { frequency: 1, period: 6, periodUnit: 'h' } } }),
        ],
      };
      const versions = [await ward.order(`${order}-0`, more), await ward.order(`${order}-1`, more)];
      const answers = await together((at) => {
        const by = nurseOf(at);
        const steps = [...scans(by), { action: 'prn-reason', code: 'pain' }];
        const body = { order: `${order}-${at % 2}`, orderVersion: versions[at % 2], steps };
        return ward.ask('record', { body, by });
      });
      expect(recordedOf(answers)).toHaveLength(1);
      expect(new Set(answers.map(({ messageKey }) => messageKey))).toEqual(
        new Set(['loop.med.ok', 'loop.med.prn-interval']),
      );
    });

    it('give a pack to one patient, whoever scans it for whom', async () => {
      const anna = await ward.order(`${order}-a`);
      const bora = await ward.order(`${order}-b`, { subject: { reference: 'Patient/bora' } });
      const answers = await together((at) => {
        const [wearer, id, version] = at % 2 === 0 ? [ANNA, `${order}-a`, anna] : [BORA, `${order}-b`, bora];
        const by = nurseOf(at);
        const steps = scans(by, wearer, TABLET, `pack-${number}`);
        const body = { patient: wearer.id, order: id, orderVersion: version, steps, slot: '2026-07-01T09:00:00+09:00' };
        return ward.ask('record', { body, by });
      });
      expect(recordedOf(answers)).toHaveLength(1);
      const doses = [...(await ward.standing(`${order}-a`)), ...(await ward.standing(`${order}-b`))];
      expect(doses).toHaveLength(1);
      expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
    });

    it('stop two tabs with two patients', async () => {
      const version = await ward.order(order);
      const bora = await ward.order(`${order}-b`, { subject: { reference: 'Patient/bora' } });
      const tab = (chart: string, shown: string, id: string, read: string): Promise<Told> => {
        const steps = [...scans(NURSE, ANNA), { action: 'confirm', inTab: shown }];
        return ward.ask('record', { body: { patient: chart, order: id, orderVersion: read, steps } });
      };
      const answers = await Promise.all([
        tab(ANNA.id, BORA.id, order, version),
        tab(BORA.id, BORA.id, `${order}-b`, bora),
        tab(ANNA.id, ANNA.id, `${order}-b`, bora),
        tab(ANNA.id, ANNA.id, order, version),
      ]);
      expect(answers.map(({ messageKey }) => messageKey)).toEqual([
        'loop.context-changed',
        'loop.med.wrong-patient',
        'loop.med.wrong-patient',
        'loop.med.ok',
      ]);
      expect(await ward.standing(`${order}-b`)).toEqual([]);
    });

    it('leave nothing behind when the house fails at the end, and take the attempt when it is sent again', async () => {
      const version = await ward.order(order);
      const audit = openAuditLog({ store: ward.store });
      const inTransaction: typeof audit.inTransaction = async (open, entry) => {
        if (entry.interaction === 'bedside-medication') throw new Error('the process died here');
        return audit.inTransaction(open, entry);
      };
      const clock = { now: () => ward.now };
      const dying = openRecord({
        store: ward.store,
        audit: { ...bound(audit), inTransaction },
        clock,
        settings: { timeZone: 'Asia/Seoul' },
      });
      const caller = {
        ...houseCaller('test'),
        id: NURSE.id,
        role: 'nurse' as const,
        fhirUser: `Practitioner/${NURSE.id}`,
      };
      const body = { attempt: `dies-${order}`, patient: ANNA.id, order, orderVersion: version, steps: scans() };
      const options = { settings: DEFAULT_LOOP_SETTINGS, safetyCheck: () => Promise.resolve('up' as const) };
      const read = readMedicationBody(JSON.stringify(body));
      await expect(record(dying.context(caller, UNLIMITED), medicationLoop(options), read)).rejects.toThrow('died');
      await audit.close();
      expect(await ward.standing(order)).toEqual([]);
      expect(await ward.find('Provenance', `patient=anna&_lastUpdated=gt${new Date(ward.now).toISOString()}`)).toEqual(
        [],
      );
      expect((await ward.ask('record', { body })).decision).toBe('allow');
      expect(await ward.standing(order)).toHaveLength(1);
    });

    const event = fc.record({
      kind: fc.constantFrom('give', 'give', 'give', 'refuse', 'retract', 'change', 'stop', 'wrong-band'),
      order: fc.nat(1),
      slot: fc.nat(1),
      nurse: fc.nat(1),
      pack: fc.nat(3),
    });

    it('keep every invariant under any mixture of them (property)', async () => {
      const slots = [NOW, minutes(30)];
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(event, { minLength: 2, maxLength: 6 }), { minLength: 1, maxLength: 3 }),
          async (waves) => {
            ward.now = NOW;
            const run = `run-${++number}`;
            const subjects = [ANNA, BORA];
            const idOf = (at: number): string => `${run}-${at}`;
            for (const [at, { id }] of subjects.entries())
              await ward.order(idOf(at), { subject: { reference: `Patient/${id}` } }, slots);
            const act = async (one: {
              kind: string;
              order: number;
              slot: number;
              nurse: number;
              pack: number;
            }): Promise<void> => {
              const id = idOf(one.order);
              const by = nurseOf(one.nurse);
              const subject = subjects[one.order] ?? ANNA;
              const own = { subject: { reference: `Patient/${subject.id}` } };
              if (one.kind === 'change') await ward.put(request(id, { ...own, note: [{ text: 'changed' }] }, slots));
              if (one.kind === 'stop') await ward.put(request(id, { ...own, status: 'stopped' }, slots));
              if (one.kind === 'change' || one.kind === 'stop') return;
              const { meta } = (await ward.get('MedicationRequest', id)) as { meta: { versionId: string } };
              const wearer = one.kind === 'wrong-band' ? (subjects[1 - one.order] ?? ANNA) : subject;
              const [standing] = await ward.standing(id);
              const steps =
                one.kind === 'refuse'
                  ? [badge(by), band(wearer), { action: 'not-given', reason: 'patient-refused' }]
                  : one.kind === 'retract'
                    ? [badge(by), { action: 'retract', administration: standing?.['id'] ?? 'none', reason: 'mistake' }]
                    : scans(by, wearer, TABLET, `${run}-${one.pack}`);
              const slot = new Date(slots[one.slot] ?? NOW).toISOString();
              const body = { patient: subject.id, order: id, orderVersion: meta.versionId, slot, steps };
              const { status } = await ward.ask('record', { body, by });
              expect([200, 404, 409]).toContain(status);
            };
            for (const wave of waves) await Promise.all(wave.map(act));
            const packs = new Map<string, string>();
            for (const [at, { id: subject }] of subjects.entries()) {
              const doses = await ward.standing(idOf(at));
              expect(new Set(doses.map(slotOf)).size).toBe(doses.length);
              const changes = await versionsOf(ward, idOf(at));
              for (const dose of doses) {
                expect(dose['subject']).toEqual({ reference: `Patient/${subject}` });
                const version = Number(extension(dose, 'order-version')?.['valueString']);
                const [own, next] = [changes[version - 1], changes[version]];
                expect(own?.['status']).toBe('active');
                if (next !== undefined) expect(updated(dose)).toBeLessThan(updated(next));
                const serial = (dose['identifier'] as Json[]).find(({ system }) => String(system).endsWith('/21'));
                expect(packs.get(String(serial?.['value'])) ?? subject).toBe(subject);
                packs.set(String(serial?.['value']), subject);
              }
            }
          },
        ),
        { numRuns: 12 },
      );
    });
  });
}

/** The versions of an order, first to last. */
async function versionsOf(ward: TestWard, id: string): Promise<readonly Json[]> {
  const { meta } = (await ward.get('MedicationRequest', id)) as { meta: { versionId: string } };
  const versions: Json[] = [];
  for (let version = 1; version <= Number(meta.versionId); version++)
    versions.push(await ward.version('MedicationRequest', id, version));
  return versions;
}

/** The methods of an audit log as an object that can be spread. */
function bound(audit: ReturnType<typeof openAuditLog>): ReturnType<typeof openAuditLog> {
  return {
    inTransaction: (open, entry) => audit.inTransaction(open, entry),
    append: (entry) => audit.append(entry),
    readAuditFrom: (seq, limit) => audit.readAuditFrom(seq, limit),
    list: (search) => audit.list(search),
    get: (seq, patient, brief) => audit.get(seq, patient, brief),
    verify: () => audit.verify(),
    seal: () => audit.seal(),
    close: () => audit.close(),
  };
}
