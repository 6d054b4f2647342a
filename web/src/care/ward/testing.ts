/**
 * For tests: beds, stays and boards as the server tells them.
 *
 * Proof   it is one
 */
import type { BedLine, BoardAnswer, StayLine, TaskLine } from './api.ts';

const MINUTE = 60_000;

/** A moment so many minutes from now. */
export function minutesFromNow(minutes: number): string {
  return new Date(Date.now() + minutes * MINUTE).toISOString();
}

/** 김민준 in the bed, with what differs. */
export function stayOf(more: Partial<StayLine> = {}): StayLine {
  return {
    encounter: 'enc-1',
    version: '3',
    status: 'in-progress',
    kind: 'IMP',
    since: '2026-11-20T09:00:00+09:00',
    patient: { id: 'kim', name: '김민준', latin: 'Kim Min-jun' },
    number: '00012345',
    gender: 'male',
    birthDate: '1961-03-02',
    reason: '폐렴',
    ...more,
  };
}

/** A stay that the caller may not look into: the bed is taken, and that is all. */
export const RESTRICTED: StayLine = {
  encounter: 'enc-9',
  version: '1',
  status: 'in-progress',
  kind: 'IMP',
  restricted: true,
};

/** A bed of a room; the room is the part of the name before the dash. */
export function bedOf(bed: string, more: Partial<BedLine> = {}): BedLine {
  const room = bed.split('-')[0] ?? bed;
  const place = bed.split('-')[1] ?? '1';
  return {
    bed,
    name: `${room}호 ${place}번 병상`,
    latin: `Room ${room} bed ${place}`,
    room,
    roomName: `${room}호`,
    roomLatin: `Room ${room}`,
    ward: 'w61',
    state: more.stay === undefined ? 'free' : 'occupied',
    ...more,
  };
}

/** A board of two wards. */
export function boardOf(beds: readonly BedLine[], more: Partial<BoardAnswer> = {}): BoardAnswer {
  return {
    revision: '1',
    full: true,
    at: new Date().toISOString(),
    wards: [
      { ward: 'w61', name: '61병동', latin: 'Ward 61' },
      { ward: 'w62', name: '62병동', latin: 'Ward 62' },
    ],
    beds,
    waiting: [],
    places: [],
    ...more,
  };
}

/** A task of a nurse. */
export function taskOf(more: Partial<TaskLine> = {}): TaskLine {
  return {
    task: 'task-1',
    code: 'vital-signs',
    completes: true,
    status: 'requested',
    role: 'nurse',
    due: minutesFromNow(60),
    patient: { id: 'kim', name: '김민준', latin: 'Kim Min-jun' },
    bed: '6101호 1번 병상',
    bedLatin: 'Room 6101 bed 1',
    ward: 'w61',
    ...more,
  };
}
