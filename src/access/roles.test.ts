/**
 * What the standard policies come to, as a table that a hospital can read and sign: letters of `cruds` by role and type, for
 * somebody with every scope, in the form that `grants` gives. `*` after the letters: with conditions (own record, labels).
 */
import { describe, expect, it } from 'vitest';
import type { Interaction, Role } from './caller.ts';
import { loadPolicies } from './policies.ts';
import { reachOf } from './reach.ts';

const policies = loadPolicies();
const ROLES = [
  'physician',
  'nurse',
  'pharmacist',
  'laboratory',
  'bed-manager',
  'researcher',
  'patient',
  'executive',
  'administrator',
  'system',
] as const;
const INTERACTIONS: readonly (readonly [string, Interaction])[] = [
  ['c', 'create'],
  ['r', 'read'],
  ['u', 'update'],
  ['d', 'delete'],
  ['s', 'search'],
];

function reachOfRole(role: Role) {
  const scopes = role === 'system' ? ['system/*.cruds'] : ['user/*.cruds'];
  const fhirUser = role === 'patient' ? 'Patient/me' : `Practitioner/${role}`;
  return reachOf({ role, scopes, fhirUser }, policies);
}

/** `rs*`: reads and searches under conditions. */
function cell(role: Role, type: string): string {
  const reach = reachOfRole(role);
  const letters = INTERACTIONS.filter(([, interaction]) => reach.grants(type, interaction).length > 0);
  const conditional = letters.some(([, interaction]) =>
    reach.grants(type, interaction).every((grant) => grant.patients !== undefined || grant.criteria !== undefined),
  );
  return letters.length === 0 ? '-' : letters.map(([letter]) => letter).join('') + (conditional ? '*' : '');
}

const TABLE = `
                          physician nurse  pharmacist  laboratory  bed-manager  researcher patient  executive administrator system
Patient                   crus*     crus*  rs*         rs*         crs*         -          rs*      -         -             cruds
Encounter                 crus*     crus*  rs*         rs*         crus*        -          rs*      -         -             cruds
Condition                 crus*     crus*  rs*         rs*         -            -          rs*      -         -             cruds
AllergyIntolerance        crus*     crus*  rs*         rs*         -            -          rs*      -         -             cruds
Observation               crus*     crus*  rs*         crus*       -            -          rs*      -         -             cruds
DiagnosticReport          crus*     crus*  rs*         crus*       -            -          rs*      -         -             cruds
DocumentReference         crus*     crus*  rs*         -           -            -          rs*      -         -             cruds
Immunization              crus*     crus*  rs*         rs*         -            -          rs*      -         -             cruds
Procedure                 crus*     crus*  rs*         rs*         -            -          rs*      -         -             cruds
MedicationRequest         crus*     rs*    rus*        rs*         -            -          rs*      -         -             cruds
MedicationDispense        crus*     rs*    crus*       -           -            -          rs*      -         -             cruds
MedicationAdministration  crus*     crus*  rs*         rs*         -            -          rs*      -         -             cruds
ServiceRequest            crus*     rs*    rs*         rus*        rs*          -          rs*      -         -             cruds
Consent                   crus*     crus*  rs*         -           -            -          rs*      -         -             cruds
Binary                    crus*     crus*  rs*         -           -            -          rs*      -         -             cruds
Group                     crus*     crus*  rs*         -           -            -          rs*      -         -             cruds
ResearchStudy             rs        rs     rs          rs          rs           rs         rs       rs        cruds         cruds
Practitioner              rs        rs     rs          rs          rs           -          rs       rs        cruds         cruds
Organization              rs        rs     rs          rs          rs           rs         rs       rs        cruds         cruds
Location                  rs        rs     rs          rs          rus          rs         rs       rs        cruds         cruds
Medication                rs        rs     rs          rs          rs           rs         rs       rs        cruds         cruds
ValueSet                  rs        rs     rs          rs          rs           rs         rs       rs        cruds         cruds
StructureDefinition       rs        rs     rs          rs          rs           rs         rs       rs        cruds         cruds
Subscription              -         -      -           -           -            -          -        -         -             cruds
AuditEvent                rs        rs     rs          -           -            -          rs*      -         rs            rs
Parameters                -         -      -           -           -            -          -        -         -             cruds
`;

const rows = TABLE.trim()
  .split('\n')
  .slice(1)
  .map((line) => line.trim().split(/\s+/));

describe('who may do what', () => {
  it.each(rows.map(([type = '', ...cells]) => [type, cells] as const))('%s', (type, cells) => {
    expect(ROLES.map((role) => cell(role, type))).toEqual(cells);
  });

  it('a patient reaches the own record and nobody else’s', () => {
    const reach = reachOfRole('patient');
    for (const type of ['Patient', 'Observation', 'Condition', 'MedicationRequest', 'AuditEvent'])
      expect(reach.grants(type, 'read')).toEqual([{ patients: ['me'] }]);
  });

  it('clinicians reach what carries no restricting label', () => {
    for (const role of ['physician', 'nurse', 'pharmacist'] as const) {
      const [grant, ...others] = reachOfRole(role).grants('Observation', 'read');
      expect(others).toEqual([]);
      expect(grant?.patients).toBeUndefined();
      expect(grant?.criteria?.map((one) => one.replace(/=.*\|/, '='))).toEqual(['_security:not=R', '_security:not=V']);
    }
  });

  it('breaking glass opens one patient for those who may, and nothing for the others', () => {
    for (const role of ROLES) {
      const scopes = role === 'system' ? ['system/*.cruds'] : ['user/*.cruds'];
      const subject = { role, scopes, ...(role === 'patient' ? { fhirUser: 'Patient/me' } : {}) };
      const before = reachOf(subject, policies).grants('Observation', 'read');
      const after = reachOf(subject, policies, ['p-1']).grants('Observation', 'read');
      const opened = after.filter((grant) => grant.patients?.includes('p-1') === true && grant.criteria === undefined);
      const may = role === 'physician' || role === 'nurse' || role === 'pharmacist';
      expect(opened.length, role).toBe(may ? 1 : 0);
      if (!may) expect(after).toEqual(before);
    }
  });

  it('nobody but the house writes the audit log, whatever scopes say', () => {
    for (const role of ROLES)
      for (const interaction of ['create', 'update', 'delete'] as const)
        expect(reachOfRole(role).grants('AuditEvent', interaction), role).toEqual([]);
  });

  it('scopes of programs give people nothing, and the other way round', () => {
    for (const role of ROLES) {
      const foreign = role === 'system' ? ['user/*.cruds', 'patient/*.cruds'] : ['system/*.cruds'];
      const reach = reachOf({ role, scopes: foreign, fhirUser: 'Patient/me', patient: 'me' }, policies);
      for (const type of ['Patient', 'Observation', 'Organization', 'AuditEvent'])
        for (const [, interaction] of INTERACTIONS) expect(reach.grants(type, interaction), role).toEqual([]);
    }
  });
});
