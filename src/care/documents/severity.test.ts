import { describe, expect, it } from 'vitest';
import type { ResourceOfType } from '../../fhir/index.ts';
import { suggestedSeverity } from './severity.ts';

const CARE = 'https://maru.health/fhir/CodeSystem/care';

function score(value: number, ...parts: readonly number[]): ResourceOfType['Observation'] {
  const component = parts.map((part) => ({ code: {}, valueInteger: part }));
  return { resourceType: 'Observation', status: 'final', code: {}, valueQuantity: { value }, component };
}

function task(code: string, status: ResourceOfType['Task']['status'] = 'requested'): ResourceOfType['Task'] {
  return { resourceType: 'Task', status, intent: 'order', code: { coding: [{ system: CARE, code }] } };
}

describe('the suggested severity', () => {
  it.each([
    [0, 'stable'],
    [4, 'stable'],
    [5, 'watcher'],
    [6, 'watcher'],
    [7, 'unstable'],
    [12, 'unstable'],
  ])('of a NEWS2 of %i is %s', (value, severity) => {
    expect(suggestedSeverity(score(value), [])).toMatchObject({ severity, news2: value });
  });

  it('rises with a single 3, a critical result that waits, and an escalation that is open', () => {
    expect(suggestedSeverity(score(3, 0, 3), []).severity).toBe('watcher');
    expect(suggestedSeverity(score(0), [task('critical-result')]).severity).toBe('watcher');
    expect(suggestedSeverity(score(2), [task('news2-escalation')]).severity).toBe('unstable');
    expect(suggestedSeverity(score(2), [task('news2-escalation', 'completed')]).severity).toBe('stable');
  });

  it('is none where nothing was measured, unless something else speaks', () => {
    expect(suggestedSeverity(undefined, [])).toEqual({ because: ['no-score'] });
    expect(suggestedSeverity(undefined, [task('critical-result')])).toMatchObject({ severity: 'watcher' });
  });
});
