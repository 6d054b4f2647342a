import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Role } from './caller.ts';
import { loadPolicies, readPolicies } from './policies.ts';
import standard from './policies.json' with { type: 'json' };
import compartments from '../fhir/generated/compartments.json' with { type: 'json' };
import structures from '../fhir/generated/structures.json' with { type: 'json' };

const policies = loadPolicies();
const compartmentTypes = Object.keys(compartments.Patient);

function reaches(role: Role, type: string): boolean {
  return policies.roles[role].rules.some((rule) => rule.types.has(type) || rule.types.has('*'));
}

describe('the standard policies', () => {
  it('name types of R4 only', () => {
    for (const type of policies.types) expect(Object.keys(structures), type).toContain(type);
  });

  it.each(['researcher', 'executive', 'administrator'] as const)('give a %s nobody’s data', (role) => {
    for (const type of compartmentTypes) {
      if (role === 'administrator' && type === 'AuditEvent') continue;
      expect(reaches(role, type), type).toBe(false);
    }
    for (const type of ['Binary', 'Bundle', 'Task', 'Device', 'Subscription'])
      expect(reaches(role, type), type).toBe(false);
  });

  it('speak of patients wherever a type can hold data of one', () => {
    for (const [role, policy] of Object.entries(policies.roles)) {
      if (role === 'system') continue;
      for (const rule of policy.rules.filter((one) => one.about === 'house')) {
        for (const type of rule.types) {
          if (role === 'administrator' && type === 'AuditEvent') continue;
          expect(compartmentTypes, `${role} ${type}`).not.toContain(type);
        }
      }
    }
  });

  it('restrict labelled data for clinicians, not for the patient', () => {
    for (const role of ['physician', 'nurse', 'pharmacist'] as const) {
      for (const rule of policies.roles[role].rules.filter((one) => one.about === 'patients')) {
        if (rule.types.has('AuditEvent')) continue; // carries no label; shown without details (audit/view.ts)
        expect(rule.restriction).toEqual(standard.sensitive.map((label) => `_security:not=${label}`));
      }
    }
    expect(policies.roles.patient.rules.every((rule) => rule.restriction.length === 0)).toBe(true);
    expect(
      policies.roles.patient.rules.filter((rule) => rule.about === 'patients').every((rule) => rule.patients === 'own'),
    ).toBe(true);
  });

  it('let only those who treat break the glass', () => {
    const may = Object.entries(policies.roles).filter(([, policy]) => policy.breakGlass);
    expect(may.map(([role]) => role)).toEqual(['physician', 'nurse', 'pharmacist']);
  });

  it('let a pharmacist read what bears on a drug, and write dispensing only', () => {
    const { rules } = policies.roles.pharmacist;
    for (const type of ['Observation', 'Condition', 'AllergyIntolerance', 'Procedure', 'DiagnosticReport'])
      expect(
        rules.some((rule) => rule.types.has(type) && rule.interactions.includes('search')),
        type,
      ).toBe(true);
    const creates = rules.filter((rule) => rule.interactions.includes('create')).flatMap((rule) => [...rule.types]);
    expect(creates).toContain('MedicationDispense');
    expect(creates).not.toContain('MedicationRequest');
    expect(creates).not.toContain('Observation');
  });

  it('let nobody delete clinical data', () => {
    for (const role of ['physician', 'nurse', 'pharmacist', 'patient', 'administrator'] as const) {
      const clinical = policies.roles[role].rules.filter((rule) => rule.about === 'patients');
      expect(clinical.some((rule) => rule.interactions.includes('delete'))).toBe(false);
    }
  });

  it('let nurses carry out orders but not write them', () => {
    const writes = policies.roles.nurse.rules
      .filter((rule) => rule.interactions.includes('create'))
      .flatMap((rule) => [...rule.types]);
    expect(writes).toContain('MedicationAdministration');
    expect(writes).not.toContain('MedicationRequest');
    expect(writes).not.toContain('ServiceRequest');
  });
});

const broken = (change: (data: typeof standard) => void): unknown => {
  const copy = structuredClone(standard);
  change(copy);
  return copy;
};

describe('readPolicies', () => {
  it.each<[string, unknown, RegExp]>([
    ['an unknown group', broken((data) => data.roles.nurse.rules[0]?.types.push('@nowhere')), /@nowhere/],
    [
      'unknown letters',
      broken((data) => {
        for (const rule of data.roles.nurse.rules) rule.allow = 'read';
      }),
      /cruds/,
    ],
    [
      'a missing role',
      broken((data) => {
        delete (data.roles as Partial<typeof data.roles>).patient;
      }),
      /patient/,
    ],
    ['an unknown key', { ...standard, extra: 1 }, /extra/],
    ['endless break-glass', { ...standard, breakGlassMinutes: 100_000 }, /breakGlassMinutes/],
    ['nothing', undefined, /cannot be used/],
  ])('refuses %s and says where', (_name, data, message) => {
    expect(() => readPolicies(data)).toThrow(message);
  });

  it('reads the file of a hospital, and says which file is at fault', () => {
    const folder = mkdtempSync(join(tmpdir(), 'maru-policies-'));
    try {
      const file = join(folder, 'ours.json');
      writeFileSync(file, JSON.stringify({ ...standard, breakGlassMinutes: 15 }));
      expect(loadPolicies(file).breakGlassMinutes).toBe(15);
      writeFileSync(file, '{');
      expect(() => loadPolicies(file)).toThrow(/ours\.json/);
      expect(() => loadPolicies(join(folder, 'none.json'))).toThrow(/none\.json/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
