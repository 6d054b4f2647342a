/**
 * The verbs of this room: `maru import`.
 *
 * Proof   commands.int.test.ts
 */
import { join } from 'node:path';
import type { Command, CommandCall, CommandOutput } from '../kernel/index.ts';
import type { FileReport, ImportOptions, ImportProgress, ImportReport } from './import/api.ts';
import { startReading } from './import/run.ts';
import type { FhirRecord } from './record.ts';

/** What these verbs need of the house. */
export interface RecordNeeds {
  readonly configuration: { readonly data: string };
  record(): Promise<FhirRecord>;
}

const IMPORT: Command<RecordNeeds> = {
  verb: 'import',
  about:
    'Load FHIR R4 resources from NDJSON and Bundle files or folders, plain or gzip. Run it again to go on where it stopped.',
  usage: 'maru import PATH... [--errors DIR] [--batch N]',
  example: 'maru import ./synthea/bundles',
  options: [
    {
      name: 'errors',
      value: 'DIR',
      about: 'Where resources that could not be stored are written. Default: import-errors in the data folder.',
    },
    { name: 'batch', value: 'N', about: 'Resources in one transaction. Default: 1500.' },
  ],
  run: runImport,
};

/** Verbs of the record. */
export const recordCommands: readonly Command<RecordNeeds>[] = [IMPORT];

async function runImport(call: CommandCall, house: RecordNeeds): Promise<number> {
  const { output } = call;
  if (call.words.length === 0) {
    output.line(`Name at least one file or folder: ${IMPORT.usage}`);
    return 1;
  }
  const options = optionsOf(call, house);
  const thread = startReading(options);
  try {
    const record = await house.record();
    const report = await record.import({ ...options, thread });
    tell(output, report);
    return report.complete && report.failed === 0 ? 0 : 1;
  } catch (error) {
    if (!call.signal.aborted) throw error;
    output.line('Stopped. What was committed stays; run the same command again to go on.');
    return 1;
  } finally {
    await thread?.close();
  }
}

function optionsOf({ words, options, output, signal }: CommandCall, { configuration }: RecordNeeds): ImportOptions {
  const { errors, batch } = options;
  return {
    paths: words,
    signal,
    errorsIn: typeof errors === 'string' ? errors : join(configuration.data, 'import-errors'),
    progress: (progress) => output.progress(progressText(progress)),
    ...(typeof batch === 'string' && /^[1-9]\d{0,5}$/.test(batch) ? { batchSize: Number(batch) } : {}),
  };
}

function progressText({ read, failed, files, filesDone, seconds }: ImportProgress): string {
  const speed = seconds > 0 ? Math.round(read / seconds) : 0;
  return `${filesDone}/${files} files, ${read} resources, ${failed} not stored, ${speed}/s`;
}

function tell(output: CommandOutput, report: ImportReport): void {
  const { read, created, updated, same, failed, seconds, files, types } = report;
  for (const file of files) if (file.fault !== undefined || file.failed > 0) tellFile(output, file);
  for (const type of Object.keys(types).toSorted()) output.line(`${type.padEnd(28)} ${types[type]}`);
  output.line(`Read ${read} = ${created} new + ${updated} changed + ${same} there already + ${failed} not stored.`);
  output.line(
    `${files.length} files in ${seconds.toFixed(1)} s (${Math.round(read / Math.max(seconds, 0.001))} resources/s).`,
  );
  if (!report.complete) output.line('It did not come to its end; run the same command again to go on.');
  output.result(report);
}

function tellFile(output: CommandOutput, { name, fault, failed, faults, errors }: FileReport): void {
  if (fault !== undefined) output.line(`${name}: ${fault}`);
  for (const one of faults.slice(0, 5)) output.line(`${name}: ${one.position}: ${one.message}`);
  if (failed > 0) output.line(`${name}: ${failed} not stored${errors === undefined ? '' : `; they are in ${errors}`}.`);
}
