/**
 * The door of this room: what the rooms above may use.
 */
export type { AskedCode, Concept, DefinitionPort, SystemCode } from './api.ts';
export {
  openTerminology,
  memberOf,
  type SearchCodes,
  type Subsumption,
  type Terminology,
  type TerminologyOptions,
} from './terminology.ts';
export { terminologyRoutes } from './routes.ts';
