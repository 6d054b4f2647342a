/**
 * One access as a FHIR AuditEvent: who, whose, what, why, from where, with which outcome.
 *
 * The text made here is what the chain seals; it has no id, which comes from its place in the chain. Resident registration
 * numbers never enter it.
 *
 * Source  https://hl7.org/fhir/R4/auditevent.html, https://hl7.org/fhir/R4/valueset-audit-event-outcome.html
 * Proof   entry.test.ts
 */
import { writeJson, type Instant } from '../../kernel/index.ts';
import type { Caller } from '../caller.ts';
import { withoutResidentNumbers } from './query-text.ts';

/** Who did it: a caller, or what is known of somebody who is none (a failed sign-in). */
export type AuditAgent = Pick<Caller, 'id' | 'address'> &
  Partial<Pick<Caller, 'name' | 'role' | 'clientId' | 'fhirUser' | 'brokenGlass'>>;

/** How it ended. `refused` is what was not allowed; `failed` is a fault of the house. */
export type AuditOutcome = 'success' | 'refused' | 'failed';

/** What kind of event it is: a FHIR interaction, a sign-in, a security matter, an import, an export. */
export type AuditKind = 'rest' | 'sign-in' | 'security' | 'import' | 'export' | 'query';

/** One access. */
export interface AuditEntry {
  readonly agent: AuditAgent;
  readonly kind: AuditKind;
  /** FHIR interaction code (`read`, `search-type`, `transaction` …), or the name of what was done (`break-glass`). */
  readonly interaction: string;
  readonly action: 'C' | 'R' | 'U' | 'D' | 'E';
  readonly outcome: AuditOutcome;
  /** What went wrong, as a stable code and words without patient data. */
  readonly outcomeText?: string;
  /** Ids of the Patients whose data was touched. */
  readonly patients?: readonly string[];
  /** References of the resources touched, `Type/id` or `Type/id/_history/n`. */
  readonly entities?: readonly string[];
  /** The query as the client wrote it (after the question mark, or the form body). */
  readonly query?: string;
  /** Why: the reason given at break-glass, or the purpose of an import. */
  readonly reason?: string;
}

const DCM = 'http://dicom.nema.org/resources/ontology/DCM';
const KINDS: Readonly<Record<AuditKind, { system: string; code: string; display: string }>> = {
  rest: {
    system: 'http://terminology.hl7.org/CodeSystem/audit-event-type',
    code: 'rest',
    display: 'RESTful Operation',
  },
  'sign-in': { system: DCM, code: '110114', display: 'User Authentication' },
  security: { system: DCM, code: '110113', display: 'Security Alert' },
  import: { system: DCM, code: '110107', display: 'Import' },
  export: { system: DCM, code: '110106', display: 'Export' },
  query: { system: DCM, code: '110112', display: 'Query' },
};
const OUTCOMES: Readonly<Record<AuditOutcome, string>> = { success: '0', refused: '4', failed: '8' };
const ENTITY_TYPE = 'http://terminology.hl7.org/CodeSystem/audit-entity-type';
const ENTITY_ROLE = 'http://terminology.hl7.org/CodeSystem/object-role';
const PURPOSE = 'http://terminology.hl7.org/CodeSystem/v3-ActReason';
const FHIR_INTERACTION = 'http://hl7.org/fhir/restful-interaction';
const OWN_INTERACTION = 'https://maru.health/fhir/CodeSystem/audit-interaction';
export const PERSON_SYSTEM = 'https://maru.health/fhir/NamingSystem/person';
export const CLIENT_SYSTEM = 'https://maru.health/fhir/NamingSystem/client';

