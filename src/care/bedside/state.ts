/**
 * The medication loop's state, read from the record as it stands inside the session.
 *
 * Proof   medication.int.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import { instantOf, type EpochMs } from '../../kernel/index.ts';
import { converted } from '../loop/amounts.ts';
import { actionOf } from '../loop/steps.ts';
import {
  CARE_SYSTEM,
  type GivenDose,
  type LoopSettings,
  type MedicationOrder,
  type MedicationState,
  type Observed,
  type Product,
  type RunningDose,
  type Step,
} from '../loop/index.ts';
import type { MedicationBody } from './body.ts';
import { findResources, idIn, readResource } from './chart.ts';
import { packsTaken, standingDoses } from './guard.ts';
import { orderOf, pharmacyOf } from './orders.ts';
import { signedInOf, staffOf, wearerOf, type Wearer } from './people.ts';
import { drugName, productsOf } from './products.ts';
import type { Session } from './session.ts';
import { isOver } from './slots.ts';
import { codesIn, extensionsIn, momentOf, nameIn, unitIn, valueIn } from '../systems.ts';

/** How far back doses are looked at: more than any interval or daily maximum reaches. */
const LOOK_BACK_MS = 3 * 86_400_000;

/** What a state is read with. */
export interface StateOptions {
  readonly settings: LoopSettings;
  /** Do the checks of decision support answer? */
  readonly safetyCheck: () => Promise<'up' | 'down'>;
}

/** Everything that decides about the dose. */
export async function medicationState(
  session: Session,
  body: MedicationBody,
  { settings, safetyCheck }: StateOptions,
): Promise<MedicationState> {
  const { own } = session;
  const now = own.clock.now();
  const zone = own.settings.timeZone;
  const signedIn = signedInOf(session);
  const wearer = await wearerOf(session, body.patient);
  const running = await runningOf(session, body);
  const orders = await ordersOf(session, body, zone, running);
  const products = await productsOf(
    session,
    body.steps,
    orders.map(({ product }) => product),
  );
  const order = orders[0];
  const gone = order === undefined ? undefined : await goneOf(session, body.patient, order, wearer);
  return {
    now,
    zone,
    settings,
    steps: signedInSteps(body, signedIn),
    chart: body.patient,
    signedIn,
    staff: await staffOf(session, body.steps, signedIn),
    patients: wearer.patients,
    bandShared: wearer.bandShared,
    products,
    observations: order === undefined ? [] : await observationsOf(session, body, order, now),
    orders,
    ...(body.order === undefined ? {} : { selected: body.order }),
    ...(body.orderVersion === undefined ? {} : { readVersion: body.orderVersion }),
    allergies: await allergiesOf(session, body.patient),
    given: [...(await retracted(session, body)), ...(await givenDoses(session, body.patient, order, now))],
    flags: await flagsOf(session, { patient: body.patient }),
    recalls: await recallsOf(session, products),
    serials: await packsTaken(session, products),
    safetyCheck: await safetyCheck(),
    scanner: body.scanner,
    network: 'up',
    queue: [],
    ...(gone === undefined ? {} : { gone }),
    ...(running === undefined ? {} : { running }),
  };
}

/** Without any scanner the person who is signed in stands for the badge. */
function signedInSteps({ scanner, steps }: MedicationBody, staff: string): readonly Step[] {
  const isAbsent = scanner === 'absent' && !steps.some((step) => 'scan' in step && step.scan === 'badge');
  return isAbsent ? [{ action: 'badge-login', staff }, ...steps] : steps;
}

/** The infusion that something is done to, if it is this patient's. */
async function runningOf(session: Session, { steps, patient }: MedicationBody): Promise<RunningDose | undefined> {
  const act = actionOf(steps, 'infusion');
  if (act === undefined) return undefined;
  const resource = await readResource(session.own, 'MedicationAdministration', act.administration);
  const order = idIn(resource.request, 'MedicationRequest');
  return order === undefined || idIn(resource.subject, 'Patient') !== patient
    ? undefined
    : { id: act.administration, order, resource };
}

/** Was the patient discharged from the stay of the order, or from every stay? Did the patient die? */
async function goneOf(
  session: Session,
  patient: string,
  { encounter }: MedicationOrder,
  { deceased }: Wearer,
): Promise<MedicationState['gone']> {
  if (deceased) return 'deceased';
  const found = await findResources(session.safety, 'Encounter', { patient: `Patient/${patient}` });
  const own = found.filter(({ id }) => encounter === undefined || id === encounter);
  return own.length > 0 && own.every(({ status }) => OVER.has(status)) ? 'discharged' : undefined;
}

const OVER = new Set(['finished', 'cancelled', 'entered-in-error']);

/** The chosen order, or that of the infusion. A retraction needs none. */
async function ordersOf(
  session: Session,
  { order: chosen, slot: due }: MedicationBody,
  zone: string,
  running: RunningDose | undefined,
): Promise<readonly MedicationOrder[]> {
  const order = chosen ?? running?.order;
  if (order === undefined || (running !== undefined && running.order !== order)) return [];
  const request = await readResource(session.own, 'MedicationRequest', order);
  const slot =
    due ??
    (running === undefined ? undefined : momentOf(extensionsIn(running.resource, 'dose-slot')[0]?.valueDateTime));
  const found = orderOf(request, slot, zone, await pharmacyOf(session, request));
  const isEnded = found.prn !== undefined && isOver(request, session.own.clock.now(), zone);
  return [isEnded && found.status === 'active' ? { ...found, status: 'completed' } : found];
}

