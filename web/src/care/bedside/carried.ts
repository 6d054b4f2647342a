/**
 * Scans that were made before the patient's chart was open (badge and band on the ward's list), carried to it once. Kept in
 * memory of this tab only, and not for long.
 *
 * Proof   bedside.test.ts
 */
import type { Step } from './api.ts';

const LASTS_MS = 60_000;

let carried: { readonly patient: string; readonly scans: readonly Step[]; readonly at: number } | undefined;

export function carry(patient: string, scans: readonly Step[], at: number): void {
  carried = { patient, scans, at };
}

/** What was carried to this patient's chart; each is taken once. */
export function takeCarried(patient: string, now: number): readonly Step[] {
  const found = carried;
  carried = undefined;
  return found !== undefined && found.patient === patient && now - found.at < LASTS_MS ? found.scans : [];
}
