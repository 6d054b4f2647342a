/**
 * Who may act, on whose chart, on whom: the same at every bedside.
 *
 * Proof   test/conformance/closed-loop.test.ts
 */
import type { BadgeRead, Bedside } from './bedside.ts';
import type { RuleId } from './rules.ts';
import { actionOf } from './steps.ts';
import type { LoopState, Staff } from './state.ts';
import { hazard, stop, type Finding } from './verdict.ts';

/** Keys of a loop whose own rule tells of the wrong patient. */
export interface IdentityRules {
  readonly rule: RuleId;
  readonly wrongPatient: string;
}

/** The person at work: the owner of the first badge. */
export function performerOf({ badges }: Bedside): Staff | undefined {
  return badges[0]?.staff;
}

/** May this badge do what the roles may? */
export function isEntitled(badge: BadgeRead | undefined, roles: readonly string[]): boolean {
  const staff = badge?.staff;
  return staff !== undefined && staff.badge !== 'revoked' && roles.includes(staff.role);
}

/** The badge: known, not revoked, of an entitled role, and of the person who is signed in. */
export function staffFindings(state: LoopState, { badges }: Bedside): readonly Finding[] {
  const [first] = badges;
  if (first === undefined) return [];
  if (!isEntitled(first, state.settings.givingRoles)) return [stop('R01', 'loop.staff.not-entitled', { audit: '8' })];
  return state.signedIn === undefined || first.staff?.id === state.signedIn
    ? []
    : [stop('R01', 'loop.staff.badge-differs', { audit: '8' })];
}

/** The tab that was confirmed in shows the chart that is open. */
export function contextFindings({ steps, chart }: LoopState): readonly Finding[] {
  const tab = actionOf(steps, 'confirm')?.inTab;
  return tab === undefined || tab === chart ? [] : [stop('R26', 'loop.context-changed')];
}

/** The patient left the stay of the order, or died: what was ordered is over. */
export function goneFindings({ gone }: LoopState, rule: RuleId): readonly Finding[] {
  return gone === undefined ? [] : [hazard(rule, `loop.patient.${gone}`, 'order-not-active')];
}

/** The band: there before anything else, the open chart's patient's, and the one worn now. */
export function bandFindings(state: LoopState, bedside: Bedside, own: IdentityRules): readonly Finding[] {
  const { band, beforeBand } = bedside;
  if (beforeBand) return [stop('R02', 'loop.band.missing')];
  if (band === undefined) return [];
  if (band.patient === undefined && state.bandShared === true)
    return [stop('R04', 'loop.band.shared', { tasks: ['replace-band'] })];
  if (band.patient?.id !== state.chart) return [hazard(own.rule, own.wrongPatient, 'wrong-patient')];
  const isWorn = band.byHand || band.instance === band.patient.bandInstance;
  return isWorn ? [] : [stop('R04', 'loop.band.superseded', { tasks: ['replace-band'] })];
}

/** A second person: there, somebody else, entitled. */
export function witnessFault(state: LoopState, { badges }: Bedside): 'missing' | 'same' | 'not-entitled' | undefined {
  const [first, ...others] = badges;
  if (others.length === 0) return 'missing';
  const distinct = others.filter(({ staff }) => staff === undefined || staff.id !== first?.staff?.id);
  if (distinct.length === 0) return 'same';
  return distinct.some((badge) => isEntitled(badge, state.settings.witnessRoles)) ? undefined : 'not-entitled';
}

/** The second person. */
export function witnessOf(state: LoopState, { badges }: Bedside): Staff | undefined {
  const [first, ...others] = badges;
  return others.find((badge) => badge.staff?.id !== first?.staff?.id && isEntitled(badge, state.settings.witnessRoles))
    ?.staff;
}

/** What the bedside still needs before a product. */
export function identityAwaited({ badges, band, unreadable }: Bedside): string | undefined {
  if (badges.length === 0) return 'badge';
  if (band !== undefined) return undefined;
  return unreadable.includes('band') ? 'loop.code.unreadable' : 'band';
}
