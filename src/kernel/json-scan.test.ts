import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanJson, type PlacedNumber } from './json-scan.ts';

const scan = (text: string, depth = 128) => scanJson(Buffer.from(text), depth);

type Step = string | number;

/** The slow way: read the tokens one by one and keep a list of where we are. */
function slowly(text: string): { properties: number; lossy: PlacedNumber[]; depth: number } {
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null|[[\]{},:]/gs) ?? [];
  const path: Step[] = [];
  const lossy: PlacedNumber[] = [];
  let [properties, depth] = [0, 0];
  let named = '';
  for (const token of tokens) {
    if (token === '[') path.push(0);
    else if (token === '{') path.push('');
    else if (token === ']' || token === '}') path.pop();
    else if (token === ':') {
      properties++;
      path[path.length - 1] = JSON.parse(named) as string;
    } else if (token === ',') {
      const last = path.at(-1);
      if (typeof last === 'number') path[path.length - 1] = last + 1;
    } else if (token.startsWith('"')) named = token;
    else if (/^[-\d]/.test(token) && String(Number(token)) !== token) lossy.push({ text: token, path: [...path] });
    depth = Math.max(depth, path.length);
  }
  return { properties, lossy, depth };
}

const numbers = fc.constantFrom(
  '0',
  '-0',
  '1',
  '-1',
  '1.0',
  '1.50',
  '0.1',
  '-0.10',
  '1e3',
  '1E-7',
  '0.0000001',
  '12345678',
  '123456789',
  '12345678901234567890',
  '9007199254740993',
  '1.7976931348623157e308',
  '1e400',
  '5e-324',
  '1e-400',
  '100',
  '98.6',
  '0.30000000000000004',
  '0.300000000000000040',
);

const names = fc.constantFrom(
  'a',
  'value',
  '',
  'é',
  '환자',
  '"',
  '\\',
  'a:b',
  '{',
  '[1.0]',
  '__proto__',
  '\u0000',
  '😀',
);

const text = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    numbers,
    fc.constantFrom('true', 'null', '""', '"1.0"', '"\\\\"', '"\\""', '"{[,:1.0"', '"체온 36.50"'),
    fc.array(tie('node'), { maxLength: 4 }).map((items) => `[${items.join(', ')}]`),
    fc
      .array(fc.tuple(names, tie('node')), { maxLength: 4 })
      .map((members) => `{\n${members.map(([name, value]) => `${JSON.stringify(name)}\t: ${value}`).join(' ,')}}`),
  ),
})).node;

describe('a scan of JSON', () => {
  it('finds every number that would lose digits, where it stands, as reading token by token does', () => {
    fc.assert(
      fc.property(text, (json) => {
        const { properties, lossy } = slowly(json);
        expect(scan(json)).toEqual({ tooDeep: false, properties, lossy });
      }),
      { numRuns: 1500 },
    );
  });

  it('says too deep exactly one level beyond what is allowed', () => {
    fc.assert(
      fc.property(text, (json) => {
        const { depth } = slowly(json);
        expect(scan(json, Math.max(1, depth)).tooDeep).toBe(false);
        if (depth > 1) expect(scan(json, depth - 1).tooDeep).toBe(true);
      }),
    );
  });

  it.each<[string, readonly (readonly [string, ...Step[]])[]]>([
    ['5.00', [['5.00']]],
    ['{"dose":5.00}', [['5.00', 'dose']]],
    [
      '[[1.0],[2,3.0]]',
      [
        ['1.0', 0, 0],
        ['3.0', 1, 1],
      ],
    ],
    [
      '{"a":[{"b":1.0},{"b":1.10}]}',
      [
        ['1.0', 'a', 0, 'b'],
        ['1.10', 'a', 1, 'b'],
      ],
    ],
    ['{"a":{"b":1},"c":2.0}', [['2.0', 'c']]],
    ['{"a":"x","b":[],"c":{},"d":-0}', [['-0', 'd']]],
    ['{"\\u0061":1.0}', [['1.0', 'a']]],
    ['{"a\\"b":1.0}', [['1.0', 'a"b']]],
    ['{"혈압":1.0}', [['1.0', '혈압']]],
    ['[1.25,-7.5,0.5,10,1000000]', []],
    ['["1.00","0.50"]', []],
    ['[123456789]', []],
    ['[1234567890123456789]', [['1234567890123456789', 0]]],
    [
      '[1e2,1E2,1e+2]',
      [
        ['1e2', 0],
        ['1E2', 1],
        ['1e+2', 2],
      ],
    ],
    ['[0.0000001]', [['0.0000001', 0]]],
    ['[0.000001]', []],
  ])('%s', (json, expected) => {
    expect(scan(json).lossy.map((one) => [one.text, ...one.path])).toEqual(expected);
  });

  it('counts properties that stand twice, so that the parse after it can tell that one was lost', () => {
    expect(scan('{"a":1,"a":2}').properties).toBe(2);
    expect(scan('[{"a":"b:c"},{"d":{"e":null}}]').properties).toBe(3);
    expect(scan('["a:b", ":"]').properties).toBe(0);
  });

  it('starts anew each time, whatever the last text left open', () => {
    const fresh = scan('[{"a":1.0}]');
    for (const broken of ['[[[[', '{"a":[', '{"a"', '"', ']]]]}}', '{"a":"\\'])
      expect([scan(broken).tooDeep, scan('[{"a":1.0}]')]).toEqual([false, fresh]);
  });

  it('ends at the first level too many, without reading on: a million brackets are no work', () => {
    expect(scan('['.repeat(1_000_000), 10)).toMatchObject({ tooDeep: true });
    expect(scan(`${'['.repeat(10)}1.0${']'.repeat(10)}`, 10).lossy[0]?.path).toHaveLength(10);
  });

  it('does not fail on bytes that are no JSON: the parse that follows says so', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(typeof scanJson(Buffer.from(bytes), 16).tooDeep).toBe('boolean');
      }),
    );
  });
});
