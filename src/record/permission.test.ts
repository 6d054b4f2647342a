import { describe, expect, it } from 'vitest';
import { NOTHING, UNLIMITED, type Grant, type Reach } from '../access/index.ts';
import { demandAllowed, demandGrant, hidesNothing, isAllowed, notFound, outOfReach } from './permission.ts';

const reachOf = (...grants: readonly Grant[]): { reach: Reach } => ({ reach: { grants: () => grants } });
const observation = (patient: string) => ({
  resourceType: 'Observation',
  id: 'o',
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '1-8' }] },
  subject: { reference: `Patient/${patient}` },
});
const codeOf = (work: () => void): unknown => {
  try {
    work();
    return 'allowed';
  } catch (error) {
    return (error as { code: unknown }).code;
  }
};

describe('permission', () => {
  it('is asked by type before anything is looked up', () => {
    expect(codeOf(() => demandGrant({ reach: NOTHING }, 'read', 'Patient'))).toBe('record.out-of-reach');
    expect(codeOf(() => demandGrant({ reach: UNLIMITED }, 'read', 'Patient'))).toBe('allowed');
    expect(codeOf(() => demandGrant(reachOf({ patients: ['1'] }), 'read', 'Patient'))).toBe('allowed');
  });

  it('is asked by content: whose it is, and what it is', () => {
    const own = reachOf({ patients: ['1', '2'] });
    expect(isAllowed(own, 'read', observation('1'))).toBe(true);
    expect(isAllowed(own, 'read', observation('3'))).toBe(false);
    const labs = reachOf({ criteria: ['code=http://loinc.org|1-8'] }, { patients: ['3'], criteria: ['status=final'] });
    expect(isAllowed(labs, 'read', observation('9'))).toBe(true);
    expect(isAllowed(labs, 'read', { ...observation('3'), code: { text: 'other' } })).toBe(true);
    expect(isAllowed(labs, 'read', { ...observation('4'), code: { text: 'other' } })).toBe(false);
    expect(codeOf(() => demandAllowed(own, 'update', observation('3')))).toBe('record.out-of-reach');
  });

  it('hides nothing only where one grant has no condition', () => {
    expect(hidesNothing({ reach: UNLIMITED }, 'read', 'Patient')).toBe(true);
    expect(hidesNothing(reachOf({ patients: ['1'] }, {}), 'read', 'Patient')).toBe(true);
    expect(hidesNothing(reachOf({ patients: ['1'] }, { criteria: ['a=b'] }), 'read', 'Patient')).toBe(false);
    expect(hidesNothing({ reach: NOTHING }, 'read', 'Patient')).toBe(false);
  });

  it('is refused in words that say no more than the type', () => {
    expect(outOfReach('update', 'Patient')).toMatchObject({
      status: 403,
      message: expect.stringContaining('Patient') as unknown,
    });
    expect(notFound('Patient', '1')).toMatchObject({ status: 404, code: 'record.not-found' });
  });
});
