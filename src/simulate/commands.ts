/**
 * `maru simulate`: writes a synthetic hospital as NDJSON, or loads it into the record; or lets a demo house live.
 *
 * Loading goes through the same import as any other data: the files are written into the data folder first, so that a load that
 * was killed goes on where it stopped when the same command (with the same `--now`) is given again.
 *
 * Proof   commands.test.ts
 */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  instantOf,
  intervalOf,
  OutcomeError,
  type Clock,
  type Command,
  type CommandCall,
  type EpochMs,
} from '../kernel/index.ts';
import type { FhirRecord } from '../record/index.ts';
import { runLive, type LiveNeeds } from './live/command.ts';
import { writeNdjson } from './ndjson.ts';
import { simulateHospital, type SimulationOptions } from './simulate.ts';

/** What these verbs need of the house. */
export interface SimulateNeeds extends LiveNeeds {
  readonly configuration: { readonly data: string; readonly timeZone: string; readonly publicUrl: string };
  readonly clock: Clock;
  record(): Promise<Pick<FhirRecord, 'import'>>;
}

const SIMULATE: Command<SimulateNeeds> = {
  verb: 'simulate',
  about: 'Make a synthetic Korean hospital with patients: load it into the record, or write it as NDJSON.',
  usage:
    'maru simulate --patients N [--beds B] [--days D] [--seed S] [--now DATE] [--out DIR] [--gzip] | --live [--speed X] [--minutes M] [--url URL]',
  example: 'maru simulate --patients 1000 --seed 7 --out ./hospital',
  options: [
    { name: 'patients', value: 'N', about: 'How many patients, besides the demo patient. Default: 100.' },
    {
      name: 'beds',
      value: 'B',
      about: 'A hospital of so many beds, with the stays of the last days. Default: wards of all sizes.',
    },
    { name: 'days', value: 'D', about: 'With --beds: how many days of stays. Default: 30.' },
    { name: 'seed', value: 'S', about: 'Word or number that everything follows from. Default: 1.' },
    { name: 'now', value: 'DATE', about: 'The present of the hospital, a FHIR date or dateTime. Default: now.' },
    { name: 'out', value: 'DIR', about: 'Write NDJSON files by type there, and load nothing.' },
    { name: 'gzip', about: 'Write .ndjson.gz files.' },
    { name: 'live', about: 'Act as the staff of a running demo house, through its API.' },
    { name: 'speed', value: 'X', about: 'With --live: how many times the pace of life. Default: 60.' },
    { name: 'minutes', value: 'M', about: 'With --live: for how long. Default: 60.' },
    { name: 'url', value: 'URL', about: 'With --live: where the house answers. Default: its public address.' },
  ],
  run: runSimulate,
};

/** Verbs of this room. */
export const simulateCommands: readonly Command<SimulateNeeds>[] = [SIMULATE];

async function runSimulate(call: CommandCall, house: SimulateNeeds): Promise<number> {
  if (call.options['live'] === true) return runLive(call, house);
  const options = optionsOf(call, house);
  const { out } = call.options;
  if (typeof out === 'string') {
    const counts = await write(call, options, out);
    tell(call, options, counts, `Written to ${out}.`);
    return 0;
  }
  return load(call, house, options);
}

function optionsOf({ options }: CommandCall, { clock, configuration }: SimulateNeeds): SimulationOptions {
  const { seed = '1', now } = options;
  if (typeof seed !== 'string' || seed === '') throw wrong('seed', 'a word or a number');
  return {
    patients: numberIn(options['patients'] ?? '100', 'patients', '1000'),
    ...(options['beds'] === undefined ? {} : { beds: numberIn(options['beds'], 'beds', '120') }),
    ...(options['days'] === undefined ? {} : { days: numberIn(options['days'], 'days', '30') }),
    seed,
    now: now === undefined ? clock.now() : momentOf(now, configuration.timeZone),
  };
}

function numberIn(given: unknown, name: string, example: string): number {
  if (typeof given === 'string' && /^\d{1,7}$/.test(given)) return Number(given);
  throw wrong(name, `a whole number, for example ${example}`);
}

function momentOf(text: unknown, zone: string): EpochMs {
  const interval = typeof text === 'string' ? intervalOf(text, zone) : undefined;
  if (interval === undefined) throw wrong('now', 'a date such as 2026-11-24 or 2026-11-24T14:00:00+09:00');
  return interval.low;
}

function wrong(option: string, wanted: string): OutcomeError {
  return new OutcomeError('invalid', 'simulate.bad-option', `--${option} takes ${wanted}.`);
}

function write(
  { options, output, signal }: CommandCall,
  simulation: SimulationOptions,
  folder: string,
): Promise<Record<string, number>> {
  return writeNdjson(simulateHospital(simulation), {
    folder,
    gzip: options['gzip'] === true,
    signal,
    onProgress: (written) => output.progress(`${written} resources`),
  });
}

async function load(call: CommandCall, house: SimulateNeeds, simulation: SimulationOptions): Promise<number> {
  const { output, signal } = call;
  const record = await house.record();
  const folder = join(house.configuration.data, 'simulated');
  await rm(folder, { recursive: true, force: true });
  const counts = await write(call, simulation, folder);
  const report = await record.import({
    paths: await loadOrder(folder),
    signal,
    errorsIn: join(house.configuration.data, 'import-errors'),
    progress: ({ read, failed }) => output.progress(`${read} resources loaded, ${failed} not stored`),
  });
  await rm(folder, { recursive: true, force: true });
  tell(
    call,
    simulation,
    counts,
    `Loaded ${report.read - report.failed} of ${report.read} in ${report.seconds.toFixed(1)} s.`,
  );
  return report.complete && report.failed === 0 ? 0 : 1;
}

/** Files that are loaded last: what verifies an order must not be older than the order. */
const LAST = /^Medication(Dispense|Administration)\./;

/** The folder, or its files where their order matters. */
async function loadOrder(folder: string): Promise<readonly string[]> {
  const files = await readdir(folder);
  if (!files.some((file) => LAST.test(file))) return [folder];
  return [...files.filter((file) => !LAST.test(file)), ...files.filter((file) => LAST.test(file))].map((file) =>
    join(folder, file),
  );
}

function tell(
  { output }: CommandCall,
  { patients, seed, now }: SimulationOptions,
  counts: Record<string, number>,
  done: string,
): void {
  for (const type of Object.keys(counts).toSorted()) output.line(`${type.padEnd(24)} ${counts[type]}`);
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  output.line(`${total} resources of ${patients} patients, seed ${seed}, as of ${instantOf(now)}.`);
  output.line(done);
  output.result({ patients, seed, now: instantOf(now), total, counts });
}
