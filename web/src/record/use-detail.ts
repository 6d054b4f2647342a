import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

interface Detail {
  readonly detail: string | undefined;
  readonly open: (detail: string) => void;
  readonly close: () => void;
}

/** What is open at the side of the page; it is in the address, so that it can be linked and gone back from. */
export function useDetail(): Detail {
  const { detail } = useSearch({ from: '/inside/patients/$id' });
  const navigate = useNavigate();
  const open = useCallback(
    (next: string) =>
      void navigate({
        to: '.',
        search: (search) => ({ ...search, detail: next }),
        replace: detail !== undefined,
        resetScroll: false,
      }),
    [navigate, detail],
  );
  const close = useCallback(
    () =>
      void navigate({
        to: '.',
        search: ({ detail: _closed, ...rest }: { detail?: string }) => rest,
        resetScroll: false,
      }),
    [navigate],
  );
  return { detail, open, close };
}
