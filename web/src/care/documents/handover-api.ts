/**
 * The routes of the handover (src/care/documents/README.md), as its screens use them.
 */
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../fhir/client.ts';
import type { Language } from '../../format/language.ts';
import type { Named } from '../ward/api.ts';
import type { Note, Severity, Versioned } from './api.ts';

export type HandoverState = 'none' | 'draft' | 'given' | 'accepted';

export interface Standing {
  readonly state: HandoverState;
  readonly note?: {
    readonly id: string;
    readonly version: string;
    readonly severity?: Severity;
    readonly author?: string;
    readonly at: string;
  };
  readonly mine?: boolean;
  readonly accepted?: { readonly by: string; readonly at: string; readonly readBack: string };
}

export interface HandoverLine extends Standing {
  readonly patient: Named;
  readonly bed: string;
  readonly suggested: { readonly severity?: Severity; readonly news2?: number; readonly because: readonly string[] };
  readonly openTasks: number;
}

export interface HandoverPast extends Standing {
  readonly id: string;
}

export interface Outcome {
  readonly id: string;
  readonly done: boolean;
  readonly fault?: string;
  readonly message?: string;
  readonly note?: Note;
}

const BASE = '/care/documents/handover';
/** Another person's signature shows within this time. */
const AGAIN_MS = 15_000;

export function wardHandoverQuery(ward: string | undefined) {
  return queryOptions({
    queryKey: ['handover', 'ward', ward],
    queryFn: async ({ signal }) =>
      ((await request(`${BASE}/ward?ward=${ward ?? ''}`, { signal })) as { patients: readonly HandoverLine[] })
        .patients,
    enabled: ward !== undefined,
    refetchInterval: AGAIN_MS,
  });
}

export function patientHandoverQuery(patient: string) {
  return queryOptions({
    queryKey: ['handover', 'patient', patient],
    queryFn: async ({ signal }) =>
      ((await request(`${BASE}/patient?patient=${patient}`, { signal })) as { handovers: readonly HandoverPast[] })
        .handovers,
  });
}

async function outcomes(path: string, body: unknown): Promise<readonly Outcome[]> {
  return ((await request(`${BASE}/${path}`, { method: 'POST', body })) as { outcomes: readonly Outcome[] }).outcomes;
}

export function prepareHandover(patients: readonly string[], language: Language): Promise<readonly Outcome[]> {
  return outcomes('prepare', { patients, language });
}

export function giveHandover(notes: readonly Versioned[]): Promise<readonly Outcome[]> {
  return outcomes('give', { notes: notes.map(({ id, version }) => ({ id, version })) });
}

export function acceptHandover({ id, version }: Versioned, readBack: string): Promise<readonly Outcome[]> {
  return outcomes('accept', { notes: [{ id, version, readBack }] });
}
