/**
 * Opens the knowledge: the files of the house, and over them those of the hospital.
 *
 * A file in the hospital's folder replaces the file of the same name as a whole, so that what applies is what was approved; files
 * `dur-*.csv` are added. Every fault of every file is told at once. References inside and between files must hold: a rule that names
 * an ingredient nobody knows would never fire.
 *
 * Proof   load.test.ts
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { OutcomeError } from '../../kernel/index.ts';
import {
  allergiesFile,
  dosesFile,
  duplicatesFile,
  immunizationsFile,
  ingredientsFile,
  interactionsFile,
  pregnancyFile,
  resultsFile,
  vteFile,
  type AllergiesFile,
  type DosesFile,
  type DuplicatesFile,
  type FileFacts,
  type ImmunizationsFile,
  type InteractionsFile,
  type PregnancyFile,
  type ResultsFile,
  type VteFile,
} from './api.ts';
import { Catalogue } from './catalogue.ts';
import { NO_DUR, readDur, type DurRules } from './dur.ts';
import allergies from './data/allergies.json' with { type: 'json' };
import doses from './data/doses.json' with { type: 'json' };
import duplicates from './data/duplicates.json' with { type: 'json' };
import immunizations from './data/immunizations.json' with { type: 'json' };
import ingredients from './data/ingredients.json' with { type: 'json' };
import interactions from './data/interactions.json' with { type: 'json' };
import pregnancy from './data/pregnancy.json' with { type: 'json' };
import results from './data/results.json' with { type: 'json' };
import vte from './data/vte.json' with { type: 'json' };

/** Everything that rules read. */
export interface Knowledge {
  readonly catalogue: Catalogue;
  readonly ingredients: FileFacts;
  readonly interactions: InteractionsFile;
  readonly allergies: AllergiesFile;
  readonly duplicates: DuplicatesFile;
  readonly doses: DosesFile;
  readonly pregnancy: PregnancyFile;
  readonly results: ResultsFile;
  readonly immunizations: ImmunizationsFile;
  readonly vte: VteFile;
  /** Lists of the hospital (`dur-*.csv`). */
  readonly dur: DurRules;
}

/** Opens the knowledge of the house, or of a hospital's folder over it; throws `cds.knowledge-invalid`. */
export function openKnowledge(folder?: string): Knowledge {
  const faults: string[] = [];
  const read = <Shape extends z.ZodType>(name: string, shape: Shape, own: unknown): z.output<Shape> | undefined =>
    readFile(name, shape, own, folder, faults);
  const named = read('ingredients.json', ingredientsFile, ingredients);
  const files = {
    interactions: read('interactions.json', interactionsFile, interactions),
    allergies: read('allergies.json', allergiesFile, allergies),
    duplicates: read('duplicates.json', duplicatesFile, duplicates),
    doses: read('doses.json', dosesFile, doses),
    pregnancy: read('pregnancy.json', pregnancyFile, pregnancy),
    results: read('results.json', resultsFile, results),
    immunizations: read('immunizations.json', immunizationsFile, immunizations),
    vte: read('vte.json', vteFile, vte),
  };
  if (faults.length > 0 || named === undefined) throw invalid(faults);
  const catalogue = new Catalogue(named);
  const knowledge = { catalogue, ingredients: named, ...files, dur: NO_DUR } as Knowledge;
  const broken = danglingOf(knowledge);
  if (broken.length > 0) throw invalid(broken);
  return folder === undefined
    ? knowledge
    : { ...knowledge, dur: readDur(catalogue, filesIn(folder, /^dur-.*\.csv$/i)) };
}

function readFile<Shape extends z.ZodType>(
  name: string,
  shape: Shape,
  own: unknown,
  folder: string | undefined,
  faults: string[],
): z.output<Shape> | undefined {
  const path = folder === undefined ? undefined : join(folder, name);
  const parsed = shape.safeParse(path !== undefined && existsSync(path) ? jsonOf(path, faults) : own);
  if (parsed.success) return parsed.data;
  faults.push(`${name}: ${z.prettifyError(parsed.error)}`);
  return undefined;
}

function jsonOf(path: string, faults: string[]): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    faults.push(`${path}: ${(cause as Error).message}`);
    return undefined;
  }
}

/** Names that stand in a rule and nowhere else. */
function danglingOf(knowledge: Knowledge): string[] {
  const {
    catalogue,
    interactions: { classes, pairs },
    allergies: { groups },
  } = knowledge;
  const classIds = new Set(classes.map(({ id }) => id));
  const groupIds = new Set(groups.map(({ id }) => id));
  const members = [...classes, ...groups].flatMap(({ id, members: of }) =>
    of.filter((name) => !catalogue.has(name)).map((name) => `${id}: '${name}' is not in ingredients.json`),
  );
  const rows = [...knowledge.doses.rules, ...knowledge.pregnancy.rules, ...knowledge.results.rules].flatMap(
    ({ id, drugs }) =>
      drugs.filter((name) => !catalogue.has(name)).map((name) => `${id}: '${name}' is not in ingredients.json`),
  );
  const sides = pairs.flatMap(({ id, object, precipitant }) =>
    [...object, ...precipitant].filter((side) => !classIds.has(side)).map((side) => `${id}: no class '${side}'`),
  );
  const triggers = groups.flatMap(({ id, trigger }) =>
    trigger === undefined || groupIds.has(trigger) ? [] : [`${id}: no group '${trigger}'`],
  );
  return [...members, ...rows, ...sides, ...triggers];
}

function invalid(faults: readonly string[]): OutcomeError {
  const text = `The knowledge for decision support cannot be used; mend these and start again:\n${faults.join('\n')}`;
  return new OutcomeError('invalid', 'cds.knowledge-invalid', text);
}

/** Files of the hospital's folder whose names fit. */
function filesIn(folder: string, pattern: RegExp): readonly string[] {
  return readdirSync(folder)
    .filter((name) => pattern.test(name))
    .toSorted()
    .map((name) => join(folder, name));
}
