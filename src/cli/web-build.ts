/**
 * Builds the web app where its build is missing or older than its source.
 *
 * Proof   web-build.test.ts
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { maruFolder, OutcomeError, type CommandOutput } from '../kernel/index.ts';

/** What a build is made from. */
const SOURCES = ['src', 'public', 'index.html', 'vite.config.ts'];

/** State of the build below a folder `web`. */
export function buildState(web: string): 'built' | 'missing' | 'stale' | 'no-source' {
  const built = statSync(join(web, 'dist', 'index.html'), { throwIfNoEntry: false })?.mtimeMs;
  if (!existsSync(join(web, 'src'))) return built === undefined ? 'no-source' : 'built';
  if (built === undefined) return 'missing';
  return Math.max(...SOURCES.map((name) => newest(join(web, name)))) > built ? 'stale' : 'built';
}

function newest(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** Builds if needed. Where only a rebuild fails, the earlier build is served and the fault told. */
export async function ensureWeb(output: CommandOutput, signal: AbortSignal, folder = maruFolder): Promise<void> {
  const web = join(folder, 'web');
  const state = buildState(web);
  if (state === 'built' || state === 'no-source') return;
  output.line('Building the web app (needed once, and after it changed) ...');
  const fault = await build(folder, signal);
  if (fault === undefined || signal.aborted) return;
  const text = `The web app could not be built: ${fault}`;
  if (state === 'missing') throw new OutcomeError('exception', 'cli.web-build-failed', text);
  output.line(`${text}\nThe earlier build is served.`);
}

function build(folder: string, signal: AbortSignal): Promise<string | undefined> {
  const vite = join(folder, 'node_modules', 'vite', 'bin', 'vite.js');
  const child = spawn(process.execPath, [vite, 'build', 'web', '--logLevel', 'warn'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  let said = '';
  const listen = (stream: NodeJS.ReadableStream): void =>
    void stream.on('data', (text: Buffer) => (said = (said + text.toString()).slice(-4000)));
  listen(child.stdout);
  listen(child.stderr);
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (status) => resolve(status === 0 ? undefined : said.trim()));
  });
}
