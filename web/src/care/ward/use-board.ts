/**
 * The board in step with the hospital: one request waits at the server until something changes. When the line is cut, the
 * screen says how old it is, and tries again.
 *
 * Proof   use-board.test.ts; test/journey/ward.test.ts (two browsers)
 */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { readBoard, type BoardAnswer } from './api.ts';
import { merged } from './board-merge.ts';

const KEY = ['care', 'ward', 'board'] as const;
const WAIT_S = 20;
const AGAIN_MS = 2000;

/** The board, and whether it is live. */
export interface LiveBoard {
  readonly board: BoardAnswer | undefined;
  readonly error: unknown;
  /** Since when the line is cut; undefined while it is not. */
  readonly cutSince: number | undefined;
}

export function useBoard(): LiveBoard {
  const queries = useQueryClient();
  const [live, setLive] = useState<LiveBoard>(() => ({
    board: queries.getQueryData<BoardAnswer>(KEY),
    error: undefined,
    cutSince: undefined,
  }));
  useEffect(() => {
    const stop = new AbortController();
    const show = (board: BoardAnswer) => {
      queries.setQueryData(KEY, board);
      setLive({ board, error: undefined, cutSince: undefined });
    };
    void follow(queries.getQueryData<BoardAnswer>(KEY), show, stop.signal, (error) =>
      setLive((before) => ({ ...before, error, cutSince: before.cutSince ?? Date.now() })),
    );
    return () => stop.abort();
  }, [queries]);
  return live;
}

/** Asks again and again; `show` is told what changed, `failed` that the line is cut. */
export async function follow(
  first: BoardAnswer | undefined,
  show: (board: BoardAnswer) => void,
  signal: AbortSignal,
  failed: (error: unknown) => void,
): Promise<void> {
  let board = first;
  let cut = false;
  while (!signal.aborted) {
    try {
      const answer = await readBoard(board?.revision, board === undefined || cut ? 0 : WAIT_S, signal);
      if (answer.unchanged !== true) board = merged(board, answer);
      if (board !== undefined && (answer.unchanged !== true || cut)) show(board);
      cut = false;
    } catch (error) {
      if (signal.aborted) return;
      cut = true;
      failed(error);
      await new Promise((resolve) => window.setTimeout(resolve, AGAIN_MS));
    }
  }
}
