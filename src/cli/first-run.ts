/**
 * The first run of a house: an invented hospital is written to files and imported, so that a run that was killed goes on
 * where it stopped: the same seed and the same moment make the same files.
 *
 * Proof   start.int.test.ts (killed in the middle, started again)
 */
import { createWriteStream, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { OutcomeError, writeJson, type CommandCall, type EpochMs } from '../kernel/index.ts';
import type { House } from '../server/index.ts';
import { openStock } from '../care/index.ts';
import { simulateHospital } from '../simulate/index.ts';

/** The demo hospital: ready in less than two minutes on two cores. */
export const FIRST_PATIENTS = 400;
export const FIRST_BEDS = 120;
const FIRST_DAYS = 30;
const SEED = 20_261;

const stateSchema = z.strictObject({
  state: z.enum(['filling', 'done']),
  now: z.number(),
  patients: z.number(),
  beds: z.number().optional(),
  days: z.number().optional(),
});
type State = z.output<typeof stateSchema>;

function stateFile(house: House): string {
  return join(house.configuration.data, 'first-run.json');
}

function readState(house: House): State | undefined {
  const path = stateFile(house);
  return existsSync(path) ? stateSchema.parse(JSON.parse(readFileSync(path, 'utf8'))) : undefined;
}

function writeState(house: House, state: State): void {
  const path = stateFile(house);
  writeFileSync(`${path}.new`, JSON.stringify(state));
  renameSync(`${path}.new`, path);
}

/** Has this house never been filled, nor used? */
export async function firstRun(house: House): Promise<boolean> {
  const state = readState(house);
  if (state !== undefined) return state.state === 'filling';
  const store = await house.store();
  const [row] = await store.query<{ used: boolean }>('select exists (select from resource) as used');
  return row?.used !== true;
}

/** Fills it. With files to import, only the hospital itself (its wards, staff, demo people) is invented; empty is empty. */
export async function fill(house: House, call: CommandCall, importing: boolean): Promise<void> {
  const begun = readState(house) ?? { state: 'filling', now: house.clock.now(), ...wanted(call, importing) };
  const done: State = { ...begun, state: 'done' };
  if (call.options['empty'] === true) return writeState(house, done);
  writeState(house, begun);
  const folder = join(house.configuration.data, 'first-run');
  if (!existsSync(join(folder, 'complete'))) await invent(folder, begun, call);
  if (call.signal.aborted) return;
  await load(house, call, folder, 'first run');
  if (call.signal.aborted) return;
  if (begun.beds !== undefined) await openStock(await house.record(), await house.store());
  writeState(house, done);
  rmSync(folder, { recursive: true, force: true });
}

/** Somebody who asks for few patients gets a small house: beds only where they are asked for as well. */
function wanted(call: CommandCall, importing: boolean): Pick<State, 'patients' | 'beds' | 'days'> {
  const [patients, beds] = [numberIn(call, 'patients'), numberIn(call, 'beds')];
  const days = numberIn(call, 'days') ?? FIRST_DAYS;
  if (beds !== undefined) return { patients: patients ?? FIRST_PATIENTS, beds, days };
  if (patients !== undefined) return { patients };
  return importing ? { patients: 0 } : { patients: FIRST_PATIENTS, beds: FIRST_BEDS, days };
}

function numberIn({ options }: CommandCall, name: string): number | undefined {
  const given = options[name];
  if (given === undefined) return undefined;
  if (typeof given === 'string' && /^\d{1,6}$/.test(given)) return Number(given);
  throw new OutcomeError('invalid', 'cli.not-a-number', `--${name} takes a number, for example --${name} 200.`);
}

async function invent(
  folder: string,
  { now, patients, beds, days }: State,
  { output, signal }: CommandCall,
): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  let people = 0;
  function* lines(): Generator<string> {
    for (const resource of simulateHospital({ patients, beds, days, seed: SEED, now: now as EpochMs })) {
      if (signal.aborted) return;
      if (resource.resourceType === 'Patient') output.progress(`Inventing the hospital: patient ${++people}`);
      yield `${writeJson(resource)}\n`;
    }
  }
  await pipeline(Readable.from(lines()), createWriteStream(join(folder, 'hospital.ndjson')));
  if (!signal.aborted) writeFileSync(join(folder, 'complete'), '');
}

/** Imports a folder that somebody named. */
export function importFolder(house: House, call: CommandCall, folder: string): Promise<void> {
  return load(house, call, folder, folder);
}

async function load(house: House, { output, signal }: CommandCall, folder: string, name: string): Promise<void> {
  const record = await house.record();
  const report = await record.import({
    paths: [folder],
    signal,
    errorsIn: join(house.configuration.data, 'import-errors'),
    progress: ({ read, seconds }) =>
      output.progress(`Filling the record: ${read} resources (${Math.round(read / Math.max(seconds, 0.001))}/s)`),
  });
  if (signal.aborted) return;
  const { read, failed, seconds, errors } = {
    errors: report.files.find((file) => file.errors !== undefined)?.errors,
    ...report,
  };
  output.line(`Imported ${read - failed} resources of ${name} in ${seconds.toFixed(1)} s.`);
  if (failed > 0) output.line(`${failed} could not be stored; ${errors ?? 'see the report of maru import'}.`);
}
