import { IconAlertCircle } from '@tabler/icons-react';
import { usePreferences } from '../../app/preferences.tsx';
import { FhirFailure } from '../../fhir/client.ts';
import { isMessageKey, type MessageKey } from '../../messages/messages.ts';
import { failureMessage } from '../../ui/Section.tsx';
import styles from './orders.module.css';

/** The words for a refusal of ordering, by its code; else those for a failure of its kind. */
export function faultMessage(error: unknown): MessageKey {
  const code = error instanceof FhirFailure ? error.code : undefined;
  const key = `orders.fault-${code?.replace('care.', '') ?? ''}`;
  return isMessageKey(key) ? key : failureMessage(error);
}

/** Says what was refused and what to do. */
export function Fault({ error }: { readonly error: unknown }) {
  const { t } = usePreferences();
  if (error === null || error === undefined) return null;
  return (
    <div className={styles['fault']} role="alert">
      <IconAlertCircle size={18} aria-hidden />
      <span>{t(faultMessage(error))}</span>
    </div>
  );
}
