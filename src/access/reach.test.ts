import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Grant, Interaction, Role } from './caller.ts';
import { loadPolicies, readPolicies, type Policies } from './policies.ts';
import standard from './policies.json' with { type: 'json' };
import { narrowToRole, reachOf, type ReachSubject } from './reach.ts';
import { formatFhirScope, lettersOf, type FhirScope } from './scopes.ts';

const INTERACTIONS: readonly Interaction[] = ['create', 'read', 'update', 'delete', 'search'];
const RESTRICTED = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality|R';
const policies = loadPolicies();

/** A resource as far as access sees it. */
interface Seen {
  readonly type: string;
  readonly patients: readonly string[];
  readonly restricted: boolean;
  readonly facts: readonly string[];
}

const FACTS = ['category=laboratory', 'status=final'];
const anySeen: fc.Arbitrary<Seen> = fc
  .record({
    type: fc.constantFrom('Patient', 'Observation', 'MedicationRequest', 'Task', 'Organization', 'AuditEvent'),
    patients: fc.subarray(['p1', 'p2', 'p3']),
    restricted: fc.boolean(),
    facts: fc.subarray(FACTS),
  })
  .map((seen) => (seen.type === 'Organization' || seen.type === 'Task' ? { ...seen, patients: [] } : seen));

const anyScope: fc.Arbitrary<FhirScope> = fc.record({
  context: fc.constantFrom('patient' as const, 'user' as const, 'system' as const),
  resourceType: fc.constantFrom(
    '*',
    'Patient',
    'Observation',
    'MedicationRequest',
    'Task',
    'Organization',
    'AuditEvent',
  ),
  interactions: fc.subarray([...INTERACTIONS], { minLength: 1 }),
  criteria: fc.subarray(FACTS),
});

const anyRule = fc.record({
  about: fc.constantFrom('patients' as const, 'house' as const),
  types: fc.subarray(['Patient', 'Observation', 'MedicationRequest', 'Task', 'Organization', 'AuditEvent', '*'], {
    minLength: 1,
  }),
  allow: fc.subarray([...INTERACTIONS], { minLength: 1 }).map(lettersOf),
  patients: fc.constantFrom('any' as const, 'own' as const),
  sensitive: fc.boolean(),
  criteria: fc.subarray(FACTS),
});
type Rule = typeof anyRule extends fc.Arbitrary<infer R> ? R : never;

const anySubject: fc.Arbitrary<ReachSubject> = fc.record(
  {
    role: fc.constantFrom<Role>('physician', 'patient', 'system', 'researcher'),
    scopes: fc.array(anyScope, { maxLength: 4 }).map((scopes) => scopes.map(formatFhirScope)),
    fhirUser: fc.constantFrom('Patient/p1', 'Practitioner/d1'),
    patient: fc.constantFrom('p1', 'p2'),
  },
  { requiredKeys: ['role', 'scopes'] },
);

function holds(criterion: string, seen: Seen): boolean {
  if (criterion.startsWith('_security:not=')) return criterion !== `_security:not=${RESTRICTED}` || !seen.restricted;
  return seen.facts.includes(criterion);
}

/** What the record does with grants: one must hold in all its conditions. */
function granted(grants: readonly Grant[], seen: Seen): boolean {
  return grants.some(
    (grant) =>
      (grant.patients === undefined || grant.patients.some((one) => seen.patients.includes(one))) &&
      (grant.criteria ?? []).every((one) => holds(one, seen)),
  );
}

function scopeAllows(
  scope: FhirScope,
  subject: ReachSubject,
  interaction: Interaction,
  seen: Seen,
  rule: Rule,
): boolean {
  if ((scope.context === 'system') !== (subject.role === 'system')) return false;
  if (!scope.interactions.includes(interaction) || !(scope.resourceType === '*' || scope.resourceType === seen.type))
    return false;
  if (!scope.criteria.every((one) => holds(one, seen))) return false;
  if (scope.context !== 'patient') return true;
  return subject.patient !== undefined && (rule.about === 'house' || seen.patients.includes(subject.patient));
}

/** The oracle: written from the rules in words, without grants. */
function allowed(
  subject: ReachSubject,
  scopes: readonly FhirScope[],
  rules: readonly Rule[],
  glass: readonly string[],
  interaction: Interaction,
  seen: Seen,
): boolean {
  if (seen.type === 'AuditEvent' && interaction !== 'read' && interaction !== 'search') return false;
  return rules.some((rule) => {
    if (!(rule.types.includes(seen.type) || rule.types.includes('*'))) return false;
    if (!INTERACTIONS.some((one) => one === interaction && rule.allow.includes(lettersOf([one])))) return false;
    if (!rule.criteria.every((one) => holds(one, seen))) return false;
    const own = subject.fhirUser?.startsWith('Patient/') === true ? subject.fhirUser.slice(8) : undefined;
    if (rule.patients === 'own' && (own === undefined || !seen.patients.includes(own))) return false;
    const hidden = rule.about === 'patients' && !rule.sensitive && interaction !== 'create' && seen.restricted;
    // Broken glass opens what the patient at hand has: with 'own' and 'patient/' the patients must meet in one person.
    return scopes.some((scope) => {
      if (!scopeAllows(scope, subject, interaction, seen, rule)) return false;
      if (!hidden) return true;
      const limits = [
        rule.patients === 'own' ? own : undefined,
        scope.context === 'patient' && rule.about === 'patients' ? subject.patient : undefined,
      ];
      return glass.some(
        (one) => seen.patients.includes(one) && limits.every((limit) => limit === undefined || limit === one),
      );
    });
  });
}

