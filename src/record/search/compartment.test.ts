import { describe, expect, it } from 'vitest';
import { UNLIMITED } from '../../access/index.ts';
import { parameterOf } from '../../fhir/index.ts';
import type { EpochMs, Hash64 } from '../../kernel/index.ts';
import { compartmentKey, referenceKey, sqlKey, targetKey } from '../index-rows/keys.ts';
import type { SearchContext } from './api.ts';
import { demandOwner, ownersCondition } from './compartment.ts';
import { criterionCondition } from './compile.ts';
import { compiled } from './fragment.ts';
import { scopeOf } from './scope.ts';
import { silentDb } from './testing.ts';

const context: SearchContext = {
  connection: { db: silentDb, query: () => Promise.reject(new Error('nothing is asked first')) },
  reach: UNLIMITED,
  clock: { now: () => 0 as EpochMs },
  base: 'http://h/fhir/R4',
  settings: { timeZone: 'UTC', searchCount: 50, maxSearchCount: 1000 },
};

/** Is a key looked for in the compartment of `owner`? */
function members(owner: string, id: string, types?: readonly string[]) {
  const scope = scopeOf(context, undefined, criterionCondition, types?.[0]);
  const { text, parameters } = compiled(context.connection, ownersCondition(scope, { type: owner, id }, types));
  const keys = new Set(parameters.flat());
  return { text, has: (one: Hash64) => keys.has(sqlKey(one)) };
}

function key(type: string, code: string, target: string): Hash64 {
  const parameter = parameterOf(type, code);
  if (parameter === undefined) throw new Error(`no ${type}.${code}`);
  return referenceKey(parameter, target);
}

describe('who has a compartment', () => {
  it.each(['Patient', 'Encounter', 'Practitioner', 'Device', 'RelatedPerson'])('%s has', (type) => {
    expect(() => demandOwner(type)).not.toThrow();
  });

  it.each(['Location', 'Observation', 'patient', ''])('%j has not, and the message names those that have', (type) => {
    expect(() => demandOwner(type)).toThrow(expect.objectContaining({ code: 'search.no-compartment' }) as Error);
    expect(() => demandOwner(type)).toThrow(/Patient, Encounter, Practitioner, Device, RelatedPerson/);
  });
});

describe('what is in a compartment', () => {
  it('of a Patient is what is about that one, by column or by token, and of no other', () => {
    const { has } = members('Patient', 'p1', ['Observation']);
    expect([has(targetKey('Patient/p1')), has(compartmentKey('p1'))]).toEqual([true, true]);
    expect([has(targetKey('Patient/p2')), has(compartmentKey('p2'))]).toEqual([false, false]);
  });

  it('of an Encounter is what was done in it', () => {
    const { has } = members('Encounter', 'e1', ['Observation']);
    expect(has(key('Observation', 'encounter', 'Encounter/e1'))).toBe(true);
    expect(has(key('Observation', 'encounter', 'Encounter/e2'))).toBe(false);
    expect(has(targetKey('Encounter/e1'))).toBe(false);
  });

  it('is the owner itself as well, where its type is asked for', () => {
    expect(members('Encounter', 'e1', ['Encounter']).has(targetKey('Encounter/e1'))).toBe(true);
    expect(members('Encounter', 'e1').has(targetKey('Encounter/e1'))).toBe(true);
  });

  it('of a Practitioner is what that one performed, not merely what has the same id', () => {
    const { has } = members('Practitioner', 'x', ['Observation']);
    expect(has(key('Observation', 'performer', 'Practitioner/x'))).toBe(true);
    expect(has(key('Observation', 'performer', 'Patient/x'))).toBe(false);
  });

  it('over all types holds each of them', () => {
    const { has } = members('Encounter', 'e1');
    for (const type of ['Observation', 'Procedure', 'Condition', 'MedicationRequest'])
      expect(has(key(type, 'encounter', 'Encounter/e1')), type).toBe(true);
  });

  it('is nothing for a type that can never be in it', () => {
    expect(members('Encounter', 'e1', ['Medication']).text).toBe('false');
  });
});
