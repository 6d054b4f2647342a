import { expect, it } from 'vitest';
import { Trail } from './trail.ts';

it('writes the way as a simple FHIRPath', () => {
  const trail = new Trail();
  expect(String(trail)).toBe('');
  for (const step of ['Observation', 'component', 1, 'value.ofType(Quantity)', 'value']) trail.enter(step);
  expect(String(trail)).toBe('Observation.component[1].value.ofType(Quantity).value');
  trail.leave();
  expect(String(trail)).toBe('Observation.component[1].value.ofType(Quantity)');
  expect(trail.depth).toBe(4);
});

it('quotes and shortens names that are none', () => {
  const trail = new Trail();
  trail.enter('Patient');
  trail.enter('a`b-c');
  expect(String(trail)).toBe('Patient.`a\\`b-c`');
  trail.leave();
  trail.enter('-'.repeat(1000));
  expect(String(trail).length).toBeLessThan(100);
});
