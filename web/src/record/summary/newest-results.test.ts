import { describe, expect, it } from 'vitest';
import { concept, observation } from '../../fhir/testing.ts';
import { newestResults } from './newest-results.ts';

const result = (code: string, day: string, flag = 'N') =>
  observation({
    code: concept(code, code),
    effectiveDateTime: `2024-01-${day}`,
    interpretation: [{ coding: [{ code: flag }] }],
  });

describe('the results of the summary', () => {
  it('are the newest of each test with the one before', () => {
    const [first] = newestResults([result('K', '01'), result('K', '03', 'H'), result('K', '02')], 9);
    expect(first).toMatchObject({
      newest: { effectiveDateTime: '2024-01-03' },
      before: { effectiveDateTime: '2024-01-02' },
    });
  });

  it('an old abnormal one goes before a new normal one', () => {
    const codes = newestResults([result('Na', '09'), result('K', '01', 'HH'), result('Cl', '08')], 9).map(
      ({ code }) => code,
    );
    expect(codes).toEqual(['K', 'Na', 'Cl']);
  });

  it('a value that has come right again is not shown as abnormal', () => {
    const [first] = newestResults([result('K', '01', 'HH'), result('K', '02'), result('Na', '03')], 9);
    expect(first?.code).toBe('Na');
  });

  it('are no more than there is room for, and no mistakes', () => {
    expect(
      newestResults([result('a', '01'), result('b', '01'), { ...result('c', '01'), status: 'entered-in-error' }], 1),
    ).toHaveLength(1);
  });
});
