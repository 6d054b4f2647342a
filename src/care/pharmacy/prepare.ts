/**
 * What is to be dispensed: verified orders with doses in the coming hours for which no unit dose was prepared yet, by ward.
 *
 * Unit    units of use for each dose: what is ordered over what one unit holds, rounded up
 * Proof   dispense.int.test.ts
 */
import { instantOf, type EpochMs } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import type { Connection } from '../../store/index.ts';
import { findAmong, findResources, idIn, readResource } from '../bedside/chart.ts';
import { doseOf, isAsNeeded, isReadable } from '../bedside/orders.ts';
import { productOf } from '../bedside/products.ts';
import { slotsBetween } from '../bedside/slots.ts';
import { converted } from '../loop/amounts.ts';
import { isSet } from '../systems.ts';
import { STAY_CLASSES, type Medication, type Request } from './codes.ts';
import { lookAlikes } from './look-alike.ts';
import { known, type KnownOrder } from './orders.ts';
import type { Places } from './places.ts';

/** Orders of one ward, or of all. */
export interface PrepareAsk {
  readonly ward?: string | undefined;
  readonly hours: number;
}

/** One order with its doses that wait for unit doses. */
export interface PrepareLine extends Pick<KnownOrder, 'request' | 'patient' | 'place'> {
  readonly order: string;
  readonly version: string;
  /** The product that is dispensed: the ordered one, or what the pharmacist put in its place. */
  readonly product: Medication;
  readonly substituted: boolean;
  readonly highAlert: boolean;
  readonly lookAlikes: readonly string[];
  readonly asNeeded: boolean;
  readonly slots: readonly string[];
  /** Units for each dose. */
  readonly unitsPerDose: number;
  /** Units that were prepared and are not used yet, of a drug that is taken when needed. */
  readonly prepared: number;
}

const HOUR = 3_600_000;
/** A dose that is late by more comes from the ward, not from here. */
const LATE = HOUR / 2;

/** The doses that wait, soonest first. */
export async function toPrepare(
  context: Context,
  places: Places,
  { ward, hours }: PrepareAsk,
): Promise<readonly PrepareLine[]> {
  const stays = await findResources(context, 'Encounter', { status: 'in-progress', class: STAY_CLASSES });
  const here: string[] = [];
  for (const stay of stays)
    if (ward === undefined || (await places.of(context, stay)).ward?.id === ward)
      here.push(`Encounter/${stay.id ?? ''}`);
  const requests = await findAmong(context, 'MedicationRequest', 'encounter', here, { status: 'active' });
  const orders = (await known(context, places, requests)).filter(
    ({ request, pharmacy }) => pharmacy.verified && isReadable(request),
  );
  const substitutes = await substitutesOf(context, orders);
  const prepared = await preparedOf(
    context.store,
    requests.map(({ id = '' }) => id),
  );
  const lines = orders.flatMap((order) => lineOf(context, order, substitutes, prepared, hours));
  return lines.toSorted((a, b) => ((a.slots[0] ?? '~') < (b.slots[0] ?? '~') ? -1 : 1));
}

async function substitutesOf(
  context: Context,
  orders: readonly KnownOrder[],
): Promise<ReadonlyMap<string, Medication>> {
  const ids = [...new Set(orders.flatMap(({ pharmacy }) => pharmacy.substitutes))];
  return new Map((await findAmong(context, 'Medication', '_id', ids)).map((one) => [one.id ?? '', one]));
}

/** Unit doses by order: the slots that have one (or were given), and how many are there for need. */
interface Prepared {
  readonly slots: ReadonlySet<EpochMs>;
  readonly loose: number;
}

async function preparedOf(connection: Connection, orders: readonly string[]): Promise<ReadonlyMap<string, Prepared>> {
  const text = `select u.request, u.slot, count(*)::integer as units from care_unit_dose u
    where u.request = any($1::text[]) and not u.returned
    and (u.slot is not null or not exists (select from care_pack p where p.gtin = u.gtin and p.serial = u.serial))
    group by 1, 2
    union all select request, slot, 0 from care_dose where request = any($1::text[])`;
  const rows = await connection.query<{ request: string; slot: EpochMs | null; units: number }>(
    text,
    [orders],
    'care_prepared',
  );
  const groups = Map.groupBy(rows, ({ request }) => request);
  return new Map(
    [...groups].map(([request, own]) => [
      request,
      {
        slots: new Set(own.flatMap(({ slot }) => slot ?? [])),
        loose: own.reduce((sum, { slot, units }) => sum + (slot === null ? units : 0), 0),
      },
    ]),
  );
}

function lineOf(
  { clock, settings }: Context,
  { request, medication, patient, place, pharmacy }: KnownOrder,
  substitutes: ReadonlyMap<string, Medication>,
  prepared: ReadonlyMap<string, Prepared>,
  hours: number,
): readonly PrepareLine[] {
  const [replaced] = pharmacy.substitutes.flatMap((id) => substitutes.get(id) ?? []);
  const product = replaced ?? medication;
  const done = prepared.get(request.id ?? '');
  const now = clock.now();
  const asNeeded = isAsNeeded(request);
  const slots = asNeeded
    ? []
    : slotsBetween(request, (now - LATE) as EpochMs, (now + hours * HOUR) as EpochMs, settings.timeZone);
  const open = slots.filter((slot) => done?.slots.has(slot) !== true);
  if (product === undefined || (open.length === 0 && !asNeeded) || (asNeeded && (done?.loose ?? 0) > 0)) return [];
  return [
    {
      order: request.id ?? '',
      version: request.meta?.versionId ?? '',
      request,
      ...(patient === undefined ? {} : { patient }),
      place,
      product,
      substituted: replaced !== undefined,
      highAlert: isSet(product, 'high-alert'),
      lookAlikes: lookAlikes(product),
      asNeeded,
      slots: open.map((slot) => instantOf(slot)),
      unitsPerDose: unitsFor(request, product),
      prepared: done?.loose ?? 0,
    },
  ];
}

/** How many units make one dose; a container that is not counted is one. */
export function unitsFor(request: Request, medication: Medication): number {
  const { dose } = doseOf(request);
  const product = productOf(medication);
  if (dose === undefined || product?.unitAmount === undefined || product.unit === undefined) return 1;
  const each = converted(product.unitAmount, product.unit, dose.unit);
  return each === undefined || each <= 0 ? 1 : Math.max(1, Math.ceil(dose.value / each - 1e-9));
}

/** The product that is dispensed for an order as it stands. */
export async function productFor(
  context: Context,
  request: Request,
  substitutes: readonly string[],
): Promise<Medication> {
  const id = substitutes.at(-1) ?? idIn(request.medicationReference, 'Medication') ?? '';
  return readResource(context, 'Medication', id);
}
