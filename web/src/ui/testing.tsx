/**
 * For tests: a screen, or a part of one, as it is drawn for somebody in a language, without a browser. What it would ask of the
 * server is given beforehand; a question that was not foreseen stays open and shows its bones.
 *
 * Proof   it is one
 */
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider, type QueryKey } from '@tanstack/react-query';
import { createMemoryHistory, createRouter, RouterContextProvider } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { vi } from 'vitest';
import type { Me, Role } from '../access/api.ts';
import { PersonSignedIn } from '../access/SessionGate.tsx';
import { PreferencesProvider } from '../app/preferences.tsx';
import { routeTree } from '../app/router.tsx';
import type { Language } from '../format/language.ts';

/** How something is shown. */
export interface Shown {
  readonly language?: Language;
  readonly role?: Role;
  readonly id?: string;
  /** Answers of the server by the key of the question. */
  readonly data?: readonly (readonly [key: QueryKey, value: unknown])[];
  /** Questions that failed, by their key; with an answer besides, what failed is reading it again. */
  readonly failed?: readonly (readonly [key: QueryKey, error: Error])[];
  /** Address of the page, for example `/patients/p-1/orders`. */
  readonly at?: string;
}

/** Somebody of a role. */
export function person(role: Role, id = `demo-${role}`): Me {
  return {
    id,
    login: role,
    name: { ko: '이지은', en: 'Lee Ji-eun' },
    role,
    fhirUser: `Practitioner/${id}`,
    clientId: 'maru-web',
    scopes: ['user/*.cruds'],
    mayBreakGlass: true,
    breakGlass: [],
  };
}

/** The markup, styles left out. */
export function html(
  part: ReactNode,
  { language = 'ko', role = 'nurse', id, data = [], failed = [], at = '/patients/p-1' }: Shown = {},
): string {
  vi.stubGlobal('localStorage', { getItem: () => language, setItem: () => undefined });
  const queries = new QueryClient({
    defaultOptions: { queries: { staleTime: Infinity, retry: false, retryOnMount: false } },
  });
  for (const [key, value] of data) queries.setQueryData(key, value);
  for (const [queryKey, error] of failed)
    queries.getQueryCache().build(queries, { queryKey }).setState({ status: 'error', error, fetchStatus: 'idle' });
  const markup = renderToStaticMarkup(
    <MantineProvider>
      <QueryClientProvider client={queries}>
        <PreferencesProvider>
          <RouterContextProvider router={routerAt(at)}>
            <PersonSignedIn me={person(role, id)}>{part}</PersonSignedIn>
          </RouterContextProvider>
        </PreferencesProvider>
      </QueryClientProvider>
    </MantineProvider>,
  );
  vi.unstubAllGlobals();
  return markup.replace(/<style[^>]*>.*?<\/style>/gs, '');
}

/** The app's own addresses, standing at one of them. */
function routerAt(at: string) {
  const router = createRouter({ routeTree, history: createMemoryHistory({ initialEntries: [at] }) });
  router.stores.setMatches(router.matchRoutes(router.latestLocation));
  return router;
}

/** Its words, as somebody reads them. */
export function words(part: ReactNode, shown: Shown = {}): string {
  return html(part, shown)
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replace(/\s+/g, ' ')
    .trim();
}
