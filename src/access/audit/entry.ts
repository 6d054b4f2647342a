/**
 * One access: who, whose, what, why, from where, with which outcome.
 *
 * The text made here is what the chain seals: the facts in short (a quarter of the AuditEvent they make), because every read
 * writes one. The AuditEvent is made from the text alone when it is asked for; its id comes from its place in the chain.
 * Resident registration numbers never enter the text.
 *
 * Source  https://hl7.org/fhir/R4/auditevent.html, https://hl7.org/fhir/R4/valueset-audit-event-outcome.html
 * Proof   entry.test.ts
 */
import type { Instant } from '../../kernel/index.ts';
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

/** The sealed facts, in the order in which they are written. */
interface EntryText {
  /** Version of this form. */
  readonly v: 1;
  readonly recorded: string;
  readonly kind: AuditKind;
  readonly interaction: string;
  readonly action: AuditEntry['action'];
  readonly outcome: AuditOutcome;
  readonly text?: string;
  readonly who: {
    readonly id: string;
    readonly name?: string;
    readonly role?: string;
    readonly user?: string;
    readonly client?: string;
    readonly from?: string;
  };
  readonly why?: string;
  /** Break-glass. */
  readonly broken?: true;
  readonly patients?: readonly string[];
  readonly entities?: readonly string[];
  readonly query?: string;
}

/** The text of an entry: what the chain seals. */
export function entryText(entry: AuditEntry, recorded: Instant): string {
  const { kind, interaction, action, outcome, outcomeText, query } = entry;
  const patients = [...new Set(entry.patients ?? [])];
  const entities = (entry.entities ?? []).filter(
    (one) => !(isPatient(one) && patients.includes(one.slice(PATIENT.length))),
  );
  return JSON.stringify({
    v: 1,
    recorded,
    kind,
    interaction,
    action,
    outcome,
    ...(outcomeText === undefined ? {} : { text: withoutResidentNumbers(outcomeText) }),
    who: whoOf(entry.agent),
    ...whyOf(entry),
    ...(patients.length === 0 ? {} : { patients }),
    ...(entities.length === 0 ? {} : { entities }),
    ...(query === undefined || query === '' ? {} : { query: withoutResidentNumbers(query) }),
  } satisfies EntryText);
}

const PATIENT = 'Patient/';

function isPatient(reference: string): boolean {
  return reference.startsWith(PATIENT);
}

function whoOf({ id, name, role, fhirUser, clientId, address }: AuditAgent): EntryText['who'] {
  return {
    id,
    ...(name === undefined || name === '' ? {} : { name }),
    ...(role === undefined ? {} : { role }),
    ...(fhirUser === undefined ? {} : { user: fhirUser }),
    ...(clientId === undefined || clientId === id ? {} : { client: clientId }),
    ...(address === '' ? {} : { from: address }),
  };
}

/** Break-glass is an emergency in the terms of HL7 (BTG); everything else has the reason that was given, or none. */
function whyOf(entry: AuditEntry): Pick<EntryText, 'why' | 'broken'> {
  const broken = entry.agent.brokenGlass?.find((one) => entry.patients?.includes(one.patient));
  const reason = entry.reason ?? broken?.reason;
  if (reason === undefined) return {};
  const why = withoutResidentNumbers(reason);
  return broken !== undefined || entry.interaction === 'break-glass' ? { why, broken: true } : { why };
}

/** What the table keeps beside an entry's text for finding it. */
export interface Derived {
  readonly recorded: string;
  readonly patients: readonly string[];
  readonly agents: readonly string[];
}

/** Derived from the text alone, so that it can be proved. */
export function derivedOf(text: string): Derived {
  const { recorded, patients = [], who } = JSON.parse(text) as EntryText;
  return { recorded, patients, agents: who.user === undefined ? [who.id] : [who.id, who.user] };
}

/** The AuditEvent of an entry's text, without id. */
export function auditEventOf(text: string): AuditEventShape {
  const entry = JSON.parse(text) as EntryText;
  const entity = entitiesOf(entry);
  return {
    type: KINDS[entry.kind],
    subtype: [{ system: entry.kind === 'rest' ? FHIR_INTERACTION : OWN_INTERACTION, code: entry.interaction }],
    action: entry.action,
    recorded: entry.recorded,
    outcome: OUTCOMES[entry.outcome],
    ...(entry.text === undefined ? {} : { outcomeDesc: entry.text }),
    ...purposeOf(entry),
    agent: agentsOf(entry.who),
    source: {
      observer: { display: 'Maru' },
      type: [{ system: 'http://terminology.hl7.org/CodeSystem/security-source-type', code: '4' }],
    },
    ...(entity.length === 0 ? {} : { entity }),
  };
}

/** As much of an AuditEvent's shape as this room reads again. */
export interface AuditEventShape extends Readonly<Record<string, unknown>> {
  readonly entity?: readonly AuditEntity[];
}

/** One entity of an AuditEvent. */
export interface AuditEntity {
  readonly what?: { readonly reference?: string; readonly type?: string };
  readonly type: object;
  readonly role: { readonly system: string; readonly code: string; readonly display?: string };
  readonly query?: string;
}

function purposeOf({ why, broken }: EntryText): object {
  if (why === undefined) return {};
  const coding = broken === true ? { coding: [{ system: PURPOSE, code: 'BTG', display: 'break the glass' }] } : {};
  return { purposeOfEvent: [{ ...coding, text: why }] };
}

function agentsOf({ id, name, role, user, client, from }: EntryText['who']): readonly object[] {
  const person = {
    ...(role === undefined ? {} : { role: [{ text: role }] }),
    who: {
      ...(user === undefined ? {} : { reference: user }),
      identifier: { system: PERSON_SYSTEM, value: id },
      ...(name === undefined ? {} : { display: name }),
    },
    requestor: true,
    ...(from === undefined ? {} : { network: { address: from, type: '2' } }),
  };
  if (client === undefined) return [person];
  return [person, { who: { identifier: { system: CLIENT_SYSTEM, value: client } }, requestor: false }];
}

function entitiesOf({ patients = [], entities = [], query }: EntryText): readonly AuditEntity[] {
  return [
    ...patients.map((id) => entityOf(`${PATIENT}${id}`, '1', '1')),
    ...entities.map((reference) => entityOf(reference, '2', '4')),
    ...(query === undefined ? [] : [queryEntity(query)]),
  ];
}

function entityOf(reference: string, type: string, role: string): AuditEntity {
  return { what: { reference }, type: { system: ENTITY_TYPE, code: type }, role: { system: ENTITY_ROLE, code: role } };
}

function queryEntity(query: string): AuditEntity {
  return {
    type: { system: ENTITY_TYPE, code: '2' },
    role: { system: ENTITY_ROLE, code: '24', display: 'Query' },
    query: Buffer.from(query, 'utf8').toString('base64'),
  };
}
