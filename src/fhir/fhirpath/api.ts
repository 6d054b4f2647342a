/**
 * What the FHIRPath engine gives and takes at its edge.
 *
 * Proof   path.test.ts, extract.test.ts
 */
import type { Clock } from '../../kernel/index.ts';
import type { PathNode } from './node.ts';

/** How strictly an expression is checked against the FHIR definitions before it runs; needs `type`. */
export type CheckMode = 'none' | 'lenient' | 'strict';

/** Options of compiling. */
export interface CompileOptions {
  /** Type of the resource or element that the expression starts from: unions are pruned to it and faults found early. */
  readonly type?: string;
  /** `lenient` (default with `type`) refuses what can never work; `strict` also every element that the type has not. */
  readonly check?: CheckMode;
}

/** Ports and variables of one evaluation. All are optional; a function that needs a missing port says which. */
export interface PathEnvironment {
  /** Values of `%name`: JSON values, or nodes of an earlier evaluation. */
  readonly variables?: Readonly<Record<string, unknown>>;
  /** `%resource`, where the focus is an element inside a resource; the focus itself otherwise. */
  readonly resource?: unknown;
  /** `%rootResource`: the container of a contained resource; `%resource` otherwise. */
  readonly rootResource?: unknown;
  /** Finds what a reference outside of the resource points to. */
  readonly resolve?: (reference: string) => unknown;
  /** Is the coding, CodeableConcept or code in the value set? `undefined`: the value set is not known. */
  readonly memberOf?: (value: unknown, valueSet: string) => boolean | undefined;
  /** Does the first code subsume the second? `undefined`: the code system is not known. */
  readonly subsumes?: (general: unknown, special: unknown) => boolean | undefined;
  /** Does the resource conform to the profile? `undefined`: the profile is not known. Base types need no port. */
  readonly conformsTo?: (resource: unknown, profile: string) => boolean | undefined;
  /** `as` on many items keeps those of the type, as some invariants of R4 itself need it; otherwise it is an error. */
  readonly asFilters?: boolean;
  /** Told by `trace()`. */
  readonly trace?: (name: string, values: readonly PathNode[]) => void;
  /** The present (`now()`, `today()`); the machine's clock where absent. */
  readonly clock?: Clock;
  /** Time zone of `today()` and `now()`; UTC where absent. */
  readonly timeZone?: string;
  /** Steps that this evaluation may take before `fhirpath.too-costly`; 1,000,000 where absent. */
  readonly budget?: number;
}

/** A compiled expression. It holds no state: one may serve any number of evaluations. */
export interface CompiledPath {
  /** The text it was compiled from. */
  readonly text: string;
  /**
   * The result as nodes: each with its value, its type (`Quantity`, `code`, `System.Integer`), and where it stands in the
   * resource (`parent`, `key`, `index`), so that a patch can change it in place.
   */
  evaluate(focus: unknown, environment?: PathEnvironment): readonly PathNode[];
  /** The result as plain JSON values. */
  values(focus: unknown, environment?: PathEnvironment): unknown[];
  /** Is the result a single `true`? Empty is false. Anything but one boolean-like value is an error. */
  test(focus: unknown, environment?: PathEnvironment): boolean;
}

/** A value found by an extractor, with its FHIR type (`Reference`, `dateTime`, `Observation.component`). */
export interface TypedValue {
  readonly value: unknown;
  readonly type: string;
}

/**
 * Receives each value found. `value` is the raw JSON (an object, or a primitive: string, boolean, `number | RawDecimal`);
 * `type` is its FHIR type. Primitives without a value (only extensions) are not given.
 */
export type Emit = (value: unknown, type: string) => void;

/**
 * An expression compiled for one resource type: the fast form for search parameters. It walks the raw JSON without making
 * nodes. It does not remove duplicates at `|`: an index is a set.
 */
export interface Extractor {
  readonly text: string;
  /**
   * FHIR types that the result can have (`Resource` for any, `Element` where the general engine runs); empty: nothing of this
   * expression can be in the type.
   */
  readonly types: readonly string[];
  /** False where the general engine runs instead (the result is the same, slower). */
  readonly direct: boolean;
  /** Gives each value to `emit`, in order. `root` is `%resource` where the expression starts from an element inside of it. */
  each(resource: object, emit: Emit, root?: object): void;
  /** The values as an array. */
  all(resource: object, root?: object): TypedValue[];
}
