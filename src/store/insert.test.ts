import { describe, expect, it } from 'vitest';
import { hash64 } from '../kernel/index.ts';
import type { RowShape } from './connection.ts';
import { bigintText, insertStatement, parameters, selected, unnested } from './insert.ts';

const SHAPE: RowShape = {
  table: 'sample',
  columns: [
    ['id', 'bigint'],
    ['tok', 'bigint[]'],
    ['name', 'text'],
    ['at', 'timestamptz'],
  ],
};

describe('an INSERT of rows', () => {
  it('has one parameter for each column, whatever the number of rows, so that it is prepared once', () => {
    const few = insertStatement(SHAPE, [[1, [2], 'a', 0]]);
    const many = insertStatement(SHAPE, [
      [1, [2], 'a', 0],
      [2, [3, 4], 'b', 1],
    ]);
    expect(few.text).toBe(many.text);
    expect(few.text).toBe(
      'insert into sample ("id", "tok", "name", "at") select u."id", u."tok"::bigint[], u."name", u."at" ' +
        'from unnest($1::bigint[], $2::text[], $3::text[], $4::timestamptz[]) as u("id", "tok", "name", "at")',
    );
    expect(many.values).toHaveLength(4);
  });

  it('carries values by column, never in the text', () => {
    const evil = `'); drop table sample; --`;
    const { text, values } = insertStatement(SHAPE, [[1, [], evil, 0]]);
    expect(text).not.toContain('drop');
    expect(values).toEqual([['1'], ['{}'], [evil], ['1970-01-01T00:00:00.000Z']]);
  });

  it('carries lists as their own text, as unnest would flatten them', () => {
    expect(parameters(SHAPE, [[null, [1, -2n, '3'], null, null]])).toEqual([[null], ['{1,-2,3}'], [null], [null]]);
  });

  it('takes its place among other parameters', () => {
    expect(unnested(SHAPE, 3)).toContain('$3::bigint[], $4::text[], $5::text[], $6::timestamptz[]');
    expect(selected(SHAPE)).toBe('u."id", u."tok"::bigint[], u."name", u."at"');
  });

  it('writes a hash as the signed number that the column holds', () => {
    const { high, low } = hash64('Patient/1');
    expect(bigintText({ high, low })).toBe(BigInt.asIntN(64, (BigInt(high) << 32n) + BigInt(low)).toString());
    expect(bigintText(7n)).toBe('7');
  });
});
