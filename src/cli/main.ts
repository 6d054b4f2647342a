/**
 * The `maru` command: hands the words of the process to the verbs, and sets the exit status (0 only on success).
 *
 * Proof   main.int.test.ts
 */
import { performance } from 'node:perf_hooks';
import { develop } from './develop.ts';

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
