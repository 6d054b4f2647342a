import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Interaction } from './caller.ts';
import {
  formatFhirScope,
  intersectScopes,
  lettersOf,
  limitScopes,
  parseFhirScope,
  splitScopes,
  type FhirScope,
} from './scopes.ts';

const INTERACTIONS: readonly Interaction[] = ['create', 'read', 'update', 'delete', 'search'];
const TYPES = ['Patient', 'Observation', 'MedicationRequest', 'Encounter'];
const CRITERIA = ['category=laboratory', 'status=final', '_security:not=http://x|R', 'code=http://loinc.org|718-7'];

const anyScope: fc.Arbitrary<FhirScope> = fc.record({
  context: fc.constantFrom('patient' as const, 'user' as const, 'system' as const),
  resourceType: fc.constantFrom('*', ...TYPES),
  interactions: fc.subarray([...INTERACTIONS], { minLength: 1 }),
  criteria: fc.subarray(CRITERIA),
});

/** A resource as far as scopes see it: its type, and which criteria it matches. */
interface Seen {
  readonly type: string;
  readonly matches: readonly string[];
}
const anySeen: fc.Arbitrary<Seen> = fc.record({ type: fc.constantFrom(...TYPES), matches: fc.subarray(CRITERIA) });

function allows(scope: FhirScope | undefined, interaction: Interaction, seen: Seen): boolean {
  if (scope === undefined || !scope.interactions.includes(interaction)) return false;
  return (
    (scope.resourceType === '*' || scope.resourceType === seen.type) &&
    scope.criteria.every((one) => seen.matches.includes(one))
  );
}

describe('parseFhirScope', () => {
  it.each([
    ['patient/Observation.rs', 'patient/Observation.rs'],
    ['user/*.cruds', 'user/*.cruds'],
    ['system/Patient.r', 'system/Patient.r'],
    ['user/Patient.read', 'user/Patient.rs'],
    ['user/Patient.write', 'user/Patient.cud'],
    ['patient/*.*', 'patient/*.cruds'],
    [
      'patient/Observation.rs?category=http://terminology.hl7.org/CodeSystem/observation-category|laboratory',
      'patient/Observation.rs?category=http://terminology.hl7.org/CodeSystem/observation-category|laboratory',
    ],
    ['user/Observation.s?status=final&code:in=http://x/vs', 'user/Observation.s?status=final&code:in=http://x/vs'],
  ])('reads %s', (text, canonical) => {
    const scope = parseFhirScope(text);
    expect(scope && formatFhirScope(scope)).toBe(canonical);
  });

  it.each([
    '',
    'openid',
    'patient/',
    'patient/Observation',
    'patient/Observation.',
    'patient/Observation.sr',
    'patient/Observation.rr',
    'patient/Observation.x',
    'patient/observation.rs',
    'admin/Observation.rs',
    'Patient/Observation.rs',
    'patient/Observation.rs?',
    'patient/Observation.rs?category',
    'patient/Observation.rs?category=',
    'patient/Observation.rs?=x',
    'patient/Observation.rs?a=1&',
    'patient/Observation.rs?subject.name=Kim',
    'patient/Observation.rs?_has:Patient:x:y=1',
    'patient/Observation.rs?_include=Observation:subject',
    'patient/Observation.rs?_count=1',
    'patient/*.rs ',
    ' patient/*.rs',
    'patient/*.rs\nuser/*.cruds',
    '../user/*.rs',
    'patient/Obs*.rs',
    'user/*.reads',
  ])('refuses %j', (text) => {
    expect(parseFhirScope(text)).toBeUndefined();
  });

  it('gives back what it wrote', () => {
    fc.assert(
      fc.property(anyScope, (scope) => {
        expect(parseFhirScope(formatFhirScope(scope))).toEqual(scope);
      }),
    );
  });

  it('never throws, and what it accepts says exactly what it grants', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^(patient|user|system)\/[A-Za-z*]{1,9}\.[crudsx*]{0,6}(\?.*)?$/)),
        (text) => {
          const scope = parseFhirScope(text);
          if (scope === undefined) return;
          expect(scope.interactions.length).toBeGreaterThan(0);
          expect(text.startsWith(`${scope.context}/${scope.resourceType}.`)).toBe(true);
          expect(parseFhirScope(formatFhirScope(scope))).toEqual(scope);
        },
      ),
    );
  });
});

describe('intersectScopes', () => {
  it('allows what both allow, and nothing else', () => {
    fc.assert(
      fc.property(anyScope, anyScope, fc.constantFrom(...INTERACTIONS), anySeen, (one, other, interaction, seen) => {
        const both =
          one.context === other.context && allows(one, interaction, seen) && allows(other, interaction, seen);
        expect(allows(intersectScopes(one, other), interaction, seen)).toBe(both);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('limitScopes', () => {
  it('narrows to what the client may have', () => {
    const allowed = ['openid', 'launch/patient', 'patient/*.rs', 'user/Observation.rs?category=laboratory'];
    expect(
      limitScopes(
        ['openid', 'offline_access', 'patient/Observation.cruds', 'user/*.cruds', 'system/*.cruds', 'nonsense'],
        allowed,
      ),
    ).toEqual(['openid', 'patient/Observation.rs', 'user/Observation.rs?category=laboratory']);
  });

  it('never grants what was not asked or not allowed', () => {
    fc.assert(
      fc.property(
        fc.array(anyScope, { maxLength: 4 }),
        fc.array(anyScope, { maxLength: 4 }),
        fc.constantFrom(...INTERACTIONS),
        anySeen,
        (asked, allowed, interaction, seen) => {
          const granted = limitScopes(asked.map(formatFhirScope), allowed.map(formatFhirScope)).map((text) =>
            parseFhirScope(text),
          );
          for (const context of ['patient', 'user', 'system'] as const) {
            const any = (list: readonly (FhirScope | undefined)[]) =>
              list.some((scope) => scope?.context === context && allows(scope, interaction, seen));
            expect(any(granted)).toBe(any(asked) && any(allowed));
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('splitScopes and lettersOf', () => {
  it('splits at spaces, without repetition', () => {
    expect(splitScopes(' openid  user/*.rs openid ')).toEqual(['openid', 'user/*.rs']);
    expect(splitScopes(undefined)).toEqual([]);
  });
  it('writes letters in their order', () => {
    expect(lettersOf(['search', 'create', 'read'])).toBe('crs');
  });
});
