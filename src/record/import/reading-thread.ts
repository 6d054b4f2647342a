/**
 * The thread that reads: parses and validates files while the main thread indexes and talks to the database. It is so far
 * ahead at most as it was told.
 *
 * Proof   reading.test.ts
 */
import { parentPort, workerData } from 'node:worker_threads';
import { readHere, sent, type SentReading, type ThreadTask } from './reading.ts';
import { openSource } from './source.ts';

const { files, mostBytes, ahead } = workerData as ThreadTask;
/** How many more steps may be sent, and who waits for one more. */
const credit = { left: ahead, wake: (): void => undefined };

parentPort?.on('message', () => {
  credit.left++;
  credit.wake();
});

async function send(reading: SentReading): Promise<void> {
  while (credit.left <= 0) await new Promise<void>((resolve) => (credit.wake = resolve));
  credit.left--;
  parentPort?.postMessage(reading, []);
}

for await (const reading of readHere(files, ({ path }) => openSource(path, mostBytes))) await send(sent(reading));
await send({ over: true });
