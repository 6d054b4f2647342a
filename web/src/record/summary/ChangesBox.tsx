import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { use, useState } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { agoText, dateTimeText, instantOf } from '../../format/date.ts';
import { LastLookContext } from '../last-look.ts';
import { SECTIONS } from '../sections.ts';
import { useWords } from '../use-words.ts';
import { changesQuery, type Changes } from './changes.ts';
import styles from './summary.module.css';

/** What changed since you last looked; each part leads to its page. */
export function ChangesBox() {
  const { language, t } = usePreferences();
  const before = use(LastLookContext);
  const [now] = useState(() => Date.now());
  if (before === undefined) return <div className={styles['firstLook']}>{t('changes.first')}</div>;
  return (
    <div className={styles['changesBox']} data-changes>
      <strong title={dateTimeText(instantOf(before), language)}>
        {t('changes.since', { ago: agoText(before, now, language) })}
      </strong>
      <Since before={before} />
    </div>
  );
}

function Since({ before }: { readonly before: number }) {
  const { id } = useParams({ from: '/inside/patients/$id' });
  const { t } = usePreferences();
  const query = useQuery(changesQuery(id, before));
  if (query.data === undefined)
    return <span className="muted">{query.isPending ? t('state.loading') : t('changes.failed')}</span>;
  const changed = query.data.filter(({ count }) => count !== 0);
  return changed.length === 0 ? <span>{t('changes.none')}</span> : <ChangedList changed={changed} id={id} />;
}

function ChangedList({ changed, id }: { readonly changed: Changes; readonly id: string }) {
  const { t } = usePreferences();
  const words = useWords();
  return (
    <>
      {changed.map(({ key, count }) => (
        <Link
          key={key}
          to={SECTIONS.find((section) => section.key === key)?.to ?? '/patients/$id'}
          params={{ id }}
          search={{}}
        >
          {words(`section.${key}`)} {count === undefined ? t('changes.unknown') : count}
        </Link>
      ))}
    </>
  );
}
