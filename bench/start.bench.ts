/**
 * README's first command as a newcomer runs it: a fresh clone, an empty HOME, `npm start`; then once more.
 *
 * The first start installs, builds the web app, makes the database and fills it with the synthetic hospital. It is over when
 * the house answers and says so.
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { BenchResult } from './result.ts';

const PORT = 28_419;
const project = fileURLToPath(new URL('..', import.meta.url));

/** The environment of somebody else: an empty HOME, and the machine's own Node. */
function newcomer(home: string): NodeJS.ProcessEnv {
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => !folder.includes('.runtime'));
  const own = Object.entries(process.env).filter(([name]) => !/^(npm_|NODE|MARU|XDG)/i.test(name));
  return { ...Object.fromEntries(own), PATH: path.join(delimiter), HOME: home };
}

/** Seconds until the house is ready. */
async function start(folder: string, home: string): Promise<{ child: ChildProcess; seconds: number }> {
  const started = performance.now();
  const options = { cwd: folder, env: newcomer(home), stdio: 'ignore' as const, detached: true };
  const child = spawn('npm', ['start', '--', '--port', String(PORT)], options);
  for (;;) {
    if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}.`);
    const answer = await fetch(`http://127.0.0.1:${PORT}/readyz`).catch(() => undefined);
    if (answer?.ok === true) return { child, seconds: (performance.now() - started) / 1000 };
    if (performance.now() - started > 600_000) throw new Error('npm start was not ready within ten minutes.');
    await sleep(50);
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
  await once(child, 'exit');
}

export default async function run(log: (line: string) => void): Promise<readonly BenchResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'maru-newcomer-'));
  const [clone, home] = [join(folder, 'maru'), join(folder, 'home')];
  mkdirSync(home);
  try {
    execFileSync('git', ['clone', '--quiet', project, clone]);
    const first = await start(clone, home);
    log(`first start ${first.seconds.toFixed(1)} s`);
    await stop(first.child);
    const second = await start(clone, home);
    log(`second start ${second.seconds.toFixed(1)} s`);
    await stop(second.child);
    return [
      {
        name: 'first start of a fresh clone, install included',
        measured: first.seconds,
        unit: 's',
        target: { atMost: 240 },
      },
      { name: 'second start', measured: second.seconds, unit: 's', target: { atMost: 5 } },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
