/**
 * Why signing in did not work; where the server asks to wait, how long, counting down.
 */
import { IconAlertCircle, IconClock } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { usePreferences } from '../app/preferences.tsx';
import { FhirFailure } from '../fhir/client.ts';
import { failureMessage } from '../ui/Section.tsx';
import styles from './access.module.css';

export function AnswerError({ error }: { readonly error: unknown }) {
  const { t } = usePreferences();
  const wait = useCountdown(error instanceof FhirFailure ? (error.retryAfter ?? 0) : 0, error);
  const code = error instanceof FhirFailure ? error.code : undefined;
  if (code === 'access.too-many-attempts')
    return (
      <p className={styles['error']} role="alert">
        <IconClock size={18} aria-hidden />
        {wait > 0 ? t('sign-in.throttled', { seconds: wait }) : t('sign-in.throttled-over')}
      </p>
    );
  return (
    <p className={styles['error']} role="alert">
      <IconAlertCircle size={18} aria-hidden />
      {t(code === 'access.wrong-credentials' ? 'sign-in.wrong' : failureMessage(error))}
    </p>
  );
}

/** Seconds left, from the moment that `cause` came. */
export function useCountdown(seconds: number, cause: unknown): number {
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    setLeft(seconds);
    const timer = window.setInterval(() => setLeft((one) => Math.max(0, one - 1)), 1000);
    return () => window.clearInterval(timer);
  }, [seconds, cause]);
  return left;
}
