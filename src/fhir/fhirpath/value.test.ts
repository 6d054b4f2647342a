import { describe, expect, it } from 'vitest';
import { Decimal, parseJson, writeJson } from '../../kernel/index.ts';
import { r4Model } from './model.ts';
import { EMPTY, PathNode } from './node.ts';
import { Quantity } from './quantity.ts';
import { Temporal } from './temporal.ts';
import {
  booleans,
  decimals,
  FALSE,
  integers,
  jsonOf,
  quantities,
  single,
  singleDecimal,
  singleInteger,
  singleString,
  strings,
  systemNodes,
  systemValue,
  temporals,
  textOf,
  TRUE,
  truth,
  wrongType,
} from './value.ts';

const model = r4Model();
const system = (json: string, type: string): unknown => systemValue(new PathNode(parseJson(json), type), model);
const shown = (value: unknown): string => `${(value as object).constructor.name} ${String(value)}`;

describe('FHIR primitives as System values', () => {
  it.each([
    ['"x"', 'string', 'String x'],
    ['"x"', 'code', 'String x'],
    ['true', 'boolean', 'Boolean true'],
    ['5', 'integer', 'Number 5'],
    ['5', 'positiveInt', 'Number 5'],
    ['5', 'decimal', 'Decimal 5'],
    ['1.50', 'decimal', 'Decimal 1.50'],
    ['1E-3', 'decimal', 'Decimal 0.001'],
    ['"2020-02"', 'date', 'Temporal 2020-02'],
    ['"2020-02-03T10:00:00Z"', 'instant', 'Temporal 2020-02-03T10:00:00Z'],
    ['"10:00:00"', 'time', 'Temporal 10:00:00'],
    ['"no date"', 'date', 'String no date'],
    ['"2020"', 'string', 'String 2020'],
  ])('%s of type %s', (json, type, expected) => {
    expect(shown(system(json, type))).toBe(expected);
  });
});

describe('FHIR Quantity as System.Quantity', () => {
  const ucum = 'http://unitsofmeasure.org';
  it.each([
    [`{"value":1.50,"system":"${ucum}","code":"mg"}`, "1.50 'mg'"],
    [`{"value":2,"system":"${ucum}","code":"a"}`, '2 year'],
    [`{"value":2,"system":"${ucum}","code":"min"}`, '2 minute'],
    [`{"value":2,"system":"${ucum}","code":"wk"}`, "2 'wk'"],
  ])('%s', (json, expected) => {
    expect(String(system(json, 'Quantity'))).toBe(expected);
    expect(String(system(json, 'Age'))).toBe(expected);
  });

  it.each([
    `{"value":1,"unit":"mg"}`,
    `{"value":1,"system":"http://other","code":"mg"}`,
    `{"value":1,"comparator":"<","system":"${ucum}","code":"mg"}`,
    `{"system":"${ucum}","code":"mg"}`,
  ])('not %s', (json) => {
    expect(system(json, 'Quantity')).toBeUndefined();
  });
});

describe('System values as nodes and back', () => {
  it('keep kind and value', () => {
    expect(booleans(true)).toBe(TRUE);
    expect(booleans(false)).toBe(FALSE);
    expect(booleans(undefined)).toBe(EMPTY);
    expect(systemNodes('x')).toEqual(strings('x'));
    expect(systemNodes(5)).toEqual(integers(5));
    expect(systemNodes(undefined)).toEqual([]);
    expect(systemNodes(new Decimal(15n, 1))[0]?.type).toBe('System.Decimal');
    expect(systemNodes(Temporal.parse('Time', '10:00'))[0]?.type).toBe('System.Time');
    expect(systemNodes(new Quantity(new Decimal(1n), 'mg'))[0]?.type).toBe('System.Quantity');
  });

  it('are nothing where they overflow', () => {
    expect(integers(2_147_483_648)).toEqual([]);
    expect(integers(1.5)).toEqual([]);
    expect(decimals(new Decimal(10n ** 121n))).toEqual([]);
    expect(quantities(new Quantity(new Decimal(10n ** 121n), 'mg'))).toEqual([]);
    expect(temporals(undefined)).toEqual([]);
    expect(strings(undefined)).toEqual([]);
  });

  it('lose digits only far behind the point', () => {
    expect(String(decimals(new Decimal(1n, 60))[0]?.value)).toBe(`0.${'0'.repeat(28)}`);
    expect(String(decimals(new Decimal(1n, 50))[0]?.value)).toBe(`0.${'0'.repeat(49)}1`);
  });

  it('are JSON with the digits they have', () => {
    expect(writeJson(jsonOf(new PathNode(new Decimal(150n, 2), 'System.Decimal')))).toBe('1.50');
    expect(jsonOf(new PathNode('x', 'code'))).toBe('x');
    expect(jsonOf(new PathNode(Temporal.parse('Date', '2020-02'), 'System.Date'))).toBe('2020-02');
    expect(textOf(true)).toBe('true');
    expect(textOf(new Decimal(150n, 2))).toBe('1.50');
  });
});

describe('single items', () => {
  const [one, two] = [strings('a'), [...strings('a'), ...strings('b')]];

  it('are told from none and many', () => {
    expect(single(EMPTY, 'x')).toBeUndefined();
    expect(single(one, 'x')).toBe(one[0]);
    expect(() => single(two, 'length()')).toThrow('length() needs a single item, there are 2');
  });

  it('have a kind', () => {
    expect(singleString(one, 'x', model)).toBe('a');
    expect(singleString(EMPTY, 'x', model)).toBeUndefined();
    expect(singleString([new PathNode(undefined, 'string')], 'x', model)).toBeUndefined();
    expect(() => singleString(integers(1), 'upper()', model)).toThrow('upper() needs a string, found System.Integer');
    expect(singleInteger(integers(1), 'x', model)).toBe(1);
    expect(() => singleInteger(one, 'x', model)).toThrow('an integer');
    expect(String(singleDecimal(integers(1), 'x', model))).toBe('1');
    expect(() => singleDecimal(one, 'x', model)).toThrow('a number');
  });

  it('are true unless they are false', () => {
    expect([truth(TRUE, 'x'), truth(FALSE, 'x'), truth(EMPTY, 'x'), truth(one, 'x')]).toEqual([
      true,
      false,
      undefined,
      true,
    ]);
    expect(() => truth(two, "'and'")).toThrow("'and' needs a single item");
  });

  it('are named in failures without their content', () => {
    const secret = new PathNode({ resourceType: 'Patient', id: 'secret' }, 'Patient');
    expect(wrongType("'+'", 'numbers', secret, model).message).toBe(
      "FHIRPath: '+' needs numbers, found a Patient resource.",
    );
  });
});
