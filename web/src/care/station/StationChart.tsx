/**
 * A patient as the station has it: banner with allergies, doses, last results; and the giving of a dose.
 */
import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useState } from 'react';
import {
  dosesOf,
  type StationDose,
  type StationPatient,
  type StationResult,
  type WardSnapshot,
} from '../../../../src/care/station/index.ts';
import { usePreferences } from '../../app/preferences.tsx';
import { useNow } from '../../app/use-now.ts';
import { ageText } from '../../format/age.ts';
import { dateText } from '../../format/date.ts';
import { Nothing, Section } from '../../ui/Section.tsx';
import { DoseWords, DrugWords } from '../bedside/DrugWords.tsx';
import { clockText } from './clock.ts';
import { useStation } from './here.ts';
import { StationGive } from './StationGive.tsx';
import { sexOf } from './WardView.tsx';
import styles from './station.module.css';

interface Props {
  readonly patient: StationPatient;
  readonly snapshot: WardSnapshot;
  readonly close: () => void;
}

export function StationChart({ patient, snapshot, close }: Props) {
  const { t } = usePreferences();
  const [given, give] = useState<StationDose>();
  return (
    <div className={styles['chart']}>
      <Banner patient={patient} close={close} />
      {given === undefined ? (
        <>
          <Doses patient={patient} snapshot={snapshot} give={give} />
          <div className={styles['columns']}>
            <Results title={t('station.vitals')} results={patient.vitals} none={t('station.no-vitals')} />
            <Results title={t('station.results')} results={patient.results} none={t('station.no-results')} />
            <Problems patient={patient} />
          </div>
        </>
      ) : (
        <StationGive patient={patient} dose={given} snapshot={snapshot} close={() => give(undefined)} />
      )}
    </div>
  );
}

function Banner({ patient, close }: { readonly patient: StationPatient; readonly close: () => void }) {
  const { language, t } = usePreferences();
  const now = useNow();
  return (
    <header className={styles['banner']} data-banner>
      <Button
        className={styles['back'] ?? ''}
        variant="default"
        size="md"
        onClick={close}
        leftSection={<IconArrowLeft size={18} aria-hidden />}
      >
        {t('station.back')}
      </Button>
      <strong className={styles['bannerName']}>{patient.name[language]}</strong>
      <span>
        {patient.birthDate === undefined ? t('value.unknown') : dateText(patient.birthDate, language)} (
        {ageText(patient.birthDate, now, language)})
      </span>
      <span>{t(`station.sex.${sexOf(patient)}`)}</span>
      <span>{patient.number}</span>
      <span>{patient.bed}</span>
      <span className={styles['allergies']} data-state={patient.allergyState}>
        <strong>{t('station.allergies')}</strong>{' '}
        {patient.allergyState === 'listed'
          ? patient.allergies.join(', ')
          : t(`station.allergies.${patient.allergyState}`)}
      </span>
      {patient.alerts.map((alert) => (
        <span key={alert} className={styles['alert']}>
          {alert}
        </span>
      ))}
    </header>
  );
}

interface DosesProps {
  readonly patient: StationPatient;
  readonly snapshot: WardSnapshot;
  readonly give: (dose: StationDose) => void;
}

const OPEN = new Set(['due', 'late', 'as-needed', 'left', 'left-here']);

function Doses({ patient, snapshot, give }: DosesProps) {
  const { t } = usePreferences();
  const now = useNow();
  const { queue } = useStation();
  const doses = dosesOf(snapshot, patient, queue, now as never);
  const open = doses.filter(({ standing }) => OPEN.has(standing));
  const over = doses.filter(({ standing }) => !OPEN.has(standing));
  return (
    <Section title={t('station.doses')} count={open.length}>
      {open.length === 0 && patient.unreadable.length === 0 && <Nothing>{t('station.no-doses')}</Nothing>}
      <ul className={styles['doses']}>
        {patient.unreadable.map(({ id, text }) => (
          <li key={id} className={styles['dose']} data-standing="unreadable">
            <span className={styles['slot']}>—</span>
            <span>{text}</span>
            <span className={styles['standing']}>{t('station.standing.unreadable')}</span>
          </li>
        ))}
        {open.map((dose) => (
          <DoseRow key={keyOf(dose)} dose={dose} give={give} />
        ))}
      </ul>
      {over.length > 0 && (
        <details className={styles['over']}>
          <summary>{t('station.over', { count: over.length })}</summary>
          <ul className={styles['doses']}>
            {over.toReversed().map((dose) => (
              <DoseRow key={keyOf(dose)} dose={dose} />
            ))}
          </ul>
        </details>
      )}
    </Section>
  );
}

function keyOf({ order, slot }: StationDose): string {
  return `${order.order.id} ${slot ?? ''}`;
}

interface RowProps {
  readonly dose: StationDose;
  readonly give?: (dose: StationDose) => void;
}

function DoseRow({ dose, give }: RowProps) {
  const { language, t } = usePreferences();
  const { drug, name, order, highAlert } = dose.order;
  return (
    <li className={styles['dose']} data-standing={dose.standing} data-order={order.id}>
      <span className={styles['slot']}>
        {dose.slot === undefined ? t('station.as-needed') : clockText(dose.slot, language)}
      </span>
      <span className={styles['drug']}>
        <DrugWords dose={{ drug, ...(name === undefined ? {} : { name }) }} />{' '}
        <DoseWords dose={{ dose: order.dose, route: order.route }} />
        {highAlert && <span className={styles['alert']}>{t('station.high-alert')}</span>}
        {!order.verified && <span className={styles['late']}>{t('station.not-verified')}</span>}
      </span>
      <span className={styles['standing']}>{t(`station.standing.${dose.standing}`)}</span>
      {give !== undefined && (
        <Button size="md" onClick={() => give(dose)} data-action="give">
          {t('station.give')}
        </Button>
      )}
    </li>
  );
}

interface ResultsProps {
  readonly title: string;
  readonly results: readonly StationResult[];
  readonly none: string;
}

function Results({ title, results, none }: ResultsProps) {
  const { language } = usePreferences();
  return (
    <Section title={title} count={results.length}>
      {results.length === 0 && <Nothing>{none}</Nothing>}
      <dl className={styles['results']}>
        {results.map(({ name, value, flag, at }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd data-flag={flag}>
              {value} {flag !== undefined && flag !== 'N' && <strong>{flag}</strong>}
            </dd>
            <dd className={styles['when']}>{clockText(at, language)}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

function Problems({ patient }: { readonly patient: StationPatient }) {
  const { t } = usePreferences();
  return (
    <Section title={t('station.problems')} count={patient.problems.length}>
      {patient.problems.length === 0 && <Nothing>{t('station.no-problems')}</Nothing>}
      <ul className={styles['problems']}>
        {patient.problems.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </Section>
  );
}
