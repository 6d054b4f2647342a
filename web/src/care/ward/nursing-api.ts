/**
 * Assessments, intake and output, and nursing plans as the nursing page reads and writes them (src/care/ward/README.md).
 *
 * Proof   test/journey/ward.test.ts
 */
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../fhir/client.ts';

export interface Words {
  readonly ko: string;
  readonly en: string;
}

export interface Instrument {
  readonly id: 'falls' | 'pressure' | 'pain' | 'delirium';
  readonly title: Words;
  readonly validated: boolean;
  readonly note: Words;
  readonly items: readonly (Words & {
    readonly id: string;
    readonly choices: readonly (Words & { readonly code: string; readonly points: number })[];
  })[];
  readonly bands: readonly (Words & { readonly code: string; readonly from: number; readonly again: number })[];
}

export interface Assessed {
  readonly instrument: string;
  readonly observation: string;
  readonly at: string;
  readonly points: number;
  readonly band: string;
  readonly by?: string;
  readonly status: string;
}

export interface Assessments {
  readonly instruments: readonly Instrument[];
  readonly found: readonly Assessed[];
  readonly due: Readonly<Record<string, string>>;
}

export interface Balance {
  readonly intake: number;
  readonly output: number;
  readonly balance: number;
}

export interface FluidDay {
  readonly date: string;
  readonly total: Balance;
  readonly shifts: Readonly<Record<'day' | 'evening' | 'night', Balance>>;
  readonly entries: readonly {
    readonly observation: string;
    readonly kind: string;
    readonly millilitres: number;
    readonly at: string;
    readonly by?: string;
    readonly status: string;
  }[];
}

export interface Plan {
  readonly plan: string;
  readonly problem: string;
  readonly status: string;
  readonly since: string;
  readonly goals: readonly { readonly goal: string; readonly text: string; readonly reached: string }[];
  readonly activities: readonly { readonly text: string; readonly often?: string }[];
  readonly notes: readonly { readonly text: string; readonly at?: string }[];
}

const ask = <Answer>(name: string, patient: string, more = '') =>
  queryOptions({
    queryKey: ['patient', patient, 'ward', name],
    queryFn: async ({ signal }) =>
      (await request(`/care/ward/${name}?patient=${encodeURIComponent(patient)}${more}`, { signal })) as Answer,
  });

export const assessmentsQuery = (patient: string) => ask<Assessments>('assessments', patient);
export const fluidsQuery = (patient: string) =>
  ask<{ readonly days: readonly FluidDay[] }>('fluids', patient, '&days=3');
export const plansQuery = (patient: string) => ask<{ readonly plans: readonly Plan[] }>('plans', patient);
