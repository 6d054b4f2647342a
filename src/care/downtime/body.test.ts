import { describe, expect, it } from 'vitest';
import { readReplayBody } from './body.ts';

const entry = {
  attempt: 'attempt-0001',
  patient: 'p',
  order: 'o',
  orderVersion: '1',
  slot: 1_782_864_000_000,
  at: 1_782_864_000_000,
  steps: [{ scan: 'badge', raw: ']d28017880' }],
  cacheMinutes: 3,
  messageKey: 'loop.med.ok-queued',
};
const body = { station: 'station-1', clock: 1_782_864_000_000, entries: [entry] };
const read = (value: unknown) => readReplayBody(JSON.stringify(value));

describe('what a station hands over', () => {
  it('is read as it was sent', () => {
    expect(read(body)).toEqual(body);
  });

  it('may have no slot (as needed) and no reason', () => {
    const { slot: _, ...rest } = entry;
    expect(read({ ...body, entries: [rest] }).entries[0]).not.toHaveProperty('slot');
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['no entries', { ...body, entries: [] }],
    ['more than 200 entries', { ...body, entries: Array.from({ length: 201 }, () => entry) }],
    ['a station without a name', { ...body, station: '' }],
    ['a clock that is none', { ...body, clock: 'noon' }],
    ['a clock before 1970', { ...body, clock: -1 }],
    ['a member that nobody knows', { ...body, more: 1 }],
    ['an entry without steps', { ...body, entries: [{ ...entry, steps: [] }] }],
    [
      'an entry with too many steps',
      { ...body, entries: [{ ...entry, steps: Array.from({ length: 41 }, () => entry.steps[0]) }] },
    ],
    ['a step that is none', { ...body, entries: [{ ...entry, steps: [{ scan: 'blood-unit', raw: 'x' }] }] }],
    ['an id with a slash', { ...body, entries: [{ ...entry, patient: '../x' }] }],
    ['a version that is no number', { ...body, entries: [{ ...entry, orderVersion: 'two' }] }],
    ['a reason that is a sentence', { ...body, entries: [{ ...entry, reason: 'I thought so' }] }],
    ['a short attempt', { ...body, entries: [{ ...entry, attempt: 'a' }] }],
    ['an age below zero', { ...body, entries: [{ ...entry, cacheMinutes: -1 }] }],
  ])('is refused with %s, and the fault is named', (_name, value) => {
    expect(() => (value === undefined ? readReplayBody('') : read(value))).toThrowError(
      expect.objectContaining({ code: 'care.body-invalid' }) as Error,
    );
  });

  it('is refused where it is no JSON', () => {
    expect(() => readReplayBody('{')).toThrow();
  });
});
