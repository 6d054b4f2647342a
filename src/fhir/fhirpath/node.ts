/**
 * A node of a FHIRPath collection: a value with its type and its place in the resource.
 *
 * FHIR nodes hold raw JSON (decimals as `number | RawDecimal`), System nodes hold boolean, string, number (Integer),
 * `Decimal`, `Temporal` or `Quantity`. Nodes are made only where an expression needs them.
 *
 * Source  https://hl7.org/fhirpath/N1/#types-and-reflection, https://hl7.org/fhir/R4/fhirpath.html#types
 * Proof   navigate.test.ts, path.test.ts
 */

/** A value in a collection. */
export class PathNode {
  /** Raw JSON of a FHIR node (undefined: a primitive with extensions only), or the value of a System node. */
  readonly value: unknown;
  /** `Patient`, `code`, `Observation.component` (an element without a type of its own), or `System.Integer`. */
  readonly type: string;
  /** The `_name` object of a primitive: its id and extensions. */
  readonly element: JsonObject | undefined;
  /** The node this one was found in; undefined for the focus and for computed values. */
  readonly parent: PathNode | undefined;
  /** JSON property in the parent, for example `valueQuantity`. */
  readonly key: string | undefined;
  /** Position in the parent's array; undefined where the property is no array. */
  readonly index: number | undefined;

  constructor(value: unknown, type: string, element?: JsonObject, parent?: PathNode, key?: string, index?: number) {
    this.value = value;
    this.type = type;
    this.element = element;
    this.parent = parent;
    this.key = key;
    this.index = index;
  }
}

/** A JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;
/** What every expression gives: any number of nodes, in order. */
export type Collection = readonly PathNode[];

/** The collection of nothing. */
export const EMPTY: Collection = Object.freeze([]);

/** Is this a JSON object (no array, no decimal)? */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !JSON_RAW.isRawJSON(value);
}

const JSON_RAW = JSON as unknown as { isRawJSON(value: unknown): boolean };
