/**
 * The `maru` command: finds the verb, runs it, and sets the exit status (0 only on success).
 *
 * Proof   main.test.ts
 */
import { developTest } from './develop.ts';

const USAGE = `maru VERB [options]

  develop test [FILTER...]   every check and test of the project; closes with the counts

Run 'maru VERB --help' for one verb.
`;

async function main(words: readonly string[]): Promise<number> {
  const [verb, noun, ...rest] = words;
  if (verb === 'develop' && noun === 'test') return developTest(rest);
  const asked = verb === undefined || verb === 'help' || verb === '--help';
  if (!asked) process.stderr.write(`maru: there is no verb '${[verb, noun].join(' ').trim()}'.\n\n`);
  (asked ? process.stdout : process.stderr).write(USAGE);
  return asked ? 0 : 2;
}

process.exitCode = await main(process.argv.slice(2));
