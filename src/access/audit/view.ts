/**
 * An entry as an AuditEvent resource, whole or as far as it is about one patient.
 *
 * A search may have touched many patients. Who looks at one patient's entries (the patient above all) does not learn from
 * them who else is in the hospital: other patients, the query, and resources that cannot be told apart are left out, and the
 * resource says so (tag SUBSETTED).
 *
 * Source  https://hl7.org/fhir/R4/auditevent.html
 * Proof   view.test.ts
 */
import { auditEventId, type AuditRecord } from './record.ts';
import type { EventRow } from './table.ts';

interface Entity {
  readonly what?: { readonly reference?: string };
  readonly role?: { readonly code?: string };
}

const SUBSETTED = {
  tag: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' }],
};

/** The resource of a row; about one patient only where one is named. */
export function recordOf(row: EventRow, patient?: string): AuditRecord {
  const seq = Number(row.seq);
  const event = JSON.parse(row.event) as { readonly entity?: readonly Entity[] };
  const { entity, ...rest } = event;
  const kept = patient === undefined ? entity : aboutPatient(entity, patient);
  const meta = kept === entity ? {} : { meta: SUBSETTED };
  return {
    seq,
    resource: {
      resourceType: 'AuditEvent',
      id: auditEventId(seq),
      ...meta,
      ...withoutType(rest),
      ...(kept === undefined ? {} : { entity: kept }),
    },
  };
}

function withoutType(event: object): object {
  const { resourceType: _type, ...rest } = event as { resourceType?: string };
  return rest;
}

function aboutPatient(entity: readonly Entity[] | undefined, patient: string): readonly Entity[] | undefined {
  const patients = entity?.filter((one) => one.role?.code === '1') ?? [];
  if (patients.length <= 1) return entity;
  return patients.filter((one) => one.what?.reference === `Patient/${patient}`);
}
