/**
 * Every verb of the command, in the order in which help shows them.
 *
 * Proof   verbs.test.ts
 */
import { DEVELOP, develop } from './develop.ts';
import type { Verb } from './run.ts';
import { serve } from './serve.ts';

/** main.ts runs this one before any room is loaded. */
const developVerb: Verb = { ...DEVELOP, run: ({ words }) => Promise.resolve(develop(words)) };

export const VERBS: readonly Verb[] = [serve, developVerb];
