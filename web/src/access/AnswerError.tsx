/**
 * Why signing in did not work; where the server asks to wait, how long, counting down.
 */
import { IconAlertCircle, IconClock } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { usePreferences } from '../app/preferences.tsx';
import { FhirFailure } from '../fhir/client.ts';
import { failureMessage } from '../ui/Section.tsx';
import styles from './access.module.css';

export function AnswerError({ error, at }: { readonly error: unknown; readonly at: number }) {
  const { t } = usePreferences();
  const code = error instanceof FhirFailure ? error.code : undefined;
  if (error instanceof FhirFailure && code === 'access.too-many-attempts')
    return <Wait key={at} seconds={error.retryAfter ?? 0} />;
  return (
    <p className={styles['error']} role="alert">
      <IconAlertCircle size={18} aria-hidden />
      {t(code === 'access.wrong-credentials' ? 'sign-in.wrong' : failureMessage(error))}
    </p>
  );
}

function Wait({ seconds }: { readonly seconds: number }) {
  const { t } = usePreferences();
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    const timer = window.setInterval(() => setLeft((one) => Math.max(0, one - 1)), 1000);
    return () => window.clearInterval(timer);
  }, []);
  return (
    <p className={styles['error']} role="alert">
      <IconClock size={18} aria-hidden />
      {left > 0 ? t('sign-in.throttled', { seconds: left }) : t('sign-in.throttled-over')}
    </p>
  );
}
