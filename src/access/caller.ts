/**
 * Who is asking, and what they may reach. Every room above takes a `Reach`; none decides by itself.
 *
 * Source  http://hl7.org/fhir/smart-app-launch/scopes-and-launch-context.html (SMART 2.2 scopes)
 * Proof   reach.test.ts
 */

/** The letters of SMART scopes: create, read (and vread, history of one), update (and patch), delete, search (and history). */
export type Interaction = 'create' | 'read' | 'update' | 'delete' | 'search';

/** The roles that policies know. */
export type Role =
  | 'physician'
  | 'nurse'
  | 'pharmacist'
  | 'laboratory'
  | 'bed-manager'
  | 'researcher'
  | 'patient'
  | 'executive'
  | 'administrator'
  | 'system';

/** Who is asking. */
export interface Caller {
  /** Stable id of the person or client: what the audit log names. */
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** OAuth client that carries the request; `maru-cli` for the local administrator. */
  readonly clientId: string;
  /** FHIR reference of the person where there is one: `Practitioner/…` or `Patient/…`. */
  readonly fhirUser?: string;
  /** Patient in context (SMART launch), or the patient that the person is. */
  readonly patient?: string;
  readonly scopes: readonly string[];
  /** Network address the request came from. */
  readonly address: string;
  /** The newest running break-glass. */
  readonly breakGlass?: { readonly patient: string; readonly reason: string };
  /** All running break-glass, newest first. */
  readonly brokenGlass?: readonly { readonly patient: string; readonly reason: string }[];
}

/**
 * One way to be allowed: all its conditions must hold. A grant without conditions allows everything of its type.
 * `patients`: the resource is in the compartment of one of these Patient ids.
 * `criteria`: search queries of the resource's own type, without chains, for example `category=laboratory`; all must match.
 */
export interface Grant {
  readonly patients?: readonly string[];
  readonly criteria?: readonly string[];
}

/** What a caller may do: grants are alternatives, none means nothing. */
export interface Reach {
  grants(resourceType: string, interaction: Interaction): readonly Grant[];
}

/** A caller that nobody signed in as: what handlers of public routes get. It reaches nothing. */
export function anonymousCaller(address: string): Caller {
  return { id: 'anonymous', name: '', role: 'patient', clientId: 'none', scopes: [], address };
}

/** The house itself, or its local administrator at the command line. `name` says what is at work, for example `import`. */
export function houseCaller(name: string): Caller {
  return { id: `house:${name}`, name, role: 'system', clientId: 'maru-cli', scopes: [], address: '' };
}

/** Reach of nobody. */
export const NOTHING: Reach = { grants: () => [] };

/** Reach of the house itself (import, migration, simulation by the local administrator). */
export const UNLIMITED: Reach = { grants: () => [{}] };
