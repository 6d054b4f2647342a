/**
 * Compartment search: the resources of a Patient, Encounter, Practitioner, Device or RelatedPerson.
 *
 * Source  https://hl7.org/fhir/R4/compartmentdefinition.html, https://hl7.org/fhir/R4/search.html (variant searches)
 * Proof   compartment.int.test.ts
 */
import { sql } from 'kysely';
import { compartmentParameters, SEARCH_TYPES } from '../../fhir/index.ts';
import { OutcomeError } from '../../kernel/index.ts';
import { referenceKey, targetKey } from '../index-rows/keys.ts';
import { anyOf, FALSE, hasToken, isKey, type Fragment } from './fragment.ts';
import { inCompartment } from './reach-condition.ts';
import { targetsCondition } from './reference.ts';
import type { Scope } from './scope.ts';

const OWNERS = new Set(['Patient', 'Encounter', 'Practitioner', 'Device', 'RelatedPerson']);

/** Refuses what has no compartment. */
export function demandOwner(type: string): void {
  if (OWNERS.has(type)) return;
  throw new OutcomeError(
    'not-supported',
    'search.no-compartment',
    `${type.slice(0, 80)} has no compartment; it must be one of ${[...OWNERS].join(', ')}.`,
  );
}

/** The row is in the compartment. */
export function ownersCondition(
  scope: Scope,
  { type, id }: { readonly type: string; readonly id: string },
  types: readonly string[] | undefined,
): Fragment {
  if (type === 'Patient') return inCompartment(scope, [id]);
  const reference = `${type}/${id}`;
  const own = (types?.includes(type) ?? true) ? isKey(sql`${scope.row}.key`, [targetKey(reference)]) : FALSE;
  return anyOf([own, ...membersOf(scope, type, reference, types)]);
}

function membersOf(scope: Scope, owner: string, reference: string, types: readonly string[] | undefined): Fragment[] {
  const [one, ...others] = types ?? SEARCH_TYPES;
  if (one !== undefined && others.length === 0) {
    const here = { ...scope, type: one };
    return compartmentParameters(owner, one).map((parameter) => targetsCondition(here, parameter, [reference]));
  }
  const keys = (types ?? SEARCH_TYPES).flatMap((member) =>
    compartmentParameters(owner, member).map((parameter) => referenceKey(parameter, reference)),
  );
  return [hasToken(scope.row, keys)];
}
