import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bedOf, boardOf, stayOf } from './testing.ts';
import type { BoardAnswer } from './api.ts';
import { follow } from './use-board.ts';

type Reply = BoardAnswer | 'unchanged' | 'cut';

beforeEach(() => void vi.stubGlobal('window', { setTimeout: (then: () => void) => setTimeout(then, 0) }));
afterEach(() => void vi.unstubAllGlobals());

/** Follows a house that gives these replies one after the other; what was asked, shown and told. */
async function followed(replies: readonly Reply[], first?: BoardAnswer) {
  const asked: string[] = [];
  const shown: BoardAnswer[] = [];
  let failed = 0;
  const stop = new AbortController();
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path.split('?')[1] ?? '');
    const reply = replies[asked.length - 1];
    if (reply === undefined) {
      stop.abort();
      throw new TypeError('aborted');
    }
    if (reply === 'cut') throw new TypeError('Failed to fetch');
    const answer = reply === 'unchanged' ? { ...boardOf([]), full: false, unchanged: true } : reply;
    return new Response(JSON.stringify(answer), { status: 200 });
  });
  await follow(
    first,
    (board) => shown.push(board),
    stop.signal,
    () => failed++,
  );
  return { asked, shown, failed };
}

const full = boardOf([bedOf('6101-1', { stay: stayOf() }), bedOf('6101-2')]);
const emptied = boardOf([bedOf('6101-1', { state: 'cleaning' })], { revision: '2', full: false });

describe('the board in step with the hospital', () => {
  it('asks at once for everything, and then waits at the server for what changed since', async () => {
    const { asked } = await followed([full, emptied, 'unchanged']);
    expect(asked).toEqual(['wait=0', 'wait=20&since=1', 'wait=20&since=2', 'wait=20&since=2']);
  });

  it('begins with what the browser still has, and asks only for what changed', async () => {
    const { asked, shown } = await followed([emptied], full);
    expect(asked[0]).toBe('wait=20&since=1');
    expect(shown[0]?.beds.map(({ state }) => state)).toEqual(['cleaning', 'free']);
  });

  it('draws nothing anew while nothing changed', async () => {
    expect((await followed([full, 'unchanged', 'unchanged'])).shown).toHaveLength(1);
  });

  it('keeps the rest of the board when a bed changed', async () => {
    const { shown } = await followed([full, emptied]);
    expect(shown.at(-1)?.beds.map(({ bed, state, stay }) => [bed, state, stay?.patient?.id])).toEqual([
      ['6101-1', 'cleaning', undefined],
      ['6101-2', 'free', undefined],
    ]);
  });

  it('tells that the line is cut, tries again without waiting, and shows that it is live even if nothing changed', async () => {
    const { asked, shown, failed } = await followed([full, 'cut', 'cut', 'unchanged', 'unchanged']);
    expect(failed).toBe(2);
    expect(asked).toEqual([
      'wait=0',
      'wait=20&since=1',
      'wait=0&since=1',
      'wait=0&since=1',
      'wait=20&since=1',
      'wait=20&since=1',
    ]);
    expect(shown).toHaveLength(2);
    expect(shown[1]?.beds).toEqual(shown[0]?.beds);
  });

  it('has no board, not an empty one, while nothing ever answered', async () => {
    const { shown, failed } = await followed(['cut', 'cut']);
    expect([shown, failed]).toEqual([[], 2]);
  });
});
