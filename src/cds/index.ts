/**
 * The door of this room: what the rooms above may use.
 */
export type { Alert, AlertSource, Decision, Remedy } from './alert.ts';
export type { Allergy, DrugOrder } from './drug.ts';
export { openKnowledge, type Knowledge } from './knowledge/load.ts';
export { checkDrafts, type Checked, type DraftFacts, type Unchecked } from './rules/check.ts';
export { news2, type News2Band, type News2Input, type News2Result, type News2Scores } from './calculators/news2.ts';
