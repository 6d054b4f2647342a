/**
 * What a benchmark answers: measured figures with their unit, and where there is one, the target that the figure must meet.
 *
 * A ratio is taken in one run against something measured beside it (`ratioTo` names it); an absolute time is only a note.
 *
 * Proof   bench/run.ts prints and keeps them; a missed target ends it with status 1
 */

/** One measured figure. */
export interface BenchResult {
  /** What was measured, for example `import: Synthea bundles`. */
  readonly name: string;
  readonly measured: number;
  /** UCUM or plain words: `ms`, `resources/s`, `MB`, `ratio`. */
  readonly unit: string;
  /** What the figure is a ratio to, for example `plain COPY of the same rows`. */
  readonly ratioTo?: string;
  /** The bound to meet; absent: only a note. */
  readonly target?: BenchTarget;
  /** Whether the target was met; set by `bench/run.ts` from `target` where absent. */
  readonly pass?: boolean;
  readonly note?: string;
}

/** A bound: at least, or at most. */
export type BenchTarget = { readonly atLeast: number } | { readonly atMost: number };

/** A benchmark file (`bench/NAME.bench.ts`) exports this as default: it runs, cleans up after itself, and answers figures. */
export type Bench = (log: (line: string) => void) => Promise<readonly BenchResult[]>;

/** Does the figure meet its bound? Undefined where there is none. */
export function isMet({ measured, target, pass }: BenchResult): boolean | undefined {
  if (pass !== undefined) return pass;
  if (target === undefined) return undefined;
  if (Number.isNaN(measured)) return false;
  return 'atLeast' in target ? measured >= target.atLeast : measured <= target.atMost;
}

/** The value below which `share` (0 to 1) of the measurements lie (nearest rank). */
export function percentile(measurements: readonly number[], share: number): number {
  const sorted = measurements.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
