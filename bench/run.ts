/**
 * `npm run bench [-- NAME...]`: runs the benchmarks, each in a process of its own, prints the figures beside their targets,
 * and keeps them in bench/results with the machine they ran on. A missed target ends with status 1; so does a crash.
 *
 * `--no-keep` only prints.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { arch, cpus, platform, release, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMet, type Bench, type BenchResult } from './result.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const resultFolder = join(here, 'results');

/** What is kept of one benchmark. */
interface Kept {
  readonly bench: string;
  readonly day: string;
  readonly machine: string;
  readonly results: readonly BenchResult[];
}

function machine(): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} x ${cpu?.model.trim() ?? 'unknown'}, ${memory} GiB, ${platform()} ${release()} ${arch()}, Node ${process.version}`;
}

function benchNames(): string[] {
  return readdirSync(here)
    .filter((name) => name.endsWith('.bench.ts'))
    .map((name) => name.replace(/\.bench\.ts$/, ''))
    .toSorted();
}

/** Runs one benchmark in this process and writes its figures to `file`. */
async function runHere(name: string, file: string): Promise<void> {
  const module = (await import(`./${name}.bench.ts`)) as { default: Bench };
  const results = await module.default((line) => process.stderr.write(`  ${line}\n`));
  writeFileSync(file, JSON.stringify(results));
}

function runApart(name: string): readonly BenchResult[] | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'maru-bench-'));
  const file = join(folder, 'results.json');
  const self = fileURLToPath(import.meta.url);
  const { status } = spawnSync(process.execPath, ['--expose-gc', self, '--here', name, file], { stdio: 'inherit' });
  const results = status === 0 ? (JSON.parse(readFileSync(file, 'utf8')) as BenchResult[]) : undefined;
  rmSync(folder, { recursive: true, force: true });
  return results;
}

function figure(value: number): string {
  if (Number.isNaN(value)) return 'not measured';
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en-US');
  return String(Number(value.toPrecision(3)));
}

function targetText({ target }: BenchResult): string {
  if (target === undefined) return '';
  return 'atLeast' in target ? `at least ${figure(target.atLeast)}` : `at most ${figure(target.atMost)}`;
}

function verdict(result: BenchResult): string {
  const met = isMet(result);
  if (met === undefined) return 'note';
  return met ? 'met' : 'MISSED';
}

function row(result: BenchResult): string {
  const what = [result.name, result.ratioTo === undefined ? '' : ` (to ${result.ratioTo})`].join('');
  const cells = [
    what,
    `${figure(result.measured)} ${result.unit}`,
    targetText(result),
    verdict(result),
    result.note ?? '',
  ];
  return `| ${cells.join(' | ')} |`;
}

function table(results: readonly BenchResult[]): string[] {
  return ['| What | Measured | Target | | Note |', '|---|---|---|---|---|', ...results.map(row)];
}

function keep(name: string, results: readonly BenchResult[]): void {
  const kept: Kept = { bench: name, day: new Date().toISOString().slice(0, 10), machine: machine(), results };
  writeFileSync(join(resultFolder, `${name}.json`), `${JSON.stringify(kept, undefined, 2)}\n`);
}

/** One page of all kept figures. */
function writePage(): void {
  const files = readdirSync(resultFolder).filter((name) => name.endsWith('.json'));
  const all = files.toSorted().map((name) => JSON.parse(readFileSync(join(resultFolder, name), 'utf8')) as Kept);
  const sections = all.flatMap((one) => [
    `## ${one.bench}`,
    '',
    `${one.day}, on ${one.machine}.`,
    '',
    ...table(one.results),
    '',
  ]);
  const head = [
    '# Measured',
    '',
    'Written by `npm run bench`. A ratio is taken in one run against what is named beside it; an absolute figure belongs to',
    'the machine that is named above it.',
    '',
  ];
  writeFileSync(join(resultFolder, 'README.md'), [...head, ...sections].join('\n'));
}

function runAll(names: readonly string[], keeping: boolean): number {
  let missed = 0;
  for (const name of names) {
    process.stdout.write(`\n${name}\n`);
    const results = runApart(name);
    if (results === undefined) process.stdout.write(`${name} did not end well.\n`);
    missed += results === undefined ? 1 : results.filter((result) => isMet(result) === false).length;
    if (results === undefined) continue;
    process.stdout.write(`${table(results).join('\n')}\n`);
    if (keeping) keep(name, results);
  }
  if (keeping) writePage();
  process.stdout.write(missed === 0 ? '\nEvery target is met.\n' : `\n${missed} missed.\n`);
  return missed === 0 ? 0 : 1;
}

async function main(words: readonly string[]): Promise<number> {
  const [first, name, file] = words;
  if (first === '--here' && name !== undefined && file !== undefined) {
    await runHere(name, file);
    return 0;
  }
  const asked = words.filter((word) => !word.startsWith('--'));
  const unknown = asked.find((one) => !benchNames().includes(one));
  if (unknown !== undefined) {
    process.stderr.write(`There is no benchmark '${unknown}'. There are: ${benchNames().join(', ')}.\n`);
    return 2;
  }
  return runAll(asked.length === 0 ? benchNames() : asked, !words.includes('--no-keep'));
}

process.exit(await main(process.argv.slice(2)));