/** The AuditEvent of an entry, without id, as canonical text: what the chain seals. */
export function auditEventText(entry: AuditEntry, recorded: Instant): string {
  return writeJson({
    resourceType: 'AuditEvent',
    type: KINDS[entry.kind],
    subtype: [{ system: entry.kind === 'rest' ? FHIR_INTERACTION : OWN_INTERACTION, code: entry.interaction }],
    action: entry.action,
    recorded,
    outcome: OUTCOMES[entry.outcome],
    ...(entry.outcomeText === undefined ? {} : { outcomeDesc: withoutResidentNumbers(entry.outcomeText) }),
    ...purposeOf(entry),
    agent: agentsOf(entry.agent),
    source: {
      observer: { display: 'Maru' },
      type: [{ system: 'http://terminology.hl7.org/CodeSystem/security-source-type', code: '4' }],
    },
    ...entitiesOf(entry),
  });
}

/** Break-glass is an emergency in the terms of HL7 (BTG); everything else of the record is treatment only if said so. */
function purposeOf(entry: AuditEntry): object {
  const broken = entry.agent.brokenGlass?.find((one) => entry.patients?.includes(one.patient));
  const reason = entry.reason ?? broken?.reason;
  if (reason === undefined) return {};
  const emergency = broken !== undefined || entry.interaction === 'break-glass';
  const coding = emergency ? { coding: [{ system: PURPOSE, code: 'BTG', display: 'break the glass' }] } : {};
  return { purposeOfEvent: [{ ...coding, text: withoutResidentNumbers(reason) }] };
}

function agentsOf(agent: AuditAgent): readonly object[] {
  const network = agent.address === '' ? {} : { network: { address: agent.address, type: '2' } };
  const person = {
    ...(agent.role === undefined ? {} : { role: [{ text: agent.role }] }),
    who: {
      ...(agent.fhirUser === undefined ? {} : { reference: agent.fhirUser }),
      identifier: { system: PERSON_SYSTEM, value: agent.id },
      ...(agent.name === undefined || agent.name === '' ? {} : { display: agent.name }),
    },
    requestor: true,
    ...network,
  };
  if (agent.clientId === undefined || agent.clientId === agent.id) return [person];
  return [person, { who: { identifier: { system: CLIENT_SYSTEM, value: agent.clientId } }, requestor: false }];
}

function entitiesOf(entry: AuditEntry): object {
  const patients = [...new Set(entry.patients ?? [])].map((id) => `Patient/${id}`);
  const others = (entry.entities ?? []).filter((reference) => !patients.includes(reference));
  const entity = [
    ...patients.map((reference) => entityOf(reference, '1', '1')),
    ...others.map((reference) => entityOf(reference, '2', '4')),
    ...(entry.query === undefined || entry.query === '' ? [] : [queryEntity(entry.query)]),
  ];
  return entity.length === 0 ? {} : { entity };
}

function entityOf(reference: string, type: string, role: string): object {
  return { what: { reference }, type: { system: ENTITY_TYPE, code: type }, role: { system: ENTITY_ROLE, code: role } };
}

function queryEntity(query: string): object {
  const text = withoutResidentNumbers(query);
  return {
    type: { system: ENTITY_TYPE, code: '2' },
    role: { system: ENTITY_ROLE, code: '24', display: 'Query' },
    query: Buffer.from(text, 'utf8').toString('base64'),
  };
}

interface EventShape {
  readonly recorded: string;
  readonly agent: readonly [
    { readonly who: { readonly reference?: string; readonly identifier: { readonly value: string } } },
  ];
  readonly entity?: readonly {
    readonly what?: { readonly reference?: string };
    readonly role?: { readonly code?: string };
  }[];
}

/** What the table keeps beside an event's text for finding it. */
export interface Derived {
  readonly recorded: string;
  readonly patients: readonly string[];
  readonly agents: readonly string[];
}

/** Derived from the text alone, so that it can be proved. */
export function derivedOf(event: string): Derived {
  const { recorded, entity = [], agent } = JSON.parse(event) as EventShape;
  const references = entity.filter((one) => one.role?.code === '1').map((one) => one.what?.reference ?? '');
  const { reference, identifier } = agent[0].who;
  return {
    recorded,
    patients: references.map((one) => one.slice('Patient/'.length)),
    agents: reference === undefined ? [identifier.value] : [identifier.value, reference],
  };
}