/** Grants name one set of patients: 'own' and the patient in context must be the same person, not two sharing a resource. */
function meets(subject: ReachSubject, seen: Seen): boolean {
  return (
    seen.patients.length <= 1 ||
    subject.patient === undefined ||
    subject.fhirUser !== 'Patient/p1' ||
    subject.patient === 'p1'
  );
}

function withRules(role: Role, breakGlass: boolean, rules: readonly Rule[]): Policies {
  return readPolicies({ ...standard, roles: { ...standard.roles, [role]: { breakGlass, rules } } });
}

describe('reachOf', () => {
  it('agrees with a naive oracle on any scopes, rules, break-glass and resource', () => {
    fc.assert(
      fc.property(
        anySubject,
        fc.array(anyScope, { maxLength: 4 }),
        fc.array(anyRule, { maxLength: 4 }),
        fc.boolean(),
        fc.subarray(['p1', 'p2', 'p3']),
        fc.constantFrom(...INTERACTIONS),
        anySeen,
        (base, scopes, rules, mayBreak, glass, interaction, seen) => {
          const subject = { ...base, scopes: scopes.map(formatFhirScope) };
          fc.pre(meets(subject, seen));
          const reach = reachOf(subject, withRules(subject.role, mayBreak, rules), glass);
          expect(granted(reach.grants(seen.type, interaction), seen)).toBe(
            allowed(subject, scopes, rules, mayBreak ? glass : [], interaction, seen),
          );
        },
      ),
      { numRuns: 5000 },
    );
  });

  it('shrinks or stays when a scope is taken away', () => {
    fc.assert(
      fc.property(anySubject, fc.constantFrom(...INTERACTIONS), anySeen, (subject, interaction, seen) => {
        const less = reachOf({ ...subject, scopes: subject.scopes.slice(1) }, policies);
        if (granted(less.grants(seen.type, interaction), seen)) {
          expect(granted(reachOf(subject, policies).grants(seen.type, interaction), seen)).toBe(true);
        }
      }),
    );
  });

  const physician: ReachSubject = { role: 'physician', scopes: ['user/*.cruds'], fhirUser: 'Practitioner/d1' };
  const patient: ReachSubject = {
    role: 'patient',
    scopes: ['user/*.cruds', 'patient/*.cruds'],
    fhirUser: 'Patient/p1',
    patient: 'p1',
  };

  it('gives a patient the own compartment only, to read', () => {
    const reach = reachOf(patient, policies);
    expect(reach.grants('Observation', 'search')).toEqual([{ patients: ['p1'] }]);
    expect(reach.grants('Observation', 'create')).toEqual([]);
    expect(reach.grants('Organization', 'read')).toEqual([{}]);
  });

  it('hides restricted data from a physician until the glass is broken, for that patient only', () => {
    const usual = reachOf(physician, policies).grants('Observation', 'read');
    expect(usual).toHaveLength(1);
    expect(usual[0]?.criteria).toContain(`_security:not=${RESTRICTED}`);
    const broken = reachOf(physician, policies, ['p2']).grants('Observation', 'read');
    expect(broken).toContainEqual({ patients: ['p2'] });
    expect(reachOf({ ...physician, role: 'researcher' }, policies, ['p2']).grants('Observation', 'read')).toEqual([]);
  });

  it('lets nobody touch AuditEvents', () => {
    for (const role of Object.keys(policies.roles) as Role[]) {
      const reach = reachOf(
        { role, scopes: ['user/*.cruds', 'system/*.cruds', 'patient/*.cruds'], fhirUser: 'Patient/p1', patient: 'p1' },
        policies,
      );
      for (const interaction of ['create', 'update', 'delete'] as const)
        expect(reach.grants('AuditEvent', interaction), role).toEqual([]);
    }
  });

  it('gives system scopes to backends alone, and user scopes to people alone', () => {
    expect(reachOf({ ...physician, scopes: ['system/*.cruds'] }, policies).grants('Patient', 'read')).toEqual([]);
    expect(
      reachOf({ role: 'system', scopes: ['user/*.cruds', 'patient/*.rs'], patient: 'p1' }, policies).grants(
        'Patient',
        'read',
      ),
    ).toEqual([]);
    expect(reachOf({ role: 'system', scopes: ['system/Patient.rs'] }, policies).grants('Patient', 'read')).toEqual([
      {},
    ]);
  });

  it('keeps a patient app in its patient also for types outside the compartment', () => {
    const app = reachOf({ ...physician, scopes: ['patient/*.rs'], patient: 'p1' }, policies);
    expect(app.grants('Task', 'search').every((grant) => grant.patients?.join() === 'p1')).toBe(true);
    expect(reachOf({ ...physician, scopes: ['patient/*.rs'] }, policies).grants('Observation', 'read')).toEqual([]);
  });
});

describe('narrowToRole', () => {
  it('leaves only what the role can use', () => {
    expect(
      narrowToRole(
        ['openid', 'user/Observation.cruds', 'user/MedicationRequest.rs', 'system/*.rs', 'user/AuditEvent.cruds'],
        'nurse',
        policies,
      ),
    ).toEqual(['openid', 'user/Observation.crus', 'user/MedicationRequest.rs', 'user/AuditEvent.rs']);
    expect(narrowToRole(['user/Patient.rs', 'user/Organization.cruds?name=Seoul'], 'researcher', policies)).toEqual([
      'user/Organization.rs?name=Seoul',
    ]);
  });

  it('takes nothing away that reach would give', () => {
    fc.assert(
      fc.property(anySubject, fc.constantFrom(...INTERACTIONS), anySeen, (subject, interaction, seen) => {
        const full = reachOf(subject, policies).grants(seen.type, interaction);
        const less = reachOf(
          { ...subject, scopes: narrowToRole(subject.scopes, subject.role, policies) },
          policies,
        ).grants(seen.type, interaction);
        expect(less).toEqual(full);
      }),
    );
  });
});
