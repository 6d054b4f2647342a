/**
 * Stock by place, product and lot. Every movement is written down, and none takes more than is there.
 *
 * Unit    units of use: tablets, vials, ampoules
 * Proof   stock.int.test.ts (never negative, whatever runs at the same time)
 */
import { instantOf, OutcomeError, type EpochMs } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import type { Connection } from '../../store/index.ts';
import { findAmong } from '../bedside/chart.ts';
import type { Session } from '../bedside/session.ts';
import { GTIN, identifierIn, isSet } from '../systems.ts';
import type { LevelBody, MoveBody } from './body.ts';
import type { Medication } from './codes.ts';
import type { Place, Places } from './places.ts';
import { productWith, readPack, todayIn, type Pack } from './product.ts';
import { once } from './write.ts';

/** A movement, as it is kept. */
export interface Movement extends Pack {
  readonly kind: MoveBody['kind'] | 'dispense';
  readonly units: number;
  readonly from?: string;
  readonly to?: string;
  readonly reason?: string | undefined;
  /** What it belongs to, for example a MedicationDispense. */
  readonly about?: string;
}

/** Moves stock inside an open transaction. Throws `care.stock-short` where there is not enough. */
export async function moveStock(session: Session, movement: Movement): Promise<void> {
  const { from, to, units } = movement;
  if (from !== undefined) await take(session, movement, from, units);
  if (to !== undefined) await put(session, movement, to, units);
  await note(session, movement, units);
}

async function take({ transaction }: Session, { gtin, lot }: Pack, place: string, units: number): Promise<void> {
  const text = `update care_stock set quantity = quantity - $4 where place = $1 and gtin = $2 and lot = $3
    and quantity >= $4 returning quantity`;
  if ((await transaction.query(text, [place, gtin, lot, units], 'care_stock_take')).length > 0) return;
  const [row] = await transaction.query<{ quantity: number }>(
    'select quantity from care_stock where place = $1 and gtin = $2 and lot = $3',
    [place, gtin, lot],
  );
  const words = `There are ${row?.quantity ?? 0} of lot ${lot} at this place, ${units} are needed. Receive, move or count it first.`;
  throw new OutcomeError('business-rule', 'care.stock-short', words);
}

async function put({ transaction }: Session, { gtin, lot, expiry }: Pack, place: string, units: number): Promise<void> {
  const text = `insert into care_stock as s (place, gtin, lot, expiry, quantity) values ($1, $2, $3, $4::date, $5)
    on conflict (place, gtin, lot) do update set quantity = s.quantity + excluded.quantity returning 1`;
  await transaction.query(text, [place, gtin, lot, expiry, units], 'care_stock_put');
}

function note(session: Session, movement: Movement, quantity: number): Promise<unknown> {
  const { kind, gtin, lot, expiry, from, to, reason, about } = movement;
  const text = `insert into care_stock_move (at, kind, gtin, lot, expiry, source, target, quantity, person, reason, about)
    values (to_timestamp($1::float8 / 1000), $2, $3, $4, $5::date, $6, $7, $8, $9, $10, $11)`;
  const { clock, caller } = session.own;
  const values = [
    clock.now(),
    kind,
    gtin,
    lot,
    expiry,
    from ?? null,
    to ?? null,
    quantity,
    caller.id,
    reason ?? null,
    about ?? null,
  ];
  return session.transaction.query(text, values, 'care_stock_note');
}

/** One lot has one expiry: another one on the pack is a misprint or a mistake. */
async function demandSameExpiry({ transaction }: Session, { gtin, lot, expiry }: Pack): Promise<void> {
  const text = `select to_char(expiry, 'YYYY-MM-DD') as expiry from care_stock where gtin = $1 and lot = $2 and expiry <> $3::date limit 1`;
  const [row] = await transaction.query<{ expiry: string }>(text, [gtin, lot, expiry]);
  if (row === undefined) return;
  const words = `Lot ${lot} is kept with expiry ${row.expiry}, the pack says ${expiry}. Set it aside and ask the supplier.`;
  throw new OutcomeError('conflict', 'care.lot-expiry-differs', words);
}

/** What a movement came to. */
export interface Moved {
  readonly product: Medication;
  readonly pack: Pack;
  readonly quantity: number;
}

