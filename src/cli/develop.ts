/**
 * `maru develop`: what is needed to work on Maru itself: checks and tests, benchmarks, generated pages.
 *
 * `test` runs the checks of the house, then every test, and closes with one plain line that has the true counts. A filter
 * (`maru develop test src/fhir`) runs only the tests below it, without the checks. No room but kernel is loaded here, so that
 * the tests run even where a room does not.
 *
 * Proof   test/architecture reads what it runs; CI counts its closing line
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { configurationPage } from '../kernel/index.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** How this verb is described in `maru help`. */
export const DEVELOP = {
  verb: 'develop',
  about: 'Checks and tests Maru (test), measures it (bench), writes generated pages of docs (docs).',
  usage: 'maru develop test [FILTER...] | bench [NAME...] | docs',
  example: 'maru develop test src/store',
  options: [],
} as const;

/** Runs `develop NOUN …`; resolves to the exit status. */
export function develop(words: readonly string[]): number {
  const [noun, ...rest] = words;
  if (rest.includes('--help') || noun === undefined || noun === '--help') return say(HELP, 0);
  if (noun === 'test')
    return developTest(
      rest.filter((word) => word !== '--json'),
      rest.includes('--json'),
    );
  if (noun === 'bench') return runNode(['bench/run.ts', ...rest]);
  if (noun === 'docs') return writeDocs(rest.includes('--json'));
  return say(`maru: there is no 'develop ${noun}'.\n\n${HELP}`, 2);
}

const HELP = `${DEVELOP.usage}\n\n${DEVELOP.about}\n\nExample\n  ${DEVELOP.example}\n`;

function say(text: string, status: number): number {
  (status === 0 ? process.stdout : process.stderr).write(text);
  return status;
}

function runNode(words: readonly string[]): number {
  const flags = ['--disable-warning=ExperimentalWarning'];
  return spawnSync(process.execPath, [...flags, ...words], { cwd: root, stdio: 'inherit' }).status ?? 1;
}

function writeDocs(json: boolean): number {
  const page = join('docs', 'configuration.md');
  mkdirSync(join(root, 'docs'), { recursive: true });
  writeFileSync(join(root, page), configurationPage());
  const status = runNode(['scripts/errors-page.ts']);
  const written = [page, join('docs', 'errors.md')];
  return say(json ? `${JSON.stringify({ written })}\n` : `wrote ${written.join(' and ')}\n`, status);
}

interface Check {
  readonly name: string;
  readonly arguments: readonly string[];
  /** Runs only where this file of the project is there. */
  readonly needs?: string;
}

const CHECKS: readonly Check[] = [
  { name: 'format', arguments: ['node_modules/oxfmt/bin/oxfmt', '--check'] },
  { name: 'lint', arguments: ['node_modules/oxlint/bin/oxlint', '--type-aware'] },
  { name: 'types', arguments: ['node_modules/typescript/bin/tsc', '-p', '.'] },
  { name: 'types of the web', arguments: ['node_modules/typescript/bin/tsc', '-p', 'web'], needs: 'web/src/main.tsx' },
  { name: 'generated code', arguments: ['scripts/generate-fhir.ts', '--check'], needs: 'scripts/generate-fhir.ts' },
];

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** Runs checks and tests; resolves to the exit status. */
export function developTest(filters: readonly string[], json = false): number {
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  const checks =
    filters.length > 0 ? [] : CHECKS.filter(({ needs }) => needs === undefined || existsSync(join(root, needs)));
  for (const check of checks) count(counts, runCheck(check));
  runTests(filters, counts);
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  process.stdout.write(`\ntests: ${counts.passed} passed, ${counts.failed} failed${skipped}\n`);
  if (json) process.stdout.write(`${JSON.stringify(counts)}\n`);
  return counts.failed === 0 && counts.passed > 0 ? 0 : 1;
}

function count(counts: Counts, passed: boolean): void {
  if (passed) counts.passed++;
  else counts.failed++;
}

function runCheck(check: Check): boolean {
  const { status } = spawnSync(process.execPath, check.arguments, { cwd: root, stdio: 'inherit' });
  process.stdout.write(`${status === 0 ? 'ok    ' : 'FAILED'} ${check.name}\n`);
  return status === 0;
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly object[];
  }[];
}

function runTests(filters: readonly string[], counts: Counts): void {
  const folder = mkdtempSync(join(tmpdir(), 'maru-test-'));
  const file = join(folder, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...filters];
  const { status } = spawnSync(process.execPath, vitest, { cwd: root, stdio: 'inherit' });
  addReport(counts, existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as VitestReport) : undefined, status);
  rmSync(folder, { recursive: true, force: true });
}

/** Adds what the runner counted; a file that could not even be loaded, or a runner that died, is a failure too. */
function addReport(counts: Counts, report: VitestReport | undefined, status: number | null): void {
  const broken =
    report?.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0) ?? [];
  counts.passed += report?.numPassedTests ?? 0;
  counts.failed += (report?.numFailedTests ?? 0) + broken.length;
  counts.skipped += (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0);
  if (status !== 0 && counts.failed === 0) counts.failed = 1;
}
