/**
 * The laboratory's routes, as the screens use them (src/care/laboratory/README.md).
 *
 * Proof   api.test.ts, test/journey/laboratory.test.ts
 */
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../fhir/client.ts';
import type { HumanName } from '../../fhir/types.ts';
import type { Answer, Said } from '../bedside/api.ts';
import type { OwnKind } from './own-code.ts';

export type Stage = 'ordered' | 'rejected' | 'collected' | 'received' | 'preliminary' | 'released';

/** One step at the bedside: a scan of one of the house's codes, or something done on the screen. */
export type Step =
  | { readonly scan: OwnKind; readonly raw: string | null }
  | ({ readonly action: string } & Readonly<Record<string, unknown>>);

export interface Person {
  readonly id: string;
  readonly names: readonly HumanName[];
  readonly number?: string;
  readonly sex?: string;
  readonly birthDate?: string;
}

/** One request, with where its specimen is. */
export interface WorkLine {
  readonly request: string;
  readonly stage: Stage;
  readonly patient: Person;
  readonly test: Said;
  readonly priority: string;
  readonly ordered?: string;
  readonly tube?: string;
  readonly label?: string;
  readonly collected?: string;
  readonly received?: string;
  readonly released?: string;
  readonly condition?: string;
  readonly rejection?: string;
  readonly report?: string;
  readonly fastingHours?: number;
  readonly secondIdentifier?: boolean;
}

export interface Limits {
  readonly low?: string;
  readonly high?: string;
  readonly criticalLow?: string;
  readonly criticalHigh?: string;
}

/** One analyte of the entry form. */
export interface EntryLine {
  readonly code: string;
  readonly ko: string;
  readonly en: string;
  readonly unit?: string;
  readonly digits?: number;
  readonly words?: readonly string[];
  readonly abnormal: readonly string[];
  readonly critical: readonly string[];
  readonly limits: Limits;
  readonly delta?: { readonly percent: number; readonly days: number };
  readonly earlier?: { readonly value: string; readonly at: string };
  readonly value?: string;
  readonly status?: string;
}

export interface Entry {
  readonly request: string;
  readonly test: Said;
  readonly patient: string;
  readonly person?: Person;
  readonly requestStatus: string;
  readonly label?: string;
  readonly specimen?: {
    readonly id: string;
    readonly collected?: string;
    readonly received?: string;
    readonly condition?: string;
  };
  readonly report?: {
    readonly id: string;
    readonly version: string;
    readonly status: string;
    readonly conclusion?: string;
    readonly released: boolean;
  };
  readonly lines: readonly EntryLine[];
}

/** A critical result that waits for somebody. */
export interface Call {
  readonly task: string;
  readonly patient: string;
  readonly person?: Person;
  readonly report?: string;
  readonly values: readonly {
    readonly code: string;
    readonly ko: string;
    readonly en: string;
    readonly unit?: string;
    readonly value: string;
  }[];
  readonly since: string;
  readonly due?: string;
  readonly level: number;
}

/** How often lists are read again while they are looked at, ms. */
const AGAIN_MS = 15_000;

export const worklistQuery = queryOptions({
  queryKey: ['laboratory', 'worklist'],
  queryFn: async ({ signal }) =>
    (await request('/care/laboratory/worklist', { signal })) as { at: string; lines: WorkLine[]; more: boolean },
  refetchInterval: AGAIN_MS,
});

/** Most patients of one question. */
const MOST_PATIENTS = 100;

interface Calls {
  readonly at: string;
  readonly calls: readonly Call[];
}

/** Critical results that wait: of all patients, or of some; in as many questions as those need, so that none is left out. */
export function callsQuery(patients?: readonly string[]) {
  const asked = patients === undefined ? [undefined] : groupsOf(patients);
  return queryOptions({
    queryKey: ['laboratory', 'critical', patients?.join(',') ?? null],
    queryFn: async ({ signal }): Promise<Calls> => {
      const told = await Promise.all(asked.map((group) => callsOf(group, signal)));
      return { at: told[0]?.at ?? '', calls: told.flatMap(({ calls }) => calls) };
    },
    refetchInterval: AGAIN_MS,
    enabled: asked.length > 0,
  });
}

