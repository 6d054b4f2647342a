/**
 * Nobody gets more than was asked, registered and allowed: whatever a client asks for, on the way from the request to the
 * resource. The steps are those of the OAuth server: registered scopes, then the role, then reach.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Interaction, Role } from './caller.ts';
import { loadPolicies } from './policies.ts';
import { narrowToRole, reachOf } from './reach.ts';
import { isPlainScope, limitScopes, parseFhirScope, PLAIN_SCOPES } from './scopes.ts';

const policies = loadPolicies();
const INTERACTIONS: readonly Interaction[] = ['create', 'read', 'update', 'delete', 'search'];
const TYPES = ['Patient', 'Observation', 'MedicationRequest', 'Organization', 'Practitioner', 'AuditEvent', 'ValueSet'];
const ROLES = [
  'physician',
  'nurse',
  'pharmacist',
  'researcher',
  'patient',
  'executive',
  'administrator',
  'system',
] as const;

const letters = fc.subarray(['c', 'r', 'u', 'd', 's'], { minLength: 1 }).map((some) => some.join(''));
const scope = fc
  .tuple(
    fc.constantFrom('user', 'patient', 'system'),
    fc.constantFrom('*', ...TYPES),
    fc.oneof(letters, fc.constantFrom('read', 'write', '*')),
    fc.constantFrom('', '?category=laboratory', '?code=1&status=final'),
  )
  .map(([context, type, what, criteria]) => `${context}/${type}.${what}${criteria}`);
const anything = fc.oneof(
  { weight: 6, arbitrary: scope },
  { weight: 1, arbitrary: fc.constantFrom(...PLAIN_SCOPES) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'admin',
      'user/*',
      '*/*.*',
      'user/Patient.srduc',
      'user/*.cruds?_has:x=y',
      'patient/**.r',
    ),
  },
);
const scopes = fc.array(anything, { maxLength: 6 });

/** What a list of scopes allows by itself: context, type, interaction. */
function allowedBy(list: readonly string[]): Set<string> {
  const allowed = new Set<string>();
  for (const one of list.map((text) => parseFhirScope(text)).filter((parsed) => parsed !== undefined))
    for (const type of one.resourceType === '*' ? TYPES : [one.resourceType])
      for (const interaction of one.interactions) allowed.add(`${one.context} ${type} ${interaction}`);
  return allowed;
}

function reached(role: Role, granted: readonly string[]): string[] {
  const fhirUser = role === 'patient' ? 'Patient/me' : 'Practitioner/me';
  const reach = reachOf({ role, scopes: granted, fhirUser, patient: 'me' }, policies);
  return TYPES.flatMap((type) =>
    INTERACTIONS.filter((one) => reach.grants(type, one).length > 0).map((one) => `${type} ${one}`),
  );
}

const isWithin = (inner: Iterable<string>, outer: Set<string>): boolean => [...inner].every((one) => outer.has(one));

describe('from the request to the resource', () => {
  it('what is granted was asked for and registered', () => {
    fc.assert(
      fc.property(scopes, scopes, (asked, registered) => {
        const granted = limitScopes(asked, registered);
        expect(isWithin(allowedBy(granted), allowedBy(asked))).toBe(true);
        expect(isWithin(allowedBy(granted), allowedBy(registered))).toBe(true);
        for (const plain of granted.filter(isPlainScope))
          expect(asked.includes(plain) && registered.includes(plain)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('asking again for what was granted changes nothing', () => {
    fc.assert(
      fc.property(scopes, scopes, fc.constantFrom(...ROLES), (asked, registered, role) => {
        const granted = narrowToRole(limitScopes(asked, registered), role, policies);
        const again = narrowToRole(limitScopes(granted, registered), role, policies);
        expect(allowedBy(again)).toEqual(allowedBy(granted));
      }),
      { numRuns: 300 },
    );
  });

  it('the role takes away and never adds', () => {
    fc.assert(
      fc.property(scopes, fc.constantFrom(...ROLES), (asked, role) => {
        expect(isWithin(allowedBy(narrowToRole(asked, role, policies)), allowedBy(asked))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('narrowing before the token is made changes nothing of what it reaches', () => {
    fc.assert(
      fc.property(scopes, fc.constantFrom(...ROLES), (asked, role) => {
        expect(reached(role, narrowToRole(asked, role, policies))).toEqual(reached(role, asked));
      }),
      { numRuns: 300 },
    );
  });

  it('what is reached was granted, for people by user/ and patient/, for programs by system/', () => {
    fc.assert(
      fc.property(scopes, fc.constantFrom(...ROLES), (granted, role) => {
        const own = role === 'system' ? ['system'] : ['user', 'patient'];
        const allowed = allowedBy(granted);
        for (const one of reached(role, granted))
          expect(own.some((context) => allowed.has(`${context} ${one}`))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('fewer scopes never reach more', () => {
    fc.assert(
      fc.property(scopes, fc.nat({ max: 5 }), fc.constantFrom(...ROLES), (granted, at, role) => {
        const fewer = granted.filter((_, place) => place !== at);
        expect(isWithin(reached(role, fewer), new Set(reached(role, granted)))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('patient/ scopes without a patient in context reach nobody', () => {
    fc.assert(
      fc.property(
        fc.array(
          scope.map((one) => one.replace(/^(user|system)/, 'patient')),
          { maxLength: 5 },
        ),
        (granted) => {
          const reach = reachOf({ role: 'physician', scopes: granted, fhirUser: 'Practitioner/me' }, policies);
          for (const type of ['Patient', 'Observation', 'MedicationRequest', 'AuditEvent'])
            for (const interaction of INTERACTIONS) expect(reach.grants(type, interaction)).toEqual([]);
        },
      ),
    );
  });
});
