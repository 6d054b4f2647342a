import { describe, expect, it } from 'vitest';
import { parseJson } from '../kernel/index.ts';
import { demandResource, demandSameId, demandValid, isObject } from './validation.ts';

const faultOf = (work: () => unknown): { code?: string; status?: number; issues?: readonly unknown[] } => {
  try {
    work();
    return {};
  } catch (error) {
    return error as { code: string };
  }
};

describe('a body to be written', () => {
  it('is given back as it is where it is valid', () => {
    const body = parseJson('{"resourceType":"Patient","active":true}');
    expect(demandValid(body, 'Patient')).toBe(body);
    expect(demandValid(body)).toBe(body);
  });

  it.each([
    [undefined, 'record.not-a-resource'],
    [null, 'record.not-a-resource'],
    [[], 'record.not-a-resource'],
    ['Patient', 'record.not-a-resource'],
    [{}, 'record.not-a-resource'],
    [{ resourceType: 'Pacient' }, 'record.not-a-resource'],
    [{ resourceType: 'DomainResource' }, 'record.not-a-resource'],
    [{ resourceType: 'HumanName' }, 'record.not-a-resource'],
    [{ resourceType: ['Patient'] }, 'record.not-a-resource'],
    [{ resourceType: 'Observation', status: 'final', code: { text: 'x' } }, 'record.type-differs'],
  ])('%j is refused as a Patient: %s', (body, code) => {
    expect(faultOf(() => demandValid(body, 'Patient')).code).toBe(code);
  });

  it('is refused with every fault at once, and the status of the first', () => {
    const fault = faultOf(() => demandValid({ resourceType: 'Patient', gender: 'x', birthDate: 'y', active: 'z' }));
    expect(fault.issues).toHaveLength(3);
    expect([400, 422]).toContain(fault.status);
  });

  it('tells at most a hundred faults', () => {
    const name = Array.from({ length: 500 }, () => ({ family: 7 }));
    expect(faultOf(() => demandValid({ resourceType: 'Patient', name })).issues?.length).toBeLessThanOrEqual(100);
  });

  it('is no AuditEvent: nobody but the house writes its log', () => {
    expect(faultOf(() => demandValid({ resourceType: 'AuditEvent' })).status).toBe(405);
  });

  it('has the id of its address', () => {
    const patient = demandResource({ resourceType: 'Patient', id: 'a' });
    expect(faultOf(() => demandSameId(patient, 'Patient', 'a')).code).toBeUndefined();
    expect(faultOf(() => demandSameId(patient, 'Patient', 'b')).code).toBe('record.id-differs');
    expect(faultOf(() => demandSameId(demandResource({ resourceType: 'Patient' }), 'Patient', 'b')).code).toBe(
      'record.id-differs',
    );
  });
});

describe('a JSON object', () => {
  it.each([
    [{}, true],
    [{ a: 1 }, true],
    [[], false],
    [null, false],
    ['x', false],
    [1, false],
    [undefined, false],
  ])('%j: %s', (value, is) => {
    expect(isObject(value)).toBe(is);
  });
});