/** What was measured just now, else observations of the kind that the order asks for. */
async function observationsOf(
  session: Session,
  { patient, steps }: MedicationBody,
  { precheck }: MedicationOrder,
  now: EpochMs,
): Promise<readonly Observed[]> {
  if (precheck === undefined) return [];
  const measured = actionOf(steps, 'measure');
  if (measured?.observation === precheck.observation)
    return [{ code: measured.observation, at: now, value: measured.value }];
  const from = instantOf((now - precheck.withinMinutes * 60_000 - 60_000) as EpochMs);
  const criteria = { patient: `Patient/${patient}`, code: precheck.observation, date: `ge${from}` };
  const found = await findResources(session.safety, 'Observation', criteria);
  return found.flatMap(({ status, effectiveDateTime, effectiveInstant, valueQuantity }) => {
    const at = momentOf(effectiveDateTime ?? effectiveInstant);
    const value = valueIn(valueQuantity);
    if (at === undefined || value === undefined || !STANDING.has(status)) return [];
    return [{ code: precheck.observation, at, value }];
  });
}

const STANDING = new Set(['preliminary', 'final', 'amended', 'corrected']);

/** Substances of allergies that are neither refuted nor over. */
async function allergiesOf(session: Session, patient: string): Promise<readonly { readonly substance: string }[]> {
  const found = await findResources(session.safety, 'AllergyIntolerance', { patient: `Patient/${patient}` });
  return found
    .filter(
      ({ clinicalStatus, verificationStatus }) =>
        !codesIn(clinicalStatus).some((one) => one === 'inactive' || one === 'resolved') &&
        !codesIn(verificationStatus).some((one) => one === 'refuted' || one === 'entered-in-error'),
    )
    .flatMap(({ code, reaction = [] }) => [code, ...reaction.map(({ substance }) => substance)])
    .flatMap((concept) => [nameIn(concept), concept?.text?.toLowerCase() ?? ''])
    .filter((substance) => substance !== '')
    .map((substance) => ({ substance }));
}

/** Active flags of our own codes. */
async function flagsOf(session: Session, about: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const found = await findResources(session.safety, 'Flag', about);
  return found
    .filter(({ status }) => status === 'active')
    .flatMap(({ code }) => (code.coding ?? []).filter(({ system }) => system === CARE_SYSTEM))
    .flatMap((coding) => coding.code ?? []);
}

/** A recall is an active Flag about the Medication, with the lot as its identifier. */
async function recallsOf(session: Session, products: readonly Product[]): Promise<MedicationState['recalls']> {
  const recalls: { product: string; lot: string }[] = [];
  for (const { id } of products) {
    const flags = await findResources(session.safety, 'Flag', { subject: `Medication/${id}` });
    for (const { status, code, identifier = [] } of flags) {
      if (status !== 'active' || !codesIn(code).includes('recall')) continue;
      recalls.push(...identifier.flatMap(({ value }) => (value === undefined ? [] : [{ product: id, lot: value }])));
    }
  }
  return recalls;
}

type Administration = ResourceOfType['MedicationAdministration'];

/** Doses of the last days, and those that stand in the slots of the order however old they are. */
async function givenDoses(
  session: Session,
  patient: string,
  order: MedicationOrder | undefined,
  now: EpochMs,
): Promise<readonly GivenDose[]> {
  const from = instantOf((now - LOOK_BACK_MS) as EpochMs);
  const found = await findResources(session.safety, 'MedicationAdministration', {
    subject: `Patient/${patient}`,
    'effective-time': `ge${from}`,
  });
  const drugs = new Map<string, string>();
  for (const id of new Set(found.flatMap(({ medicationReference }) => idIn(medicationReference, 'Medication') ?? [])))
    drugs.set(id, await drugOf(session, id));
  const recorded = found.map((one) => givenOf(one, drugs, order));
  return order === undefined ? recorded : [...recorded, ...(await standingDoses(session, order))];
}

/** The dose that is to be retracted, however old, if it is this patient's. */
async function retracted(session: Session, { steps, patient }: MedicationBody): Promise<readonly GivenDose[]> {
  const step = actionOf(steps, 'retract');
  if (step === undefined) return [];
  const dose = await readResource(session.own, 'MedicationAdministration', step.administration);
  return idIn(dose.subject, 'Patient') === patient ? [givenOf(dose, new Map(), undefined)] : [];
}

async function drugOf(session: Session, id: string): Promise<string> {
  return drugName(await readResource(session.safety, 'Medication', id));
}

function givenOf(
  one: Administration,
  drugs: ReadonlyMap<string, string>,
  order: MedicationOrder | undefined,
): GivenDose {
  const medication = idIn(one.medicationReference, 'Medication');
  const slot = momentOf(extensionsIn(one, 'dose-slot')[0]?.valueDateTime);
  const quantity = one.dosage?.dose;
  const value = valueIn(quantity);
  const dose =
    value === undefined || order === undefined ? undefined : converted(value, unitIn(quantity), order.dose.unit);
  return {
    id: one.id ?? '',
    order: idIn(one.request, 'MedicationRequest') ?? '',
    drug: drugs.get(medication ?? '') ?? '',
    at: momentOf(one.effectiveDateTime ?? one.effectivePeriod?.start) ?? (0 as EpochMs),
    status: one.status,
    ...(slot === undefined ? {} : { slot }),
    ...(dose === undefined ? {} : { dose }),
  };
}
