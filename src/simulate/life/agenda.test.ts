import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Agenda } from './agenda.ts';

describe('Agenda', () => {
  it('gives entries in the order of time, those of one minute as they came', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 60 }), (minutes) => {
        const agenda = new Agenda();
        for (const [at, minute] of minutes.entries()) agenda.add({ kind: 'onset', at: minute, disease: String(at) });
        const taken: { at: number; order: number }[] = [];
        for (let entry = agenda.next(); entry !== undefined; entry = agenda.next()) {
          taken.push({ at: entry.at, order: entry.kind === 'onset' ? Number(entry.disease) : -1 });
        }
        expect(taken).toHaveLength(minutes.length);
        expect(taken).toEqual(taken.toSorted((a, b) => a.at - b.at || a.order - b.order));
        expect(agenda.isEmpty).toBe(true);
      }),
    );
  });

  it('takes in what is added while it is worked through', () => {
    const agenda = new Agenda();
    agenda.add({ kind: 'checkup', at: 30 });
    agenda.add({ kind: 'checkup', at: 10 });
    expect(agenda.next()?.at).toBe(10);
    agenda.add({ kind: 'checkup', at: 20 });
    expect([agenda.next()?.at, agenda.next()?.at, agenda.next()]).toEqual([20, 30, undefined]);
  });

  it('knows when a clinic is due, and drops it', () => {
    const agenda = new Agenda();
    agenda.add({ kind: 'clinic', at: 50, department: 'CAR' });
    agenda.add({ kind: 'clinic', at: 40, department: 'END' });
    expect(agenda.clinicDue('CAR')).toBe(50);
    agenda.dropClinic('CAR');
    expect(agenda.clinicDue('CAR')).toBeUndefined();
    expect(agenda.next()).toMatchObject({ department: 'END' });
  });
});
