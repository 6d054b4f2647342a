/**
 * Every function of the engine, by name.
 *
 * Proof   functions/*.test.ts, test/conformance/fhirpath.test.ts
 */
import type { FunctionTable } from '../call.ts';
import { BOUNDARIES } from './boundaries.ts';
import { COMBINING } from './combining.ts';
import { CONVERSION } from './conversion.ts';
import { EXISTENCE } from './existence.ts';
import { FHIR } from './fhir.ts';
import { FILTERING } from './filtering.ts';
import { MATH } from './math.ts';
import { PATTERNS } from './patterns.ts';
import { STRINGS } from './strings.ts';
import { SUBSETTING } from './subsetting.ts';
import { TEXT_CODING } from './text-coding.ts';
import { TREE } from './tree.ts';
import { UTILITY } from './utility.ts';

/** All functions. */
export const FUNCTIONS: FunctionTable = {
  ...EXISTENCE,
  ...FILTERING,
  ...SUBSETTING,
  ...COMBINING,
  ...CONVERSION,
  ...STRINGS,
  ...PATTERNS,
  ...TEXT_CODING,
  ...MATH,
  ...TREE,
  ...UTILITY,
  ...BOUNDARIES,
  ...FHIR,
};
