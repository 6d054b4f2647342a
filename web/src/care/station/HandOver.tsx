/**
 * What was recorded here: what still waits for the house, and what the house said to what it was given.
 */
import { usePreferences } from '../../app/preferences.tsx';
import { Section } from '../../ui/Section.tsx';
import { clockText } from './clock.ts';
import type { Replayed, StationView } from '../../../../src/care/station/index.ts';
import styles from './station.module.css';

export function HandOver({ view }: { readonly view: StationView }) {
  const { t } = usePreferences();
  const { queue, replayed, reach } = view;
  const review = replayed.filter(({ outcome }) => outcome !== 'recorded');
  if (queue.length === 0 && replayed.length === 0) return null;
  return (
    <Section
      title={t(queue.length > 0 ? 'station.waiting' : 'station.handed-over')}
      count={queue.length > 0 ? queue.length : replayed.length}
      id="hand-over"
    >
      <p className={styles['handOver']} role="status">
        {queue.length > 0 && t(reach === 'connected' ? 'station.waiting-kept' : 'station.waiting-note')}{' '}
        {replayed.length > 0 &&
          t('station.handed-over-note', { count: replayed.length - review.length, review: review.length })}
      </p>
      {review.length > 0 && (
        <ul className={styles['review']}>
          {review.map((one) => (
            <ReviewLine key={one.attempt} one={one} view={view} />
          ))}
        </ul>
      )}
    </Section>
  );
}

interface LineProps {
  readonly one: Replayed & { readonly entry: StationView['queue'][number] };
  readonly view: StationView;
}

function ReviewLine({ one, view }: LineProps) {
  const { language, t } = usePreferences();
  const patient = view.snapshot?.patients.find(({ id }) => id === one.entry.patient);
  const order = patient?.orders.find(({ order: { id } }) => id === one.entry.order);
  return (
    <li data-outcome={one.outcome}>
      <strong>{t(`station.outcome.${one.outcome}`)}</strong> {clockText(one.entry.at, language)}{' '}
      {patient?.name[language] ?? one.entry.patient} {order?.text ?? ''}
      {one.messages.map(({ key, message }) => (
        <p key={key}>{message[language]}</p>
      ))}
    </li>
  );
}
