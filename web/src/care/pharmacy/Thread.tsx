/** What pharmacist and prescriber said to each other about an order. */
import { usePreferences } from '../../app/preferences.tsx';
import { dateTimeText } from '../../format/date.ts';
import { ReferenceDisplay } from '../../ui/ReferenceDisplay.tsx';
import type { Message } from './api.ts';
import styles from './pharmacy.module.css';

export function Thread({ messages }: { readonly messages: readonly Message[] }) {
  const { language, t } = usePreferences();
  if (messages.length === 0) return null;
  return (
    <section className={styles['thread']} aria-label={t('pharmacy.thread')}>
      <h3>{t('pharmacy.thread')}</h3>
      <ol>
        {messages.map(({ id, kind, by, at, text }) => (
          <li key={id} data-kind={kind}>
            <p className={styles['quiet']}>
              {t(`pharmacy.message.${kind}`)} · <ReferenceDisplay reference={by} /> · {dateTimeText(at, language)}
            </p>
            <p className={styles['said']}>{text}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}
