/**
 * A house for benchmarks: a data folder of its own, and the `maru` command in processes of its own, watched for memory.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));

/** The flags that bin/maru.mjs gives. */
const FLAGS = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=64'];

/** A verb that has ended. */
export interface Ended {
  readonly text: string;
  readonly seconds: number;
  /** Largest resident memory of the process, MB; NaN where the system does not tell. */
  readonly peak: number;
}

/** A server at work. */
export interface Serving {
  readonly origin: string;
  readonly seconds: number;
  /** Largest resident memory so far, MB. */
  peak(): number;
  stop(): Promise<void>;
}

/** A data folder, and verbs over it. */
export class BenchHouse {
  readonly data = mkdtempSync(join(tmpdir(), 'maru-bench-data-'));

  /** Runs a verb to its end; a status other than 0 is an error. */
  async run(...words: readonly string[]): Promise<Ended> {
    const started = performance.now();
    const child = this.#spawn(words, ['ignore', 'pipe', 'pipe']);
    let peak = Number.NaN;
    const watch = setInterval(() => (peak = memoryPeak(child) || peak), 50);
    const [text, errors] = [collect(child.stdout), collect(child.stderr)];
    const [status] = (await once(child, 'close')) as [number | null];
    clearInterval(watch);
    if (status !== 0) throw new Error(`maru ${words.join(' ')} ended with ${status}: ${(await errors).slice(-2000)}`);
    return { text: await text, seconds: (performance.now() - started) / 1000, peak };
  }

  /** Starts a server and waits until it is ready. */
  async serve(port: number, ...words: readonly string[]): Promise<Serving> {
    const started = performance.now();
    const child = this.#spawn(['serve', '--port', String(port), '--log-level', 'warn', ...words], 'ignore');
    const origin = `http://127.0.0.1:${port}`;
    await ready(child, origin);
    return {
      origin,
      seconds: (performance.now() - started) / 1000,
      peak: () => memoryPeak(child),
      async stop() {
        child.kill('SIGTERM');
        await once(child, 'exit');
      },
    };
  }

  /** A token for everything. Answers while a server runs. */
  async token(port: number): Promise<string> {
    const { text } = await this.run('token', '--as', 'system', '--scope', 'system/*.cruds', '--port', String(port));
    return text.trim().split('\n').at(-1) ?? '';
  }

  remove(): void {
    rmSync(this.data, { recursive: true, force: true });
  }

  #spawn(words: readonly string[], stdio: 'ignore' | ('ignore' | 'pipe')[]): ChildProcess {
    return spawn(process.execPath, [...FLAGS, main, ...words, '--data', this.data], {
      stdio,
    });
  }
}

async function collect(stream: NodeJS.ReadableStream | null): Promise<string> {
  let text = '';
  for await (const chunk of stream ?? []) text += String(chunk);
  return text;
}

async function ready(child: ChildProcess, origin: string): Promise<void> {
  for (let waited = 0; waited < 60_000; waited += 25) {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode} before it was ready.`);
    const answer = await fetch(`${origin}/readyz`).catch(() => undefined);
    if (answer?.ok === true) return;
    await sleep(25);
  }
  throw new Error('The server was not ready within a minute.');
}

/** Peak resident memory of a process, MB. */
function memoryPeak({ pid }: ChildProcess): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1024;
  } catch {
    return Number.NaN;
  }
}
