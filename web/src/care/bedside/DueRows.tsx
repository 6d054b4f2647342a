import { usePreferences } from '../../app/preferences.tsx';
import { ageText } from '../../format/age.ts';
import { dateText } from '../../format/date.ts';
import { patientNumber } from '../../record/patient-number.ts';
import { HumanNameDisplay } from '../../ui/HumanNameDisplay.tsx';
import { Tag } from '../../ui/Tag.tsx';
import type { DueDose, DuePatient } from './api.ts';
import styles from './bedside.module.css';
import { DoseWords, DrugWords } from './DrugWords.tsx';
import { byTime, doseKey } from './due-filter.ts';
import { StandingTag } from './StandingTag.tsx';
import { awayText, clockText, dayOf } from './times.ts';

interface Props {
  readonly doses: readonly DueDose[];
  readonly patients: readonly DuePatient[];
  readonly now: number;
  readonly open: (patient: string, dose: string) => void;
}

/** The doses under their times. Each row is one button. */
export function DueRows({ doses, patients, now, open }: Props) {
  const known = new Map(patients.map((one) => [one.id, one]));
  return byTime(doses).map(([slot, own]) => (
    <section key={slot} className={styles['timeGroup']} aria-label={slot === '' ? undefined : clockText(slot)}>
      <TimeHead slot={slot} now={now} count={own.length} />
      <div className={styles['rows']}>
        {own.map((dose) => (
          <button
            key={doseKey(dose) + dose.patient}
            type="button"
            className={styles['dueRow']}
            data-dose={dose.order}
            data-standing={dose.standing}
            data-row
            onClick={() => open(dose.patient, doseKey(dose))}
          >
            <Who patient={known.get(dose.patient)} now={now} />
            <span className={styles['what']}>
              <DrugWords dose={dose} />
              <DoseWords dose={dose} />
            </span>
            <span className={styles['state']}>
              <StandingTag standing={dose.standing} />
              <DoseTags dose={dose} />
            </span>
          </button>
        ))}
      </div>
    </section>
  ));
}

function TimeHead({ slot, now, count }: { readonly slot: string; readonly now: number; readonly count: number }) {
  const { language, t } = usePreferences();
  if (slot === '') return <h2 className={styles['timeHead']}>{t('bedside.no-time')}</h2>;
  const other = dayOf(Date.parse(slot)) === dayOf(now) ? '' : `${dateText(dayOf(Date.parse(slot)), language)} `;
  return (
    <h2 className={styles['timeHead']}>
      <span>
        {other}
        {clockText(slot)}
      </span>
      <span className="muted">{awayText(slot, now, language)}</span>
      <span className="muted">{t('bedside.count', { count })}</span>
    </h2>
  );
}

/** Who: bed, name, age and sex, number. Two identifiers at least, as the list is of many patients. */
export function Who({ patient, now }: { readonly patient: DuePatient | undefined; readonly now: number }) {
  const { language, t } = usePreferences();
  if (patient === undefined) return <span className={styles['who']}>{t('value.unknown')}</span>;
  const number = patientNumber({ identifier: patient.identifier } as never);
  const age = ageText(patient.birthDate, now, language);
  return (
    <span className={styles['who']}>
      <span className={styles['bed']}>{patient.bed ?? ''}</span>
      <span>
        <strong>
          <HumanNameDisplay names={patient.name} />
        </strong>
        {patient.deceased === true && (
          <>
            {' '}
            <Tag tone="high">{t('patient.deceased')}</Tag>
          </>
        )}
        <span className={styles['whoMore']}>
          {[t(`sex.${(patient.gender ?? 'unknown') as 'unknown'}`), age, number ?? t('value.not-recorded')]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </span>
    </span>
  );
}

/** What must not be overlooked about a dose. */
export function DoseTags({ dose }: { readonly dose: DueDose }) {
  const { t } = usePreferences();
  return (
    <>
      {dose.highAlert && <Tag tone="high">{t('bedside.high-alert')}</Tag>}
      {dose.timeCritical && <Tag tone="warn">{t('bedside.time-critical')}</Tag>}
      {!dose.verified && dose.standing !== 'given' && <Tag tone="warn">{t('bedside.unverified')}</Tag>}
      {dose.lateEntry === true && <Tag>{t('bedside.late-entry')}</Tag>}
    </>
  );
}
