/**
 * Identifiers and their one parser each.
 *
 * Source  https://hl7.org/fhir/R4/datatypes.html#id
 * Proof   ids.test.ts
 */
import { randomUUID } from 'node:crypto';
import { OutcomeError } from './outcome.ts';

declare const brand: unique symbol;
/** A value that only its parser makes. */
export type Branded<Base, Name extends string> = Base & { readonly [brand]: Name };

/** A FHIR logical id: 1 to 64 of `A-Z a-z 0-9 - .` */
export type LogicalId = Branded<string, 'LogicalId'>;

const LOGICAL_ID = /^[A-Za-z0-9\-.]{1,64}$/;

/** Is this text a FHIR logical id? */
export function isLogicalId(text: string): text is LogicalId {
  return LOGICAL_ID.test(text);
}

/** Reads a FHIR logical id; throws `id.invalid`. */
export function logicalId(text: string): LogicalId {
  if (isLogicalId(text)) return text;
  throw new OutcomeError(
    'invalid',
    'id.invalid',
    `'${text.slice(0, 80)}' is not a FHIR id (1 to 64 of A-Z a-z 0-9 - .)`,
  );
}

/** A new logical id, unpredictable (UUID version 4). */
export function newLogicalId(): LogicalId {
  return randomUUID() as string as LogicalId;
}
