import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMe } from '../access/SessionGate.tsx';
import app from '../app/app.module.css';
import { usePreferences } from '../app/preferences.tsx';
import { PATIENT_WORK } from '../app/rail.ts';
import { useNow } from '../app/use-now.ts';
import { timeOf } from '../format/date.ts';
import { patientQuery } from './queries.ts';
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
  const infant = useIsInfant(id);
  const pages = PATIENT_WORK.filter(({ roles, infants = false }) => roles.includes(role) && (infant || !infants));
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

const YEAR_MS = 366 * 86_400_000;

/** Is the patient in the first year? Not while that is not known. */
function useIsInfant(id: string): boolean {
  const { data } = useQuery(patientQuery(id));
  const now = useNow(3_600_000);
  return now - timeOf(data?.birthDate) < YEAR_MS;
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
