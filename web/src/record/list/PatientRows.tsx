import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { usePreferences } from '../../app/preferences.tsx';
import { useNow } from '../../app/use-now.ts';
import type { Encounter, Patient } from '../../fhir/types.ts';
import { ageText } from '../../format/age.ts';
import { timeOf } from '../../format/date.ts';
import { DateDisplay } from '../../ui/DateDisplay.tsx';
import { HumanNameDisplay } from '../../ui/HumanNameDisplay.tsx';
import { ReferenceDisplay } from '../../ui/ReferenceDisplay.tsx';
import { bedOf } from '../encounters/visit.ts';
import { patientNumber } from '../patient-number.ts';
import { staysQuery } from './list-queries.ts';
import styles from './list.module.css';

/** Patients as rows; each row is one link, so that arrows, Enter and a new tab all work. */
export function PatientRows({ patients, label }: { readonly patients: readonly Patient[]; readonly label: string }) {
  const ids = patients.flatMap(({ id }) => id ?? []);
  const stays = useQuery(staysQuery(ids));
  return (
    <div className={styles['rows']} role="table" aria-label={label}>
      <HeadRow />
      {patients.map((patient) => (
        <PatientRow
          key={patient.id}
          patient={patient}
          stay={stays.data?.get(patient.id ?? '')}
          stayFailed={stays.isError}
        />
      ))}
    </div>
  );
}

const COLUMNS = ['name', 'sex', 'age', 'birth-date', 'number', 'stay'] as const;

function HeadRow() {
  const { t } = usePreferences();
  return (
    <div className={`${styles['row']} ${styles['headRow']}`} role="row">
      {COLUMNS.map((column) => (
        <span key={column} role="columnheader">
          {t(`patient.${column}`)}
        </span>
      ))}
    </div>
  );
}

interface RowProps {
  readonly patient: Patient;
  readonly stay: Encounter | undefined;
  readonly stayFailed: boolean;
}

function PatientRow({ patient, stay, stayFailed }: RowProps) {
  const { language, t } = usePreferences();
  const died = patient.deceasedDateTime;
  const now = useNow();
  return (
    <Link
      to="/patients/$id"
      params={{ id: patient.id ?? '' }}
      className={styles['row']}
      data-patient={patient.id}
      role="row"
    >
      <span role="cell" className={styles['name']}>
        <HumanNameDisplay names={patient.name} secondaryClass={styles['second']} />
      </span>
      <span role="cell">{t(`sex.${patient.gender ?? 'unknown'}`)}</span>
      <span role="cell">{ageText(patient.birthDate, died === undefined ? now : timeOf(died), language)}</span>
      <span role="cell" className={styles['quiet']}>
        <DateDisplay value={patient.birthDate} />
      </span>
      <span role="cell" className={styles['quiet']}>
        {patientNumber(patient) ?? t('value.not-recorded')}
      </span>
      <span role="cell" className={styles['stay']} data-inpatient={stay !== undefined}>
        <Stay patient={patient} stay={stay} failed={stayFailed} />
      </span>
    </Link>
  );
}

function Stay({ patient, stay, failed }: { patient: Patient; stay: Encounter | undefined; failed: boolean }) {
  const { t } = usePreferences();
  if (patient.deceasedDateTime !== undefined || patient.deceasedBoolean === true) return <>{t('patient.deceased')}</>;
  if (failed) return <>{t('patient.stay-unknown')}</>;
  if (stay === undefined) return null;
  const place = bedOf(stay);
  return place === undefined ? (
    <>{t(stay.class?.code === 'IMP' ? 'patient.inpatient' : 'patient.in-house')}</>
  ) : (
    <ReferenceDisplay reference={place} />
  );
}
