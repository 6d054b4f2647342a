/**
 * With which definitions the index of each type was built, so that a change of a search parameter or of the index itself is
 * noticed at the next start and re-indexed while the record goes on serving.
 *
 * Proof   reindex.int.test.ts
 */
import { mainColumns, parametersOf, SEARCH_TYPES, typeNumber, type SearchParameter } from '../../fhir/index.ts';
import { hashText } from '../../kernel/index.ts';
import type { Connection, Store } from '../../store/index.ts';

/** Raise it whenever the same definitions give other rows. */
export const INDEX_FORMAT = 3;

/** The version of the index of a type: a hash of everything that its rows depend on, the zone of dates included. */
export function indexVersionOf(type: string, timeZone: string): string {
  const { code, date, patient } = mainColumns(type);
  const parameters = [...parametersOf(type).values()].map(described);
  return hashText(JSON.stringify([INDEX_FORMAT, timeZone, code?.code, date?.code, patient?.code, parameters]));
}

function described({ code, kind, expression, bit, targets, answer, components }: SearchParameter): unknown {
  const parts = components.map((component) => [component.parameter.code, component.expression]);
  return [code, kind, expression, bit, targets.length, answer.from, parts];
}

/** A type whose rows were built with other definitions. */
export interface StaleIndex {
  readonly type: string;
  /** Rows up to this row id are done; undefined: none. */
  readonly doneTo: number | undefined;
}

interface VersionRow {
  readonly type: number;
  readonly version: string;
  readonly done_to: string | null;
}

/** Version of rows that nobody noted: they were built before versions were kept. */
const UNKNOWN = 'unknown';

/** Notes the present versions of types that have no resources yet, and of nothing else. */
export async function noteIndexVersions(store: Store, timeZone: string): Promise<void> {
  const known = new Set((await versionRows(store)).map(({ type }) => type));
  const missing = SEARCH_TYPES.filter((type) => !known.has(typeNumber(type)));
  if (missing.length === 0) return;
  const text = `insert into record_index_version (type, version)
    select u.type, case when exists (select 1 from resource r where r.type = u.type and not r.del) then '${UNKNOWN}' else u.version end
    from unnest($1::smallint[], $2::text[]) as u(type, version) on conflict (type) do nothing`;
  await store.query(text, [missing.map(typeNumber), missing.map((type) => indexVersionOf(type, timeZone))]);
}

/** The types whose index must be built again, those begun first. */
export async function staleIndexes(connection: Connection, timeZone: string): Promise<StaleIndex[]> {
  const rows = await versionRows(connection);
  return rows.flatMap(({ type, version, done_to: doneTo }): StaleIndex[] => {
    const name = SEARCH_TYPES[type - 1];
    if (name === undefined) return [];
    if (version !== indexVersionOf(name, timeZone)) return [{ type: name, doneTo: undefined }];
    return doneTo === null ? [] : [{ type: name, doneTo: Number(doneTo) }];
  });
}

function versionRows(connection: Connection): Promise<VersionRow[]> {
  return connection.query<VersionRow>('select type, version, done_to from record_index_version order by done_to, type');
}
