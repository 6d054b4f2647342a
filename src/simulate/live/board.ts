/**
 * Somebody who looks at the bed board all the time: keeps the house's map fresh, and measures how soon a change is seen.
 *
 * Proof   ../../cli/living.int.test.ts; bench/living.bench.ts
 */
import type { Json } from './client.ts';
import { someone, type World } from './world.ts';

const WAIT_SECONDS = 10;

/** Watches until the run ends; `delays` are ms from the answer of a change to the board that shows it. */
export async function watchBoard(world: World, delays: number[]): Promise<void> {
  const watcher = someone(world, 'nurse');
  while (!world.signal.aborted) {
    const since = world.house.revision === undefined ? '' : `&since=${world.house.revision}`;
    try {
      const { status, body } = await world.client.get(watcher, `/care/ward/board?wait=${WAIT_SECONDS}${since}`);
      if (status !== 200) return;
      seen(world, body, delays);
      world.house.take(body);
    } catch {
      return;
    }
  }
}

function seen({ watched }: World, board: Json, delays: number[]): void {
  for (const { bed } of (board['beds'] ?? []) as readonly { readonly bed: string }[]) {
    const changed = watched.get(bed);
    if (changed === undefined) continue;
    delays.push(performance.now() - changed);
    watched.delete(bed);
  }
}
