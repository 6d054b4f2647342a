/**
 * One order with everything that it takes to decide about it, on one screen.
 *
 * Proof   facts.int.test.ts
 */
import { randomUUID } from 'node:crypto';
import type { Alert, Checked, Unchecked } from '../../cds/index.ts';
import { instantOf } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { findAmong, findResources, idIn, readResource } from '../bedside/chart.ts';
import { doseOf, isAsNeeded, isReadable } from '../bedside/orders.ts';
import { drugName, productOf } from '../bedside/products.ts';
import { slotsBetween } from '../bedside/slots.ts';
import type { CareContext } from '../context.ts';
import { CARE_SYSTEM } from '../loop/index.ts';
import { extensionsIn, isSet } from '../systems.ts';
import type { EpochMs } from '../../kernel/index.ts';
import { OPEN_TASKS, type Dispense, type Medication, type Request, type Task } from './codes.ts';
import { lookAlikes } from './look-alike.ts';
import { known, type KnownOrder } from './orders.ts';
import { patientFacts, type PatientFacts } from './patient.ts';
import type { Places } from './places.ts';
import { keepReading, type Tier } from './reading.ts';
import { messagesAbout, type Message } from './thread.ts';
import { standingOf, type Standing } from './worklist.ts';

/** Everything about one order. */
export interface OrderFacts {
  readonly reading: string;
  readonly order: string;
  readonly version: string;
  readonly request: Request;
  readonly medication?: Medication;
  readonly place: KnownOrder['place'];
  readonly standing: Standing;
  readonly verified: boolean;
  readonly highAlert: boolean;
  readonly lookAlikes: readonly string[];
  readonly readable: boolean;
  readonly asNeeded: boolean;
  readonly nextDoses: readonly string[];
  readonly facts: PatientFacts;
  readonly findings: Findings;
  /** Products of the same active substance that could be dispensed instead. */
  readonly substitutes: readonly Medication[];
  readonly dispenses: readonly Dispense[];
  readonly messages: readonly Message[];
}

export interface Findings {
  readonly tier: Tier;
  readonly alerts: readonly Alert[];
  readonly unchecked: readonly Unchecked[];
  /** Does the house have decision support at all? */
  readonly checked: boolean;
}

const DAY = 86_400_000;

/** Reads an order for a decision, and keeps that it was read. */
export async function orderFacts(
  context: Context,
  { cds, timeZone }: CareContext,
  places: Places,
  asked: { readonly order: string; readonly language: 'ko' | 'en' },
): Promise<OrderFacts> {
  const request = await readResource(context, 'MedicationRequest', asked.order);
  const patient = idIn(request.subject, 'Patient') ?? '';
  const [[order], facts, messages, [task]] = await Promise.all([
    known(context, places, [request]),
    patientFacts(context, patient),
    messagesAbout(context, [asked.order]),
    verifyTasks(context, asked.order),
  ]);
  const { medication } = order ?? {};
  const [findings, substitutes] = await Promise.all([
    findingsOf(context, cds, request, medication, asked.language),
    substitutesOf(context, request, medication),
  ]);
  const version = request.meta?.versionId ?? '';
  const rules = findings.alerts.filter(({ tier }) => tier < 3).map(({ rule }) => rule);
  const now = context.clock.now();
  return {
    reading: await keepReading(context, {
      request: asked.order,
      version,
      tier: findings.tier,
      rules: [...new Set(rules)],
    }),
    order: asked.order,
    version,
    request,
    ...(medication === undefined ? {} : { medication }),
    place: order?.place ?? {},
    standing: standingOf(task, order?.changed === true),
    verified: order?.pharmacy.verified === true,
    highAlert: medication !== undefined && isSet(medication, 'high-alert'),
    lookAlikes: lookAlikes(medication),
    readable: isReadable(request),
    asNeeded: isAsNeeded(request),
    nextDoses: slotsBetween(request, now, (now + DAY) as EpochMs, timeZone)
      .slice(0, 6)
      .map((slot) => instantOf(slot)),
    facts,
    findings,
    substitutes,
    dispenses: order?.dispenses ?? [],
    messages,
  };
}

/** Open tasks to verify an order. */
export function verifyTasks(context: Context, order: string): Promise<readonly Task[]> {
  return findResources(context, 'Task', {
    code: `${CARE_SYSTEM}|verify`,
    focus: `MedicationRequest/${order}`,
    status: OPEN_TASKS,
  });
}

/** What decision support says of this order; that it could not be asked is a finding too. */
async function findingsOf(
  context: Context,
  cds: CareContext['cds'],
  request: Request,
  medication: Medication | undefined,
  language: 'ko' | 'en',
): Promise<Findings> {
  if (cds === undefined) return { tier: 0, alerts: [], unchecked: [unavailable()], checked: false };
  const entry = [request, ...(medication === undefined ? [] : [medication])].map((resource) => ({ resource }));
  const patientId = idIn(request.subject, 'Patient') ?? '';
  const asked = {
    hook: 'order-sign' as const,
    hookInstance: randomUUID(),
    context: { patientId, userId: context.caller.fhirUser, draftOrders: { resourceType: 'Bundle' as const, entry } },
  };
  const { caller, reach, base } = context;
  try {
    const { checked } = await cds.consult(asked as Parameters<typeof cds.consult>[0], {
      caller,
      reach,
      base,
      language,
    });
    return relevant(checked, `MedicationRequest/${request.id ?? ''}`);
  } catch {
    return { tier: 0, alerts: [], unchecked: [unavailable()], checked: false };
  }
}

function unavailable(): Unchecked {
  return {
    check: 'all',
    reason: {
      en: 'decision support did not answer: check by hand',
      ko: '처방 점검이 응답하지 않습니다. 직접 확인하세요',
    },
  };
}

function relevant({ alerts, unchecked }: Checked, order: string): Findings {
  const own = alerts.filter(
    (alert) => alert.order === undefined || alert.order === order || alert.against.includes(order),
  );
  const tier = own.reduce<Tier>((worst, one) => (worst === 0 || one.tier < worst ? one.tier : worst), 0);
  return { tier, alerts: own, unchecked, checked: true };
}

/** Other products of the same active substance that may be given by the ordered route, in a unit that can be counted. */
async function substitutesOf(
  context: Context,
  request: Request,
  medication: Medication | undefined,
): Promise<readonly Medication[]> {
  const concept = medication?.ingredient?.[0]?.itemCodeableConcept;
  const [coding] = concept?.coding ?? [];
  if (medication === undefined || coding?.code === undefined) return [];
  const found = await findAmong(context, 'Medication', 'ingredient-code', [`${coding.system ?? ''}|${coding.code}`]);
  return found.filter((one) => one.id !== medication.id && mayReplace(request, medication, one));
}

/** May this product be dispensed for the order? */
export function mayReplace(request: Request, ordered: Medication, other: Medication): boolean {
  const product = productOf(other);
  const { route, dose } = doseOf(request);
  if (product === undefined || drugName(other) === '' || drugName(ordered) !== drugName(other)) return false;
  const fitsRoute = extensionsIn(other, 'route').length === 0 || product.routes?.includes(route ?? '') === true;
  return fitsRoute && dose !== undefined && (product.unit === undefined || product.unit === dose.unit);
}
