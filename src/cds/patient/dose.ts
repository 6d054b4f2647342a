/**
 * How much of a drug an order gives.
 *
 * Unit    amount in mg (mass) or in `unit` as written where it is no mass; perDay is the number of givings in 24 h
 * Proof   medication.test.ts
 */
export interface Dose {
  /** Amount of one giving. */
  readonly amount: number;
  readonly unit: string;
  /** Largest number of givings in 24 h; absent where the order does not say it. */
  readonly perDay?: number;
}
