import { describe, expect, it } from 'vitest';
import { intervalOf, OutcomeError, type EpochMs } from '../../kernel/index.ts';
import { readBody, leave, transfer } from './body.ts';
import { bedOf, ended, holds, stayIn } from './beds.ts';
import type { Encounter, Stay } from './codes.ts';
import { timeAfter } from './transfer.ts';

const at = (text: string): EpochMs => intervalOf(text)?.low ?? (0 as EpochMs);
const stay = (...starts: (string | undefined)[]): Encounter => ({
  resourceType: 'Encounter',
  status: 'in-progress',
  class: { code: 'IMP' },
  location: starts.map((start) => ({
    location: { reference: 'Location/bed-1' },
    ...(start === undefined ? {} : { period: { start } }),
  })),
});

describe('the time of a move', () => {
  it.each([
    ['the same second, written without its thousandths', '2026-11-24T03:00:00Z', '2026-11-24T03:00:00.500Z'],
    ['an hour later on the clocks of Seoul', '2026-11-24T12:00:00+09:00', '2026-11-24T04:00:00Z'],
    ['the moment itself', '2026-11-24T03:00:00.000Z', '2026-11-24T03:00:00.000Z'],
  ])('may be %s', (_name, moved, told) => {
    expect(timeAfter(stay(moved), at(told))).toBe(at(told));
  });

  it.each([
    ['before the last move', ['2026-11-24T03:00:00Z']],
    ['before one that was written on the clocks of Seoul', ['2026-11-24T12:00:00+09:00']],
    ['before any of the moves, in whatever order they stand', ['2026-11-24T12:00:00+09:00', '2026-11-20T00:00:00Z']],
  ])('is refused %s', (_name, starts) => {
    expect(() => timeAfter(stay(...starts), at('2026-11-24T02:59:00Z'))).toThrow(
      expect.objectContaining({ code: 'care.before-last-move' }) as Error,
    );
  });

  it('is free where no move is known', () => {
    expect(timeAfter(stay(), at('2026-11-24T03:00:00Z'))).toBe(at('2026-11-24T03:00:00Z'));
    expect(timeAfter(stay(undefined), at('2026-11-24T03:00:00Z'))).toBe(at('2026-11-24T03:00:00Z'));
  });
});

describe('pieces of a stay', () => {
  const bed = {
    resourceType: 'Location' as const,
    id: 'bed-1',
    name: '6101호 1번',
    physicalType: { coding: [{ code: 'bd' }] },
  };

  it('keep the place by name, and its history when they end', () => {
    const part = stayIn(bed, '2026-11-24T03:00:00Z');
    expect(part).toMatchObject({ location: { display: '6101호 1번' }, status: 'active' });
    const over = ended(part, '2026-11-24T09:00:00Z');
    expect(over).toMatchObject({
      status: 'completed',
      period: { start: '2026-11-24T03:00:00Z', end: '2026-11-24T09:00:00Z' },
    });
    expect([holds(part), holds(over)]).toEqual([true, false]);
  });

  it('the bed is the one still held, not the one that was left', () => {
    const left = ended(stayIn(bed, '2026-11-24T03:00:00Z'), '2026-11-24T09:00:00Z');
    const now: Stay = stayIn({ ...bed, id: 'bed-2' }, '2026-11-24T09:00:00Z');
    const room: Stay = stayIn({ ...bed, id: 'or-1' }, '2026-11-24T09:30:00Z');
    const isBedId = (id: string) => id.startsWith('bed');
    expect(bedOf({ ...stay(), location: [left, room, { ...now, status: 'reserved' }] }, isBedId)).toBe('bed-2');
    expect(bedOf({ ...stay(), location: [left] }, isBedId)).toBeUndefined();
  });
});

describe('a transfer as it is sent', () => {
  const body = { attempt: 'attempt-1', encounter: 'e1' };
  const isTaken = (more: object, schema: typeof transfer | typeof leave = transfer): boolean => {
    try {
      readBody(schema, JSON.stringify({ ...body, ...more }));
      return true;
    } catch (error) {
      expect(error).toBeInstanceOf(OutcomeError);
      expect(error).toMatchObject({ code: 'care.body-invalid' });
      return false;
    }
  };

  it('goes to one place', () => {
    expect(isTaken({ bed: 'bed-2' })).toBe(true);
    expect(isTaken({ place: 'or-1', version: '3', reason: '수술' })).toBe(true);
    expect(isTaken({ back: true })).toBe(true);
    expect(isTaken({})).toBe(false);
    expect(isTaken({ bed: 'bed-2', place: 'or-1' })).toBe(false);
    expect(isTaken({ bed: 'bed-2', back: true })).toBe(false);
    expect(isTaken({ back: false })).toBe(false);
    expect(isTaken({ bed: '../bed' })).toBe(false);
    expect(isTaken({ bed: 'bed-2', version: 'W/"3"' })).toBe(false);
  });

  it('a leave says whether they go or come back', () => {
    expect(isTaken({ away: true, until: '2026-11-25T18:00:00+09:00' }, leave)).toBe(true);
    expect(isTaken({ away: false }, leave)).toBe(true);
    expect(isTaken({}, leave)).toBe(false);
    expect(isTaken({ away: true, until: '2026-11-25' }, leave)).toBe(false);
  });
});
