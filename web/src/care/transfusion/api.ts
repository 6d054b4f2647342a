/**
 * The routes of blood and milk, as the screens use them (src/care/blood/README.md, src/care/milk/README.md).
 *
 * Proof   test/journey/laboratory.test.ts
 */
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../fhir/client.ts';
import type { Answer } from '../bedside/api.ts';
import type { Person } from '../laboratory/api.ts';
import type { LoopAsked } from '../laboratory/use-loop.ts';

export type UnitState =
  | 'available'
  | 'reserved'
  | 'issued'
  | 'transfusing'
  | 'transfused'
  | 'quarantined'
  | 'discarded';

/** A unit of blood. */
export interface Unit {
  readonly id: string;
  readonly number: string;
  readonly component: string;
  readonly abo: string;
  readonly rhd: string;
  readonly expiry: string;
  readonly attributes: readonly string[];
  readonly state: UnitState;
  readonly issuedTo?: string;
  readonly issuedAt?: string;
  readonly reservedFor?: string;
  readonly request?: string;
}

/** A request for blood. */
export interface BloodLine {
  readonly request: string;
  readonly status: string;
  readonly patient: Person;
  readonly component: string;
  readonly quantity?: number;
  readonly requires: readonly string[];
  readonly priority: string;
  readonly ordered?: string;
  readonly abo?: string;
  readonly rhd?: string;
  readonly units: readonly Unit[];
}

export interface Watch {
  readonly task: string;
  readonly due: string;
  readonly what: string;
  readonly status: string;
}

export interface Transfusion {
  readonly procedure: string;
  readonly status: string;
  readonly request?: string;
  readonly start?: string;
  readonly end?: string;
  readonly unit?: Unit;
  readonly watch: readonly Watch[];
}

const AGAIN_MS = 15_000;

export function bloodRequestsQuery(patient?: string) {
  const query = patient === undefined ? '' : `?patient=${encodeURIComponent(patient)}`;
  return queryOptions({
    queryKey: ['blood', 'requests', patient ?? ''],
    queryFn: async ({ signal }) =>
      (await request(`/care/blood/requests${query}`, { signal })) as { requests: BloodLine[] },
    refetchInterval: AGAIN_MS,
  });
}

export const unitsQuery = queryOptions({
  queryKey: ['blood', 'units'],
  queryFn: async ({ signal }) => (await request('/care/blood/units', { signal })) as { units: Unit[] },
  refetchInterval: AGAIN_MS,
});

export function transfusionsQuery(patient: string) {
  return queryOptions({
    queryKey: ['blood', 'transfusions', patient],
    queryFn: async ({ signal }) =>
      (await request(`/care/blood/transfusions?patient=${encodeURIComponent(patient)}`, { signal })) as {
        transfusions: Transfusion[];
      },
    refetchInterval: AGAIN_MS,
  });
}

/** Sends a body to a route of blood or milk. */
export async function send(path: string, body: object, signal?: AbortSignal): Promise<unknown> {
  return request(`/care/${path}`, { method: 'POST', body, signal });
}

/** The two routes of a loop, with what each body tells besides. */
export function loopCalls(loop: 'blood' | 'milk', about: object, after: () => void) {
  return {
    check: async (asked: LoopAsked, signal: AbortSignal) =>
      (await send(`${loop}/check`, { ...asked, ...about }, signal)) as Answer,
    record: async (asked: LoopAsked) => {
      const answer = (await send(`${loop}/record`, { ...asked, ...about })) as Answer;
      after();
      return answer;
    },
  };
}

/** A bottle of breast milk. */
export interface Bottle {
  readonly id: string;
  readonly number: string;
  readonly baby: string;
  readonly mother: string;
  readonly volume?: number;
  readonly expressedAt: string;
  readonly thawedAt?: string;
  readonly fed: boolean;
}

export function bottlesQuery(patient: string) {
  return queryOptions({
    queryKey: ['milk', patient],
    queryFn: async ({ signal }) =>
      (await request(`/care/milk/bottles?patient=${encodeURIComponent(patient)}`, { signal })) as {
        orders: string[];
        bottles: Bottle[];
      },
    refetchInterval: AGAIN_MS,
  });
}
