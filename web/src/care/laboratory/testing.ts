/**
 * For tests: people, requests, entries and answers of the laboratory as the server tells them.
 *
 * Proof   it is one
 */
import type { Answer } from '../bedside/api.ts';
import type { Call, Entry, EntryLine, Person, WorkLine } from './api.ts';
import type { Loop } from './use-loop.ts';

/** A moment so many minutes from now. */
export function minutesFromNow(minutes: number): string {
  return new Date(Date.now() + minutes * 60_000).toISOString();
}

/** 김민준. */
export const KIM: Person = {
  id: 'kim',
  names: [{ use: 'official', text: '김민준' }],
  number: '00012345',
  sex: 'male',
  birthDate: '1961-03-02',
};

/** A request for potassium whose tube came in. */
export function lineOf(more: Partial<WorkLine> = {}): WorkLine {
  return {
    request: 'r-1',
    stage: 'received',
    patient: KIM,
    test: { ko: '칼륨', en: 'Potassium' },
    priority: 'routine',
    ordered: minutesFromNow(-90),
    ...more,
  };
}

/** Potassium as it is typed. */
export function analyteOf(more: Partial<EntryLine> = {}): EntryLine {
  return {
    code: '2823-3',
    ko: '칼륨',
    en: 'Potassium',
    unit: 'mmol/L',
    abnormal: [],
    critical: [],
    limits: { low: '3.5', high: '5.1', criticalLow: '2.5', criticalHigh: '6.5' },
    ...more,
  };
}

/** The entry form of the request. */
export function entryOf(more: Partial<Entry> = {}): Entry {
  return {
    request: 'r-1',
    test: { ko: '칼륨', en: 'Potassium' },
    patient: 'kim',
    person: KIM,
    requestStatus: 'active',
    label: 'LB-0001',
    specimen: { id: 's-1', collected: minutesFromNow(-40), received: minutesFromNow(-10) },
    lines: [analyteOf()],
    ...more,
  };
}

/** A critical potassium that nobody acknowledged. */
export function callOf(more: Partial<Call> = {}): Call {
  return {
    task: 'task-1',
    patient: 'kim',
    person: KIM,
    values: [{ code: '2823-3', ko: '칼륨', en: 'Potassium', unit: 'mmol/L', value: '6.90' }],
    since: minutesFromNow(-12),
    level: 0,
    ...more,
  };
}

/** What the house says to steps. */
export function answerOf(decision: Answer['decision'], more: Partial<Answer> = {}): Answer {
  const message = { ko: `${decision}: 다음 단계`, en: `${decision}: the next step` };
  return {
    decision,
    messageKey: `loop.test.${decision}`,
    message,
    messages: [{ key: `loop.test.${decision}`, message }],
    rules: [],
    reasonRequired: decision === 'warn',
    recorded: false,
    written: [],
    ...more,
  };
}

const nothing = () => undefined;

/** A loop that stands somewhere. */
export function loopOf(more: Partial<Loop> = {}): Loop {
  return {
    steps: [],
    answer: undefined,
    phase: 'scanning',
    failure: undefined,
    add: nothing,
    confirm: nothing,
    start: nothing,
    ...more,
  };
}
