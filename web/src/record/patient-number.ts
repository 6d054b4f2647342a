/**
 * The number by which a hospital knows a patient.
 *
 * Source  http://terminology.hl7.org/CodeSystem/v2-0203 (MR: medical record number)
 * Proof   patient-number.test.ts
 */
import type { Identifier, Patient } from '../fhir/types.ts';

function isRecordNumber({ type }: Identifier): boolean {
  return type?.coding?.some(({ code }) => code === 'MR') === true;
}

/** Numbers that identify a person outside of the hospital are no patient numbers and are not shown. */
function isForeign({ type, system }: Identifier): boolean {
  return (
    type?.coding?.some(({ code }) => code === 'SS' || code === 'NI' || code === 'DL' || code === 'PPN') === true ||
    system?.includes('ssn') === true
  );
}

/** The patient number; undefined where none is recorded. */
export function patientNumber(patient: Patient): string | undefined {
  const own = (patient.identifier ?? []).filter(
    (one) => one.value !== undefined && one.use !== 'old' && !isForeign(one),
  );
  return (own.find(isRecordNumber) ?? own[0])?.value;
}
