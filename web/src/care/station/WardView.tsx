/**
 * The ward as the station has it: patients by bed at one side, the chosen patient beside, and what was recorded here.
 */
import { useState } from 'react';
import type { StationPatient, WardSnapshot } from '../../../../src/care/station/index.ts';
import { dosesOf } from '../../../../src/care/station/index.ts';
import { usePreferences } from '../../app/preferences.tsx';
import { useNow } from '../../app/use-now.ts';
import { ageText } from '../../format/age.ts';
import { Nothing } from '../../ui/Section.tsx';
import { HandOver } from './HandOver.tsx';
import { StationChart } from './StationChart.tsx';
import type { StationView } from '../../../../src/care/station/index.ts';
import styles from './station.module.css';

export function WardView({ view }: { readonly view: StationView }) {
  const { t } = usePreferences();
  const [chosen, choose] = useState<string>();
  const { snapshot } = view;
  if (snapshot === undefined) return <Nothing>{t('station.nothing-kept')}</Nothing>;
  const patient = snapshot.patients.find(({ id }) => id === chosen);
  return (
    <>
      <HandOver view={view} />
      <div className={styles['ward']} data-open={patient !== undefined}>
        <Census snapshot={snapshot} view={view} chosen={chosen} choose={choose} />
        {patient === undefined ? (
          <div className={styles['hint']}>
            <Nothing>{t('station.choose-patient')}</Nothing>
          </div>
        ) : (
          <StationChart key={patient.id} patient={patient} snapshot={snapshot} close={() => choose(undefined)} />
        )}
      </div>
    </>
  );
}

interface CensusProps {
  readonly snapshot: WardSnapshot;
  readonly view: StationView;
  readonly chosen: string | undefined;
  readonly choose: (id: string) => void;
}

function Census({ snapshot, view, chosen, choose }: CensusProps) {
  const { t } = usePreferences();
  if (snapshot.patients.length === 0) return <Nothing>{t('station.nobody')}</Nothing>;
  return (
    <ul className={styles['census']} aria-label={t('station.census', { count: snapshot.patients.length })}>
      {snapshot.patients.map((patient) => (
        <CensusLine
          key={patient.id}
          patient={patient}
          snapshot={snapshot}
          view={view}
          chosen={patient.id === chosen}
          choose={choose}
        />
      ))}
    </ul>
  );
}

interface LineProps extends Omit<CensusProps, 'chosen'> {
  readonly patient: StationPatient;
  readonly chosen: boolean;
}

function CensusLine({ patient, snapshot, view, chosen, choose }: LineProps) {
  const { language, t } = usePreferences();
  const now = useNow();
  const doses = dosesOf(snapshot, patient, view.queue, now as never);
  const late = doses.filter(({ standing }) => standing === 'late').length;
  const next = doses.find(({ standing, slot }) => standing === 'due' && (slot ?? 0) - now < 3_600_000);
  return (
    <li>
      <button
        type="button"
        className={styles['censusLine']}
        aria-pressed={chosen}
        onClick={() => choose(patient.id)}
        data-patient={patient.id}
      >
        <span className={styles['bed']}>{patient.bed}</span>
        <span className={styles['person']}>
          <strong>{patient.name[language]}</strong>
          <span>
            {t(`station.sex.${sexOf(patient)}`)} · {ageText(patient.birthDate, now, language)} · {patient.number}
          </span>
        </span>
        <span className={styles['dueWords']}>
          {patient.gone !== undefined && <span className={styles['late']}>{t('station.deceased')}</span>}
          {late > 0 && <span className={styles['late']}>{t('station.late', { count: late })}</span>}
          {late === 0 && next !== undefined && <span className={styles['soon']}>{t('station.due-soon')}</span>}
          {patient.unreadable.length > 0 && (
            <span className={styles['late']}>
              {t('station.unreadable-count', { count: patient.unreadable.length })}
            </span>
          )}
        </span>
      </button>
    </li>
  );
}

/** The four words of FHIR; anything else is unknown. */
export function sexOf({ sex }: Pick<StationPatient, 'sex'>): 'male' | 'female' | 'other' | 'unknown' {
  return sex === 'male' || sex === 'female' || sex === 'other' ? sex : 'unknown';
}
