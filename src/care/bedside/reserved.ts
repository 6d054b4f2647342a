/**
 * What clients do not write by themselves: a dose written through the FHIR API would take no lock and no slot, so it could be
 * given twice. Programs of the house's own (`system`) may, because history is taken over by them.
 *
 * Proof   reserved.int.test.ts
 */
export const RESERVED_WRITES: ReadonlyMap<string, string> = new Map([
  ['MedicationAdministration', '/care/medication/record'],
]);
