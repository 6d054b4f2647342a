/**
 * Collections as sets: quick, where items have a key that is the same exactly for equal ones.
 *
 * Source  https://hl7.org/fhirpath/N1/#distinct--collection
 * Proof   distinct.test.ts, equality.test.ts
 */
import { Decimal, decimalText } from '../../kernel/index.ts';
import { complexJson, equalNodes, isNumeric } from './equality.ts';
import { isObject, type PathNode } from './node.ts';
import { Quantity } from './quantity.ts';
import type { Run } from './run.ts';
import { Temporal } from './temporal.ts';
import { systemValue } from './value.ts';

/** Items without their repetitions. */
export class DistinctNodes {
  readonly nodes: PathNode[] = [];
  readonly #run: Run;
  readonly #keys = new Set<string>();
  readonly #others: PathNode[] = [];
  readonly #numbers: PathNode[] = [];

  constructor(run: Run) {
    this.#run = run;
  }

  /** Is an equal item in it? */
  has(node: PathNode): boolean {
    const key = keyOf(node, this.#run);
    if (key !== undefined && this.#keys.has(key)) return true;
    // A number may equal a quantity (1 and 1 '1'): those two kinds are compared one by one.
    const isNumber = key?.startsWith('n') === true;
    if (key === undefined || isNumber)
      return this.#isAmong(this.#others, node) || (!isNumber && this.#isAmong(this.#numbers, node));
    return false;
  }

  /** Adds an item unless an equal one is there; tells whether it was added. */
  add(node: PathNode): boolean {
    this.#run.spend(1);
    if (this.has(node)) return false;
    const key = keyOf(node, this.#run);
    if (key === undefined) this.#others.push(node);
    else this.#keys.add(key);
    if (key?.startsWith('n') === true) this.#numbers.push(node);
    this.nodes.push(node);
    return true;
  }

  #isAmong(nodes: readonly PathNode[], node: PathNode): boolean {
    return nodes.some((other) => equalNodes(node, other, this.#run) === true);
  }
}

/**
 * A text that is the same exactly for equal values; undefined for quantities, whose units have to be converted.
 */
function keyOf(node: PathNode, run: Run): string | undefined {
  const value = systemValue(node, run.model);
  if (typeof value === 'string') return `s${value}`;
  if (typeof value === 'boolean') return `b${value}`;
  if (typeof value === 'number') return `n${value}`;
  if (value instanceof Decimal) return `n${value.normalized().toString()}`;
  if (value instanceof Temporal) return temporalKey(value);
  if (value instanceof Quantity) return undefined;
  const key = canonicalJson(complexJson(node));
  run.spend(key.length / 16);
  return `j${key}`;
}

/** Equal are only those of one precision (seconds and their fractions count as one) that both have a zone, or both none. */
function temporalKey({ kind, precision, isFloating, low }: Temporal): string {
  return `t${kind === 'Time' ? 'T' : 'D'}${Math.min(precision, 6)}${isFloating ? '' : 'Z'}${low}`;
}

/** JSON with its properties in order and its decimals without zeros at the end. */
function canonicalJson(value: unknown): string {
  if (isNumeric(value)) {
    const text = decimalText(value);
    return Decimal.parse(text)?.normalized().toString() ?? text;
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? '';
  const keys = Object.keys(value).toSorted();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`).join(',')}}`;
}
