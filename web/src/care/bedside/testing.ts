/**
 * For tests: doses, people, and a dose that is being given, as the bedside's screens have them.
 *
 * Proof   it is one
 */
import type { Answer, DueDose, DuePatient } from './api.ts';
import { newGiving } from './give-steps.ts';
import type { GivingState } from './use-giving.ts';

/** A moment so many minutes from now. */
export function minutesFromNow(minutes: number): string {
  return new Date(Date.now() + minutes * 60_000).toISOString();
}

/** 김민준 in bed. */
export const KIM: DuePatient = {
  id: 'kim',
  name: [{ use: 'official', text: '김민준' }],
  gender: 'male',
  birthDate: '1961-03-02',
  identifier: [{ type: { coding: [{ code: 'MR' }] }, value: '00012345' }],
  bed: '6101-1',
};

/** Five milligrams of amlodipine, due in half an hour. */
export function doseOf(more: Partial<DueDose> = {}): DueDose {
  return {
    patient: 'kim',
    order: 'order-1',
    orderVersion: '1',
    standing: 'due',
    drug: 'amlodipine',
    name: { text: 'amlodipine 5 MG Oral Tablet' },
    slot: minutesFromNow(30),
    dose: { value: 5, unit: 'mg' },
    route: 'oral',
    verified: true,
    highAlert: false,
    timeCritical: false,
    ...more,
  };
}

/** What the house says to the scans. */
export function answerOf(decision: Answer['decision'], more: Partial<Answer> = {}): Answer {
  const message = { ko: `${decision}: 다음을 하세요`, en: `${decision}: do this` };
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

/** A dose that is being given. */
export function givingOf(more: Partial<GivingState> = {}): GivingState {
  return {
    giving: newGiving('kim', 'attempt-1', undefined),
    phase: 'scanning',
    answer: undefined,
    busy: false,
    failure: undefined,
    scan: nothing,
    choose: nothing,
    set: nothing,
    dropProducts: nothing,
    confirm: nothing,
    start: nothing,
    ...more,
  };
}
