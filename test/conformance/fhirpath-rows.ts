/**
 * Tables of FHIRPath expressions with what they give, for the tests of the engine.
 */
import { expect, it } from 'vitest';
import {
  compilePath,
  type CompileOptions,
  type PathEnvironment,
  type PathNode,
} from '../../src/fhir/fhirpath/index.ts';
import { OutcomeError, writeJson } from '../../src/kernel/index.ts';

/** An expression and the values it gives: texts of decimals, dates and quantities; other values as they are. */
export type Row = readonly [expression: string, ...expected: unknown[]];
/** An expression and the code of the failure it ends in. */
export type FailingRow = readonly [expression: string, code: string];

/** What a table is evaluated on. */
export interface RowContext {
  readonly focus?: unknown;
  readonly environment?: PathEnvironment;
  readonly options?: CompileOptions;
}

/** A node as tables write it. */
export function shown({ value, type }: PathNode): unknown {
  if (typeof value === 'object' && value !== null && type.startsWith('System.') && type !== 'System.TypeInfo') {
    return (value as { toString(): string }).toString();
  }
  return value;
}

/** What an expression gives, as tables write it. */
export function results(expression: string, { focus, environment, options }: RowContext = {}): unknown[] {
  return compilePath(expression, options).evaluate(focus, environment).map(shown);
}

/** The code of the failure of an expression; undefined where it does not fail. */
export function failureCode(expression: string, context: RowContext = {}): string | undefined {
  try {
    results(expression, context);
    return undefined;
  } catch (error) {
    if (error instanceof OutcomeError) return error.code;
    throw error;
  }
}

/** Declares one test for each row. */
export function gives(rows: readonly Row[], context: RowContext = {}): void {
  for (const [expression, ...expected] of rows) {
    it(`${expression} gives ${expected.length === 0 ? 'nothing' : expected.map((one) => writeJson(one)).join(', ')}`, () => {
      expect(results(expression, context)).toEqual(expected);
    });
  }
}

/** Declares one test for each row. */
export function fails(rows: readonly FailingRow[], context: RowContext = {}): void {
  for (const [expression, code] of rows) {
    it(`${expression} fails with ${code}`, () => {
      expect(failureCode(expression, context)).toBe(code);
    });
  }
}
