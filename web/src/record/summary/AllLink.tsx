import { Link, useParams } from '@tanstack/react-router';
import { usePreferences } from '../../app/preferences.tsx';
import { SECTIONS } from '../sections.ts';
import { useWords } from '../use-words.ts';
import styles from './summary.module.css';

/** From a card to its page. */
export function AllLink({ section }: { readonly section: (typeof SECTIONS)[number]['key'] }) {
  const { id } = useParams({ from: '/inside/patients/$id' });
  const { t } = usePreferences();
  const words = useWords();
  const to = SECTIONS.find(({ key }) => key === section)?.to ?? '/patients/$id';
  return (
    <Link
      to={to}
      params={{ id }}
      search={{}}
      className={styles['all']}
      aria-label={`${words(`section.${section}`)}: ${t('action.all')}`}
    >
      {t('action.all')}
    </Link>
  );
}
