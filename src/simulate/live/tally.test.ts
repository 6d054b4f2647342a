import { describe, expect, it } from 'vitest';
import type { Answer } from './client.ts';
import { COMPLETED, endedBy, explained, Tally } from './tally.ts';

const never = new AbortController().signal;

function answer(status: number, fault?: string): Answer {
  return { status, body: {}, fault };
}

describe('how a loop ended', () => {
  it.each([
    [409, 'care.task-taken', 'explained'],
    [422, 'care.order-not-running', 'explained'],
    [410, 'record.deleted', 'explained'],
    [400, 'care.body-invalid', 'failed'],
    [422, 'care.body-invalid', 'failed'],
    [403, 'access.forbidden', 'failed'],
    [500, 'server.fault', 'failed'],
    [0, 'TimeoutError', 'failed'],
    [409, undefined, 'failed'],
  ])('%i %s is %s', (status, fault, ending) => {
    expect(endedBy(answer(status, fault)).ending).toBe(ending);
  });
});

describe('the sums', () => {
  it('count every loop once, by how it ended, with reasons', async () => {
    const tally = new Tally();
    await tally.run('dose', never, () => Promise.resolve(COMPLETED));
    await tally.run('dose', never, () => Promise.resolve(explained('refused')));
    await tally.run('dose', never, () => Promise.resolve(explained('refused')));
    await tally.run('round', never, () => Promise.reject(new Error('broken')));
    expect(tally.loops.get('dose')).toEqual({ started: 3, completed: 1, explained: 2, failed: 0 });
    expect(tally.loops.get('round')).toMatchObject({ failed: 1 });
    expect(tally.reasons.get('dose: explained refused')).toBe(2);
    expect(tally.failed).toBe(1);
  });

  it('do not count it as failed when somebody stops the run', async () => {
    const stopped = new AbortController();
    stopped.abort();
    const tally = new Tally();
    await tally.run('dose', stopped.signal, () => Promise.reject(new Error('aborted')));
    expect(tally.failed).toBe(0);
    expect(tally.loops.get('dose')?.explained).toBe(1);
  });
});
