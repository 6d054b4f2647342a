/**
 * ABO and Rh D: which unit a patient may get. Red cells must hold no antigen that the patient lacks; plasma is the mirror of it
 * (no antibody against an antigen that the patient has). A group that is unknown stops.
 *
 * Source  common transfusion practice
 * Proof   loops.test.ts (all pairs)
 */
import type { BloodGroup, BloodState, BloodUnit } from './state.ts';
import { hazard, note, type Finding } from './verdict.ts';

const ANTIGENS: Readonly<Record<BloodGroup, string>> = { A: 'A', B: 'B', AB: 'AB', O: '' };

/** May the patient get this ABO group of a component? What is neither cells nor plasma must be identical. */
export function isAboCompatible(component: string, patient: BloodGroup, unit: BloodGroup): boolean {
  if (component === 'red cells') return within(unit, patient);
  if (component === 'plasma') return within(patient, unit);
  return unit === patient;
}

function within(inner: BloodGroup, outer: BloodGroup): boolean {
  return [...ANTIGENS[inner]].every((antigen) => ANTIGENS[outer].includes(antigen));
}

/** Incompatible stops; compatible but not identical is noted. */
export function groupFindings(request: BloodState['request'], unit: BloodUnit): readonly Finding[] {
  const { abo, rhd } = request;
  const isUniversal = unit.component === 'red cells' && unit.abo === 'O' && unit.rhd === 'negative';
  if (isUniversal && unit.issuedTo === 'emergency-stock') return [];
  if (abo === undefined || rhd === undefined) return [hazard('B03', 'loop.blood.group-unknown', 'group-unknown')];
  if (!isAboCompatible(unit.component, abo, unit.abo))
    return [hazard('B03', 'loop.blood.abo-incompatible', 'abo-incompatible')];
  if (unit.component !== 'plasma' && rhd === 'negative' && unit.rhd === 'positive')
    return [hazard('B03', 'loop.blood.rhd-incompatible', 'rhd-incompatible')];
  return abo === unit.abo ? [] : [note('B03')];
}
