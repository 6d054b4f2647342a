import { describe, expect, it } from 'vitest';
import { reachOf } from '../../test/search/context.ts';
import { NOTHING, UNLIMITED, type Grant } from '../access/index.ts';
import type { Resource } from '../fhir/index.ts';
import { grantCriteria } from './grant-criteria.ts';
import { reachAllows } from './reach.ts';

const observation = {
  resourceType: 'Observation',
  id: 'o',
  status: 'final',
  category: [{ coding: [{ system: 'c', code: 'laboratory' }] }],
  code: { text: 'x' },
  subject: { reference: 'Patient/1' },
  performer: [{ reference: 'Patient/2' }],
} as unknown as Resource;

function allows(...grants: Grant[]): boolean {
  return reachAllows(reachOf({ Observation: grants }), 'read', observation);
}

describe('reach over one resource', () => {
  it('is all or nothing without conditions', () => {
    expect(reachAllows(UNLIMITED, 'delete', observation)).toBe(true);
    expect(reachAllows(NOTHING, 'read', observation)).toBe(false);
    expect(allows()).toBe(false);
  });

  it('follows every compartment that the resource is in', () => {
    expect(allows({ patients: ['1'] })).toBe(true);
    expect(allows({ patients: ['2'] })).toBe(true);
    expect(allows({ patients: ['3'] })).toBe(false);
    expect(allows({ patients: [] })).toBe(false);
  });

  it('wants all criteria of a grant, and one of the grants', () => {
    expect(allows({ criteria: ['category=laboratory'] })).toBe(true);
    expect(allows({ criteria: ['category=laboratory', 'status=preliminary'] })).toBe(false);
    expect(allows({ patients: ['3'] }, { criteria: ['status=final'] })).toBe(true);
    expect(allows({ patients: ['1'], criteria: ['category=vital-signs'] })).toBe(false);
  });

  it('grants nothing by what it cannot read or decide', () => {
    for (const criterion of [
      'nonsense=1',
      'subject:Patient.name=x',
      '_has:Provenance:target:agent=x',
      'code:in=http://a.org/vs',
      '_sort=date',
      '_include=Observation:subject',
      '',
    ]) {
      expect(allows({ criteria: [criterion] }), criterion).toBe(false);
    }
  });
});

describe('criteria of grants', () => {
  it('are read once', () => {
    expect(grantCriteria('Observation', 'status=final', 'UTC')).toBe(
      grantCriteria('Observation', 'status=final', 'UTC'),
    );
  });

  it('may be several in one', () => {
    expect(grantCriteria('Observation', 'status=final&category=laboratory', 'UTC')).toHaveLength(2);
  });
});
