import { describe, expect, it } from 'vitest';
import { RESOURCE_TYPES } from '../fhir/index.ts';
import { hashText } from '../kernel/index.ts';
import { sqlKey } from './index-rows/keys.ts';
import { demandTypeName, numberOfType, resourceKey, versionNumber } from './names.ts';

describe('a type in an address', () => {
  it.each(['Patient', 'Observation', 'AuditEvent'])('%s is one', (type) => {
    expect(demandTypeName(type)).toBe(type);
  });

  it.each([
    'patient',
    'PATIENT',
    'Patients',
    '',
    ' Patient',
    'Patient ',
    '__proto__',
    'constructor',
    '환자',
    'Resource',
  ])('%j is none, and is answered as not found', (type) => {
    expect(() => demandTypeName(type)).toThrow(
      expect.objectContaining({ code: 'record.unknown-type', status: 404 }) as Error,
    );
  });

  it('is shown back no longer than a name is', () => {
    expect(() => demandTypeName('x'.repeat(10_000))).toThrow(/^'x{60}' is not/);
  });

  it('has a number of its own', () => {
    expect(new Set(RESOURCE_TYPES.map(numberOfType)).size).toBe(RESOURCE_TYPES.length);
    expect(() => numberOfType('Nothing')).toThrow(/not a resource type/);
  });
});

describe('a version in an address', () => {
  it.each([
    ['1', 1],
    ['42', 42],
    ['999999999', 999_999_999],
  ])('%s is one', (text, version) => {
    expect(versionNumber(text)).toBe(version);
  });

  it.each(['0', '-1', '01', '1.0', '1e3', ' 1', '', 'latest', '1000000000', '１'])('%j is none', (text) => {
    expect(() => versionNumber(text)).toThrow(
      expect.objectContaining({ code: 'record.version-unknown', status: 404 }) as Error,
    );
  });
});

describe('the key of a resource', () => {
  it('is the hash of its reference', () => {
    expect(sqlKey(resourceKey('Patient', '1'))).toBe(hashText('Patient/1'));
    expect(resourceKey('Patient', '1')).not.toEqual(resourceKey('Patient', '01'));
  });

  it.each(['a/b', '', 'a b', 'x'.repeat(65), '../1', "1'"])('is of no id %j', (id) => {
    expect(() => resourceKey('Patient', id)).toThrow();
  });
});
