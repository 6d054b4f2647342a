/**
 * A stay under way, and the state of its acute illness at any minute: the illness itself, or a complication at its worst.
 *
 * Proof   stay.test.ts, storyline.test.ts
 */
import { DAY, type Minute } from '../calendar.ts';
import type { Way } from './agenda.ts';
import type { AcuteState } from './physiology.ts';
import type { StayPlan } from './stay-plan.ts';

/** A stay under way. */
export interface Course {
  readonly plan: StayPlan;
  readonly way: Way;
  readonly start: Minute;
  readonly end: Minute | undefined;
  readonly until: Minute;
  readonly operation: Minute | undefined;
  readonly begins: Minute;
}

/** Minutes over which a complication grows, and over which it wanes once it is treated. */
const GROWS = 420;
const WANES = 1300;

/** How bad the complication is at a minute: it grows within hours and takes a day to pass. */
export function crisisHeight({ crisis }: Way, at: Minute): number {
  if (crisis === undefined || at < crisis.at - GROWS) return 0;
  const far = at < crisis.at ? (crisis.at - at) / GROWS : (at - crisis.at) / WANES;
  return crisis.severity * (at < crisis.at ? 1 - far : Math.exp(-far));
}

/** The state of the acute illness at a minute. Those who die do not get better. */
export function acuteAt(course: Course, at: Minute): AcuteState {
  const { plan, way, begins, end, until } = course;
  const complication = crisisHeight(way, at);
  if (way.crisis !== undefined && complication > 0.25)
    return { profile: way.crisis.profile, severity: complication, days: 0.7, fading: 40 };
  const length = ((end ?? until + 2 * DAY) - begins) / DAY;
  const slow = way.current?.ward.key === 'ICU' ? 6 : 0;
  const fading = way.death === undefined ? Math.max(0.9, slow, length / 3.2) : 40;
  const days = (at - begins) / DAY;
  const worse = way.death === undefined ? 1 : 1 + (0.5 * (at - begins)) / Math.max(1, way.death - begins);
  return { profile: plan.profile, severity: days < 0 ? 0 : way.severity * worse, days: Math.max(0, days), fading };
}
