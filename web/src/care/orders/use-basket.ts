/**
 * The draft basket of a patient in this tab: read, changed and checked. A change made in another tab is noticed, not overwritten.
 *
 * Proof   test/journey/orders.test.ts
 */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import {
  basketQuery,
  checkQuery,
  putBasket,
  type Basket,
  type CatalogueItem,
  type Draft,
  type Finding,
  type Preset,
} from './api.ts';

export interface OpenBasket {
  readonly basket: Basket | undefined;
  readonly query: {
    readonly data: Basket | undefined;
    readonly error: unknown;
    readonly isPending: boolean;
    readonly refetch: () => unknown;
  };
  readonly findings: readonly Finding[];
  readonly checking: boolean;
  /** Why the last change or check failed. */
  readonly failed: unknown;
  readonly saving: boolean;
  readonly add: (draft: Omit<Draft, 'key'>) => void;
  readonly change: (draft: Draft) => void;
  readonly remove: (key: string) => void;
  readonly clear: () => void;
  readonly replace: (basket: Basket) => void;
  readonly reload: () => void;
}

export function useBasket(patient: string): OpenBasket {
  const client = useQueryClient();
  const query = useQuery(basketQuery(patient));
  const { data: basket } = query;
  const { queryKey } = basketQuery(patient);
  const replace = useCallback((next: Basket) => client.setQueryData(queryKey, next), [client, queryKey]);
  const saving = useMutation({
    // One change after the other: each is made from what the one before left.
    scope: { id: `basket ${patient}` },
    mutationFn: async (edit: (drafts: readonly Draft[]) => readonly Draft[]) => {
      const now = client.getQueryData<Basket>(queryKey) ?? (await client.fetchQuery(basketQuery(patient)));
      return putBasket(patient, now.version, edit(now.lines.map(({ draft }) => draft)));
    },
    onSuccess: replace,
    onError: () => void client.invalidateQueries({ queryKey }),
  });
  const hasDrugs = basket?.lines.some(({ draft }) => draft.kind === 'drug') === true;
  const check = useQuery({
    ...checkQuery(patient, basket?.version ?? 0, 'order-select'),
    enabled: hasDrugs && !saving.isPending,
    placeholderData: (before) => before,
  });
  const { mutate } = saving;
  return {
    basket,
    query,
    findings: hasDrugs ? (check.data ?? []) : [],
    checking: hasDrugs && check.isFetching,
    failed: saving.error ?? (hasDrugs ? check.error : null),
    saving: saving.isPending,
    add: useCallback((draft) => mutate((drafts) => [...drafts, { ...draft, key: crypto.randomUUID() }]), [mutate]),
    change: useCallback(
      (draft) => mutate((drafts) => drafts.map((one) => (one.key === draft.key ? draft : one))),
      [mutate],
    ),
    remove: useCallback((key) => mutate((drafts) => drafts.filter((one) => one.key !== key)), [mutate]),
    clear: useCallback(() => mutate(() => []), [mutate]),
    replace,
    reload: useCallback(() => void client.invalidateQueries({ queryKey }), [client, queryKey]),
  };
}

/** An item with a preset as a draft. */
export function draftOf({ kind, id, routes = [] }: CatalogueItem, preset: Preset | undefined): Omit<Draft, 'key'> {
  if (kind !== 'drug') return { kind, item: id };
  const [route] = routes;
  return { kind, item: id, ...(route === undefined ? {} : { route }), ...preset };
}
