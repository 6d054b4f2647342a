import { describe, expect, it } from 'vitest';
import { isMessageKey } from '../../messages/messages.ts';
import type { BedLine, BoardAnswer, StayLine } from './api.ts';
import { countStates, merged, roomsOf } from './board-merge.ts';
import { moveWarnings } from './move-warnings.ts';
import { bodyOf, cleaned, faultOf, ROWS, unitText, USUAL } from './signs.ts';
import { taskLink } from './task-link.ts';
import { sortedLines } from './ward-order.ts';

const stay = (more: Partial<StayLine> = {}): StayLine => ({
  encounter: 'e',
  version: '1',
  status: 'in-progress',
  kind: 'IMP',
  patient: { id: 'p', name: '환자' },
  ...more,
});

const bed = (name: string, more: Partial<BedLine> = {}): BedLine => ({
  bed: name,
  name,
  room: name.slice(0, 3),
  roomName: name.slice(0, 3),
  ward: 'w',
  state: more.stay === undefined ? 'free' : 'occupied',
  ...more,
});

const board = (beds: readonly BedLine[], full = true): BoardAnswer => ({
  revision: 'a.1',
  full,
  at: '',
  wards: [],
  waiting: [],
  places: [],
  beds,
});

describe('the board', () => {
  it('takes what changed and keeps the rest as it is', () => {
    const held = board([bed('101-1'), bed('101-2')]);
    const next = merged(held, board([bed('101-2', { stay: stay() })], false));
    expect(next.beds[0]).toBe(held.beds[0]);
    expect(next.beds[1]?.state).toBe('occupied');
    expect(merged(held, board([])).beds).toEqual([]);
    expect(merged(undefined, held)).toBe(held);
  });

  it('has rooms in order, room 9 before room 10', () => {
    const beds = [bed('a', { room: 'room-10' }), bed('b', { room: 'room-9' }), bed('c', { room: 'room-9', ward: 'x' })];
    expect(roomsOf(beds, 'w').map(([room, list]) => [room, list.length])).toEqual([
      ['room-9', 1],
      ['room-10', 1],
    ]);
    expect(countStates([bed('a'), bed('b', { stay: stay() }), bed('c', { state: 'closed' })])).toEqual({
      free: 1,
      occupied: 1,
      reserved: 0,
      cleaning: 0,
      closed: 1,
    });
  });

  it('warns of a room of the other sex and of isolation, both ways', () => {
    const isolated = stay({ gender: 'female', flags: ['isolation-contact'] });
    const shared = [bed('101-1', { stay: stay({ gender: 'male' }) }), bed('101-2')];
    const [to] = shared.slice(1);
    if (to === undefined) throw new Error('no bed');
    expect(moveWarnings({ beds: shared }, bed('102-1', { stay: isolated }), to)).toEqual([
      'other-sex',
      'isolated-in-shared',
    ]);
    expect(moveWarnings({ beds: shared }, bed('102-1', { stay: stay({ gender: 'male' }) }), to)).toEqual([]);
    const beds = [bed('101-1', { stay: isolated }), to];
    expect(moveWarnings({ beds }, bed('102-1', { stay: stay({ gender: 'female' }) }), to)).toEqual(['into-isolation']);
  });

  it('orders the ward by score and by what is due, unknown last', () => {
    const lines = [
      bed('101-1', { stay: stay({ vitalsDue: '2026-11-24T05:00:00Z' }) }),
      bed('101-2', { stay: stay({ news2: { total: 7, band: 'high' }, vitalsDue: '2026-11-24T06:00:00Z' }) }),
      bed('101-3', { stay: stay({ news2: { total: 0, band: 'low' } }) }),
    ];
    const order = (by: 'bed' | 'news2' | 'due') =>
      sortedLines(lines, by)
        .map((one) => one.bed.slice(-1))
        .join('');
    expect([order('bed'), order('news2'), order('due')]).toEqual(['123', '231', '123']);
  });
});

describe('what is typed into the flowsheet', () => {
  it('is sent as it was typed; no flow is air', () => {
    expect(bodyOf({ pulse: '72', temperature: '36.50', oxygenFlow: '0', consciousness: 'A' })).toEqual({
      values: { pulse: '72', temperature: '36.50' },
      consciousness: 'A',
      air: true,
    });
    expect(bodyOf({ oxygenFlow: '2', pulse: '' })).toEqual({ values: { oxygenFlow: '2' } });
    expect(bodyOf({ pulse: 'abc' })).toEqual({ values: {} });
  });

  it('takes commas, full-width digits and Hangul letters of the same keys', () => {
    expect(cleaned('temperature', '36,5')).toBe('36.5');
    expect(cleaned('pulse', '７２')).toBe('72');
    expect([cleaned('consciousness', 'v'), cleaned('consciousness', 'ㅁ'), cleaned('consciousness', 'x')]).toEqual([
      'V',
      'A',
      '',
    ]);
  });

  it('warns of what is unusual and of what is no number', () => {
    expect(faultOf('pulse', '72')).toBeUndefined();
    expect(faultOf('pulse', '')).toBeUndefined();
    expect(faultOf('pulse', '188')).toBe('unusual');
    expect(faultOf('pulse', '7 2')).toBe('not-a-number');
    expect(faultOf('consciousness', 'A')).toBeUndefined();
  });

  it('every row has its words and its limits', () => {
    for (const { name, label } of ROWS) {
      expect(isMessageKey(label), name).toBe(true);
      expect(
        unitText(name, (key) => key),
        name,
      ).not.toBe('');
      if (name !== 'consciousness') expect(USUAL[name][0]).toBeLessThan(USUAL[name][1]);
    }
  });

  it('a task leads to where it is done', () => {
    expect(taskLink({ code: 'vital-signs' })).toBe('/patients/$id/flowsheet');
    expect(taskLink({ code: 'assessment-falls' })).toBe('/patients/$id/nursing');
    expect(taskLink({ code: 'answer' })).toBeUndefined();
  });
});
