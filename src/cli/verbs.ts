/**
 * Every verb of the command, in the order in which help shows them.
 *
 * Proof   verbs.test.ts
 */
import { accessCommands } from '../access/index.ts';
import { documentsVerb, drillVerb } from '../care/index.ts';
import { cdsCommands } from '../cds/index.ts';
import { recordCommands } from '../record/index.ts';
import { simulateCommands } from '../simulate/index.ts';
import { backup, restore } from './backup.ts';
import { check } from './check.ts';
import { config } from './config.ts';
import { DEVELOP, develop } from './develop.ts';
import { migrate } from './migrate.ts';
import { reindexVerb } from './reindex.ts';
import type { Verb } from './run.ts';
import { serve } from './serve.ts';
import { start } from './start.ts';

/** main.ts runs this one before any room is loaded. */
const developVerb: Verb = { ...DEVELOP, run: ({ words }) => Promise.resolve(develop(words)) };

export const VERBS: readonly Verb[] = [
  start,
  serve,
  ...recordCommands,
  ...simulateCommands,
  ...cdsCommands,
  drillVerb,
  documentsVerb,
  migrate,
  backup,
  restore,
  check,
  reindexVerb,
  ...accessCommands,
  config,
  developVerb,
];
