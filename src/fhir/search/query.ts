/**
 * A search as the parser understood it: what the SQL compiler and the in-memory evaluation both read.
 *
 * Source  https://hl7.org/fhir/R4/search.html
 */
import type { OutcomeError } from '../../kernel/index.ts';
import type { SearchParameter } from './parameters.ts';

/** Comparison of ordered values. */
export type Prefix = 'eq' | 'ne' | 'gt' | 'lt' | 'ge' | 'le' | 'sa' | 'eb' | 'ap';

/** Modifiers of R4 that change how values are compared (`missing` and types of references become criteria of their own). */
export type Modifier =
  | 'exact'
  | 'contains'
  | 'text'
  | 'not'
  | 'above'
  | 'below'
  | 'in'
  | 'not-in'
  | 'of-type'
  | 'identifier';

/** `[system]|[code]`: an absent system is any, an empty one is none; an absent code is any of the system. */
export interface TokenValue {
  readonly kind: 'token';
  readonly system: string | undefined;
  readonly code: string | undefined;
}

/** `[type system]|[type code]|[value]` of `:of-type`. */
export interface OfTypeValue {
  readonly kind: 'of-type';
  readonly system: string;
  readonly code: string;
  readonly value: string;
}

/** Text of a string parameter or of `:text`. */
export interface StringValue {
  readonly kind: 'string';
  readonly text: string;
}

/** A (partial) date: the interval that it means, in ms, closed below and open above. */
export interface DateValue {
  readonly kind: 'date';
  readonly prefix: Prefix;
  readonly low: number;
  readonly high: number;
}

/** A number, and the interval that its written digits mean (`100` is 99.5 to 100.5). */
export interface NumberValue {
  readonly kind: 'number';
  readonly prefix: Prefix;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** As it was written, without the prefix. */
  readonly text: string;
}

/** `[prefix][number]|[system]|[code]`: an absent system and code mean any unit. */
export interface QuantityValue {
  readonly kind: 'quantity';
  readonly number: NumberValue;
  readonly system: string | undefined;
  readonly code: string | undefined;
}

/** What a reference points to. */
export interface ReferenceValue {
  readonly kind: 'reference';
  /** References as stored (`Patient/1`, `Patient/1/_history/2`, `http://…`), any of which matches. */
  readonly targets: readonly string[];
}

/** A URI, compared exactly or by its path. */
export interface UriValue {
  readonly kind: 'uri';
  readonly uri: string;
}

/** Parts of a composite, in the order of its components. */
export interface CompositeValue {
  readonly kind: 'composite';
  readonly parts: readonly SearchValue[];
}

/** A circle on the earth. */
export interface NearValue {
  readonly kind: 'near';
  readonly latitude: number;
  readonly longitude: number;
  readonly kilometres: number;
}

/** One alternative of a parameter. */
export type SearchValue =
  | TokenValue
  | OfTypeValue
  | StringValue
  | DateValue
  | NumberValue
  | QuantityValue
  | ReferenceValue
  | UriValue
  | CompositeValue
  | NearValue;

/** One condition. All conditions of a search must hold. */
export type Criterion =
  | {
      readonly of: 'values';
      readonly name: string;
      readonly parameter: SearchParameter;
      readonly modifier: Modifier | undefined;
      readonly values: readonly SearchValue[];
    }
  | { readonly of: 'missing'; readonly name: string; readonly parameter: SearchParameter; readonly missing: boolean }
  | {
      readonly of: 'chain';
      readonly name: string;
      readonly parameter: SearchParameter;
      /** The condition on the target, for each type that it may have. */
      readonly targets: readonly { readonly type: string; readonly criterion: Criterion }[];
    }
  | {
      readonly of: 'has';
      readonly name: string;
      /** The type that refers to us, and the reference parameter by which it does. */
      readonly type: string;
      readonly parameter: SearchParameter;
      readonly criterion: Criterion;
    }
  | { readonly of: 'list'; readonly name: string; readonly lists: readonly string[] };

/** One `_include` or `_revinclude`. */
export interface Include {
  readonly reverse: boolean;
  readonly iterate: boolean;
  /** The type that holds the reference; undefined for `*`. */
  readonly source: string | undefined;
  /** The reference parameter; undefined for `Type:*` and `*`. */
  readonly parameter: SearchParameter | undefined;
  readonly target: string | undefined;
}

/** One key of `_sort`. */
export interface SortKey {
  readonly parameter: SearchParameter;
  readonly descending: boolean;
}

/** A parameter that `Prefer: handling=lenient` left out, and why. */
export interface IgnoredParameter {
  readonly name: string;
  readonly error: OutcomeError;
}

/** Conditions on some types. A search of several types may have one branch for each; results are their union. */
export interface Branch {
  /** Types searched; undefined for all. */
  readonly types: readonly string[] | undefined;
  readonly criteria: readonly Criterion[];
}

/** A search. */
export interface SearchQuery {
  readonly branches: readonly Branch[];
  readonly includes: readonly Include[];
  readonly sort: readonly SortKey[];
  readonly count: number | undefined;
  readonly total: 'none' | 'estimate' | 'accurate' | undefined;
  readonly summary: 'true' | 'text' | 'data' | 'count' | 'false' | undefined;
  readonly elements: readonly string[] | undefined;
  /** Where the next page starts, as an earlier answer gave it. */
  readonly cursor: string | undefined;
  readonly ignored: readonly IgnoredParameter[];
  /** What was understood, in order, as the self link repeats it (without the cursor). */
  readonly understood: readonly (readonly [name: string, value: string])[];
}
