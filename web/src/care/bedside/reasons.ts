/**
 * Coded reasons that the screen offers, by what is asked: why somebody goes on in spite of a warning, why a dose is not given,
 * what an as-needed dose is for.
 *
 * Proof   bedside.test.ts
 */

/** Reasons for going on, by the key of the warning. */
const BY_WARNING: Readonly<Record<string, readonly string[]>> = {
  'loop.med.late': ['patient-off-ward', 'drug-not-available', 'line-lost', 'patient-asleep', 'other-patient-urgent'],
  'loop.med.early': ['going-to-theatre', 'patient-off-ward-soon', 'prescriber-confirmed'],
  'loop.med.dose-incomplete': ['patient-took-part', 'drug-not-available', 'prescriber-confirmed'],
  'loop.med.partial-unit': ['half-tablet-confirmed', 'rest-discarded'],
  'loop.med.nil-by-mouth': ['prescriber-confirmed', 'with-sips'],
  'loop.med.precheck-out-of-range': ['prescriber-contacted', 'prescriber-confirmed'],
  'loop.med.emergency-unverified': ['resuscitation', 'stat-order', 'pharmacy-closed'],
  'loop.med.code-unreadable': ['code-unreadable', 'label-missing', 'label-damaged'],
  'loop.code.serial-missing': ['separator-dropped', 'no-serial-on-label'],
  'loop.scanner-absent': ['no-scanner', 'scanner-broken', 'isolation-room'],
  'loop.check-unavailable': ['local-checks-only', 'prescriber-confirmed'],
  'loop.cache-stale': ['downtime'],
  'loop.med.order-changed-after': ['given-before-update'],
  'loop.med.rate-differs': ['titrated-to-effect', 'prescriber-confirmed', 'line-change'],
};

/** Reasons that fit any warning. */
const ALWAYS = ['prescriber-confirmed', 'clinical-judgement'];

/** Reasons for the warnings of one dialog, those of the gravest first. */
export function reasonsFor(keys: readonly string[]): readonly string[] {
  return [...new Set([...keys.flatMap((key) => BY_WARNING[key] ?? []), ...ALWAYS])];
}

/** Why a dose is not given. */
export const NOT_GIVEN = [
  'patient-refused',
  'nil-by-mouth',
  'patient-off-ward',
  'drug-not-available',
  'vomiting',
  'no-access',
  'held-by-prescriber',
  'vital-signs',
] as const;

/** What an as-needed dose is for. */
export const PRN_REASONS = ['pain', 'fever', 'nausea', 'insomnia', 'agitation', 'dyspnoea', 'constipation'] as const;

/** Why a dose is given before a pharmacist verified it. */
export const EMERGENCY_REASONS = ['resuscitation', 'stat-order', 'pharmacy-closed'] as const;

/** Why a record is taken back. */
export const RETRACT_REASONS = [
  'charted-on-wrong-patient',
  'wrong-dose-charted',
  'not-actually-given',
  'charted-twice',
] as const;

/** Why an infusion is paused or stopped. */
export const INFUSION_REASONS = [
  'line-lost',
  'procedure',
  'adverse-reaction',
  'prescriber-confirmed',
  'goal-reached',
] as const;

/** Where on the body. */
export const SITES = [
  'left-arm',
  'right-arm',
  'abdomen',
  'left-thigh',
  'right-thigh',
  'left-buttock',
  'right-buttock',
  'central-line',
  'peripheral-line',
] as const;

/** Routes that need a site. */
export const SITE_ROUTES: ReadonlySet<string> = new Set([
  'subcutaneous',
  'intramuscular',
  'intravenous',
  'intradermal',
]);

/** Routes that can be chosen instead of the ordered one; the house stops at another. */
export const ROUTES = [
  'oral',
  'intravenous',
  'intramuscular',
  'subcutaneous',
  'inhaled',
  'topical',
  'sublingual',
  'rectal',
] as const;
