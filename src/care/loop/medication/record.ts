/**
 * The MedicationAdministration of a dose: given, or not given and why.
 *
 * Source  https://hl7.org/fhir/R4/medicationadministration.html
 * Proof   test/conformance/closed-loop.test.ts
 */
import { instantOf, type EpochMs } from '../../../kernel/index.ts';
import type { CodeableConcept, Identifier, ResourceOfType } from '../../../fhir/index.ts';
import type { ProductRead } from '../bedside.ts';
import type { MedicationOrder, Staff } from '../state.ts';
import { amount, concept, create, flagged, placeOf, refer, timed, worded, type Write } from '../writes.ts';

type Administration = ResourceOfType['MedicationAdministration'];

/** Systems of the identifiers that a dose carries. */
export const SERIAL_SYSTEM = 'https://id.gs1.org/21';
export const LOT_SYSTEM = 'https://id.gs1.org/10';
export const CLIENT_RECORD_SYSTEM = 'https://maru.health/fhir/NamingSystem/client-record';
const FUNCTION = 'http://terminology.hl7.org/CodeSystem/med-admin-perform-function';

/** What is known of a dose. */
export interface Dose {
  readonly order: MedicationOrder;
  readonly patient: string;
  readonly at: EpochMs;
  readonly by?: Staff | undefined;
  readonly witness?: Staff | undefined;
  /** Amount in the unit of the order; absent where nothing was given. */
  readonly amount?: number;
  readonly product: string;
  readonly packs?: readonly ProductRead[];
  readonly scanned: boolean;
  readonly queued?: boolean;
  readonly version?: string | undefined;
  readonly slot?: EpochMs | undefined;
  readonly prnReason?: string | undefined;
  readonly notGiven?: string;
  readonly clientId?: string;
}

/** The write of a dose at the n-th place. */
export function doseWrite(dose: Dose, place = 0): Write {
  const { order, patient, at, notGiven, prnReason } = dose;
  const resource: Administration = {
    resourceType: 'MedicationAdministration',
    extension: extensionsOf(dose),
    ...identifiersOf(dose),
    status: notGiven === undefined ? 'completed' : 'not-done',
    ...(notGiven === undefined ? {} : { statusReason: [concept(notGiven)] }),
    medicationReference: refer('Medication', dose.product),
    subject: refer('Patient', patient),
    effectiveDateTime: instantOf(at),
    ...performersOf(dose),
    ...(prnReason === undefined ? {} : { reasonCode: [concept(prnReason)] }),
    request: refer('MedicationRequest', order.id),
    ...(dose.scanned ? { device: [{ type: 'Device', display: 'scanner' }] } : {}),
    ...(dose.amount === undefined
      ? {}
      : { dosage: { route: concept(order.route), dose: amount(dose.amount, order.dose.unit) } }),
  };
  return create(resource, placeOf(place));
}

function extensionsOf({ scanned, queued, version, slot }: Dose): NonNullable<Administration['extension']> {
  return [
    flagged('scanned', scanned),
    ...(queued === true ? [flagged('queued', true)] : []),
    ...(slot === undefined ? [] : [timed('dose-slot', slot)]),
    ...(version === undefined ? [] : [worded('order-version', version)]),
  ];
}

function identifiersOf({ packs = [], clientId }: Dose): { readonly identifier?: Identifier[] } {
  const identifier: Identifier[] = [
    ...(clientId === undefined ? [] : [{ system: CLIENT_RECORD_SYSTEM, value: clientId }]),
    ...packs.flatMap(({ product, lot, serial }) => [
      ...(lot === undefined ? [] : [{ system: LOT_SYSTEM, value: `${product?.gtin ?? ''}.${lot}` }]),
      ...(serial === undefined ? [] : [{ system: SERIAL_SYSTEM, value: `${product?.gtin ?? ''}.${serial}` }]),
    ]),
  ];
  const distinct = [...new Map(identifier.map((one) => [`${one.system}|${one.value}`, one])).values()];
  return distinct.length === 0 ? {} : { identifier: distinct };
}

function performersOf({ by, witness }: Dose): { readonly performer?: NonNullable<Administration['performer']> } {
  const performer = [
    ...(by === undefined ? [] : [performing(by, 'performer')]),
    ...(witness === undefined ? [] : [performing(witness, 'witness')]),
  ];
  return performer.length === 0 ? {} : { performer };
}

function performing({ id }: Staff, code: string): { function: CodeableConcept; actor: { reference: string } } {
  return { function: { coding: [{ system: FUNCTION, code }] }, actor: { reference: `Practitioner/${id}` } };
}
