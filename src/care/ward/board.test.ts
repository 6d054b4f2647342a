import { describe, expect, it } from 'vitest';
import { dueOfPatient, namesOf } from './board.ts';
import { holds, isBed } from './beds.ts';
import {
  bedStateOf,
  performerConcept,
  roleOfTask,
  withExtension,
  extensionOf,
  type Location,
  type Task,
} from './codes.ts';
import { countOf, dueOf, scoreIn, scoreInput } from './escalation.ts';
import { nextRoundAfter, responseTo } from './due.ts';

const task = (code: string, end: string, more: Partial<Task> = {}): Task => ({
  resourceType: 'Task',
  id: code,
  status: 'requested',
  intent: 'order',
  code: { coding: [{ system: 'https://maru.health/fhir/CodeSystem/care', code }] },
  restriction: { period: { end } },
  ...more,
});

const asked = (start: string | undefined, status: Task['status'] = 'completed') =>
  task('news2-escalation', '2026-11-24T03:30:00Z', {
    authoredOn: '2026-11-24T03:00:00Z',
    status,
    ...(start === undefined ? {} : { executionPeriod: { start } }),
  });

const location = (more: Partial<Location>): Location => ({ resourceType: 'Location', ...more });

describe('what is due for a patient', () => {
  it('is the earliest of each kind, with the score of the last round', () => {
    const score = { status: 'complete', total: 6, band: 'medium', singleThree: false } as never;
    const due = dueOfPatient([
      task('assessment-falls', '2026-11-24T02:00:00Z'),
      task('vital-signs', '2026-11-24T04:00:00Z', { input: scoreInput(score), authoredOn: '2026-11-24T03:00:00Z' }),
      task('news2-escalation', '2026-11-24T03:30:00Z', { status: 'accepted' }),
    ]);
    expect(due).toEqual({
      news2: { total: 6, band: 'medium', at: '2026-11-24T03:00:00Z' },
      vitalsDue: '2026-11-24T04:00:00Z',
      escalation: { task: 'news2-escalation', status: 'accepted', due: '2026-11-24T03:30:00Z' },
      tasks: { open: 3, first: '2026-11-24T02:00:00Z' },
    });
  });

  it('is nothing where nothing is to be done', () => {
    expect(dueOfPatient([])).toEqual({});
    expect(scoreIn(task('vital-signs', '2026-11-24T04:00:00Z'))).toBeUndefined();
  });
});

describe('the response to a score', () => {
  it.each([
    [0, false, 720],
    [1, false, 240],
    [4, false, 240],
    [3, true, 60],
    [5, false, 60],
    [6, true, 60],
    [7, false, 30],
    [15, true, 30],
  ])('of %i (single three: %s) is a round within %i min', (total, singleThree, minutes) => {
    expect(nextRoundAfter({ total, singleThree })).toBe(minutes);
  });

  it('asks for somebody from a single three on', () => {
    expect(nextRoundAfter(undefined)).toBe(240);
    expect(responseTo('low')).toBeUndefined();
    expect(responseTo('low-medium')).toEqual({ within: 60, priority: 'urgent' });
    expect(responseTo('medium')).toEqual({ within: 60, priority: 'urgent' });
    expect(responseTo('high')).toEqual({ within: 30, priority: 'stat' });
  });

  it('is counted: answered in time, late, and still open too long', () => {
    const tasks = [
      asked('2026-11-24T03:10:00Z'),
      asked('2026-11-24T03:50:00Z'),
      asked(undefined, 'requested'),
      asked(undefined, 'cancelled'),
    ];
    const now = Date.parse('2026-11-24T05:00:00Z') as never;
    expect(countOf(tasks, now)).toEqual({ asked: 3, answered: 2, late: 1, overdue: 1, medianMinutes: 10 });
    expect(countOf([], now)).toEqual({ asked: 0, answered: 0, late: 0, overdue: 0 });
    expect(dueOf({ ...asked(undefined), restriction: {} })).toBe(Number.MAX_SAFE_INTEGER);
  });
});

describe('beds', () => {
  it('have the state that was set; what is unknown is free, what is out of use is closed', () => {
    expect(bedStateOf(location({}))).toBe('free');
    expect(bedStateOf(location({ operationalStatus: { code: 'K' } }))).toBe('cleaning');
    expect(bedStateOf(location({ operationalStatus: { code: 'H' } }))).toBe('cleaning');
    expect(bedStateOf(location({ operationalStatus: { code: 'C' } }))).toBe('closed');
    expect(bedStateOf(location({ operationalStatus: { code: 'reserved' } }))).toBe('reserved');
    expect(bedStateOf(location({ operationalStatus: { code: 'strange' } }))).toBe('free');
    expect(bedStateOf(location({ status: 'suspended' }))).toBe('closed');
  });

  it('are held until the stay there is over', () => {
    const here = { location: { reference: 'Location/x' } };
    expect(holds({ ...here, status: 'active' })).toBe(true);
    expect(holds({ ...here, status: 'reserved' })).toBe(true);
    expect(holds(here)).toBe(true);
    expect(holds({ ...here, status: 'completed' })).toBe(false);
    expect(holds({ ...here, period: { end: '2026-01-01' } })).toBe(false);
    expect(isBed(location({ physicalType: { coding: [{ code: 'bd' }] } }))).toBe(true);
    expect(isBed(location({ physicalType: { coding: [{ code: 'ro' }] } }))).toBe(false);
  });
});

describe('names and roles', () => {
  it('are told in both scripts, as far as they are written', () => {
    expect(namesOf([{ text: '김민준' }, { text: 'Kim Min-jun' }], '?')).toEqual({
      name: '김민준',
      latin: 'Kim Min-jun',
    });
    expect(namesOf([{ family: 'Smith', given: ['Ann'] }], '?')).toEqual({ name: 'Smith Ann' });
    expect(namesOf(undefined, 'x')).toEqual({ name: 'x' });
  });

  it('of a task are those of accounts, also where it was made elsewhere', () => {
    expect(roleOfTask(task('x', '', { performerType: [performerConcept('physician')] }))).toBe('physician');
    expect(roleOfTask(task('x', '', { performerType: [{ coding: [{ code: 'doctor' }] }] }))).toBe('physician');
    expect(roleOfTask(task('x', '', { performerType: [{ coding: [{ code: 'nurse' }] }] }))).toBe('nurse');
    expect(roleOfTask(task('x', '', { performerType: [performerConcept('bed-manager')] }))).toBe('bed-manager');
    expect(roleOfTask(task('x', ''))).toBeUndefined();
  });

  it('an extension is set once, and can be taken away', () => {
    const set = withExtension([{ url: 'other' }], 'expected-discharge', { valueDate: '2026-01-02' });
    const again = withExtension(set, 'expected-discharge', { valueDate: '2026-01-03' });
    expect(again).toHaveLength(2);
    expect(extensionOf({ extension: again }, 'expected-discharge')?.valueDate).toBe('2026-01-03');
    expect(withExtension(again, 'expected-discharge', undefined)).toEqual([{ url: 'other' }]);
  });
});
