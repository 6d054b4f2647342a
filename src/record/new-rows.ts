/**
 * Rows of new resources, encoded before it is known under which row id, in which transaction and when they are stored: an
 * import prepares them in one thread and stores them in another. What is known last is filled in where it stands.
 *
 * Proof   new-rows.test.ts, import/import.int.test.ts
 */
import { patientsOf, type Resource } from '../fhir/index.ts';
import { hash64, instantOf, type EpochMs } from '../kernel/index.ts';
import { CopyEncoder, fillColumn, offsetOf, rowsOfOwners, type EncodedRows, type RowShape } from '../store/index.ts';
import { INDEX_TABLES, indexRows, type IndexTable, type TokenText } from './index-rows/index.ts';
import { numberOfType } from './names.ts';
import { firstText, NO_INSTANT, referenceOf, type AnyResource } from './resource.ts';

/** Versions; what is known last stands first. */
export const BODY: RowShape = {
  table: 'body',
  columns: [
    ['rid', 'bigint'],
    ['tx', 'bigint'],
    ['ts', 'timestamptz'],
    ['ver', 'integer'],
    ['type', 'smallint'],
    ['method', 'smallint'],
    ['text', 'text'],
    ['pat', 'bigint'],
  ],
};

const TABLES = Object.keys(INDEX_TABLES) as readonly IndexTable[];
const [FIRST_VERSION, PUT] = [1, 2];
const UNKNOWN = { rid: 0, tx: '0', ts: 0 as EpochMs };

/** Encoded rows of some resources, each an owner with a number. Plain data: it can be sent between threads. */
export interface NewRows {
  readonly body: EncodedRows;
  readonly index: Readonly<Record<IndexTable, EncodedRows>>;
  /** Texts of tokens that no earlier rows of the same maker had. */
  readonly texts: readonly TokenText[];
}

/** A valid resource with its id, and the tail of its text. */
export interface NewResource {
  readonly type: string;
  readonly fid: string;
  readonly tail: string;
  readonly resource: AnyResource;
}

/** Makes rows; one for a whole import. */
export class NewRowsMaker {
  readonly #timeZone: string;
  readonly #told = new Set<string>();
  #body = new CopyEncoder(BODY);
  #index = encoders();
  #texts: TokenText[] = [];

  constructor(timeZone: string) {
    this.#timeZone = timeZone;
  }

