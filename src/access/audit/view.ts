/**
 * An entry as an AuditEvent resource: whole, as far as it is about one patient, or without details.
 *
 * A search may have touched many patients. Who looks at one patient's entries (the patient above all) does not learn from
 * them who else is in the hospital: other patients, the query, and resources that cannot be told apart are left out.
 *
 * `brief` is for those who may not see everything of a patient: it says who, when, why, whose and what kind of resource, but
 * neither which one nor what was searched for, because restricted data could be inferred from both. What is less than whole
 * says so (tag SUBSETTED).
 *
 * Source  https://hl7.org/fhir/R4/auditevent.html
 * Proof   view.test.ts
 */
import type { Caller } from '../caller.ts';
import { auditEventOf, type AuditEntity } from './entry.ts';
import { auditEventId, type AuditRecord } from './record.ts';
import type { EventRow } from './table.ts';

/** What is shown of an entry. */
export interface AuditView {
  /** Id of the patient whose part is shown. */
  readonly patient?: string | undefined;
  /** Without references to resources and without queries. */
  readonly brief?: boolean | undefined;
}

/** May this caller see entries with their details? Clinicians may not: labelled data are hidden from them. */
export function seesAuditDetails({ role }: Pick<Caller, 'role'>): boolean {
  return role === 'administrator' || role === 'system' || role === 'patient';
}

const SUBSETTED = {
  tag: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' }],
};

/** The resource of a row. */
export function recordOf(row: EventRow, view: AuditView = {}): AuditRecord {
  const seq = Number(row.seq);
  const { entity, ...event } = auditEventOf(row.event);
  const kept = shownOf(entity, view);
  return {
    seq,
    resource: {
      resourceType: 'AuditEvent',
      id: auditEventId(seq),
      ...(kept === entity ? {} : { meta: SUBSETTED }),
      ...event,
      ...(kept === undefined || kept.length === 0 ? {} : { entity: kept }),
    },
  };
}

function shownOf(entity: readonly AuditEntity[] | undefined, view: AuditView): readonly AuditEntity[] | undefined {
  const own = view.patient === undefined ? entity : aboutPatient(entity, view.patient);
  const hasDetails = own?.some((one) => !isPatient(one)) === true;
  return view.brief === true && hasDetails ? withoutDetails(own) : own;
}

function isPatient(entity: AuditEntity): boolean {
  return entity.role.code === '1';
}

function aboutPatient(entity: readonly AuditEntity[] | undefined, patient: string): readonly AuditEntity[] | undefined {
  const patients = entity?.filter(isPatient) ?? [];
  if (patients.length <= 1) return entity;
  return patients.filter((one) => one.what?.reference === `Patient/${patient}`);
}

/** Patients as they are; of other resources one entity for each type. */
function withoutDetails(entity: readonly AuditEntity[]): readonly AuditEntity[] {
  const kinds = new Map<string, AuditEntity>();
  for (const one of entity.filter((other) => !isPatient(other))) {
    const type = one.what?.reference?.split('/')[0];
    if (type !== undefined) kinds.set(type, { ...one, what: { type } });
  }
  return [...entity.filter(isPatient), ...kinds.values()];
}
