import { describe, expect, it } from 'vitest';
import { taskLink } from './task-link.ts';

describe('where a task is done', () => {
  it.each([
    ['vital-signs', '/patients/$id/flowsheet'],
    ['news2-escalation', '/patients/$id/flowsheet'],
    ['assessment-pain', '/patients/$id/nursing'],
    ['assessment-falls', '/patients/$id/nursing'],
    ['nursing-plan', '/patients/$id/nursing'],
    ['verify', undefined],
    ['co-sign', undefined],
    ['', undefined],
    ['pre-assessment-call', undefined],
  ])('%s: %s', (code, link) => expect(taskLink({ code })).toBe(link));
});
