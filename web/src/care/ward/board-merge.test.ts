import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BedLine } from './api.ts';
import { countStates, merged, roomsOf } from './board-merge.ts';
import { bedOf, boardOf, stayOf } from './testing.ts';

const STATES = ['free', 'occupied', 'reserved', 'cleaning', 'closed'] as const;

describe('an answer taken into the board', () => {
  const held = boardOf([bedOf('6101-1', { stay: stayOf() }), bedOf('6101-2')]);

  it('is the board where there was none, and where it is told in full', () => {
    const next = boardOf([bedOf('6102-1')], { revision: '2' });
    expect(merged(undefined, { ...next, full: false })).toEqual({ ...next, full: false });
    expect(merged(held, next)).toBe(next);
  });

  it('moves a patient from one bed to the other, never leaving them in both', () => {
    const next = boardOf([bedOf('6101-1', { state: 'cleaning' }), bedOf('6101-2', { stay: stayOf() })], {
      revision: '2',
      full: false,
    });
    const { beds, revision } = merged(held, next);
    expect(revision).toBe('2');
    expect(beds.map(({ bed, state, stay }) => [bed, state, stay?.patient?.id])).toEqual([
      ['6101-1', 'cleaning', undefined],
      ['6101-2', 'occupied', 'kim'],
    ]);
  });

  it('takes a stay away where the changed bed has none any more', () => {
    const next = boardOf([bedOf('6101-1')], { full: false });
    expect(merged(held, next).beds[0]).not.toHaveProperty('stay');
  });

  it('keeps beds that did not change as the same objects, in their order', () => {
    const next = boardOf([bedOf('6101-2', { state: 'closed' })], { full: false });
    const { beds } = merged(held, next);
    expect(beds[0]).toBe(held.beds[0]);
    expect(beds[1]?.state).toBe('closed');
  });

  it('replaces who waits without a bed as a whole', () => {
    const waiting = [stayOf({ kind: 'EMER' })];
    const before = { ...held, waiting };
    expect(merged(before, boardOf([], { full: false })).waiting).toEqual([]);
  });

  it('equals the board told in full, after any sequence of changes', () => {
    const ids = ['1-1', '1-2', '2-1', '2-2'];
    const change = fc.uniqueArray(fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...STATES)), {
      selector: ([bed]) => bed,
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 8 }), (changes) => {
        let board = boardOf(ids.map((id) => bedOf(id)));
        const truth = new Map<string, BedLine['state']>(ids.map((id) => [id, 'free']));
        for (const one of changes) {
          for (const [bed, state] of one) truth.set(bed, state);
          board = merged(
            board,
            boardOf(
              one.map(([bed, state]) => bedOf(bed, { state })),
              { full: false },
            ),
          );
        }
        expect(board.beds.map(({ bed, state }) => [bed, state])).toEqual([...truth]);
      }),
    );
  });
});

describe('the rooms of a ward', () => {
  it('stand by number, not by letters, with every bed of the ward and no other', () => {
    const beds = [bedOf('610-1'), bedOf('62-1'), bedOf('61-1'), bedOf('61-2'), bedOf('7-1', { ward: 'w62' })];
    expect(roomsOf(beds, 'w61').map(([room, list]) => [room, list.map(({ bed }) => bed)])).toEqual([
      ['61', ['61-1', '61-2']],
      ['62', ['62-1']],
      ['610', ['610-1']],
    ]);
    expect(roomsOf(beds, 'w62').map(([room]) => room)).toEqual(['7']);
    expect(roomsOf(beds, 'nowhere')).toEqual([]);
  });
});

describe('the count of states', () => {
  it('counts each bed in exactly one state, also states without a bed', () => {
    expect(countStates([])).toEqual({ free: 0, occupied: 0, reserved: 0, cleaning: 0, closed: 0 });
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...STATES)), (states) => {
        const counts = countStates(states.map((state, at) => bedOf(`1-${at}`, { state })));
        for (const state of STATES) expect(counts[state]).toBe(states.filter((one) => one === state).length);
      }),
    );
  });
});
