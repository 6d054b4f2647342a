/**
 * The record of one patient: banner on top, one page of it below.
 */
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useMe } from '../access/SessionGate.tsx';
import { usePreferences } from '../app/preferences.tsx';
import { FhirFailure } from '../fhir/client.ts';
import { Bones, Failure } from '../ui/Section.tsx';
import { BreakGlassTool } from './banner/BreakGlass.tsx';
import { PatientBanner } from './banner/PatientBanner.tsx';
import { LastLookContext } from './last-look.ts';
import { patientQuery } from './queries.ts';
import { noteLook } from './recent.ts';
import styles from './chart.module.css';

export default function PatientChart() {
  const { id } = useParams({ from: '/inside/patients/$id' });
  const query = useQuery(patientQuery(id));
  const before = useLook(id, query.data !== undefined);
  if (query.data === undefined)
    return query.isPending ? <BannerBones /> : <NoPatient error={query.error} retry={query.refetch} id={id} />;
  return (
    <LastLookContext value={before}>
      <PatientBanner patient={query.data} />
      <main className={styles['page']}>
        <Outlet />
      </main>
    </LastLookContext>
  );
}

/** When this person looked at this record before; noted once the record is really on the screen. */
function useLook(id: string, shown: boolean): number | undefined {
  const me = useMe();
  const [before, setBefore] = useState<number>();
  useEffect(() => {
    if (shown) setBefore(noteLook(me.id, id, Date.now()));
  }, [me.id, id, shown]);
  return before;
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
