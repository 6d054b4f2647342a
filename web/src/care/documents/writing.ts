/**
 * The section that is being written, shared by the editor and the list of facts: what is chosen there is quoted here.
 */
import { createContext, use, useMemo, useRef, useState } from 'react';
import type { Fact } from './api.ts';

interface Writing {
  /** Place of the section in the note. */
  readonly at: number;
  readonly setAt: (at: number) => void;
  /** Quotes a line in the open editor, if one is open. */
  readonly quote: (fact: Fact) => void;
  readonly register: (quote: ((fact: Fact) => void) | undefined) => void;
}

export const WritingContext = createContext<Writing | undefined>(undefined);

export function useWriting(): Writing {
  const [at, setAt] = useState(0);
  const quote = useRef<((fact: Fact) => void) | undefined>(undefined);
  return useMemo(
    () => ({
      at,
      setAt,
      quote: (fact) => quote.current?.(fact),
      register: (next) => {
        quote.current = next;
      },
    }),
    [at],
  );
}

export function useOpenWriting(): Writing {
  const value = use(WritingContext);
  if (value === undefined) throw new Error('WritingContext is missing');
  return value;
}
