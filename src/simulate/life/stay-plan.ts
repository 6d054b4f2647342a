/**
 * What is known of a stay before it begins: the illness, where it is treated, and with what.
 *
 * Proof   stay.test.ts
 */
import type { Illness } from '../chart/condition.ts';

/** What a stay is about. */
export interface StayPlan {
  readonly key: string;
  readonly illness: Illness;
  readonly department: string;
  readonly complaint: string;
  readonly profile: string;
  readonly panels: readonly string[];
  readonly drugs: readonly string[];
  readonly home: readonly string[];
  readonly studies: readonly string[];
  readonly procedures: readonly string[];
  readonly icu: number;
  /** The lasting disease that the stay is for, where it is one. */
  readonly disease?: string | undefined;
}
