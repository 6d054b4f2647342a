import { describe, expect, it } from 'vitest';
import type { Transaction } from '../store/index.ts';
import { criteriaLocks, identifierLocks, lockCriteria } from './conditional.ts';

/** A transaction that notes the buckets it was asked to lock. */
function noting(): { transaction: Transaction; locked: number[][] } {
  const locked: number[][] = [];
  const query = (_text: string, values: readonly unknown[]): Promise<unknown[]> => {
    locked.push(values[1] as number[]);
    return Promise.resolve([]);
  };
  return { transaction: { query } as unknown as Transaction, locked };
}

const locks = (identifier: unknown): readonly string[] =>
  identifierLocks('Patient', { resourceType: 'Patient', identifier });

describe('what a conditional interaction locks', () => {
  it('is the same for the same criteria, however they are written', () => {
    const one = criteriaLocks('Patient', 'identifier=a|1&birthdate=1980');
    expect(criteriaLocks('Patient', 'birthdate=1980&identifier=a|1')).toEqual(one);
    expect(criteriaLocks('Patient', '?identifier=a|1&birthdate=1980')).toEqual(one);
    expect(criteriaLocks('Patient', 'Patient?identifier=a|1&birthdate=1980')).toEqual(one);
    expect(criteriaLocks('Practitioner', 'identifier=a|1&birthdate=1980')).not.toEqual(one);
    expect(criteriaLocks('Patient', 'identifier=a|2&birthdate=1980')).not.toEqual(one);
  });

  it('is each identifier of the resource too, as other criteria may mean the same ones', () => {
    expect(
      locks([
        { system: 's', value: '1' },
        { system: 's', value: '2' },
      ]),
    ).toHaveLength(2);
    expect(locks({ system: 's', value: '1' })).toEqual(locks([{ value: '1', system: 's', use: 'usual' }]));
    expect(locks([{ system: 's' }, null, 7, 'x', {}])).toEqual([]);
    expect(locks(undefined)).toEqual([]);
    expect(identifierLocks('Patient', undefined)).toEqual([]);
  });

  it('is taken in one order by everybody, each bucket once', async () => {
    const texts = Array.from({ length: 5000 }, (_, at) => `Patient?identifier=${at}`);
    const [one, two] = [noting(), noting()];
    await lockCriteria(one.transaction, texts);
    await lockCriteria(two.transaction, texts.toReversed());
    expect(one.locked).toEqual(two.locked);
    const [buckets = []] = one.locked;
    expect(buckets).toEqual([...new Set(buckets)].toSorted((a, b) => a - b));
    expect(buckets.length).toBeLessThanOrEqual(1024);
  });

  it('is nothing where there is no condition', async () => {
    const { transaction, locked } = noting();
    await lockCriteria(transaction, []);
    expect(locked).toEqual([]);
  });
});
