import { expect, it } from 'vitest';
import { nearest } from './nearest.ts';

it('finds what was probably meant, and nothing where nothing is near', () => {
  const verbs = ['serve', 'start', 'import', 'backup', 'restore'];
  expect(nearest('strat', verbs)).toBe('start');
  expect(nearest('Imprt', verbs)).toBe('import');
  expect(nearest('restor', verbs)).toBe('restore');
  expect(nearest('xyzzy', verbs)).toBeUndefined();
  expect(nearest('x', verbs)).toBeUndefined();
  expect(nearest('start', [])).toBeUndefined();
});
