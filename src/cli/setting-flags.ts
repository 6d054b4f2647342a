/**
 * Settings that are flags without a value on the command line.
 *
 * Proof   parse.test.ts (every boolean setting of the schema is here)
 */
import type { SettingName } from '../kernel/index.ts';

export const booleanSettings: ReadonlySet<SettingName> = new Set<SettingName>(['demo']);
