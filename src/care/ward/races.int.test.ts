/**
 * Races on the ward, on the database: whatever happens at once, a bed holds one patient, a patient one bed, a task one person.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testStores } from '../../store/index.ts';
import { describeWith } from '../../../test/material.ts';
import { BEDS, person, place, TestHouse } from './testing.ts';

const AT_ONCE = 8;
const together = <T>(work: (at: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: AT_ONCE }, (_, at) => work(at)));

for (const server of testStores()) {
  describeWith(server.need, server.present, `races on the ward on ${server.name}`, () => {
    let house: TestHouse;
    beforeAll(async () => {
      house = await TestHouse.open(server);
    });
    afterAll(() => house.close());

    /** Beds and who holds them, from the Encounters alone. */
    async function holders(): Promise<ReadonlyMap<string, readonly string[]>> {
      const found = new Map<string, string[]>();
      for (const one of await house.find('Encounter', 'status=planned,in-progress,onleave')) {
        for (const part of one['location'] as { status: string; location: { reference: string } }[]) {
          if (part.status === 'completed') continue;
          const bed = part.location.reference;
          found.set(bed, [...(found.get(bed) ?? []), (one['subject'] as { reference: string }).reference]);
        }
      }
      return found;
    }

    it('one of many patients gets the bed', async () => {
      await Promise.all(Array.from({ length: AT_ONCE }, (_, at) => house.put(person(`racer-${at}`))));
      const answers = await together((at) => house.post('admissions', { patient: `racer-${at}`, bed: 'bed-1' }));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(answers.filter(({ fault }) => fault === 'care.bed-taken')).toHaveLength(AT_ONCE - 1);
      expect((await holders()).get('Location/bed-1')).toHaveLength(1);
    });

    it('one patient whom many admit gets one bed', async () => {
      await Promise.all(Array.from({ length: AT_ONCE }, (_, at) => house.put(place(`many-${at}`, 'bd', 'room-1'))));
      const answers = await together((at) => house.post('admissions', { patient: 'anna', bed: `many-${at}` }));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(answers.filter(({ fault }) => fault === 'care.already-admitted')).toHaveLength(AT_ONCE - 1);
    });

    it('one of many gets the task', async () => {
      const [task] = await house.find('Task', 'patient=Patient/anna&code=vital-signs&status=requested');
      const answers = await together((at) =>
        house.post('task', { task: task?.['id'], act: 'claim' }, { by: at % 2 === 0 ? 'nurse-a' : 'nurse-b' }),
      );
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(answers.filter(({ fault }) => fault === 'care.task-taken')).toHaveLength(AT_ONCE - 1);
    });

    it('whatever moves happen at once, no bed holds two and nobody is lost', async () => {
      const stays: string[] = [];
      const beds = [...BEDS.slice(1), ...Array.from({ length: 3 }, (_, at) => `spare-${at}`)];
      for (let at = 0; at < 3; at++) await house.put(place(`spare-${at}`, 'bd', 'room-1'));
      for (const [at, bed] of beds.slice(0, 4).entries()) {
        await house.put(person(`mover-${at}`));
        stays.push(await house.admit(`mover-${at}`, bed));
      }
      const moves = fc.array(fc.tuple(fc.nat(stays.length - 1), fc.nat(beds.length - 1)), {
        minLength: 2,
        maxLength: 6,
      });
      await fc.assert(
        fc.asyncProperty(moves, async (list) => {
          house.later(1);
          await Promise.all(
            list.map(([stay, bed]) => house.post('transfers', { encounter: stays[stay], bed: beds[bed] })),
          );
          const held = await holders();
          for (const [bed, who] of held) expect(who, bed).toHaveLength(1);
          const people = [...held.values()].flat().filter((one) => one.includes('mover'));
          expect(people.toSorted()).toEqual([
            'Patient/mover-0',
            'Patient/mover-1',
            'Patient/mover-2',
            'Patient/mover-3',
          ]);
          // Beds that were left are cleaned, so that the next round finds free ones.
          for (const bed of beds) await house.post('beds', { bed, state: 'free' });
        }),
        { numRuns: 12 },
      );
    });
  });
}
