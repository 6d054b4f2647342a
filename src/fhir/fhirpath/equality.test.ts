import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../kernel/index.ts';
import { DistinctNodes } from './distinct.ts';
import { compareNodes, equalCollections, equalNodes, equivalentCollections, equivalentNodes } from './equality.ts';
import { r4Model } from './model.ts';
import { PathNode, type Collection } from './node.ts';
import { compilePath } from './path.ts';
import { Run } from './run.ts';

const run = (budget = 1_000_000): Run => new Run(r4Model(), { budget }, []);
const json = (text: string, type: string): PathNode => new PathNode(parseJson(text), type);

const literal = fc.oneof(
  fc.integer({ min: -3, max: 3 }).map(String),
  fc.constantFrom('1.0', '1.50', '0.0', '-1.5').map((text) => `(${text})`),
  fc.constantFrom("'a'", "'A'", "' a  b'", "'a b'", "''"),
  fc.constantFrom('true', 'false'),
  fc.constantFrom(
    '@2020',
    '@2020-01',
    '@2020-01-01',
    '@2020T',
    '@2020-01-01T00:00:00Z',
    '@2020-01-01T09:00:00+09:00',
    '@T10:00',
    '@T10',
  ),
  fc.constantFrom("1 'g'", "1000 'mg'", "1 'm'", '1 day', "24 'h'", '1 year', "1 'a'", "1 '1'"),
);
const node = literal.map((text): PathNode => compilePath(text).evaluate(undefined)[0] ?? expect.fail(text));
const collection = fc.array(node, { maxLength: 4 });

describe('laws', () => {
  it('an item equals itself, and is equivalent to itself', () => {
    fc.assert(
      fc.property(node, (one) => {
        expect(equalNodes(one, one, run())).toBe(true);
        expect(equivalentNodes(one, one, run())).toBe(true);
      }),
    );
  });

  it('equality and equivalence are the same both ways round', () => {
    fc.assert(
      fc.property(node, node, (a, b) => {
        expect(equalNodes(a, b, run())).toBe(equalNodes(b, a, run()));
        expect(equivalentNodes(a, b, run())).toBe(equivalentNodes(b, a, run()));
      }),
    );
  });

  it('what is equal is equivalent', () => {
    fc.assert(
      fc.property(node, node, (a, b) => {
        if (equalNodes(a, b, run()) === true) expect(equivalentNodes(a, b, run())).toBe(true);
      }),
    );
  });

  it('the order of items counts for equality, not for equivalence', () => {
    fc.assert(
      fc.property(collection, (items) => {
        const reversed = items.toReversed();
        expect(equivalentCollections(items, reversed, run())).toBe(true);
        if (items.length > 0) expect(equalCollections(items, items, run())).toBe(true);
      }),
    );
  });
});

function setOf(nodes: Collection): Collection {
  const set = new DistinctNodes(run());
  for (const one of nodes) set.add(one);
  return set.nodes;
}

describe('sets', () => {
  it('hold no two equal items, and everything that was added', () => {
    fc.assert(
      fc.property(collection, (items) => {
        const set = setOf(items);
        for (const [at, one] of set.entries())
          for (const other of set.slice(at + 1)) expect(equalNodes(one, other, run())).not.toBe(true);
        const again = new DistinctNodes(run());
        for (const one of set) again.add(one);
        for (const one of items) expect(again.has(one)).toBe(true);
      }),
    );
  });

  it('an item is in a set where an equal one is, whatever the kinds', () => {
    fc.assert(
      fc.property(node, collection, (one, items) => {
        const set = new DistinctNodes(run());
        for (const item of items) set.add(item);
        expect(set.has(one)).toBe(items.some((item) => equalNodes(one, item, run()) === true));
      }),
      { numRuns: 500 },
    );
  });

  it('of complex values take no more steps than there are items', () => {
    const items = Array.from({ length: 5000 }, (_, at) => json(`{"value":${at % 2500}.0,"unit":"x"}`, 'Quantity'));
    const set = new DistinctNodes(run(50_000));
    for (const item of items) set.add(item);
    expect(set.nodes).toHaveLength(2500);
  });

  it('a union is the same whichever side comes first, as a set', () => {
    fc.assert(
      fc.property(collection, collection, (left, right) => {
        const forth = setOf([...left, ...right]);
        const back = new DistinctNodes(run());
        for (const one of [...right, ...left]) back.add(one);
        for (const one of forth) expect(back.has(one)).toBe(true);
      }),
    );
  });
});

