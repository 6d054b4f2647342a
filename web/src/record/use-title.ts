import { useEffect } from 'react';

/** The title of the tab; a patient's name never stands in it, because titles are kept in the browser's history. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Maru`;
  }, [title]);
}
