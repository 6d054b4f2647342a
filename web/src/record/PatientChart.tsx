/**
 * The record of one patient: banner on top, one page of it below.
 */
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useLocation, useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useMe } from '../access/SessionGate.tsx';
import { usePreferences } from '../app/preferences.tsx';
import { FhirFailure } from '../fhir/client.ts';
import type { Patient } from '../fhir/types.ts';
import { Bones, Failure } from '../ui/Section.tsx';
import { BreakGlassTool } from './banner/BreakGlass.tsx';
import { PatientBanner } from './banner/PatientBanner.tsx';
import { LastLookContext } from './last-look.ts';
import { patientQuery } from './queries.ts';
import { loadPages } from './pages.ts';
import { noteLook } from './recent.ts';
import { useEarlyQuestions } from './use-early.ts';
import styles from './chart.module.css';

/** After this time the first page has been drawn and the line is free. */
const QUIET_MS = 1500;

export default function PatientChart() {
  const { id } = useParams({ from: '/inside/patients/$id' });
  const summary = useLocation({ select: ({ pathname }) => /^\/patients\/[^/]+\/?$/.test(pathname) });
  const query = useQuery(patientQuery(id));
  useEarlyQuestions(id, summary);
  if (query.data !== undefined) return <Chart patient={query.data} id={id} />;
  return query.isPending ? <BannerBones /> : <NoPatient error={query.error} retry={query.refetch} id={id} />;
}

/** The look is noted once the record is really on the screen. */
function Chart({ patient, id }: { readonly patient: Patient; readonly id: string }) {
  const me = useMe();
  const [before] = useState(() => noteLook(me.id, id, Date.now()));
  useEffect(() => {
    const quiet = window.setTimeout(() => void loadPages(), QUIET_MS);
    return () => window.clearTimeout(quiet);
  }, []);
  return (
    <LastLookContext value={before}>
      <PatientBanner patient={patient} />
      <main className={styles['page']}>
        <Outlet />
      </main>
    </LastLookContext>
  );
}

function BannerBones() {
  return (
    <div className={styles['bannerBones']}>
      <Bones lines={2} />
    </div>
  );
}

function NoPatient({
  error,
  retry,
  id,
}: {
  readonly error: unknown;
  readonly retry: () => unknown;
  readonly id: string;
}) {
  const { t } = usePreferences();
  const gone = error instanceof FhirFailure && (error.kind === 'not-found' || error.kind === 'gone');
  return (
    <main className={styles['page']}>
      {gone ? <p>{t('patient.not-found')}</p> : <Failure error={error} retry={retry} />}
      <BreakGlassTool patient={id} />
      <p>
        <Link to="/patients">{t('nav.patients')}</Link>
      </p>
    </main>
  );
}