/** Receives, moves, returns, wastes or counts what was scanned. */
export function moveScanned(context: Context, places: Places, body: MoveBody): Promise<Moved> {
  return once(context, 'pharmacy-stock', [], body, async (session) => {
    const pack = readPack(body.raw, todayIn(context));
    const product = await productWith(session.safety, pack.gtin);
    for (const place of placesOf(body)) await places.demand(session.safety, place);
    await demandSameExpiry(session, pack);
    if (body.kind === 'receive' && pack.expiry < todayIn(context)) throw expired(pack);
    if (body.kind === 'return' && pack.serial !== undefined) await takeBack(session, pack, body.units);
    if (body.kind === 'count') await count(session, pack, body);
    else await moveStock(session, { ...pack, ...movementOf(body), reason: 'reason' in body ? body.reason : undefined });
    const place = placesOf(body).at(-1) ?? '';
    return { product, pack, quantity: await quantityAt(session.transaction, place, pack) };
  });
}

function placesOf(body: MoveBody): readonly string[] {
  if (body.kind === 'count') return [body.at];
  return [...('from' in body ? [body.from] : []), ...('to' in body ? [body.to] : [])];
}

function movementOf(body: Exclude<MoveBody, { kind: 'count' }>): Pick<Movement, 'kind' | 'units' | 'from' | 'to'> {
  return {
    kind: body.kind,
    units: body.units,
    ...('from' in body ? { from: body.from } : {}),
    ...('to' in body ? { to: body.to } : {}),
  };
}

function expired({ lot, expiry }: Pack): OutcomeError {
  const text = `Lot ${lot} expired on ${expiry}; send it back, or waste it where it is kept.`;
  return new OutcomeError('business-rule', 'care.lot-expired', text);
}

/** A unit dose that comes back unused: its dose may be prepared again. One that was given does not come back. */
async function takeBack({ transaction }: Session, { gtin, serial = '' }: Pack, units: number): Promise<void> {
  const ours = 'select 1 from care_unit_dose where gtin = $1 and serial = $2';
  if ((await transaction.query(ours, [gtin, serial])).length === 0) return;
  const text = `update care_unit_dose u set returned = true where gtin = $1 and serial = $2 and not returned
    and not exists (select from care_pack p where p.gtin = u.gtin and p.serial = u.serial) returning 1`;
  if (units === 1 && (await transaction.query(text, [gtin, serial])).length > 0) return;
  const words =
    'This unit was given, returned or wasted before, or it is not one. Set it aside and look up what became of it.';
  throw new OutcomeError('conflict', 'care.unit-gone', words);
}

/** Sets what was counted; the difference is the movement. */
async function count(session: Session, pack: Pack, body: Extract<MoveBody, { kind: 'count' }>): Promise<void> {
  const before = await quantityAt(session.transaction, body.at, pack, true);
  const text = `insert into care_stock (place, gtin, lot, expiry, quantity) values ($1, $2, $3, $4::date, $5)
    on conflict (place, gtin, lot) do update set quantity = excluded.quantity`;
  await session.transaction.query(text, [body.at, pack.gtin, pack.lot, pack.expiry, body.units]);
  await note(
    session,
    { ...pack, kind: 'count', units: body.units, to: body.at, reason: body.reason },
    body.units - before,
  );
}

async function quantityAt(connection: Connection, place: string, { gtin, lot }: Pack, lock = false): Promise<number> {
  const text = `select quantity from care_stock where place = $1 and gtin = $2 and lot = $3 ${lock ? 'for update' : ''}`;
  const [row] = await connection.query<{ quantity: number }>(text, [place, gtin, lot]);
  return row?.quantity ?? 0;
}

/** Sets how many the pharmacy wants to keep at a place. */
export function setLevel(context: Context, places: Places, body: LevelBody): Promise<{ readonly minimum: number }> {
  return once(context, 'pharmacy-level', [], body, async (session) => {
    await places.demand(session.safety, body.place);
    await productWith(session.safety, body.gtin);
    const text = `insert into care_stock_level (place, gtin, minimum) values ($1, $2, $3)
      on conflict (place, gtin) do update set minimum = excluded.minimum`;
    await session.transaction.query(text, [body.place, body.gtin, body.minimum]);
    return { minimum: body.minimum };
  });
}

/** One lot at one place. */
export interface StockLot {
  readonly place: string;
  readonly lot: string;
  readonly expiry: string;
  readonly quantity: number;
  readonly expired: boolean;
  readonly nearExpiry: boolean;
}

