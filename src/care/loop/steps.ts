/**
 * What happened at the bedside, in order: codes that were scanned and what was done on the screen.
 */
import type { EpochMs } from '../../kernel/index.ts';

export type ScanKind = 'badge' | 'band' | 'product' | 'tube' | 'specimen-label' | 'blood-unit' | 'bottle';

/** A scan; `raw` is absent where the scanner could not read the code. */
export interface ScanStep {
  readonly scan: ScanKind;
  readonly raw: string | null;
}

/** Something done on the screen. */
export type ActionStep =
  | { readonly action: 'confirm'; readonly inTab?: string }
  | { readonly action: 'select-route'; readonly route: string }
  | { readonly action: 'set-time'; readonly time: EpochMs }
  | { readonly action: 'emergency'; readonly reason: string }
  | { readonly action: 'prn-reason'; readonly code: string }
  | {
      readonly action: 'manual-entry';
      readonly product: string;
      readonly lot?: string;
      readonly expiry?: string;
      readonly serial?: string;
    }
  | { readonly action: 'badge-login'; readonly staff: string }
  | { readonly action: 'manual-identify'; readonly patient: string; readonly identifiers: readonly string[] }
  | { readonly action: 'not-given'; readonly reason: string }
  | { readonly action: 'retract'; readonly administration: string; readonly reason: string }
  | { readonly action: 'site'; readonly site: string }
  | { readonly action: 'device'; readonly device: string }
  | { readonly action: 'measure'; readonly observation: string; readonly value: number; readonly unit: string }
  | {
      readonly action: 'infusion';
      readonly act: InfusionAct;
      readonly administration: string;
      readonly rate?: number;
      readonly volume?: number;
      readonly reason?: string;
    }
  | { readonly action: 'sync' }
  | { readonly action: 'print-label'; readonly at: string }
  | { readonly action: 'accept-with-comment' }
  | { readonly action: 'tick' }
  | { readonly action: 'reaction'; readonly signs: readonly string[] };

/** What is done to something that runs. */
export type InfusionAct = 'rate' | 'pause' | 'resume' | 'bag' | 'stop' | 'complete';

export type Step = ScanStep | ActionStep;
export type ActionName = ActionStep['action'];

/** The last action of a name; undefined where it was not done. */
export function actionOf<Name extends ActionName>(
  steps: readonly Step[],
  name: Name,
): Extract<ActionStep, { readonly action: Name }> | undefined {
  return steps.findLast(
    (step): step is Extract<ActionStep, { readonly action: Name }> => 'action' in step && step.action === name,
  );
}
