/**
 * The rules of the closed loop as data: which there are, at which stage each decides, which of two failures is told, and the
 * thresholds, which a hospital may set.
 *
 * Source  hospital policy; published error lists are behind the rules (README)
 * Proof   test/conformance/closed-loop.test.ts
 */

/** Stages in the order of precedence: the failure of an earlier stage hides those of later ones. */
export const PRECEDENCE = [
  'staff entitlement',
  'screen context',
  'patient identity',
  'order state',
  'verification',
  'allergy',
  'product identity',
  'quantity',
  'expiry, recall, serial',
  'route',
  'holds',
  'as-needed limits',
  'prechecks',
  'witness',
  'time window',
  'data freshness',
] as const;

export type Stage = (typeof PRECEDENCE)[number];

const STAGE_OF = {
  R01: 'staff entitlement',
  R02: 'patient identity',
  R03: 'patient identity',
  R04: 'patient identity',
  R06: 'order state',
  R07: 'order state',
  R08: 'order state',
  R09: 'verification',
  R10: 'allergy',
  R11: 'product identity',
  R12: 'quantity',
  R13: 'quantity',
  R14: 'expiry, recall, serial',
  R15: 'expiry, recall, serial',
  R16: 'expiry, recall, serial',
  R17: 'route',
  R18: 'time window',
  R19: 'time window',
  R20: 'holds',
  R21: 'as-needed limits',
  R22: 'prechecks',
  R23: 'witness',
  R24: 'data freshness',
  R25: 'data freshness',
  R26: 'screen context',
  R27: 'data freshness',
  R28: 'data freshness',
  R29: 'data freshness',
  R30: 'order state',
  R31: 'order state',
  S01: 'patient identity',
  S02: 'patient identity',
  S03: 'product identity',
  S04: 'product identity',
  S05: 'order state',
  S06: 'prechecks',
  S07: 'expiry, recall, serial',
  S08: 'witness',
  S09: 'time window',
  B01: 'patient identity',
  B02: 'product identity',
  B03: 'product identity',
  B04: 'expiry, recall, serial',
  B05: 'expiry, recall, serial',
  B06: 'witness',
  B07: 'prechecks',
  B08: 'product identity',
  B09: 'time window',
  B10: 'holds',
  B11: 'verification',
  B12: 'order state',
  K01: 'product identity',
  K02: 'expiry, recall, serial',
} as const satisfies Readonly<Record<string, Stage>>;

export type RuleId = keyof typeof STAGE_OF;
export const RULE_IDS = Object.keys(STAGE_OF) as readonly RuleId[];

/** The stage at which a rule decides. */
export function stageOf(rule: RuleId): Stage {
  return STAGE_OF[rule];
}

/** Thresholds, in minutes or hours; bounds are inside. */
export interface LoopSettings {
  /** A scheduled dose may be this many minutes early or late; fewer where the order is time-critical. */
  readonly doseWindowMinutes: number;
  readonly timeCriticalWindowMinutes: number;
  /** A dose whose time was set this many minutes back is marked as entered late. */
  readonly lateEntryMinutes: number;
  /** Minutes after an as-needed dose at which its effect is to be looked at. */
  readonly prnEffectMinutes: number;
  /** Age of a ward's cache from which an offline dose needs a reason. */
  readonly cacheMinutes: number;
  /** Minutes until an unacknowledged critical result is told to the charge physician, and then to somebody on call. */
  readonly criticalChargeMinutes: number;
  readonly criticalResultMinutes: number;
  /** Minutes in which the orderer should acknowledge a result. */
  readonly acknowledgeResultMinutes: number;
  /** Are results within all limits, without a difference and of a good specimen, released without a second look? */
  readonly autoverification: boolean;
  readonly crossmatchHours: number;
  /** Vital signs must lie within so many minutes before a transfusion. */
  readonly transfusionVitalsMinutes: number;
  /** Minutes from issue to start of a blood unit, and to its end. */
  readonly bloodStartMinutes: number;
  readonly bloodEndMinutes: number;
  /** Minutes after the start at which vital signs are measured. */
  readonly transfusionWatchMinutes: readonly number[];
  readonly thawedMilkHours: number;
  /** Roles that may give, collect, transfuse and witness. */
  readonly givingRoles: readonly string[];
  readonly witnessRoles: readonly string[];
  readonly laboratoryRoles: readonly string[];
}

/** Common practice; a hospital sets its own. */
export const DEFAULT_LOOP_SETTINGS: LoopSettings = {
  doseWindowMinutes: 60,
  timeCriticalWindowMinutes: 30,
  lateEntryMinutes: 10,
  prnEffectMinutes: 60,
  cacheMinutes: 30,
  criticalChargeMinutes: 15,
  criticalResultMinutes: 30,
  acknowledgeResultMinutes: 1440,
  autoverification: false,
  crossmatchHours: 72,
  transfusionVitalsMinutes: 60,
  bloodStartMinutes: 30,
  bloodEndMinutes: 240,
  transfusionWatchMinutes: [15, 60, 120, 180],
  thawedMilkHours: 24,
  givingRoles: ['nurse', 'physician'],
  witnessRoles: ['nurse', 'physician', 'pharmacist'],
  laboratoryRoles: ['laboratory', 'laboratory-technologist', 'physician'],
};