function groupsOf(patients: readonly string[]): readonly (readonly string[])[] {
  const count = Math.ceil(patients.length / MOST_PATIENTS);
  return Array.from({ length: count }, (_, at) => patients.slice(at * MOST_PATIENTS, (at + 1) * MOST_PATIENTS));
}

async function callsOf(group: readonly string[] | undefined, signal: AbortSignal): Promise<Calls> {
  const query = group === undefined ? '' : `?patient=${encodeURIComponent(group.join(','))}`;
  return (await request(`/care/laboratory/critical${query}`, { signal })) as Calls;
}

export function entryQuery(id: string) {
  return queryOptions({
    queryKey: ['laboratory', 'entry', id],
    queryFn: async ({ signal }) =>
      (await request(`/care/laboratory/entry?request=${encodeURIComponent(id)}`, { signal })) as Entry,
  });
}

/** Requests of a patient whose specimen is to be collected, or is under way. */
export function dueSpecimensQuery(patient: string) {
  return queryOptions({
    queryKey: ['patient', patient, 'specimens'],
    queryFn: async ({ signal }) =>
      (await request(`/care/specimen/due?patient=${encodeURIComponent(patient)}`, { signal })) as {
        at: string;
        lines: WorkLine[];
      },
    refetchInterval: AGAIN_MS,
  });
}

export interface ReceiptAsked {
  readonly attempt: string;
  readonly label: string | null;
  readonly patient?: string;
  readonly condition?: string;
  readonly accept?: boolean;
  readonly reason?: string;
}

export async function receive(asked: ReceiptAsked): Promise<Answer> {
  return (await request('/care/laboratory/receive', { method: 'POST', body: asked })) as Answer;
}

export async function reject(asked: { attempt: string; label: string; reason: string }): Promise<void> {
  await request('/care/laboratory/reject', { method: 'POST', body: asked });
}

export interface ResultAsked {
  readonly attempt: string;
  readonly request: string;
  readonly reportVersion?: string;
  readonly release: boolean;
  readonly values: readonly {
    readonly code: string;
    readonly number?: string;
    readonly word?: string;
    readonly text?: string;
    readonly unit?: string;
  }[];
  readonly conclusion?: string;
  readonly reason?: string;
}

export interface ResultAnswer {
  readonly report: string;
  readonly status: string;
  readonly released: boolean;
  readonly flags: readonly { readonly code: string; readonly critical: boolean }[];
}

export async function saveResult(asked: ResultAsked): Promise<ResultAnswer> {
  return (await request('/care/laboratory/result', { method: 'POST', body: asked })) as ResultAnswer;
}

export async function acknowledge(asked: {
  readonly attempt: string;
  readonly task: string;
  readonly readBack: readonly { readonly code: string; readonly value: string }[];
}): Promise<void> {
  await request('/care/laboratory/acknowledge', { method: 'POST', body: asked });
}

/** A label that was printed at the bed. */
export interface SpecimenLabel {
  readonly number: string;
  readonly code: string;
  readonly test: Said;
  readonly tube: string;
  readonly at: string;
}

export interface SpecimenAsked {
  readonly attempt: string;
  readonly patient: string;
  readonly request: string;
  readonly steps: readonly Step[];
  readonly reason?: string;
}

export async function printLabel(asked: SpecimenAsked): Promise<Answer & { readonly label?: SpecimenLabel }> {
  return (await request('/care/specimen/label', { method: 'POST', body: asked })) as Answer & { label?: SpecimenLabel };
}

export async function checkSpecimen(asked: SpecimenAsked, signal?: AbortSignal): Promise<Answer> {
  return (await request('/care/specimen/check', { method: 'POST', body: asked, signal })) as Answer;
}

export async function recordSpecimen(asked: SpecimenAsked): Promise<Answer> {
  return (await request('/care/specimen/record', { method: 'POST', body: asked })) as Answer;
}
