/**
 * The frame of every page of the chart: the rail at the left, the page beside it.
 */
import { useHotkeys } from '@mantine/hooks';
import { IconLogout, IconUsers } from '@tabler/icons-react';
import { Link, Outlet, useNavigate, useParams } from '@tanstack/react-router';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMe } from '../access/SessionGate.tsx';
import { leave, signOutEverywhere } from '../access/sign-out.ts';
import { useSyncExternalStore } from 'react';
import { readOnlyCopy } from '../fhir/client.ts';
import { PatientRail } from '../record/PatientRail.tsx';
import { BrandMark } from './Brand.tsx';
import { usePreferences } from './preferences.tsx';
import { WORK } from './rail.ts';
import { LanguageSwitch, SchemeSwitch } from './ViewControls.tsx';
import styles from './app.module.css';

export function Shell() {
  const { t } = usePreferences();
  useFindKey();
  const { id } = useParams({ strict: false });
  return (
    <div className={styles['shell']}>
      <a className={styles['skip']} href="#main">
        {t('nav.skip')}
      </a>
      <Rail patient={id} />
      <div className={styles['main']} id="main" tabIndex={-1}>
        <ReadOnlyStrip />
        <Outlet />
      </div>
    </div>
  );
}

/** The way to every page of the role, and of the open patient where there is one. */
export function Rail({ patient }: { readonly patient: string | undefined }) {
  const { t } = usePreferences();
  return (
    <nav className={styles['rail']} aria-label={t('nav.label')}>
      <Link to="/" className={styles['brand']}>
        <BrandMark />
        <span>마루 Maru</span>
      </Link>
      <PatientsLink />
      <WorkLinks />
      {patient !== undefined && <PatientRail id={patient} />}
      <RailFoot />
    </nav>
  );
}

/** A copy is never taken for the house. */
function ReadOnlyStrip() {
  const { t } = usePreferences();
  const isCopy = useSyncExternalStore(readOnlyCopy.subscribe, readOnlyCopy.now, readOnlyCopy.now);
  if (!isCopy) return null;
  return (
    <p role="status" className={styles['copy']}>
      <strong>{t('copy.title')}</strong> {t('copy.note')}
    </p>
  );
}

/** Ctrl+K (⌘K) finds a patient, from wherever one is. */
function useFindKey(): void {
  const { role } = useMe();
  const navigate = useNavigate();
  const find = () => (role === 'patient' ? undefined : void navigate({ to: '/patients' }));
  useHotkeys([['mod+K', find]], []);
}

function PatientsLink() {
  const { t } = usePreferences();
  const me = useMe();
  if (me.role !== 'physician' && me.role !== 'nurse' && me.role !== 'pharmacist') return null;
  return (
    <Link
      to="/patients"
      className={styles['railLink']}
      activeOptions={{ exact: true }}
      title="Ctrl+K"
      aria-keyshortcuts="Control+K"
    >
      <IconUsers size={18} stroke={1.7} aria-hidden />
      {t('nav.patients')}
    </Link>
  );
}

function WorkLinks() {
  const { t } = usePreferences();
  const { role } = useMe();
  return WORK.filter(({ roles }) => roles.includes(role)).map(({ label, to, sign: Sign }) => (
    <Link key={to} to={to} className={styles['railLink']} activeOptions={{ exact: true, includeSearch: false }}>
      <Sign size={18} stroke={1.7} aria-hidden />
      {t(label)}
    </Link>
  ));
}

/** Signs out; without the server's word nobody is told that they are. */
function useLeave() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: signOutEverywhere,
    onSuccess: () => leave(queries),
  });
}

function RailFoot() {
  const { language, t } = usePreferences();
  const me = useMe();
  const leaving = useLeave();
  return (
    <div className={styles['railFoot']}>
      <div className={styles['who']}>
        <strong>{me.name[language]}</strong>
        <span>{t(`role.${me.role}`)}</span>
      </div>
      <LanguageSwitch />
      <SchemeSwitch />
      <button type="button" className={styles['control']} onClick={() => leaving.mutate()} disabled={leaving.isPending}>
        <IconLogout size={18} stroke={1.7} aria-hidden />
        <span>{t('nav.sign-out')}</span>
      </button>
      {leaving.isError && (
        <p role="alert" className={styles['failed']}>
          {t('nav.sign-out-failed')}
        </p>
      )}
    </div>
  );
}
