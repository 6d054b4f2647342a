import type { KeyboardEvent } from 'react';

/** Arrows walk from the search field through the rows and back; Escape returns to the field. */
export function moveInRows(event: KeyboardEvent<HTMLElement>): void {
  const input = event.currentTarget.querySelector<HTMLElement>('[data-search]');
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-patient]')];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const inside = at >= 0 || document.activeElement === input;
  if (event.key === 'Escape' && at >= 0) input?.focus();
  if (!inside || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') || event.nativeEvent.isComposing) return;
  const target = event.key === 'ArrowDown' ? rows[at + 1] : (rows[at - 1] ?? input);
  if (target === undefined || target === null) return;
  event.preventDefault();
  target.focus();
}
