/**
 * One interaction as it is asked for, over HTTP or as an entry of a Bundle, and what it answers. Interactions know no HTTP
 * library: both doors make an `Ask` and read an `Answer`.
 *
 * Source  https://hl7.org/fhir/R4/http.html
 */
import type { EpochMs, OperationOutcomeJson } from '../kernel/index.ts';

/** What decides about versions, as headers or as members of `Bundle.entry.request`. */
export interface Conditions {
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
  readonly ifNoneExist?: string | undefined;
  readonly ifModifiedSince?: string | undefined;
}

/** What is asked. */
export interface Ask {
  readonly method: string;
  /** Segments after the base: `['Patient', '1', '_history', '2']`. */
  readonly path: readonly string[];
  /** Raw query string, without the question mark. */
  readonly query: string;
  readonly conditions: Conditions;
  /** The parsed body. */
  readonly body?: unknown;
  /** `lenient` leaves out unknown search parameters. */
  readonly handling?: 'strict' | 'lenient';
}

/** What is answered. */
export interface Answer {
  readonly status: number;
  /** The version that was read or written: it becomes ETag, Last-Modified and Location. */
  readonly version?: { readonly type: string; readonly fid: string; readonly ver: number; readonly ts: EpochMs };
  /** Tell the address of the version (it was made now). */
  readonly located?: boolean;
  /** The body as JSON text of a resource. */
  readonly text?: string;
  readonly outcome?: OperationOutcomeJson;
  /** Is the text a Bundle that the answer consists of, to which `Prefer: return` does not apply? */
  readonly whole?: boolean;
}
