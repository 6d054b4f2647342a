/**
 * The thread that reads: parses and validates files, and encodes the rows of what they hold, while the main thread talks to
 * the database. First it is told its task; each message after that lets it be one batch further ahead.
 *
 * Proof   thread.test.ts
 */
import { once } from 'node:events';
import { parentPort } from 'node:worker_threads';
import { buffersOf } from '../new-rows.ts';
import { batchesOf } from './batch.ts';
import { readAll } from './reading.ts';
import { openSource } from './source.ts';
import type { ReadingTask } from './thread.ts';

if (parentPort !== null) await work(parentPort);

async function work(port: NonNullable<typeof parentPort>): Promise<void> {
  const [{ files, mostBytes, limits, timeZone, ahead }] = (await once(port, 'message')) as [ReadingTask];
  /** How many more batches may be sent, and who waits for one more. */
  const credit = { left: ahead, wake: (): void => undefined };
  port.on('message', () => {
    credit.left++;
    credit.wake();
  });
  const readings = readAll(files, ({ path }) => openSource(path, mostBytes));
  for await (const batch of batchesOf(readings, limits, timeZone)) {
    while (credit.left <= 0) await new Promise<void>((resolve) => (credit.wake = resolve));
    credit.left--;
    port.postMessage(batch, buffersOf(batch.rows));
  }
  port.postMessage(undefined, []);
  port.close();
}
