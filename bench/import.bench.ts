/**
 * `maru import` of the Synthea bundles, with validation, full index and audit, beside plain COPY of the rows it made.
 */
import { measureDisk, plainCopySeconds } from './copy.ts';
import { BenchHouse } from './house.ts';
import { percentile, type BenchResult } from './result.ts';
import { syntheaFolder } from './synthea.ts';

const ROUNDS = 3;

interface Round {
  readonly perSecond: number;
  readonly ratio: number;
  readonly serverRatio: number;
  readonly peak: number;
  readonly bytes: number;
  readonly meanBody: number;
}

interface ImportReport {
  readonly read: number;
  readonly failed: number;
  readonly seconds: number;
}

async function round(log: (line: string) => void): Promise<Round> {
  const house = new BenchHouse();
  try {
    await house.run('migrate');
    const { text, peak } = await house.run('import', syntheaFolder, '--json');
    const report = JSON.parse(text) as ImportReport;
    if (report.failed > 0 || report.read !== 33_810) throw new Error(`Read ${report.read}, failed ${report.failed}.`);
    const disk = await measureDisk(house.data);
    const copy = await plainCopySeconds(house.data);
    const perSecond = report.read / report.seconds;
    const [byClient, byServer] = [disk.resources / copy.byClient, disk.resources / copy.byServer];
    log(
      `import ${Math.round(perSecond)}/s, plain COPY ${Math.round(byClient)}/s (${Math.round(byServer)}/s from files)`,
    );
    const [ratio, serverRatio] = [perSecond / byClient, perSecond / byServer];
    return { perSecond, ratio, serverRatio, peak, bytes: disk.bytes / disk.resources, meanBody: disk.meanBody };
  } finally {
    house.remove();
  }
}

/** Median of three rounds, each on a new database. */
export default async function run(log: (line: string) => void): Promise<readonly BenchResult[]> {
  const rounds: Round[] = [];
  for (let at = 0; at < ROUNDS; at++) rounds.push(await round(log));
  const median = (of: (one: Round) => number): number => percentile(rounds.map(of), 0.5);
  const copyName = 'plain COPY of the same rows by one client';
  const filesName = 'plain COPY of the same rows from files on the server';
  return [
    {
      name: 'import of 100 Synthea bundles',
      measured: median((one) => one.perSecond),
      unit: 'resources/s',
      target: { atLeast: 4000 },
    },
    {
      name: 'import speed',
      measured: median((one) => one.ratio),
      unit: 'ratio',
      ratioTo: copyName,
      target: { atLeast: 0.4 },
    },
    { name: 'import speed', measured: median((one) => one.serverRatio), unit: 'ratio', ratioTo: filesName },
    {
      name: 'peak memory of the importing process',
      measured: median((one) => one.peak),
      unit: 'MB',
      target: { atMost: 1000 },
    },
    {
      name: 'disk of a resource, all indexes',
      measured: median((one) => one.bytes),
      unit: 'B',
      target: { atMost: 2500 },
    },
    { name: 'mean body', measured: median((one) => one.meanBody), unit: 'B', note: 'as stored, before compression' },
  ];
}
