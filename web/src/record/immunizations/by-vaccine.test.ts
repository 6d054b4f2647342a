import { describe, expect, it } from 'vitest';
import { concept } from '../../fhir/testing.ts';
import type { Immunization } from '../../fhir/types.ts';
import { byVaccine } from './by-vaccine.ts';

function dose(code: string, occurrenceDateTime?: string): Immunization {
  return {
    resourceType: 'Immunization',
    status: 'completed',
    patient: { reference: 'Patient/1' },
    vaccineCode: concept(code, code),
    ...(occurrenceDateTime === undefined ? { occurrenceString: 'as a child' } : { occurrenceDateTime }),
  };
}

describe('doses by vaccine', () => {
  it('each vaccine once, its doses in time, the newest vaccine first', () => {
    const vaccines = byVaccine([
      dose('flu', '2023-10-01'),
      dose('covid', '2021-06-01'),
      dose('flu', '2021-10-01'),
      dose('covid', '2021-07-01'),
    ]);
    expect(vaccines.map(({ doses }) => doses.map(({ occurrenceDateTime }) => occurrenceDateTime))).toEqual([
      ['2021-10-01', '2023-10-01'],
      ['2021-06-01', '2021-07-01'],
    ]);
  });

  it('a dose without a date is kept', () => {
    expect(byVaccine([dose('measles')])[0]?.doses).toHaveLength(1);
  });
});
