import { performance } from 'node:perf_hooks';
import { expect, it } from 'vitest';
import { Turns } from './turns.ts';

it('a long computation lets a timer fire in its middle', async () => {
  const turns = new Turns();
  let fired = 0;
  const timer = setInterval(() => fired++, 1);
  const until = performance.now() + 60;
  while (performance.now() < until) if (turns.isDue()) await turns.pass();
  clearInterval(timer);
  expect(fired).toBeGreaterThan(3);
});

it('is not due before its share of time is over', () => {
  expect(new Turns().isDue()).toBe(false);
});
