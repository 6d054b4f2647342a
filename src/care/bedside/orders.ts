/**
 * A MedicationRequest as the loop looks at it.
 *
 * It must name a product of the product file, a dose and a route: what cannot be checked cannot be given.
 * A pharmacist's MedicationDispense that is not older than the order is the proof of its verification (only pharmacists and
 * physicians may write one); any change of the order needs it again.
 *
 * Source  https://hl7.org/fhir/R4/medicationrequest.html, https://hl7.org/fhir/R4/medicationdispense.html
 * Proof   orders.test.ts, medication.int.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import { intervalOf, OutcomeError, type EpochMs } from '../../kernel/index.ts';
import { converted } from '../loop/amounts.ts';
import type { MedicationOrder } from '../loop/index.ts';
import { findResources, idIn } from './chart.ts';
import { pharmacistsAmong } from './people.ts';
import type { Session } from './session.ts';
import { hasReadableTiming, intervalMs, isSlot, onlySlot } from './slots.ts';
import { codesIn, extensionsIn, isSet, routeOf, unitIn, valueIn } from '../systems.ts';

type Request = ResourceOfType['MedicationRequest'];
type Dosage = NonNullable<Request['dosageInstruction']>[number];

/** What the pharmacy did for an order. */
export interface Pharmacy {
  readonly verified: boolean;
  readonly substitutes: readonly string[];
}

/** The order with the dose that is due at `slot`. */
export function orderOf(
  request: Request,
  slot: EpochMs | undefined,
  zone: string,
  pharmacy: Pharmacy,
): MedicationOrder {
  const { dose, route } = doseOf(request);
  const infusion = infusionOf(request.dosageInstruction?.[0]);
  const product = idIn(request.medicationReference, 'Medication');
  if (dose === undefined || product === undefined || route === undefined || !isReadable(request))
    throw unreadable(request);
  const prn = isAsNeeded(request) ? prnOf(request.dosageInstruction?.[0]) : undefined;
  const due = prn === undefined ? demandSlot(request, slot, zone) : undefined;
  const precheck = precheckOf(request);
  const stay = idIn(request.encounter, 'Encounter');
  return {
    id: request.id ?? '',
    patient: idIn(request.subject, 'Patient') ?? '',
    product,
    dose,
    route,
    ...(due === undefined ? {} : { due }),
    status: request.status,
    version: request.meta?.versionId ?? '',
    ...pharmacy,
    timeCritical: isSet(request, 'time-critical'),
    nilByMouthExempt: isSet(request, 'nil-by-mouth-exempt'),
    ...(prn === undefined ? {} : { prn }),
    ...(precheck === undefined ? {} : { precheck }),
    ...(infusion === undefined ? {} : { infusion }),
    ...(stay === undefined ? {} : { encounter: stay }),
    allergiesAccepted: extensionsIn(request, 'allergy-accepted').flatMap(({ valueString }) => valueString ?? []),
  };
}

const INTENTS = new Set(['order', 'original-order', 'reflex-order', 'filler-order', 'instance-order']);

/** Something that runs: its rate, as ordered. */
export type Infusion = NonNullable<MedicationOrder['infusion']>;

/** The rate of a dosage: an amount over time (`mL/h`), or a ratio of both; absent where it has none. */
export function infusionOf(dosage: Dosage | undefined): Infusion | undefined {
  const { rateQuantity, rateRatio, rateRange } = dosage?.doseAndRate?.[0] ?? {};
  const quantity = rateQuantity ?? rateRange?.low;
  const rate = valueIn(quantity);
  const most = valueIn(rateRange?.high);
  if (rate !== undefined) return { rate, unit: unitIn(quantity), ...(most === undefined ? {} : { most }) };
  const [amount, time] = [valueIn(rateRatio?.numerator), valueIn(rateRatio?.denominator)];
  if (amount === undefined || time === undefined || time === 0) return undefined;
  return { rate: amount / time, unit: `${unitIn(rateRatio?.numerator)}/${unitIn(rateRatio?.denominator)}` };
}

/** Dose and route as ordered, as far as they can be read; of an infusion without an amount, its rate. */
export function doseOf({ dosageInstruction }: Request): Partial<Pick<MedicationOrder, 'dose' | 'route'>> {
  const dosage = dosageInstruction?.[0];
  const { doseQuantity, rateQuantity, rateRange } = dosage?.doseAndRate?.[0] ?? {};
  const quantity = doseQuantity ?? rateQuantity ?? rateRange?.low;
  const value = valueIn(quantity);
  const code = codesIn(dosage?.route)[0];
  return {
    ...(value === undefined ? {} : { dose: { value, unit: unitIn(quantity) } }),
    ...(code === undefined ? {} : { route: routeOf(code) }),
  };
}

/** Is the dose given when the patient needs it? */
export function isAsNeeded({ dosageInstruction }: Request): boolean {
  const dosage = dosageInstruction?.[0];
  return dosage?.asNeededBoolean === true || dosage?.asNeededCodeableConcept !== undefined;
}

