/**
 * Results that wait (src/care/documents/README.md) and the read-back of critical ones (laboratory), as the screen uses them.
 */
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../fhir/client.ts';
import type { Language } from '../../format/language.ts';
import type { Named } from '../ward/api.ts';
import type { Fact } from './api.ts';

export type Grade = 'critical' | 'abnormal' | 'normal';

export interface InboxLine {
  readonly report: string;
  readonly patient: Named;
  readonly title: string;
  readonly grade: Grade;
  readonly issued: string;
  readonly corrected: boolean;
  readonly own: boolean;
  readonly values: readonly Fact[];
  readonly conclusion?: string;
  readonly call?: {
    readonly task: string;
    readonly due?: string;
    readonly values: readonly { readonly code: string; readonly name: string }[];
  };
}

export interface Inbox {
  readonly at: string;
  readonly counts: Readonly<Record<Grade, number>>;
  readonly lines: readonly InboxLine[];
  readonly more: boolean;
}

/** New results show within this time. */
const AGAIN_MS = 20_000;

export function inboxQuery(ward: string | undefined, language: Language) {
  const query = new URLSearchParams({ language, ...(ward === undefined ? {} : { ward }) });
  return queryOptions({
    queryKey: ['inbox', ward, language],
    queryFn: async ({ signal }) => (await request(`/care/documents/inbox?${query.toString()}`, { signal })) as Inbox,
    refetchInterval: AGAIN_MS,
  });
}

export interface FollowUp {
  readonly what: string;
  readonly role: 'physician' | 'nurse';
  readonly hours: number;
}

export interface Acknowledged {
  readonly results: readonly { readonly report: string; readonly outcome: string }[];
}

export async function acknowledge(reports: readonly string[], task?: FollowUp): Promise<Acknowledged> {
  const body = { reports, ...(task === undefined ? {} : { task }) };
  return (await request('/care/documents/acknowledge', { method: 'POST', body })) as Acknowledged;
}

/** The values of a critical result, read back by whoever takes the call. */
export async function readBackCall(
  attempt: string,
  task: string,
  readBack: readonly { readonly code: string; readonly value: string }[],
): Promise<void> {
  await request('/care/laboratory/acknowledge', { method: 'POST', body: { attempt, task, readBack } });
}
