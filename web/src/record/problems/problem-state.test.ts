import { describe, expect, it } from 'vitest';
import type { Condition } from '../../fhir/types.ts';
import { endOf, isActiveProblem, onsetOf } from './problem-state.ts';

function condition(parts: Partial<Condition>): Condition {
  return { resourceType: 'Condition', subject: { reference: 'Patient/1' }, ...parts };
}

const status = (code: string) => ({ coding: [{ code }] });

describe('problems', () => {
  it.each(['active', 'recurrence', 'relapse'])('%s is active', (code) => {
    expect(isActiveProblem(condition({ clinicalStatus: status(code) }))).toBe(true);
  });

  it.each(['inactive', 'remission', 'resolved'])('%s is not', (code) => {
    expect(isActiveProblem(condition({ clinicalStatus: status(code) }))).toBe(false);
  });

  it('without a status it is active until something says that it ended', () => {
    expect(isActiveProblem(condition({}))).toBe(true);
    expect(isActiveProblem(condition({ abatementDateTime: '2020' }))).toBe(false);
    expect(isActiveProblem(condition({ abatementString: 'last year' }))).toBe(false);
  });

  it('what was refuted or is a mistake is not active, whatever else it says', () => {
    expect(
      isActiveProblem(condition({ clinicalStatus: status('active'), verificationStatus: status('entered-in-error') })),
    ).toBe(false);
  });

  it('begins and ends as far as is known', () => {
    expect(onsetOf(condition({ onsetPeriod: { start: '2019' }, recordedDate: '2020' }))).toBe('2019');
    expect(onsetOf(condition({ recordedDate: '2020' }))).toBe('2020');
    expect(endOf(condition({ abatementPeriod: { start: '2021' } }))).toBe('2021');
  });
});
