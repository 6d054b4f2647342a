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
import { infusionEvent } from './infusion-event.ts';
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
  readonly lateEntry?: boolean;
  readonly site?: string | undefined;
  /** Pump or other device that it is given by. */
  readonly through?: string | undefined;
}

/** The write of a dose at the n-th place. */
export function doseWrite(dose: Dose, place = 0): Write {
  const { order, patient, at, notGiven, prnReason } = dose;
  const resource: Administration = {
    resourceType: 'MedicationAdministration',
    extension: extensionsOf(dose),
    ...identifiersOf(dose),
    status: notGiven !== undefined ? 'not-done' : order.infusion === undefined ? 'completed' : 'in-progress',
    ...(notGiven === undefined ? {} : { statusReason: [concept(notGiven)] }),
    medicationReference: refer('Medication', dose.product),
    subject: refer('Patient', patient),
    ...(order.encounter === undefined ? {} : { context: refer('Encounter', order.encounter) }),
    ...(notGiven !== undefined || order.infusion === undefined
      ? { effectiveDateTime: instantOf(at) }
      : { effectivePeriod: { start: instantOf(at) } }),
    ...performersOf(dose),
    ...(prnReason === undefined ? {} : { reasonCode: [concept(prnReason)] }),
    request: refer('MedicationRequest', order.id),
    ...devicesOf(dose),
    ...(dose.amount === undefined ? {} : { dosage: dosageOf(dose, dose.amount) }),
  };
  return create(resource, placeOf(place));
}

function devicesOf({ scanned, through }: Dose): Pick<Administration, 'device'> {
  const device = [
    ...(scanned ? [{ type: 'Device', display: 'scanner' }] : []),
    ...(through === undefined ? [] : [{ type: 'Device', display: through }]),
  ];
  return device.length === 0 ? {} : { device };
}

function dosageOf({ order, site }: Dose, value: number): NonNullable<Administration['dosage']> {
  const { infusion, dose, route } = order;
  return {
    ...(site === undefined ? {} : { site: concept(site) }),
    route: concept(route),
    ...(infusion === undefined
      ? { dose: amount(value, dose.unit) }
      : { rateQuantity: amount(infusion.rate, infusion.unit) }),
  };
}

function extensionsOf({
  order,
  at,
  by,
  scanned,
  queued,
  version,
  slot,
  lateEntry,
  notGiven,
}: Dose): NonNullable<Administration['extension']> {
  return [
    flagged('scanned', scanned),
    ...(queued === true ? [flagged('queued', true)] : []),
    ...(slot === undefined ? [] : [timed('dose-slot', slot)]),
    ...(version === undefined ? [] : [worded('order-version', version)]),
    ...(lateEntry === true ? [flagged('late-entry', true)] : []),
    ...(order.infusion === undefined || notGiven !== undefined
      ? []
      : [infusionEvent({ act: 'start', at, by: by?.id, rate: order.infusion.rate, unit: order.infusion.unit })]),
  ];
}

/** Lots and serials of packs, as identifiers. */
export function packIdentifiers(packs: readonly ProductRead[]): Identifier[] {
  return packs.flatMap(({ product, lot, serial }) => [
    ...(lot === undefined ? [] : [{ system: LOT_SYSTEM, value: `${product?.gtin ?? ''}.${lot}` }]),
    ...(serial === undefined ? [] : [{ system: SERIAL_SYSTEM, value: `${product?.gtin ?? ''}.${serial}` }]),
  ]);
}

function identifiersOf({ packs = [], clientId }: Dose): { readonly identifier?: Identifier[] } {
  const identifier: Identifier[] = [
    ...(clientId === undefined ? [] : [{ system: CLIENT_RECORD_SYSTEM, value: clientId }]),
    ...packIdentifiers(packs),
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
