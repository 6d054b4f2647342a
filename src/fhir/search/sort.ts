/**
 * The order of resources in memory: the smallest value of a parameter for ascending, the largest for descending order;
 * resources without a value come last in either.
 *
 * Source  https://hl7.org/fhir/R4/search.html#sort
 * Proof   sort.test.ts
 */
import type { Resource } from '../generated/types.ts';
import {
  comparedText,
  dateElement,
  numberElement,
  quantityElement,
  referenceElement,
  tokenElement,
  writtenTexts,
} from './elements.ts';
import { valuesOf } from './match.ts';
import type { SearchParameter } from './parameters.ts';
import type { SortKey } from './query.ts';

/** What a resource is sorted by; undefined where it has no value. */
export type SortValue = string | number | undefined;

/** The values of a resource for some sort keys. */
export function sortValues(resource: Resource, keys: readonly SortKey[], timeZone: string): SortValue[] {
  return keys.map(({ parameter, descending }) => {
    const values = valuesOf(resource, parameter).flatMap(({ value, type }) =>
      comparable(value, type, parameter, timeZone),
    );
    return values.reduce<SortValue>((best, value) => (isBetter(value, best, descending) ? value : best), undefined);
  });
}

function isBetter(value: string | number, best: SortValue, descending: boolean): boolean {
  if (best === undefined) return true;
  return descending ? compareValues(value, best) > 0 : compareValues(value, best) < 0;
}

function comparable(value: unknown, type: string, parameter: SearchParameter, timeZone: string): (string | number)[] {
  switch (parameter.kind) {
    case 'date':
      return present(dateElement(value, type, timeZone)?.low);
    case 'number':
      return present(numberElement(value, type)?.low);
    case 'quantity': {
      const quantity = quantityElement(value, type);
      return present(quantity?.canonical?.low ?? quantity?.low);
    }
    case 'token':
      return tokenElement(value, type).codings.flatMap(({ code }) => present(code));
    case 'reference':
      return referenceElement(value, type).targets.slice(0, 1);
    case 'string':
      return writtenTexts(value, type)
        .map(comparedText)
        .filter((text) => text !== '');
    default:
      return typeof value === 'string' ? [value] : [];
  }
}

function present<T>(value: T | undefined): T[] {
  return value === undefined ? [] : [value];
}

/** Negative, zero or positive; text by code points, as the database does in collation C. */
export function compareValues(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)));
}

/** Compares by the first key that differs; nothing comes last. */
export function compareSorted(
  a: readonly SortValue[],
  b: readonly SortValue[],
  keys: readonly { readonly descending: boolean }[],
): number {
  for (const [at, { descending }] of keys.entries()) {
    const [left, right] = [a[at], b[at]];
    if (left === undefined && right === undefined) continue;
    if (left === undefined) return 1;
    if (right === undefined) return -1;
    const order = compareValues(left, right);
    if (order !== 0) return descending ? -order : order;
  }
  return 0;
}
