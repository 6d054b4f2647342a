/**
 * Starts the web app.
 */
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { session } from './access/session.ts';
import { PreferencesProvider } from './app/preferences.tsx';
import { router } from './app/router.tsx';
import { theme, variables } from './app/theme.ts';
import { connectTokens, FhirFailure } from './fhir/client.ts';

connectTokens(session);

/** Only what may go away by itself is tried again. */
function mayPass(failures: number, error: unknown): boolean {
  return failures < 2 && error instanceof FhirFailure && (error.kind === 'offline' || error.kind === 'busy');
}

const queries = new QueryClient({
  defaultOptions: { queries: { staleTime: 30_000, gcTime: 600_000, retry: mayPass, refetchOnWindowFocus: true } },
});

const place = document.getElementById('root');
if (place === null) throw new Error('index.html has no place for the app');
createRoot(place).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        <PreferencesProvider>
          <RouterProvider router={router} />
        </PreferencesProvider>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
