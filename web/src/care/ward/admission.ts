/**
 * An admission as it is being filled in, and what is sent of it.
 *
 * Proof   admission.test.ts
 */
import { timeOf, typedDate } from '../../format/date.ts';
import type { BoardAnswer } from './api.ts';

/** Where somebody comes from. */
export type From = 'emergency' | 'known' | 'new';

/** What was filled in. */
export interface Draft {
  readonly from: From;
  readonly emergency?: string;
  readonly patient?: string;
  readonly name: string;
  readonly gender: string;
  readonly born: string;
  readonly bed: string | undefined;
  readonly reason: string;
  readonly expected: boolean;
}

/** What is sent; undefined while something is missing. */
export function bodyOf(draft: Draft, board: Pick<BoardAnswer, 'waiting'>, now: number): object | undefined {
  const { from, bed, reason, expected } = draft;
  if (bed === undefined) return undefined;
  const shared = { bed, expected, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) };
  if (from === 'emergency') {
    const stay = board.waiting.find(({ encounter }) => encounter === draft.emergency);
    if (stay?.patient === undefined) return undefined;
    return { ...shared, patient: stay.patient.id, emergency: stay.encounter };
  }
  if (from === 'known') return draft.patient === undefined ? undefined : { ...shared, patient: draft.patient };
  const birthDate = bornOn(draft.born, now);
  if (draft.name.trim() === '' || draft.gender === '' || (draft.born !== '' && birthDate === undefined))
    return undefined;
  const newPatient = {
    name: draft.name.trim(),
    gender: draft.gender,
    ...(birthDate === undefined ? {} : { birthDate }),
  };
  return { ...shared, newPatient };
}

/** The birth date that was typed; undefined where it is none, or lies ahead. */
export function bornOn(typed: string, now: number): string | undefined {
  const date = typedDate(typed, now);
  return date === undefined || timeOf(date) > now ? undefined : date;
}
