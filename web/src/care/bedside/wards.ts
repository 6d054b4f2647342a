/**
 * The wards of the house, and which one this person works on: kept in this browser, as it is no patient's data.
 */
import { queryOptions } from '@tanstack/react-query';
import { search } from '../../fhir/client.ts';
import type { ResourceOfType } from '../../fhir/types.ts';

const KEY = 'maru.ward';

/** A ward. */
export interface Ward {
  readonly id: string;
  readonly name: string;
}

/** Most places that are looked through for wards. */
const MOST = 1000;

export function wardsQuery() {
  return queryOptions({
    queryKey: ['wards'],
    staleTime: 300_000,
    queryFn: async ({ signal }): Promise<readonly Ward[]> => {
      const { matches } = await search('Location', { _count: MOST }, signal);
      return matches
        .filter(isWard)
        .map(({ id = '', name }) => ({ id, name: name ?? id }))
        .toSorted(byName);
    },
  });
}

function isWard({ physicalType }: ResourceOfType['Location']): boolean {
  return physicalType?.coding?.some(({ code }) => code === 'wa') === true;
}

function byName(one: Ward, other: Ward): number {
  return one.name.localeCompare(other.name, 'ko', { numeric: true });
}

export function ownWard(): string | undefined {
  return localStorage.getItem(KEY) ?? undefined;
}

export function setOwnWard(id: string): void {
  localStorage.setItem(KEY, id);
}
