/**
 * The page to which the OAuth server sends whoever is to sign in or to consent.
 *
 * Source  src/access/README.md (the interaction endpoints)
 * Proof   test/journey/sign-in.test.ts
 */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { usePreferences } from '../app/preferences.tsx';
import { Bones, Failure } from '../ui/Section.tsx';
import { readInteraction, type Interaction } from './api.ts';
import { ConsentForm } from './ConsentForm.tsx';
import { DemoPeople } from './DemoPeople.tsx';
import { AccessFrame } from './Frame.tsx';
import { PasswordForm } from './PasswordForm.tsx';
import { useAnswer } from './use-answer.ts';
import { FhirFailure } from '../fhir/client.ts';
import styles from './access.module.css';

export function SignInPage({ uid }: { readonly uid: string }) {
  const query = useQuery({
    queryKey: ['interaction', uid],
    queryFn: ({ signal }) => readInteraction(uid, signal),
    retry: false,
  });
  return (
    <AccessFrame>
      {query.data !== undefined ? (
        query.data.prompt === 'consent' ? (
          <ConsentForm interaction={query.data} />
        ) : (
          <SignIn interaction={query.data} />
        )
      ) : query.isPending ? (
        <Bones lines={6} />
      ) : (
        <Ended error={query.error} retry={query.refetch} />
      )}
    </AccessFrame>
  );
}

function Ended({ error, retry }: { readonly error: unknown; readonly retry: () => unknown }) {
  const { t } = usePreferences();
  if (!(error instanceof FhirFailure) || error.kind !== 'not-found') return <Failure error={error} retry={retry} />;
  return (
    <>
      <h1 className={styles['title']}>{t('sign-in.ended')}</h1>
      <p className={styles['lead']}>{t('sign-in.ended-note')}</p>
      <div className={styles['buttons']}>
        <Button component="a" href="/">
          {t('sign-in.again')}
        </Button>
      </div>
    </>
  );
}

function SignIn({ interaction }: { readonly interaction: Interaction }) {
  const { t } = usePreferences();
  const answer = useAnswer(interaction.uid);
  const { client } = interaction;
  return (
    <>
      <h1 className={styles['title']}>{t('sign-in.title')}</h1>
      {!client.firstParty && <p className={styles['lead']}>{t('sign-in.for-client', { client: client.name })}</p>}
      {interaction.demo && (
        <>
          <p className={styles['lead']}>{t('sign-in.demo-note')}</p>
          <DemoPeople answer={answer} />
          <p className={styles['or']}>{t('sign-in.or-password')}</p>
        </>
      )}
      <PasswordForm answer={answer} hint={interaction.loginHint ?? ''} autoFocus={!interaction.demo} />
    </>
  );
}