/** One product at one place. */
export interface StockLine {
  readonly gtin: string;
  readonly product?: Medication;
  readonly highAlert: boolean;
  readonly place: string;
  readonly quantity: number;
  /** Of what has not expired. */
  readonly usable: number;
  readonly minimum?: number;
  readonly low: boolean;
  readonly lots: readonly StockLot[];
}

/** Days before its end at which a lot is told as near its expiry. */
const NEAR_DAYS = 90;
const DAY = 86_400_000;

/** Stock of a place (or of all), by product: what is low and what ends first on top. */
export async function stockAt(context: Context, places: readonly Place[]): Promise<readonly StockLine[]> {
  const ids = places.map(({ id }) => id);
  const text = `select coalesce(s.place, l.place) as place, coalesce(s.gtin, l.gtin) as gtin, s.lot,
      to_char(s.expiry, 'YYYY-MM-DD') as expiry, s.quantity, l.minimum
    from care_stock s full join care_stock_level l on l.place = s.place and l.gtin = s.gtin
    where coalesce(s.place, l.place) = any($1::text[]) and (s.quantity > 0 or l.minimum is not null)
    order by 1, 2, s.expiry limit 20000`;
  const rows = await context.store.query<StockRow>(text, [ids], 'care_stock_list');
  const groups = Map.groupBy(rows, ({ place, gtin }) => `${place} ${gtin}`);
  const products = await productsWith(context, [...new Set(rows.map(({ gtin }) => gtin))]);
  const lines = [...groups.values()].map((group) => stockLine(context, group, products));
  return lines.toSorted((a, b) => Number(b.low) - Number(a.low) || (firstEnd(a) < firstEnd(b) ? -1 : 1));
}

interface StockRow {
  readonly place: string;
  readonly gtin: string;
  readonly lot: string | null;
  readonly expiry: string | null;
  readonly quantity: number | null;
  readonly minimum: number | null;
}

function stockLine(context: Context, rows: readonly StockRow[], products: ReadonlyMap<string, Medication>): StockLine {
  const today = todayIn(context);
  const near = todayIn({
    settings: context.settings,
    clock: { now: () => (context.clock.now() + NEAR_DAYS * DAY) as EpochMs },
  });
  const lots = rows.flatMap(({ place, lot, expiry, quantity }) =>
    lot === null || expiry === null || !(Number(quantity) > 0)
      ? []
      : [
          {
            place,
            lot,
            expiry,
            quantity: Number(quantity),
            expired: expiry < today,
            nearExpiry: expiry >= today && expiry <= near,
          },
        ],
  );
  const { place = '', gtin = '', minimum = null } = rows[0] ?? {};
  const product = products.get(gtin);
  const usable = lots.filter((one) => !one.expired).reduce((sum, one) => sum + one.quantity, 0);
  return {
    gtin,
    ...(product === undefined ? {} : { product }),
    highAlert: product !== undefined && isSet(product, 'high-alert'),
    place,
    quantity: lots.reduce((sum, one) => sum + one.quantity, 0),
    usable,
    ...(minimum === null ? {} : { minimum }),
    low: minimum !== null && usable < minimum,
    lots,
  };
}

function firstEnd({ lots }: StockLine): string {
  return lots[0]?.expiry ?? '9999';
}

/** Products by their number. */
export async function productsWith(
  context: Context,
  gtins: readonly string[],
): Promise<ReadonlyMap<string, Medication>> {
  const found = await findAmong(
    context,
    'Medication',
    'identifier',
    gtins.map((gtin) => `${GTIN}|${gtin}`),
  );
  return new Map(found.map((one) => [identifierIn(one.identifier, GTIN)?.value ?? '', one]));
}

/** The last movements of a place, a product or a lot, newest first. */
export async function movements(
  context: Context,
  {
    place,
    gtin,
    lot,
  }: { readonly place?: string | undefined; readonly gtin?: string | undefined; readonly lot?: string | undefined },
): Promise<readonly object[]> {
  const text = `select id, at, kind, gtin, lot, to_char(expiry, 'YYYY-MM-DD') as expiry, source, target, quantity, person, reason, about
    from care_stock_move where ($1::text is null or source = $1 or target = $1) and ($2::text is null or gtin = $2)
    and ($3::text is null or lot = $3) order by id desc limit 200`;
  const rows = await context.store.query<Readonly<Record<string, unknown>>>(text, [
    place ?? null,
    gtin ?? null,
    lot ?? null,
  ]);
  return rows.map(({ at, ...row }) => ({ ...row, at: instantOf(Number(at) as EpochMs) }));
}
