/**
 * The `maru` command: hands the words of the process to the verbs, and sets the exit status (0 only on success).
 *
 * Proof   main.int.test.ts
 */
import { enableCompileCache } from 'node:module';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { develop } from './develop.ts';

// What is compiled is kept beside the packages, as trusted as they are: half of the work of a start, and of each thread's.
enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/maru', import.meta.url)));

/** A terminal sends Ctrl-C to the launcher and to us, and the launcher hands it on: one press is not two. */
const SAME_PRESS = 1000;

const stop = new AbortController();
let pressed = 0;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    if (stop.signal.aborted && performance.now() - pressed > SAME_PRESS) process.exit(130);
    if (!stop.signal.aborted) pressed = performance.now();
    stop.abort();
  });

// A reader that went away (`maru … | head`) is no fault of ours.
process.stdout.on('error', () => process.exit(0));

const words = process.argv.slice(2);
process.exitCode = words[0] === 'develop' ? develop(words.slice(1)) : await runVerbs();

async function runVerbs(): Promise<number> {
  const [{ runWords }, { VERBS }] = await Promise.all([import('./run.ts'), import('./verbs.ts')]);
  const { stdout: out, stderr: err, env: environment } = process;
  return runWords(words, VERBS, { out, err, environment, signal: stop.signal });
}
