/**
 * Arrow keys walk over the beds of the board as they lie on the screen.
 *
 * Proof   walk-beds.test.ts; test/journey/ward.test.ts
 */
import type { KeyboardEvent } from 'react';

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export function walkBeds(event: KeyboardEvent<HTMLElement>): void {
  const step = STEPS[event.key];
  const here = (event.target as HTMLElement).closest<HTMLElement>('[data-bed]');
  if (step === undefined || here === null) return;
  event.preventDefault();
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-bed]')];
  const [across, down] = step;
  if (across !== 0) {
    all[all.indexOf(here) + across]?.focus();
    return;
  }
  nearestIn(all, here, down)?.focus();
}

/** The bed above or below: the nearest row, and in it the nearest column. */
function nearestIn(all: readonly HTMLElement[], here: HTMLElement, down: number): HTMLElement | undefined {
  const from = here.getBoundingClientRect();
  const beyond = all
    .map((one) => ({ one, box: one.getBoundingClientRect() }))
    .filter(({ box }) => (box.top - from.top) * down > 4);
  const nearest = Math.min(...beyond.map(({ box }) => Math.abs(box.top - from.top)));
  const row = beyond.filter(({ box }) => Math.abs(Math.abs(box.top - from.top) - nearest) < 4);
  return row.toSorted((a, b) => Math.abs(a.box.left - from.left) - Math.abs(b.box.left - from.left))[0]?.one;
}
