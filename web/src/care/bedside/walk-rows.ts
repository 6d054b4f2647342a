import type { KeyboardEvent } from 'react';

/** Arrows walk through the rows of a list. */
export function walkRows(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const target = rows[event.key === 'ArrowDown' ? at + 1 : at - 1];
  if (target === undefined) return;
  event.preventDefault();
  target.focus();
}
