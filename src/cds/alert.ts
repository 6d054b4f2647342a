/**
 * What a rule found. An alert always says which rule, of which version and date, and on which source.
 *
 * Source  reference tiers: 1 stops, 2 interrupts and wants a coded reason, 3 stands beside the order
 * Proof   rules/check.test.ts
 */
import type { FileFacts, Text, Tier } from './knowledge/api.ts';

export type Decision = 'stop' | 'warn-with-reason' | 'inform';

/** Where an alert's knowledge comes from. */
export interface AlertSource {
  /** Names the file and its version. */
  readonly knowledge: string;
  readonly version: string;
  readonly date: string;
  readonly reviewed: boolean;
  readonly source: string;
}

/** A change of the draft that an alert offers. */
export type Remedy =
  | { readonly kind: 'remove'; readonly order: string; readonly label: Text }
  | { readonly kind: 'create'; readonly label: Text; readonly resource: Readonly<Record<string, unknown>> };

export interface Alert {
  readonly rule: string;
  readonly tier: Tier;
  readonly decision: Decision;
  /** The order it is about; absent: the patient. */
  readonly order?: string;
  /** What it is against: other orders, allergies, results. */
  readonly against: readonly string[];
  /** At most 140 characters. */
  readonly summary: Text;
  readonly detail: Text;
  readonly source: AlertSource;
  readonly remedies: readonly Remedy[];
}

const DECISIONS: Readonly<Record<Tier, Decision>> = { 1: 'stop', 2: 'warn-with-reason', 3: 'inform' };

/** What a tier asks for. */
export function decisionOf(tier: Tier): Decision {
  return DECISIONS[tier];
}

/** The source of a row in a file. */
export function sourceOf({ id, version, date, reviewed }: FileFacts, source: string): AlertSource {
  return { knowledge: id, version, date, reviewed, source };
}

/** The usual remedy: leave the drafted order out. */
export function removal(order: { readonly id: string; readonly label: string }): Remedy {
  return {
    kind: 'remove',
    order: order.id,
    label: { en: `Do not order ${order.label}`, ko: `${order.label} 처방 취소` },
  };
}
