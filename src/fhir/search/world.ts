/**
 * What the in-memory evaluation of a search knows beside the resource itself.
 */
import type { EpochMs } from '../../kernel/index.ts';
import type { Resource } from '../generated/types.ts';

/** What is known beside the resource itself. */
export interface World {
  /** Zone in which dates without one are read. */
  readonly timeZone: string;
  /** The present, for approximate dates. */
  readonly now: EpochMs;
  /** The resource that a reference (`Patient/1`) names, where it may be searched. */
  readonly find?: (reference: string) => Resource | undefined;
  /** The resources of a type that may be searched. */
  readonly all?: (type: string) => Iterable<Resource>;
  readonly codes?: {
    codesIn(valueSet: string): readonly Code[] | undefined;
    below(system: string, code: string): readonly Code[] | undefined;
    above(system: string, code: string): readonly Code[] | undefined;
  };
}

interface Code {
  readonly system: string;
  readonly code: string;
}
