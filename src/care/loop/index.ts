export { decideMedication } from './medication/medication.ts';
export { CLIENT_RECORD_SYSTEM, LOT_SYSTEM, SERIAL_SYSTEM } from './medication/record.ts';
export { decideSpecimen } from './specimen.ts';
export { decideBlood } from './blood.ts';
export { decideMilk } from './milk.ts';
export { planOf, type Decided, type Plan } from './plan.ts';
export { messageOf, MESSAGE_KEYS, type Message } from './messages.ts';
export {
  DEFAULT_LOOP_SETTINGS,
  PRECEDENCE,
  RULE_IDS,
  stageOf,
  type LoopSettings,
  type RuleId,
  type Stage,
} from './rules.ts';
export type { Finding, Verdict } from './verdict.ts';
export { CARE_SYSTEM, type Severity, type Write } from './writes.ts';
export type { ActionStep, InfusionAct, ScanKind, ScanStep, Step } from './steps.ts';
export type {
  BandedPatient,
  BloodState,
  BloodUnit,
  GivenDose,
  LoopState,
  MedicationOrder,
  MedicationState,
  MilkState,
  Observed,
  Product,
  QueuedDose,
  RunningDose,
  SpecimenRequest,
  SpecimenState,
  Staff,
} from './state.ts';
