import type { GivingState } from './use-giving.ts';

/** Is everything there that a record needs? The emergency path carries its reason in its own step. */
export function mayConfirm({ phase, answer, busy, giving }: GivingState): boolean {
  if (phase !== 'scanning' || busy || answer === undefined) return false;
  const hasReason = giving.reason !== undefined || giving.choices['emergency'] !== undefined;
  return answer.decision === 'allow' || (answer.decision === 'warn' && hasReason);
}
