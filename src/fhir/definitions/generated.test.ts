import { expect, it } from 'vitest';
import { stale } from '../../../scripts/generate-fhir.ts';

it('the generated files are what the definitions give', () => {
  expect(stale()).toEqual([]);
});
