/** Which ward somebody works on: kept in this browser, as it is no patient's data. */
import { useCallback, useState } from 'react';
import type { WardLine } from './api.ts';

const KEY = 'maru.ward';

/** The chosen ward (the last one of this browser, else the first), and how to choose another. */
export function useOwnWard(
  wards: readonly WardLine[] | undefined,
): readonly [string | undefined, (ward: string) => void] {
  const [kept, setKept] = useState(() => localStorage.getItem(KEY) ?? undefined);
  const choose = useCallback((ward: string) => {
    localStorage.setItem(KEY, ward);
    setKept(ward);
  }, []);
  const known =
    wards?.some(({ ward }) => ward === kept) === true ? kept : wards?.find(({ ward }) => ward !== 'er')?.ward;
  return [known, choose];
}
