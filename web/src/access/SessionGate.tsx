/**
 * Lets the chart be seen only by somebody who is signed in: resumes an open session, else leaves for the sign-in page.
 * A session that ends covers the chart; signing in again comes back to the same place.
 */
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, use, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import { usePreferences } from '../app/preferences.tsx';
import { ShellBones } from '../app/ShellBones.tsx';
import { Failure } from '../ui/Section.tsx';
import { readMe, type Me } from './api.ts';
import { CentrePage } from './Frame.tsx';
import { leaveToSignIn, SignInFailure, takePending, tokensFrom } from './oauth.ts';
import { session } from './session.ts';
import { leave, listenForSignOut } from './sign-out.ts';

const MeContext = createContext<Me | undefined>(undefined);

/** Below this, somebody is signed in. */
export function PersonSignedIn({ me, children }: { readonly me: Me; readonly children: ReactNode }) {
  return <MeContext value={me}>{children}</MeContext>;
}

/** Who is signed in. */
export function useMe(): Me {
  const me = use(MeContext);
  if (me === undefined) throw new Error('SessionGate is missing');
  return me;
}

function here(): string {
  return location.pathname + location.search;
}

let resuming: Promise<void> | undefined;

/** Once for each load of the page, however often the gate is mounted: two departures would race for one answer. */
async function resumeOrLeave(): Promise<void> {
  if (!(await session.resume())) await leaveToSignIn(here());
}

export function SessionGate({ children }: { readonly children: ReactNode }) {
  const { t } = usePreferences();
  const queries = useQueryClient();
  const state = useSyncExternalStore(session.subscribe, session.snapshot);
  useEffect(() => listenForSignOut(() => leave(queries)), [queries]);
  useEffect(() => {
    if (session.state === 'starting') resuming ??= resumeOrLeave();
  }, []);
  if (state === 'ended')
    return (
      <CentrePage title={t('session.ended')} text={t('session.ended-note')}>
        <Button onClick={() => void leaveToSignIn(here())}>{t('sign-in.again')}</Button>
      </CentrePage>
    );
  return state === 'signed-in' ? <WithMe>{children}</WithMe> : <ShellBones />;
}

function WithMe({ children }: { readonly children: ReactNode }) {
  const query = useQuery({ queryKey: ['me'], queryFn: ({ signal }) => readMe(signal), staleTime: 60_000 });
  if (query.data !== undefined) return <PersonSignedIn me={query.data}>{children}</PersonSignedIn>;
  return query.isPending ? <ShellBones /> : <Failure error={query.error} retry={query.refetch} />;
}

/** The address at which the browser comes back from the sign-in page. */
export function SignedInPage({ goOn }: { readonly goOn: (path: string) => void }) {
  const { t } = usePreferences();
  const [failure, setFailure] = useState<unknown>();
  useEffect(() => {
    void finishSignIn(goOn).catch(setFailure);
  }, [goOn]);
  if (failure === undefined) return null;
  const code = failure instanceof SignInFailure ? failure.code : 'fault';
  return (
    <CentrePage
      title={t('sign-in.failed')}
      text={t(code === 'access_denied' ? 'sign-in.refused' : 'sign-in.failed-note', { code })}
    >
      <Button component="a" href="/">
        {t('sign-in.again')}
      </Button>
    </CentrePage>
  );
}

let finishing: Promise<string> | undefined;

/** Once, even where React runs the effect twice: a code works once. */
async function finishSignIn(goOn: (path: string) => void): Promise<void> {
  finishing ??= (async () => {
    const back = new URL(location.href);
    const pending = takePending(back.searchParams.get('state'));
    if (pending === undefined) return '/';
    session.start(await tokensFrom(back, pending));
    return pending.path;
  })();
  goOn(await finishing);
}
