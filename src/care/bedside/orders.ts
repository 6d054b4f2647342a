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
import type { MedicationOrder } from '../loop/index.ts';
import { findResources, idIn } from './chart.ts';
import { hasPharmacist } from './people.ts';
import type { Session } from './session.ts';
import { intervalMs, isSlot, onlySlot } from './slots.ts';
import { codesIn, extensionsIn, isSet, routeOf, unitIn, valueIn } from './systems.ts';

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
  const dosage = request.dosageInstruction?.[0];
  const dose = dosage?.doseAndRate?.[0]?.doseQuantity;
  const value = valueIn(dose);
  const product = idIn(request.medicationReference, 'Medication');
  const route = codesIn(dosage?.route)[0];
  if (value === undefined || product === undefined || route === undefined) throw unreadable(request);
  const prn = prnOf(dosage);
  const due = prn === undefined ? demandSlot(request, slot, zone) : undefined;
  const precheck = precheckOf(request);
  return {
    id: request.id ?? '',
    patient: idIn(request.subject, 'Patient') ?? '',
    product,
    dose: { value, unit: unitIn(dose) },
    route: routeOf(route),
    ...(due === undefined ? {} : { due }),
    status: request.status,
    version: request.meta?.versionId ?? '',
    ...pharmacy,
    timeCritical: isSet(request, 'time-critical'),
    nilByMouthExempt: isSet(request, 'nil-by-mouth-exempt'),
    ...(prn === undefined ? {} : { prn }),
    ...(precheck === undefined ? {} : { precheck }),
    allergiesAccepted: extensionsIn(request, 'allergy-accepted').flatMap(({ valueString }) => valueString ?? []),
  };
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

function prnOf(dosage: Dosage | undefined): MedicationOrder['prn'] | undefined {
  if (dosage?.asNeededBoolean !== true && dosage?.asNeededCodeableConcept === undefined) return undefined;
  const interval = dosage.timing?.repeat === undefined ? undefined : intervalMs(dosage.timing.repeat);
  const maxPerDay = valueIn(dosage.maxDosePerPeriod?.numerator);
  return {
    ...(interval === undefined ? {} : { minIntervalHours: interval / 3_600_000 }),
    ...(maxPerDay === undefined ? {} : { maxPerDay }),
  };
}

/** The measurement that an order asks for: an extension with observation, min, max and withinMinutes. */
function precheckOf(request: Request): MedicationOrder['precheck'] | undefined {
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

/** What the pharmacy did for the order as it is now. */
export async function pharmacyOf(session: Session, request: Request): Promise<Pharmacy> {
  const dispenses = await findResources(session.safety, 'MedicationDispense', {
    prescription: `MedicationRequest/${request.id ?? ''}`,
  });
  const written = momentOf(request.meta?.lastUpdated);
  const current = dispenses.filter(
    ({ status, meta }) =>
      ['preparation', 'in-progress', 'completed'].includes(status) && momentOf(meta?.lastUpdated) >= written,
  );
  const performers = current.flatMap(({ performer = [] }) =>
    performer.flatMap(({ actor }) => idIn(actor, 'Practitioner') ?? []),
  );
  const substituted = current.filter(({ substitution }) => substitution?.wasSubstituted === true);
  return {
    verified: await hasPharmacist(session, performers),
    substitutes: substituted.flatMap(({ medicationReference }) => idIn(medicationReference, 'Medication') ?? []),
  };
}

function momentOf(text: string | undefined): number {
  return (text === undefined ? undefined : intervalOf(text)?.low) ?? 0;
}
