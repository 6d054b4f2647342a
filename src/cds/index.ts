/**
 * The door of this room: what the rooms above may use.
 */
export type { Alert, AlertSource, Decision, Remedy } from './alert.ts';
export type { Allergy, DrugOrder } from './drug.ts';
export { openKnowledge, type Knowledge } from './knowledge/load.ts';
export { checkDrafts, checkOrders, type DraftFacts } from './rules/check.ts';
export type { Checked, Unchecked } from './rules/checked.ts';
export type { PatientFacts } from './patient/facts.ts';
export { news2, type News2Band, type News2Input, type News2Result, type News2Scores } from './calculators/news2.ts';
export { anionGap, anionGapWithPotassium, correctedCalcium } from './calculators/chemistry.ts';
export { bodySurface } from './calculators/body-surface.ts';
export { ckdEpi2021 } from './calculators/ckd-epi.ts';
export { cockcroftGault, type WeightChoice } from './calculators/cockcroft-gault.ts';
export { correctedQt, type QtcFormula } from './calculators/qtc.ts';
export type { Calculated } from './calculators/result.ts';
export { adjustedWeight, bodyMassIndex, idealWeight } from './calculators/weight.ts';
export { openCds, type Cds, type CdsOptions } from './cds.ts';
export { cdsCommands } from './commands.ts';
export { cdsMigrations } from './migrations.ts';
export type { Card, Feedback, Hook, HookRequest, Suggestion } from './hooks/api.ts';
export { CARD_EXTENSION, type Language } from './hooks/cards.ts';
export type { Asker, Consultation } from './hooks/consultation.ts';
export type { KeptCard, RuleCount } from './hooks/ledger.ts';
export { OVERRIDE_REASONS, OVERRIDE_SYSTEM, type OverrideReason } from './hooks/override-reasons.ts';
