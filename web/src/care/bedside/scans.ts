/**
 * How a ward scans, as the house counts it (src/care/README.md).
 */
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../fhir/client.ts';

export interface WardScans {
  readonly at: string;
  readonly completed: number;
  readonly closedLoop: number;
  readonly overridden: number;
  readonly notScanned: number;
  readonly reasons: readonly { readonly code: string; readonly count: number }[];
  readonly alerts: readonly { readonly code: string; readonly count: number; readonly overridden: number }[];
  readonly days: readonly { readonly day: string; readonly completed: number; readonly closedLoop: number }[];
  readonly relabel: readonly {
    readonly task: string;
    readonly patient: string;
    readonly order?: string;
    readonly at: string;
  }[];
}

export function scansQuery(ward: string, from: string, to: string) {
  const address = `/care/medication/scans?${new URLSearchParams({ ward, from, to }).toString()}`;
  return queryOptions({
    queryKey: ['due', 'scans', ward, from, to],
    queryFn: async ({ signal }) => (await request(address, { signal })) as WardScans,
  });
}

/** A share in whole percent; undefined of nothing, which is not 0. Only all is 100, and only none is 0. */
export function percentOf(part: number, whole: number): number | undefined {
  if (whole === 0) return undefined;
  if (part === 0 || part === whole) return (part / whole) * 100;
  return Math.min(99, Math.max(1, Math.round((part / whole) * 100)));
}