describe('complex values', () => {
  it('are equal element by element, whatever the order of properties', () => {
    const left = json('{"system":"s","code":"c"}', 'Coding');
    expect(equalNodes(left, json('{"code":"c","system":"s"}', 'Coding'), run())).toBe(true);
    expect(equalNodes(left, json('{"code":"d","system":"s"}', 'Coding'), run())).toBe(false);
    expect(equalNodes(left, json('{"code":"c"}', 'Coding'), run())).toBe(false);
  });

  it('compare decimals by value, not by text', () => {
    const left = json('{"value":1.50}', 'Quantity');
    expect(equalNodes(left, json('{"value":1.5}', 'Quantity'), run())).toBe(true);
    expect(equalNodes(left, json('{"value":1.51}', 'Quantity'), run())).toBe(false);
  });

  it('are not equal to a text', () => {
    expect(equalNodes(json('{"code":"c"}', 'Coding'), json('"c"', 'code'), run())).toBe(false);
    expect(equalNodes(json('"c"', 'code'), json('{"code":"c"}', 'Coding'), run())).toBe(false);
  });

  it('are equivalent without their ids, with texts in any case and lists in any order', () => {
    const left = json('{"id":"1","given":["Ann","Lee"]}', 'HumanName');
    expect(equivalentNodes(left, json('{"id":"2","given":["lee","ANN"]}', 'HumanName'), run())).toBe(true);
    expect(equivalentNodes(left, json('{"given":["Ann"]}', 'HumanName'), run())).toBe(false);
  });

  it('a FHIR Quantity with a UCUM code equals a quantity', () => {
    const weight = json('{"value":1.0,"system":"http://unitsofmeasure.org","code":"g"}', 'Quantity');
    const [milligrams = expect.fail()] = compilePath("1000 'mg'").evaluate(undefined);
    expect(equalNodes(weight, milligrams, run())).toBe(true);
    const less = json('{"value":1.0,"comparator":"<","system":"http://unitsofmeasure.org","code":"g"}', 'Quantity');
    expect(equalNodes(less, milligrams, run())).toBe(false);
  });

  it('cost steps of the budget', () => {
    const big = json(JSON.stringify({ given: Array.from({ length: 1000 }, (_, at) => `n${at}`) }), 'HumanName');
    expect(() => equalNodes(big, json(JSON.stringify(big.value), 'HumanName'), run(100))).toThrow('too many steps');
  });
});

const order = (left: string, right: string): number | undefined =>
  compareNodes(json(left, 'Quantity'), json(right, 'Quantity'), "'<'", run());

describe('order of FHIR quantities', () => {
  const ucum = '"system":"http://unitsofmeasure.org"';

  it('is by UCUM unit', () => {
    expect(order(`{"value":1,${ucum},"code":"g"}`, `{"value":10,${ucum},"code":"mg"}`)).toBe(1);
    expect(order(`{"value":1,${ucum},"code":"g"}`, `{"value":10,${ucum},"code":"s"}`)).toBeUndefined();
  });

  it('outside of UCUM is only within one unit as written', () => {
    expect(order('{"value":1,"unit":"refill"}', '{"value":3,"unit":"refill"}')).toBe(-1);
    expect(order('{"value":1,"unit":"refill"}', '{"value":3,"unit":"tablet"}')).toBeUndefined();
    expect(order('{"value":1,"unit":"g"}', `{"value":3,${ucum},"code":"g"}`)).toBeUndefined();
    expect(order('{"value":1,"system":"s","code":"t"}', '{"value":2,"system":"s","code":"t","unit":"x"}')).toBe(-1);
  });

  it('is open where one is only a bound, or has no value', () => {
    expect(order(`{"value":1,"comparator":"<",${ucum},"code":"g"}`, `{"value":3,${ucum},"code":"g"}`)).toBeUndefined();
    expect(order('{"unit":"g"}', '{"unit":"g"}')).toBeUndefined();
  });

  it('is none with other types', () => {
    expect(() => compareNodes(json('{"value":1}', 'Quantity'), json('"x"', 'string'), "'<'", run())).toThrow(
      "'<' needs",
    );
  });
});
