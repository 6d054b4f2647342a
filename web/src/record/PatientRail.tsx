import { Link } from '@tanstack/react-router';
import { useMe } from '../access/SessionGate.tsx';
import app from '../app/app.module.css';
import { usePreferences } from '../app/preferences.tsx';
import { PATIENT_WORK } from '../app/rail.ts';
import { SECTIONS } from './sections.ts';
import { useWords } from './use-words.ts';

/** The pages of the open patient: the caller's work, then the record. */
export function PatientRail({ id }: { readonly id: string }) {
  const words = useWords();
  return (
    <>
      <PatientWork id={id} />
      <RecordPages id={id} words={words} />
    </>
  );
}

function PatientWork({ id }: { readonly id: string }) {
  const { t } = usePreferences();
  const { role } = useMe();
  const pages = PATIENT_WORK.filter(({ roles }) => roles.includes(role));
  if (pages.length === 0) return null;
  return (
    <div className={app['railGroup']}>
      <div className={app['railHead']}>{t('nav.work')}</div>
      {pages.map(({ label, to, sign: Sign }) => (
        <Link key={to} to={to} params={{ id }} search={{}} className={app['railLink']}>
          <Sign size={18} stroke={1.7} aria-hidden />
          {t(label)}
        </Link>
      ))}
    </div>
  );
}

function RecordPages({ id, words }: { readonly id: string; readonly words: ReturnType<typeof useWords> }) {
  return (
    <div className={app['railGroup']}>
      <div className={app['railHead']}>{words('nav.record')}</div>
      {SECTIONS.map(({ key, to, sign: Sign }) => (
        <Link
          key={key}
          to={to}
          params={{ id }}
          search={{}}
          activeOptions={{ exact: true, includeSearch: false }}
          className={app['railLink']}
        >
          <Sign size={18} stroke={1.7} aria-hidden />
          {words(`section.${key}`)}
        </Link>
      ))}
    </div>
  );
}
