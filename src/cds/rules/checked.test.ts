import { describe, expect, it } from 'vitest';
import type { Alert } from '../alert.ts';
import { attempt, missing, run, together } from './checked.ts';

const alert = (rule: string, tier: 1 | 2 | 3): Alert => ({ rule, tier }) as unknown as Alert;
const REASON = { en: 'not sent', ko: '전송되지 않음' };

describe('several checkers', () => {
  it('are told gravest first, and what could not be checked is never lost among alerts', () => {
    const told = together([
      run('a', () => [alert('a3', 3), alert('a1', 1)]),
      missing('b', REASON),
      run('c', () => [alert('c2', 2), alert('c1', 1)]),
    ]);
    expect(told.alerts.map(({ rule }) => rule)).toEqual(['a1', 'c1', 'c2', 'a3']);
    expect(told.unchecked).toEqual([{ check: 'b', reason: REASON }]);
  });

  it('that have nothing to say say nothing', () => {
    expect(together([run('a', () => []), run('b', () => [])])).toEqual({ alerts: [], unchecked: [] });
  });
});

describe('a checker that fails', () => {
  const fails = (): never => {
    throw new Error('oh no');
  };

  it('is a finding in both languages, not the absence of alerts', () => {
    for (const told of [run('dose', fails), attempt('dose', fails)])
      expect(told).toEqual({
        alerts: [],
        unchecked: [{ check: 'dose', reason: { en: 'the checker failed', ko: '점검 프로그램 오류' } }],
      });
  });

  it('does not silence the others', () => {
    const told = together([run('dose', fails), run('allergy', () => [alert('AX-01', 1)])]);
    expect([told.alerts.length, told.unchecked.length]).toEqual([1, 1]);
  });
});
