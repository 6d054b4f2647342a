/**
 * Rules about the order: is there one, is it active, as it was read, verified, free of allergy, not held, its limits kept.
 *
 * Proof   test/conformance/closed-loop.test.ts
 */
import { touches } from '../knowledge.ts';
import { actionOf } from '../steps.ts';
import type { MedicationOrder, MedicationState } from '../state.ts';
import { hazard, note, stop, warn, type Finding } from '../verdict.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The patient is gone; stopped, cancelled, completed; or changed since the list was read. */
export function orderFindings(state: MedicationState, order: MedicationOrder): readonly Finding[] {
  if (order.patient !== state.chart) return [hazard('R03', 'loop.med.wrong-patient', 'wrong-patient')];
  if (state.gone !== undefined) return [hazard('R07', `loop.med.patient-${state.gone}`, 'order-not-active')];
  if (order.status !== 'active' && order.status !== 'on-hold')
    return [hazard('R07', 'loop.med.order-not-active', 'order-not-active')];
  return state.readVersion === undefined || state.readVersion === order.version
    ? []
    : [stop('R08', 'loop.med.order-changed')];
}

/** Verified by a pharmacist, or given on the emergency path with a reason. */
export function verificationFindings({ steps }: MedicationState, { verified }: MedicationOrder): readonly Finding[] {
  if (verified) return [];
  const emergency = actionOf(steps, 'emergency');
  if (emergency === undefined || emergency.reason === '') return [stop('R09', 'loop.med.not-verified')];
  return [
    warn('R09', 'loop.med.emergency-unverified', {
      issue: { code: 'unverified', severity: 'moderate' },
      tasks: ['verify-afterwards'],
      reason: emergency.reason,
    }),
  ];
}

/** An active allergy stops: only the prescriber may re-authorise. */
export function allergyFindings(
  { allergies }: MedicationState,
  { allergiesAccepted = [] }: MedicationOrder,
  drugs: readonly string[],
): readonly Finding[] {
  const matching = allergies.filter(
    ({ substance }) => !allergiesAccepted.includes(substance) && drugs.some((drug) => touches(substance, drug)),
  );
  return matching.length === 0 ? [] : [hazard('R10', 'loop.med.allergy', 'allergy')];
}

/** On hold stops; nil by mouth asks for a reason where the drug is swallowed. */
export function holdFindings({ flags }: MedicationState, order: MedicationOrder): readonly Finding[] {
  if (order.status === 'on-hold') return [stop('R20', 'loop.med.on-hold')];
  if (order.route !== 'oral' || !flags.includes('nil-by-mouth')) return [];
  return order.nilByMouthExempt === true
    ? [note('R20')]
    : [warn('R20', 'loop.med.nil-by-mouth', { issue: { code: 'nil-by-mouth', severity: 'moderate' } })];
}

/** As needed: interval and daily maximum over all orders of the drug in the last 24 hours, and a reason. */
export function prnFindings(
  state: MedicationState,
  { prn }: MedicationOrder,
  drug: string,
  dose: number,
): readonly Finding[] {
  if (prn === undefined) return [];
  const { now, given, steps } = state;
  const earlier = given.filter((one) => one.drug === drug && one.status === 'completed');
  const isTooSoon = earlier.some(({ at }) => now - at < (prn.minIntervalHours ?? 0) * HOUR);
  if (isTooSoon) return [hazard('R21', 'loop.med.prn-interval', 'prn-interval')];
  const lastDay = earlier.filter(({ at }) => now - at < 24 * HOUR);
  const total = lastDay.reduce((sum, one) => sum + (one.dose ?? dose), dose);
  if (prn.maxPerDay !== undefined && total > prn.maxPerDay + 1e-9)
    return [hazard('R21', 'loop.med.daily-maximum', 'daily-maximum')];
  return (actionOf(steps, 'prn-reason')?.code ?? '') === '' ? [stop('R21', 'loop.med.prn-reason-missing')] : [];
}

/** A measurement that the order asks for before the dose. */
export function precheckFindings(
  { observations, now }: MedicationState,
  { precheck }: MedicationOrder,
): readonly Finding[] {
  if (precheck === undefined) return [];
  const { observation, min, max, withinMinutes } = precheck;
  const recent = observations
    .filter(({ code, at }) => code === observation && at <= now && now - at <= withinMinutes * MINUTE)
    .toSorted((a, b) => b.at - a.at)[0];
  if (recent?.value === undefined) return [stop('R22', 'loop.med.precheck-missing')];
  const isInside = recent.value >= (min ?? -Infinity) && recent.value <= (max ?? Infinity);
  return isInside
    ? []
    : [warn('R22', 'loop.med.precheck-out-of-range', { issue: { code: 'precheck', severity: 'high' } })];
}

/** The slot is free, and the time is near when it is due and not in the future. */
export function timeFindings(state: MedicationState, order: MedicationOrder): readonly Finding[] {
  const { now, given, steps, settings } = state;
  const set = actionOf(steps, 'set-time')?.time;
  const future = set !== undefined && set > now ? [stop('R19', 'loop.med.future-time')] : [];
  const { due } = order;
  if (due === undefined) return future;
  if (given.some((one) => one.order === order.id && one.slot === due && one.status === 'completed'))
    return [hazard('R18', 'loop.med.already-given', 'duplicate-administration')];
  const timeCritical = order.timeCritical === true;
  const window = (timeCritical ? settings.timeCriticalWindowMinutes : settings.doseWindowMinutes) * MINUTE;
  const late = (set ?? now) - due;
  if (future.length > 0 || late === 0) return future;
  if (Math.abs(late) <= window) return [note('R18')];
  const severity = timeCritical ? 'moderate' : 'low';
  const code = late > 0 ? 'late' : 'early';
  return [warn('R18', `loop.med.${code}`, { issue: { code, severity } })];
}
