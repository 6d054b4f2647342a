import { describe, expect, it } from 'vitest';
import { houseCaller, type AuditEntry } from '../access/index.ts';
import type { Transaction } from '../store/index.ts';
import { noteRead, noteWrite, patientsIn, type AuditNote } from './audit-note.ts';
import type { WriteContext } from './context.ts';

const transaction = {} as Transaction;

/** An audit log that says where each entry went. */
function noting(inside: boolean) {
  const log: [where: string, entry: AuditEntry][] = [];
  const afterwards: (() => Promise<void>)[] = [];
  const audit = {
    append: (entry: AuditEntry) => Promise.resolve(void log.push(['alone', entry])),
    inTransaction: (within: Transaction, entry: AuditEntry) =>
      Promise.resolve(void log.push([within === transaction ? 'with the work' : 'elsewhere', entry])),
  };
  const base = { audit, caller: houseCaller('test'), afterwards };
  const context = (inside ? { ...base, transaction } : base) as unknown as WriteContext;
  return { log, afterwards, context, where: () => log.map(([where]) => where) };
}

const read: AuditNote = { action: 'R', interaction: 'read', entities: ['Patient/1'], patients: ['1'] };
const refused: AuditNote = { ...read, outcome: 'refused' };

describe('a read', () => {
  it('is on disk by itself before the answer leaves', async () => {
    const { context, where } = noting(false);
    await noteRead(context, read);
    expect(where()).toEqual(['alone']);
  });

  it('inside of a transaction is noted with it, as it is answered only if that commits', async () => {
    const { context, where } = noting(true);
    await noteRead(context, read);
    expect(where()).toEqual(['with the work']);
  });

  it('that was refused inside of a transaction is noted although that is undone', async () => {
    const { context, where, afterwards } = noting(true);
    await noteRead(context, refused);
    expect(where()).toEqual([]);
    for (const one of afterwards) await one();
    expect(where()).toEqual(['alone']);
  });
});

describe('an entry', () => {
  it('names who did it, and is a success of a plain interaction unless it says otherwise', async () => {
    const { context, log } = noting(false);
    await noteRead(context, read);
    await noteRead(context, { ...refused, kind: 'security' });
    expect(log[0]?.[1]).toMatchObject({ kind: 'rest', outcome: 'success', agent: { id: 'house:test' } });
    expect(log[1]?.[1]).toMatchObject({ kind: 'security', outcome: 'refused' });
  });

  it('of a great search is cut in what it found, never in whose it was', async () => {
    const { context, log } = noting(true);
    const many = Array.from({ length: 1000 }, (_, at) => String(at));
    await noteWrite(context, { ...read, entities: many.map((id) => `Patient/${id}`), patients: many });
    expect(log[0]?.[1].entities).toHaveLength(200);
    expect(log[0]?.[1].patients).toHaveLength(1000);
    expect(log[0]?.[0]).toBe('with the work');
  });
});

describe('whose data resources are', () => {
  it('is each patient once, of the Patient itself and of what is about one', () => {
    const about = (id: string) => ({ resourceType: 'Condition', id: 'c', subject: { reference: `Patient/${id}` } });
    const found = patientsIn([{ resourceType: 'Patient', id: '1' }, about('1'), about('2'), undefined]);
    expect(found.toSorted()).toEqual(['1', '2']);
  });

  it('is nobody’s where a resource is of the house', () => {
    expect(patientsIn([{ resourceType: 'Location', id: 'l' }, undefined])).toEqual([]);
  });

  it('counts everybody whom one resource is about', () => {
    const both = {
      resourceType: 'Observation',
      id: 'o',
      subject: { reference: 'Patient/mother' },
      performer: [{ reference: 'Patient/child' }],
    };
    expect(patientsIn([both]).toSorted()).toEqual(['child', 'mother']);
  });
});
