/**
 * The opening stock of an invented hospital: every product of the formulary in the pharmacy, some of them on the wards, in the
 * lots that doses were given out of; a few are short, a few end soon. The same hospital always has the same stock.
 *
 * A house that has stock is left as it is.
 *
 * Proof   opening.int.test.ts
 */
import { houseCaller, UNLIMITED } from '../../access/index.ts';
import { hash64, instantOf, type EpochMs } from '../../kernel/index.ts';
import type { Context, FhirRecord } from '../../record/index.ts';
import type { RowShape, Store } from '../../store/index.ts';
import { findResources, firstResources } from '../bedside/chart.ts';
import { LOT_SYSTEM } from '../loop/index.ts';
import { GTIN, identifierIn } from '../systems.ts';
import { PHARMACY, Places } from './places.ts';

const STOCK: RowShape = {
  table: 'care_stock_opening',
  columns: [
    ['place', 'text'],
    ['gtin', 'text'],
    ['lot', 'text'],
    ['expiry', 'text'],
    ['quantity', 'integer'],
    ['minimum', 'integer'],
  ],
};
const DAY = 86_400_000;
/** Doses that are looked at for the lots that are in use. */
const DOSES = 1000;

type Line = readonly [place: string, gtin: string, lot: string, expiry: string, quantity: number, minimum: number];

/** Fills the stock, if there is none; the answer is the number of lots. */
export async function openStock(record: FhirRecord, store: Store): Promise<number> {
  const context = record.context(houseCaller('opening-stock'), UNLIMITED);
  const [row] = await store.query<{ used: boolean }>('select exists (select from care_stock) as used');
  if (row?.used === true) return 0;
  const [products, lots, places] = [
    await findResources(context, 'Medication', { status: 'active' }),
    await lotsInUse(context),
    await new Places().ofStock(context),
  ];
  const gtins = products.flatMap(({ identifier }) => identifierIn(identifier, GTIN)?.value ?? []);
  const lines = places.flatMap(({ id }) =>
    gtins.flatMap((gtin) => linesOf(id, gtin, lots.get(gtin) ?? [], context.clock.now())),
  );
  await keep(store, lines, context.clock.now());
  return lines.length;
}

/** Lots by product, as the newest doses were scanned. */
async function lotsInUse(context: Context): Promise<ReadonlyMap<string, readonly string[]>> {
  const given = await firstResources(context, 'MedicationAdministration', { _sort: '-effective-time' }, DOSES);
  const found = new Map<string, string[]>();
  for (const { system, value = '' } of given.flatMap(({ identifier = [] }) => identifier)) {
    if (system !== LOT_SYSTEM) continue;
    const [gtin, lot] = [value.slice(0, 14), value.slice(15)];
    const own = found.get(gtin) ?? [];
    if (!own.includes(lot) && own.length < 3) found.set(gtin, [...own, lot]);
  }
  return found;
}

/** A number from 0 up to `most`, always the same for the same words. */
function number(words: string, most: number): number {
  return hash64(words).low % most;
}

function linesOf(place: string, gtin: string, used: readonly string[], now: EpochMs): readonly Line[] {
  const isWard = place !== PHARMACY;
  if (isWard && number(`${place} ${gtin}`, 6) > 0) return [];
  const lots = used.length > 0 ? used : [`L${number(gtin, 9000) + 1000}`];
  const minimum = isWard ? 5 : 60;
  return (isWard ? lots.slice(0, 1) : lots).map((lot, at): Line => {
    const days = 14 + number(`${gtin} ${lot}`, 700);
    const expiry = instantOf((now + days * DAY) as EpochMs).slice(0, 10);
    const quantity = 1 + number(`${place} ${gtin} ${lot}`, isWard ? 40 : 400);
    return [place, gtin, lot, expiry, quantity, at === 0 ? minimum : 0];
  });
}

async function keep(store: Store, lines: readonly Line[], now: EpochMs): Promise<void> {
  await store.transaction(async (transaction) => {
    await transaction.query(`create temporary table care_stock_opening
      (place text, gtin text, lot text, expiry text, quantity integer, minimum integer) on commit drop`);
    await transaction.insertRows(STOCK, lines);
    await transaction.query(`insert into care_stock (place, gtin, lot, expiry, quantity)
      select place, gtin, lot, expiry::date, quantity from care_stock_opening`);
    await transaction.query(
      `insert into care_stock_move (at, kind, gtin, lot, expiry, target, quantity, person, reason)
       select to_timestamp($1::float8 / 1000), 'receive', gtin, lot, expiry::date, place, quantity, 'house', 'opening stock'
       from care_stock_opening`,
      [now],
    );
    await transaction.query(`insert into care_stock_level (place, gtin, minimum)
      select place, gtin, minimum from care_stock_opening where minimum > 0`);
  });
}