/** An order to do something, of a product, in one dosage, without anything that changes its meaning and is not understood. */
export function isReadable(request: Request): boolean {
  const { intent, doNotPerform, dosageInstruction = [], modifierExtension } = request;
  const { dose, route } = doseOf(request);
  if (dose === undefined || route === undefined || idIn(request.medicationReference, 'Medication') === undefined)
    return false;
  const isPlain = modifierExtension === undefined && dosageInstruction[0]?.modifierExtension === undefined;
  const isOrder = INTENTS.has(intent) && doNotPerform !== true && dosageInstruction.length === 1;
  return isPlain && isOrder && hasReadableTiming(request) && hasReadableMaximum(dosageInstruction[0]);
}

/** A maximum is understood where it is one of a day. */
function hasReadableMaximum(dosage: Dosage | undefined): boolean {
  const period = dosage?.maxDosePerPeriod?.denominator;
  if (dosage?.maxDosePerPeriod === undefined) return true;
  return maximumOf(dosage) !== undefined && converted(valueIn(period) ?? 0, unitIn(period), 'h') === 24;
}

/** The daily maximum in the unit of the dose. */
function maximumOf(dosage: Dosage): number | undefined {
  const most = dosage.maxDosePerPeriod?.numerator;
  const value = valueIn(most);
  const unit = unitIn(dosage.doseAndRate?.[0]?.doseQuantity);
  return value === undefined ? undefined : converted(value, unitIn(most), unit);
}

function unreadable({ id = '' }: Request): OutcomeError {
  const text = `MedicationRequest/${id} names no product, dose or route that can be checked; ask for a new order.`;
  return new OutcomeError('business-rule', 'care.order-unreadable', text);
}

/** The slot that was chosen, if the order has it; its only one where none was chosen. */
function demandSlot(request: Request, slot: EpochMs | undefined, zone: string): EpochMs {
  const chosen = slot ?? onlySlot(request, zone);
  if (chosen !== undefined && isSlot(request, chosen, zone)) return chosen;
  const text = `MedicationRequest/${request.id ?? ''} has no dose at that time; read the list again and choose one.`;
  throw new OutcomeError('business-rule', 'care.no-such-dose', text);
}

function prnOf(dosage: Dosage | undefined): NonNullable<MedicationOrder['prn']> {
  const repeat = dosage?.timing?.repeat;
  const interval = repeat === undefined ? undefined : intervalMs(repeat);
  const maxPerDay = dosage === undefined ? undefined : maximumOf(dosage);
  return {
    ...(interval === undefined ? {} : { minIntervalHours: interval / 3_600_000 }),
    ...(maxPerDay === undefined ? {} : { maxPerDay }),
  };
}

/** The measurement that an order asks for before a dose: an extension with observation, min, max and withinMinutes. */
export function precheckOf(request: Request): MedicationOrder['precheck'] | undefined {
  const [extension] = extensionsIn(request, 'precheck');
  if (extension === undefined) return undefined;
  const part = (name: string) => extension.extension?.find(({ url }) => url === name);
  const [min, max] = [valueIn(part('min')?.valueQuantity), valueIn(part('max')?.valueQuantity)];
  return {
    observation: part('observation')?.valueCode ?? '',
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    withinMinutes: part('withinMinutes')?.valueInteger ?? 60,
  };
}

type Dispense = ResourceOfType['MedicationDispense'];

/** What the pharmacy did for the order as it is now. */
export async function pharmacyOf(session: Session, request: Request): Promise<Pharmacy> {
  const prescription = `MedicationRequest/${request.id ?? ''}`;
  const dispenses = await findResources(session.safety, 'MedicationDispense', { prescription });
  const pharmacists = await pharmacistsAmong(session.safety, performersOf(dispenses));
  return pharmacyFrom(request, dispenses, pharmacists);
}

/** What these dispenses of an order say of it as it is now. */
export function pharmacyFrom(
  request: Request,
  dispenses: readonly Dispense[],
  pharmacists: ReadonlySet<string>,
): Pharmacy {
  const written = momentOf(request.meta?.lastUpdated);
  const current = dispenses.filter(
    ({ status, meta }) =>
      ['preparation', 'in-progress', 'completed'].includes(status) && momentOf(meta?.lastUpdated) >= written,
  );
  const substituted = current.filter(({ substitution }) => substitution?.wasSubstituted === true);
  return {
    verified: performersOf(current).some((id) => pharmacists.has(id)),
    substitutes: substituted.flatMap(({ medicationReference }) => idIn(medicationReference, 'Medication') ?? []),
  };
}

/** Ids of the practitioners who dispensed. */
export function performersOf(dispenses: readonly Dispense[]): readonly string[] {
  return dispenses.flatMap(({ performer = [] }) => performer.flatMap(({ actor }) => idIn(actor, 'Practitioner') ?? []));
}

function momentOf(text: string | undefined): number {
  return (text === undefined ? undefined : intervalOf(text)?.low) ?? 0;
}
