import { afterAll, beforeAll, expect, it } from 'vitest';
import { testStores } from '../../store/index.ts';
import { describeWith } from '../../../test/material.ts';
import { person, TestHouse, type Json } from './testing.ts';

interface Board {
  readonly revision: string;
  readonly unchanged?: true;
  readonly full: boolean;
  readonly beds: readonly { readonly bed: string; readonly state: string; readonly stay?: Json }[];
  readonly waiting: readonly Json[];
}

const WELL = { respirationRate: '16', spo2: '98', systolic: '121', diastolic: '70', pulse: '72', temperature: '36.5' };

for (const server of testStores()) {
  describeWith(server.need, server.present, `the bed board on ${server.name}`, () => {
    let house: TestHouse;
    beforeAll(async () => {
      house = await TestHouse.open(server);
    });
    afterAll(() => house.close());

    const board = async (since?: string, wait = 2): Promise<Board> => {
      const query = new URLSearchParams({ wait: String(wait), ...(since === undefined ? {} : { since }) });
      return (await house.read('board', query.toString())).body as unknown as Board;
    };

    it('tells everything once, then only what changed', async () => {
      const first = await board();
      expect(first.full).toBe(true);
      expect(first.beds.map(({ bed, state }) => `${bed} ${state}`)).toEqual([
        'bed-1 free',
        'bed-2 free',
        'bed-3 free',
        'bed-4 free',
        'bed-icu free',
      ]);
      expect((await board(first.revision, 0)).unchanged).toBe(true);
      const waiting = board(first.revision);
      const encounter = await house.admit('anna', 'bed-1', { nurse: 'nurse-b', reason: '폐렴' });
      const changed = await waiting;
      expect(changed.full).toBe(false);
      expect(changed.beds.map(({ bed }) => bed)).toEqual(['bed-1']);
      expect(changed.beds[0]).toMatchObject({
        state: 'occupied',
        stay: { encounter, patient: { id: 'anna' }, nurse: { id: 'nurse-b', name: 'nurse-b' }, reason: '폐렴' },
      });
    });

    it('shows score, flags and where somebody is; a change that was made elsewhere is seen as well', async () => {
      const { revision } = await board();
      await house.post('rounds', { patient: 'anna', values: { ...WELL, pulse: '115' }, consciousness: 'A', air: true });
      await house.post('flags', { patient: 'anna', flag: 'isolation-droplet', on: true });
      await house.post('transfers', { encounter: (await stayOf('bed-1'))?.['encounter'], place: 'or-1' });
      const [line] = (await settled(revision)).beds;
      expect(line?.stay).toMatchObject({
        news2: { total: 2, band: 'low' },
        flags: ['isolation-droplet'],
        elsewhere: 'or-1',
        tasks: { open: 5 },
      });
      await house.put({ ...(await house.get('Location/bed-4')), operationalStatus: { code: 'C' } });
      expect((await settled(revision)).beds.find(({ bed }) => bed === 'bed-4')?.state).toBe('closed');
    });

    /** What changed, once the board had the time to look again. */
    async function settled(since: string): Promise<Board> {
      await new Promise((resolve) => setTimeout(resolve, 400));
      return board(since, 2);
    }

    async function stayOf(bed: string): Promise<Json | undefined> {
      return (await board()).beds.find((one) => one.bed === bed)?.stay;
    }

    it('a restricted record takes a bed, and tells no name', async () => {
      const { revision } = await board();
      const system = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality';
      await house.put(person('secret', { meta: { security: [{ system, code: 'R' }] } }));
      await house.put({
        resourceType: 'Encounter',
        id: 'secret-stay',
        status: 'in-progress',
        class: { code: 'IMP' },
        subject: { reference: 'Patient/secret' },
        location: [{ location: { reference: 'Location/bed-3' }, status: 'active' }],
      });
      const line = (await settled(revision)).beds.find(({ bed }) => bed === 'bed-3');
      expect(line?.state).toBe('occupied');
      expect(line?.stay).toEqual({
        encounter: 'secret-stay',
        version: '1',
        status: 'in-progress',
        kind: 'IMP',
        restricted: true,
      });
    });

    it('who may not see all patients sees no board', async () => {
      const told = await house.read('board', '', { role: 'researcher' });
      expect(told.fault).toBe('care.board-forbidden');
    });

    it('tasks come in the order in which they are due, by ward, role and person', async () => {
      const read = async (query: string) =>
        ((await house.read('tasks', query)).body as unknown as { total: number; tasks: Json[] }).tasks;
      const own = await read('ward=ward-61&role=nurse');
      expect(own[0]).toMatchObject({ code: 'assessment-pain', patient: { id: 'anna' }, bed: 'bed-1' });
      expect(own).toHaveLength(5);
      expect(await read('ward=ward-icu')).toHaveLength(0);
      expect(await read('role=physician')).toHaveLength(0);
      await house.post('task', { task: own[0]?.['task'], act: 'claim' });
      await new Promise((resolve) => setTimeout(resolve, 400));
      expect(await read('mine=true')).toHaveLength(1);
      expect(await read('mine=true&patient=bora')).toHaveLength(0);
      await house.post('task', { task: own[0]?.['task'], act: 'hand-back' });
      await new Promise((resolve) => setTimeout(resolve, 400));
      expect(await read('mine=true')).toHaveLength(0);
    });

    it('the tasks of a patient without a bed are told as well', async () => {
      const emergency = { resourceType: 'Encounter', id: 'er-stay', status: 'in-progress', class: { code: 'EMER' } };
      await house.put({ ...emergency, subject: { reference: 'Patient/cho' } });
      await house.post('rounds', {
        patient: 'cho',
        values: { ...WELL, respirationRate: '26' },
        consciousness: 'A',
        air: true,
      });
      await new Promise((resolve) => setTimeout(resolve, 400));
      const { tasks } = (await house.read('tasks', 'patient=cho&role=physician')).body as unknown as { tasks: Json[] };
      expect(tasks).toMatchObject([{ code: 'news2-escalation', patient: { id: 'cho' } }]);
    });

    it('whose lines were sent is in the audit log', async () => {
      await board();
      const entries = await house.audit.list({ patient: 'anna', limit: 50 });
      expect(JSON.stringify(entries)).toContain('care-ward-board');
    });
  });
}
