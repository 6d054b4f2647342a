/**
 * The door of this room: what the rooms above may use.
 */
export {
  checkDigit,
  parseGs1,
  writeBrackets,
  writeGs1,
  type Gs1Element,
  type Gs1Error,
  type Gs1Facts,
  type Gs1Options,
  type Gs1Reading,
} from './gs1/index.ts';
export {
  decideBlood,
  decideMedication,
  decideMilk,
  decideSpecimen,
  DEFAULT_LOOP_SETTINGS,
  messageOf,
  planOf,
  type BloodState,
  type Decided,
  type LoopSettings,
  type MedicationState,
  type MilkState,
  type Plan,
  type RuleId,
  type SpecimenState,
  type Step,
  type Verdict,
  type Write,
} from './loop/index.ts';
export { openCare, type Care, type CareOptions } from './care.ts';
export { RESERVED_WRITES } from './bedside/reserved.ts';
export { careMigrations } from './migrations.ts';
export { drillVerb } from './downtime/commands.ts';
export { openStock } from './pharmacy/index.ts';
export { documentsVerb, signingKeysFile } from './documents/commands.ts';
