/**
 * The verbs of this room: `maru knowledge`, which says what decision support rests on and checks a hospital's folder before it is used.
 *
 * Proof   commands.test.ts
 */
import type { Command, CommandCall } from '../kernel/index.ts';
import { readServices } from './hooks/external.ts';
import type { FileFacts } from './knowledge/api.ts';
import { openKnowledge, type Knowledge } from './knowledge/load.ts';

const KNOWLEDGE: Command<unknown> = {
  verb: 'knowledge',
  about: 'Show what decision support rests on, with version, date and approval; checks a folder of your own files.',
  usage: 'maru knowledge [FOLDER]',
  example: 'maru knowledge ./decision-support',
  options: [],
  run: (call) => Promise.resolve(show(call)),
};

/** Verbs of decision support. They need nothing of the house. */
export const cdsCommands: readonly Command<unknown>[] = [KNOWLEDGE];

function show({ words, output }: CommandCall): number {
  const [folder] = words;
  const knowledge = openKnowledge(folder);
  const services = folder === undefined ? [] : readServices(folder);
  const files = filesOf(knowledge);
  for (const { id, version, date, reviewed, rules } of files)
    output.line(
      `${id.padEnd(14)} ${version}  ${date}  ${String(rules).padStart(4)} rows  ${reviewed ? 'approved' : 'NOT APPROVED YET'}`,
    );
  const { pairs, ages, pregnancies } = knowledge.dur;
  const dur = {
    pairs: distinct(pairs.values()),
    ages: distinct([...ages.values()].flat()),
    pregnancies: distinct(pregnancies.values()),
  };
  output.line(`DUR            ${dur.pairs} pairs, ${dur.ages} ages, ${dur.pregnancies} in pregnancy`);
  for (const { id, hooks, url } of services) output.line(`service        ${id}: ${hooks.join(', ')} at ${url}`);
  if (files.some(({ reviewed }) => !reviewed))
    output.line('A pharmacist and a physician must approve what is not approved before clinical use.');
  output.result({ files, dur, services: services.map(({ id, hooks }) => ({ id, hooks })) });
  return 0;
}

type ShownFile = Pick<FileFacts, 'id' | 'version' | 'date' | 'reviewed'> & { readonly rules: number };

function filesOf(knowledge: Knowledge): readonly ShownFile[] {
  const { interactions, allergies, duplicates, doses, pregnancy, results, immunizations, vte } = knowledge;
  const counted: readonly (readonly [FileFacts, number])[] = [
    [interactions, interactions.pairs.length],
    [allergies, allergies.groups.length],
    [duplicates, duplicates.rules.length],
    [doses, doses.rules.length],
    [pregnancy, pregnancy.rules.length],
    [results, results.rules.length],
    [immunizations, immunizations.series.length + 1],
    [vte, 1],
  ];
  return counted.map(([{ id, version, date, reviewed }, rules]) => ({ id, version, date, reviewed, rules }));
}

function distinct(rules: Iterable<unknown>): number {
  return new Set(rules).size;
}
