/**
 * What somebody orders often: drafts without patient, time or key, the most used first.
 *
 * Proof   orders.int.test.ts
 */
import { hash64, OutcomeError } from '../../kernel/index.ts';
import type { Connection } from '../../store/index.ts';
import type { Draft } from './draft.ts';

export type FavouriteDraft = Omit<Draft, 'key' | 'replaces' | 'start'>;

export interface Favourite {
  readonly id: string;
  readonly draft: FavouriteDraft;
  readonly used: number;
}

const MOST = 100;

export async function favouritesOf(connection: Connection, person: string): Promise<readonly Favourite[]> {
  const text = 'select id, draft, used from care_favourite where person = $1 order by used desc, at desc limit $2';
  const rows = await connection.query<{ id: string; draft: string; used: number }>(
    text,
    [person, MOST],
    'care_favourites',
  );
  return rows.map(({ id, draft, used }) => ({ id, used, draft: JSON.parse(draft) as FavouriteDraft }));
}

/** Keeps a favourite, or counts that it was used once more; the answer is its id. */
export async function keepFavourite(connection: Connection, person: string, draft: FavouriteDraft): Promise<string> {
  const [row] = await connection.query<{ count: number }>(
    'select count(*)::integer as count from care_favourite where person = $1',
    [person],
  );
  if ((row?.count ?? 0) >= MOST) throw tooMany();
  const text = JSON.stringify(draft);
  const { high, low } = hash64(text);
  const id = `${high.toString(16)}${low.toString(16)}`;
  const insert = `insert into care_favourite as f (person, id, draft) values ($1, $2, $3)
    on conflict (person, id) do update set used = f.used + 1, at = now()`;
  await connection.query(insert, [person, id, text], 'care_favourite_keep');
  return id;
}

function tooMany(): OutcomeError {
  return new OutcomeError(
    'business-rule',
    'care.too-many-favourites',
    `There are ${MOST} favourites; take one out first.`,
  );
}

export async function dropFavourite(connection: Connection, person: string, id: string): Promise<void> {
  await connection.query('delete from care_favourite where person = $1 and id = $2', [person, id]);
}