  /** Adds the rows of a resource; the answer is the patients whose data it is. */
  add(owner: number, { type, fid, tail, resource }: NewResource): readonly string[] {
    const version = { ...UNKNOWN, fid, ver: FIRST_VERSION, resource: resource as unknown as Resource };
    const { compartments, texts } = indexRows(version, { timeZone: this.#timeZone }, (table, row) =>
      this.#index[table].add(row, owner),
    );
    for (const text of texts) this.#text(text);
    const patients = compartments.size > 1 ? patientsOf(type, resource) : onePatient(type, fid, compartments);
    const [patient] = patients;
    const pat = patient === undefined ? null : hash64(referenceOf('Patient', patient));
    const [{ rid, tx, ts }, text] = [UNKNOWN, firstText(type, fid, tail)];
    this.#body.add([rid, tx, ts, FIRST_VERSION, numberOfType(type), PUT, text, pat], owner);
    return patients;
  }

  #text(text: TokenText): void {
    if (this.#told.has(text.token)) return;
    if (this.#told.size >= MOST_TOLD) this.#told.clear();
    this.#told.add(text.token);
    this.#texts.push(text);
  }

  /** The rows since the last time. */
  take(): NewRows {
    const index = Object.fromEntries(TABLES.map((table) => [table, this.#index[table].end()]));
    const rows = { body: this.#body.end(), index: index as Record<IndexTable, EncodedRows>, texts: this.#texts };
    [this.#body, this.#index, this.#texts] = [new CopyEncoder(BODY), encoders(), []];
    return rows;
  }
}

const MOST_TOLD = 200_000;

function encoders(): Readonly<Record<IndexTable, CopyEncoder>> {
  const list = TABLES.map((table) => [table, new CopyEncoder(INDEX_TABLES[table])] as const);
  return Object.fromEntries(list) as Record<IndexTable, CopyEncoder>;
}

/** As `patientsOf`, where there is one at most. */
function onePatient(type: string, fid: string, compartments: ReadonlySet<string>): readonly string[] {
  const own = type === 'Patient' ? [fid] : [];
  const others = [...compartments].map((reference) => reference.slice('Patient/'.length));
  return [...new Set([...own, ...others])];
}

/** The memory that rows hold, to be handed over to another thread. */
export function buffersOf({ body, index }: NewRows): ArrayBuffer[] {
  return [body, ...Object.values(index)].flatMap(({ bytes, starts, owners }) => [
    bytes.buffer,
    starts.buffer,
    owners.buffer,
  ]);
}

/** What was not known when the rows were made. */
export interface Filling {
  /** Row ids of the owners that are stored; the others are left out. */
  readonly rids: ReadonlyMap<number, number>;
  readonly tx: string;
  readonly ts: EpochMs;
  /** `Type/id` of an owner. */
  readonly referenceOf: (owner: number) => string;
}

/** The rows of one table. */
export type TableRows = readonly [RowShape, EncodedRows];

/** The rows of the owners that are stored, complete. They may be filled again with something else: a transaction is tried again. */
export function filledRows({ body, index }: NewRows, filling: Filling): readonly TableRows[] {
  const { rids, tx, ts } = filling;
  const kept = (one: EncodedRows): EncodedRows => rowsOfOwners(one, (owner) => rids.has(owner));
  const versions: TableRows = [BODY, kept(body)];
  const tables = TABLES.map((table): TableRows => [INDEX_TABLES[table], kept(index[table])]);
  fillLastUpdated(versions[1], filling);
  for (const [shape, rows] of [versions, ...tables]) {
    fillColumn(rows, shape, 'rid', (owner) => rids.get(owner) ?? 0);
    if (shape !== BODY && shape !== INDEX_TABLES.resource) continue;
    fillColumn(rows, shape, 'tx', () => tx);
    fillColumn(rows, shape, 'ts', () => ts);
  }
  return [versions, ...tables];
}

const TEXT_AT = offsetOf(BODY, 'text');
/** Where `meta.lastUpdated` stands in a text, type and id left out. */
const INSTANT_AT = firstText('', '', '').length - NO_INSTANT.length - 1;

function fillLastUpdated({ bytes, starts, owners }: EncodedRows, { ts, referenceOf: reference }: Filling): void {
  const instant = Buffer.from(instantOf(ts), 'latin1');
  if (instant.length !== NO_INSTANT.length) throw new RangeError('the time does not fit where lastUpdated stands');
  for (let at = 0; at < owners.length; at++) {
    const typeAndId = reference(owners[at] ?? 0).length - 1;
    bytes.set(instant, (starts[at] ?? 0) + TEXT_AT + INSTANT_AT + typeAndId);
  }
}

/** Texts of rows by their owners, as they are encoded: with an unknown time. */
export class NewTexts {
  readonly #body: EncodedRows;
  #rows: ReadonlyMap<number, number> | undefined;

  constructor({ body }: NewRows) {
    this.#body = body;
  }

  of(owner: number): string {
    const { bytes, starts, owners } = this.#body;
    this.#rows ??= new Map([...owners].map((one, row) => [one, row]));
    const row = this.#rows.get(owner);
    if (row === undefined) throw new Error('no text of this resource was encoded');
    const from = (starts[row] ?? 0) + TEXT_AT;
    const size = new DataView(bytes.buffer, bytes.byteOffset).getInt32(from - 4);
    return Buffer.from(bytes.buffer, bytes.byteOffset + from, size).toString('utf8');
  }

  /** Everything of the text that the version does not change. */
  tailOf(owner: number, type: string, fid: string): string {
    return this.of(owner).slice(firstText(type, fid, '').length);
  }
}
