export {
  OUTCOME_CODE_SYSTEM,
  OUTCOME_MAP,
  OutcomeError,
  operationOutcome,
  type OperationOutcomeJson,
  type OutcomeCategory,
  type OutcomeErrorOptions,
  type OutcomeIssue,
} from './outcome.ts';
export {
  MAX_DEPTH,
  decimalOf,
  decimalText,
  isRawDecimal,
  parseJson,
  parseJsonBytes,
  parseWritten,
  writeJson,
  type RawDecimal,
} from './json.ts';
export { isLogicalId, logicalId, newLogicalId, type Branded, type LogicalId } from './ids.ts';
export { decimalHash, hash64, hashOf, hashText, type Hash64 } from './hash.ts';
export {
  DAWN,
  DUSK,
  instantOf,
  intervalOf,
  systemClock,
  zonedInstantOf,
  type Clock,
  type EpochMs,
  type FhirDate,
  type Instant,
  type Interval,
} from './time.ts';
export type { Command, CommandCall, CommandOption, CommandOutput } from './command.ts';
export { Decimal, MAX_SCALE, roundedQuotient, tenTo } from './decimal.ts';
export {
  canonicalQuantity,
  compareRatios,
  convertValue,
  numberOf,
  toCanonical,
  unitOf,
  type CanonicalQuantity,
  type Ratio,
  type Unit,
} from './ucum.ts';
export {
  flagOf,
  isLoopback,
  isSwitch,
  loadConfiguration,
  maruFolder,
  metaOf,
  SETTING_NAMES,
  shownValue,
  variableOf,
  type Configuration,
  type ConfigurationInput,
  type LoadedConfiguration,
  type SettingName,
} from './configuration.ts';
export { configurationPage } from './configuration-page.ts';
export { logCode, SILENT, type Log, type LogCode, type LogEvent, type LogFields } from './log.ts';
export { nearest } from './nearest.ts';
