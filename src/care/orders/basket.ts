/**
 * The draft basket: what one person drafts for one patient, kept on the server, so that a reload, a second tab or another device finds it.
 *
 * Each change names the version that it was made from; of two tabs the slower one is told.
 *
 * Proof   orders.int.test.ts
 */
import { OutcomeError } from '../../kernel/index.ts';
import type { Connection } from '../../store/index.ts';
import type { Draft } from './draft.ts';

export interface Basket {
  readonly version: number;
  readonly drafts: readonly Draft[];
}

/** The basket; an empty one of version 0 where nothing was drafted. */
export async function readBasket(connection: Connection, person: string, patient: string): Promise<Basket> {
  const text = 'select version, drafts from care_basket where person = $1 and patient = $2';
  const [row] = await connection.query<{ version: number; drafts: string }>(text, [person, patient], 'care_basket');
  return row === undefined
    ? { version: 0, drafts: [] }
    : { version: row.version, drafts: JSON.parse(row.drafts) as Draft[] };
}

/** Puts drafts into the basket if it still has this version; throws `care.basket-changed`. */
export async function writeBasket(
  connection: Connection,
  person: string,
  patient: string,
  { version, drafts }: Basket,
): Promise<Basket> {
  const text = `insert into care_basket as b (person, patient, version, drafts) values ($1, $2, $3::integer + 1, $4)
    on conflict (person, patient) do update set version = excluded.version, drafts = excluded.drafts, at = now()
    where b.version = $3::integer returning version`;
  const values = [person, patient, version, JSON.stringify(drafts)];
  const [row] = await connection.query<{ version: number }>(text, values, 'care_basket_write');
  if (row === undefined) throw basketChanged();
  return { version: row.version, drafts };
}

export function basketChanged(): OutcomeError {
  const text = 'The drafts were changed in another tab or signed meanwhile; read them again.';
  return new OutcomeError('conflict', 'care.basket-changed', text);
}
