/** Which ward somebody works on: kept in this browser, as it is no patient's data. */
import { useCallback, useState } from 'react';
import type { BoardAnswer } from './api.ts';

const KEY = 'maru.ward';

/** The chosen ward (the last one of this browser, else the fullest), and how to choose another. */
export function useOwnWard(
  board: Pick<BoardAnswer, 'wards' | 'beds'> | undefined,
): readonly [string | undefined, (ward: string) => void] {
  const [kept, setKept] = useState(() => localStorage.getItem(KEY) ?? undefined);
  const choose = useCallback((ward: string) => {
    localStorage.setItem(KEY, ward);
    setKept(ward);
  }, []);
  const known = board?.wards.some(({ ward }) => ward === kept) === true ? kept : fullest(board);
  return [known, choose];
}

function fullest(board: Pick<BoardAnswer, 'wards' | 'beds'> | undefined): string | undefined {
  const counts = new Map(board?.wards.map(({ ward }) => [ward, 0]));
  for (const { ward, stay } of board?.beds ?? []) if (stay !== undefined) counts.set(ward, (counts.get(ward) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0];
}
