export type { CodePort, Found, PortCode, SearchContext, SearchOptions, SearchPage } from './api.ts';
export { findMatches, search, type MatchedRow } from './search.ts';
export { patientEverything, type EverythingAsk } from './everything.ts';
