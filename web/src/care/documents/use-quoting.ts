import { useEffect } from 'react';
import type { DraftAction } from './draft-state.ts';
import { useOpenWriting } from './writing.ts';

/** Lines that are chosen go into the section that is being written. */
export function useQuoting(change: (action: DraftAction) => void, sections: number): void {
  const { at, register } = useOpenWriting();
  useEffect(() => {
    register((fact) => change({ kind: 'quote', at: Math.min(at, sections - 1), fact }));
    return () => register(undefined);
  }, [register, at, change, sections]);
}
