/**
 * The bedside's routes, as the screens use them (src/care/README.md): the due list, a check after each scan, the record.
 *
 * Proof   test/journey/bedside.test.ts
 */
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../fhir/client.ts';
import type { CodeableConcept, HumanName, Identifier } from '../../fhir/types.ts';

export type Standing =
  | 'due'
  | 'late'
  | 'given'
  | 'refused'
  | 'held'
  | 'running'
  | 'paused'
  | 'as-needed'
  | 'unreadable';

/** One dose of the list. */
export interface DueDose {
  readonly patient: string;
  readonly order: string;
  readonly orderVersion: string;
  readonly standing: Standing;
  readonly drug: string;
  readonly name?: CodeableConcept;
  readonly gtin?: string;
  readonly product?: string;
  readonly slot?: string;
  readonly dose?: { readonly value: number; readonly unit: string };
  readonly route?: string;
  readonly verified: boolean;
  readonly highAlert: boolean;
  readonly timeCritical: boolean;
  readonly prn?: { readonly reason?: string };
  readonly infusion?: { readonly rate: number; readonly unit: string; readonly most?: number };
  readonly precheck?: { readonly observation: string; readonly min?: number; readonly max?: number };
  readonly administration?: string;
  readonly at?: string;
  readonly reason?: string;
  readonly lateEntry?: boolean;
}

export interface EffectDue {
  readonly task: string;
  readonly patient: string;
  readonly administration: string;
  readonly due: string;
  readonly reason?: string;
}

export interface DuePatient {
  readonly id: string;
  readonly name?: HumanName[];
  readonly gender?: string;
  readonly birthDate?: string;
  readonly identifier?: Identifier[];
  readonly bed?: string;
  readonly deceased?: boolean;
}

/** What came with the house's time. */
export interface Timed {
  readonly at?: string;
  /** How far this device's clock was ahead of it, ms. */
  readonly skew?: number;
}

export interface DueList extends Timed {
  readonly doses: readonly DueDose[];
  readonly effects: readonly EffectDue[];
  readonly patients: readonly DuePatient[];
}

/** Whose doses. */
export type Whose = { readonly ward: string } | { readonly patient: string };

/** How often a list is read again while it is looked at, ms. */
const AGAIN_MS = 20_000;

/** The due list of a ward or a patient between two moments. */
export function dueQuery(whose: Whose, from: string, to: string) {
  const address = `/care/medication/due?${new URLSearchParams({ ...whose, from, to }).toString()}`;
  return queryOptions({
    queryKey: ['due', whose, from, to],
    queryFn: async ({ signal }) => timed((await request(address, { signal })) as DueList),
    refetchInterval: AGAIN_MS,
    placeholderData: (before) => before,
  });
}

export type ScanKind = 'badge' | 'band' | 'product';
export type Step =
  | { readonly scan: ScanKind; readonly raw: string | null }
  | ({ readonly action: string } & Readonly<Record<string, unknown>>);

/** What is asked about a dose. */
export interface Asked {
  readonly attempt: string;
  readonly patient: string;
  readonly order?: string;
  readonly orderVersion?: string;
  readonly slot?: string;
  readonly scanner?: 'absent';
  readonly steps: readonly Step[];
  readonly reason?: string;
}

export interface Said {
  readonly ko: string;
  readonly en: string;
}

/** What the house decided. */
export interface Answer extends Timed {
  readonly decision: 'allow' | 'warn' | 'stop' | 'wait';
  readonly messageKey: string;
  readonly message: Said;
  readonly messages: readonly { readonly key: string; readonly message: Said }[];
  readonly rules: readonly string[];
  readonly reasonRequired: boolean;
  readonly awaits?: string;
  readonly order?: string;
  readonly orderVersion?: string;
  readonly slot?: string;
  readonly recorded: boolean;
  readonly written: readonly string[];
}

export async function checkDose(asked: Asked, signal?: AbortSignal): Promise<Answer> {
  return timed((await request('/care/medication/check', { method: 'POST', body: asked, signal })) as Answer);
}

function timed<Told extends Timed>(told: Told): Told {
  return told.at === undefined ? told : { ...told, skew: Date.now() - Date.parse(told.at) };
}

/** How long an answer is waited for, ms: then it is sent again. */
const PATIENCE_MS = 10_000;

export async function recordDose(asked: Asked): Promise<Answer> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  return (await request('/care/medication/record', { method: 'POST', body: asked, signal })) as Answer;
}

/** The effect of an as-needed dose. */
export interface EffectAsked {
  readonly attempt: string;
  readonly patient: string;
  readonly task: string;
  readonly effect: string;
  readonly pain?: number;
}

export async function recordEffect(asked: EffectAsked): Promise<void> {
  await request('/care/medication/effect', { method: 'POST', body: asked });
}

/** A new id of an attempt: kept while it is sent again. */
export function newAttempt(): string {
  return crypto.randomUUID();
}
