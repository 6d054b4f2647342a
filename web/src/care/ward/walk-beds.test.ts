import fc from 'fast-check';
import type { KeyboardEvent } from 'react';
import { describe, expect, it } from 'vitest';
import { walkBeds } from './walk-beds.ts';

/** Beds as they lie on a screen, at [left, top]; where an arrow leads from one of them, and whether the page scrolls too. */
function walked(places: readonly (readonly [number, number])[], from: number, key: string) {
  let at = from;
  let stopped = false;
  const beds = places.map(([left, top], index) => ({
    focus: () => (at = index),
    getBoundingClientRect: () => ({ left, top }),
    closest: (): unknown => beds[index],
  }));
  const event = {
    key,
    target: beds[from],
    currentTarget: { querySelectorAll: () => beds },
    preventDefault: () => (stopped = true),
  };
  walkBeds(event as unknown as KeyboardEvent<HTMLElement>);
  return { at, stopped };
}

/** Two rooms of three beds in a row, and one of two below. */
const HOUSE = [
  [0, 0],
  [100, 0],
  [200, 0],
  [0, 80],
  [100, 80],
  [200, 80],
  [0, 170],
  [130, 171],
] as const;

describe('arrow keys over the beds', () => {
  it.each([
    ['right', 0, 'ArrowRight', 1],
    ['left', 2, 'ArrowLeft', 1],
    ['down to the same column', 1, 'ArrowDown', 4],
    ['up to the same column', 5, 'ArrowUp', 2],
    ['down to the nearest column where there are fewer', 5, 'ArrowDown', 7],
    ['down over one row only', 0, 'ArrowDown', 3],
    ['to the next row at the end of one, as one reads', 2, 'ArrowRight', 3],
    ['nowhere from the last', 7, 'ArrowRight', 7],
    ['nowhere above the first row', 1, 'ArrowUp', 1],
    ['nowhere below the last row', 6, 'ArrowDown', 6],
  ])('lead %s', (_, from, key, to) => expect(walked(HOUSE, from, key).at).toBe(to));

  it('do not scroll the page, and other keys are left alone', () => {
    expect(walked(HOUSE, 0, 'ArrowDown').stopped).toBe(true);
    for (const key of ['Enter', 'Tab', ' ', 'm', 'Escape'])
      expect([key, walked(HOUSE, 0, key)]).toEqual([key, { at: 0, stopped: false }]);
  });

  it('up undoes down where rows are as long', () => {
    const grid = fc.record({ columns: fc.integer({ min: 1, max: 6 }), rows: fc.integer({ min: 2, max: 6 }) });
    fc.assert(
      fc.property(grid, fc.nat(), ({ columns, rows }, seed) => {
        const places = Array.from(
          { length: columns * rows },
          (_, at) => [(at % columns) * 90, Math.floor(at / columns) * 70] as const,
        );
        const from = seed % (columns * (rows - 1));
        const below = walked(places, from, 'ArrowDown').at;
        expect(below).toBe(from + columns);
        expect(walked(places, below, 'ArrowUp').at).toBe(from);
      }),
    );
  });
});
