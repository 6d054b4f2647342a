/**
 * Shapes at the edge of this room.
 *
 * Source  https://hl7.org/fhir/R4/terminology-service.html
 */
import type { CodeSystem, ValueSet } from '../fhir/index.ts';

/** A code in its system. */
export interface SystemCode {
  readonly system: string;
  readonly code: string;
}

/** A code whose system may be unknown: a `code` element names none. */
export interface AskedCode {
  readonly system?: string | undefined;
  readonly code: string;
}

/** A concept of a code system, as an expansion shows it. */
export interface Concept extends SystemCode {
  readonly display: string | undefined;
  /** Not to be used for data: a heading for the codes below it. */
  readonly abstract: boolean;
  /** No longer to be used. */
  readonly inactive: boolean;
}

/** Where stored CodeSystem and ValueSet resources come from; the record gives it. */
export interface DefinitionPort {
  /** The newest stored resource with this canonical url (and version, where one is asked for). */
  codeSystem(url: string, version?: string): Promise<CodeSystem | undefined>;
  valueSet(url: string, version?: string): Promise<ValueSet | undefined>;
  /** The stored ValueSet with this id, for operations on an instance. */
  valueSetById?(id: string): Promise<ValueSet | undefined>;
  codeSystemById?(id: string): Promise<CodeSystem | undefined>;
}
