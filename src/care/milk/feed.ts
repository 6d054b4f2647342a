/**
 * The milk loop on the record: the bottle is the baby's whose band was scanned, within its time, and is fed once.
 *
 * Source  https://hl7.org/fhir/R4/nutritionorder.html
 * Proof   milk.int.test.ts, ../blood/conformance.int.test.ts
 */
import { OutcomeError } from '../../kernel/index.ts';
import { idIn, readResource } from '../bedside/chart.ts';
import { hereOf } from '../bedside/gone.ts';
import { signedInOf, staffOf, wearerOf } from '../bedside/people.ts';
import type { BedsideLoop } from '../bedside/record.ts';
import type { Session } from '../bedside/session.ts';
import { putResource } from '../bedside/write.ts';
import { labelNumber } from '../laboratory/receipt.ts';
import { decideMilk, type LoopSettings, type MilkState, type Plan, type Step } from '../loop/index.ts';
import { momentOf } from '../systems.ts';
import type { FeedBody } from './body.ts';
import { bottleId, bottleOf, type Bottle } from './bottle.ts';

/** The loop with the thresholds of the hospital. */
export function milkLoop(settings: LoopSettings): BedsideLoop<FeedBody> {
  return {
    name: 'milk',
    orderOf: ({ order }) => `NutritionOrder/${order}`,
    locksOf: async (session, { steps }) => {
      const id = await scannedId(session, steps);
      return id === undefined ? [] : [`BiologicallyDerivedProduct/${id}`];
    },
    decide: async (session, body) => decideMilk(await milkState(session, body, settings)),
    after: (session, body, plan) => afterwards(session, body, plan),
  };
}

/** The product of the bottle that was scanned last. */
async function scannedId(session: Session, steps: readonly Step[]): Promise<string | undefined> {
  const number = scannedNumber(session, steps);
  return number === undefined ? undefined : bottleId(session, number);
}

function scannedNumber({ own }: Session, steps: readonly Step[]): string | undefined {
  const scan = steps.findLast((step) => 'scan' in step && step.scan === 'bottle');
  return scan !== undefined && 'scan' in scan ? labelNumber(own, scan.raw) : undefined;
}

async function milkState(session: Session, body: FeedBody, settings: LoopSettings): Promise<MilkState> {
  const { own } = session;
  const signedIn = signedInOf(session);
  const order = await readResource(own, 'NutritionOrder', body.order);
  const id = await scannedId(session, body.steps);
  const bottle =
    id === undefined ? undefined : bottleOf(await readResource(session.safety, 'BiologicallyDerivedProduct', id));
  return {
    now: own.clock.now(),
    zone: own.settings.timeZone,
    settings,
    steps: body.steps,
    chart: body.patient,
    signedIn,
    staff: await staffOf(session, body.steps, signedIn),
    ...(await hereOf(session, await wearerOf(session, body.patient), order.encounter)),
    products: [],
    observations: [],
    order: {
      id: body.order,
      patient: idIn(order.patient, 'Patient') ?? '',
      status: order.status,
      ...ownBottle(bottle, body.patient),
    },
  };
}

/** The scanned bottle where it is the baby's own; else one that no scan can match. */
function ownBottle(bottle: Bottle | undefined, baby: string): Pick<MilkState['order'], 'bottle' | 'thawedAt' | 'used'> {
  if (bottle === undefined || bottle.baby !== baby) return { bottle: '' };
  const thawedAt = momentOf(bottle.thawedAt);
  return { bottle: bottle.number, used: bottle.fed, ...(thawedAt === undefined ? {} : { thawedAt }) };
}

/** The bottle is used up: the unique key is the second wall behind the lock. */
async function afterwards(session: Session, { steps }: FeedBody, { writes, audit }: Plan): Promise<readonly string[]> {
  if (audit !== '0' || !writes.some((one) => one.op === 'create' && one.resource.resourceType === 'Procedure'))
    return [];
  const number = scannedNumber(session, steps);
  const id = await scannedId(session, steps);
  if (number === undefined || id === undefined) throw new Error('the bottle that was fed is not found');
  const text = 'insert into care_feed (bottle, procedure) values ($1, $2) on conflict do nothing returning 1';
  const rows = await session.transaction.query(text, [number, id], 'care_feed');
  if (rows.length === 0)
    throw new OutcomeError('conflict', 'care.bottle-fed', 'This bottle was fed by somebody else a moment ago.');
  const product = await readResource(session.safety, 'BiologicallyDerivedProduct', id);
  return [await putResource(session.own, { ...product, status: 'unavailable' })];
}
