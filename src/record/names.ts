/**
 * Checks of the names in an address: resource types, ids, versions.
 *
 * Proof   interactions.int.test.ts
 */
import { hash64, logicalId, OutcomeError, type Hash64 } from '../kernel/index.ts';
import { isResourceType, typeNumber } from '../fhir/index.ts';
import { referenceOf } from './resource.ts';

/** A resource type of R4; throws `record.unknown-type`. */
export function demandTypeName(type: string): string {
  if (isResourceType(type)) return type;
  throw new OutcomeError(
    'not-found',
    'record.unknown-type',
    `'${type.slice(0, 60)}' is not a resource type of FHIR R4; types are written as in Patient.`,
  );
}

/** The number of a version; throws `record.version-unknown` where it is none. */
export function versionNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new OutcomeError(
    'not-found',
    'record.version-unknown',
    `'${text.slice(0, 40)}' is not a version of this record.`,
  );
}

/** The key of a resource: hash of `Type/id`, both checked. */
export function resourceKey(type: string, id: string): Hash64 {
  return hash64(referenceOf(demandTypeName(type), logicalId(id)));
}

/** The number of a type in the database. */
export function numberOfType(type: string): number {
  return typeNumber(demandTypeName(type));
}
