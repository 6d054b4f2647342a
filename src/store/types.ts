/**
 * How values of the database come back: `bigint` as decimal text, instants as milliseconds, dates as they are written.
 *
 * Source  https://www.postgresql.org/docs/18/datatype-datetime.html (ISO output; every session runs in UTC)
 * Proof   types.test.ts, store.int.test.ts
 */
import pg from 'pg';
import { intervalOf } from '../kernel/index.ts';

const DATE = 1082;
const TIMESTAMP = 1114;
const TIMESTAMPTZ = 1184;
const INSTANT = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(\.\d+)?\+00$/;

/** Milliseconds of an instant as the server writes it in UTC; infinity stays infinite. */
export function instantFrom(text: string): number {
  if (text === 'infinity') return Infinity;
  if (text === '-infinity') return -Infinity;
  const [, day, time, fraction = ''] = INSTANT.exec(text) ?? [];
  const low = intervalOf(`${day}T${time}Z`)?.low;
  if (low === undefined) throw new RangeError('the database gave an instant outside of the years 1 to 9999');
  return low + Number(fraction.slice(1, 4).padEnd(3, '0'));
}

type Parser = (text: string) => unknown;

const PARSERS: Readonly<Record<number, Parser>> = {
  [DATE]: (text) => text,
  [TIMESTAMP]: (text) => text,
  [TIMESTAMPTZ]: instantFrom,
};

const parserOf = pg.types.getTypeParser as (oid: number, format?: 'text' | 'binary') => Parser;

/** The driver's type parsers, ours first. */
export const TYPES = {
  getTypeParser(oid: number, format?: 'text' | 'binary'): Parser {
    return (format === 'binary' ? undefined : PARSERS[oid]) ?? parserOf(oid, format);
  },
};
