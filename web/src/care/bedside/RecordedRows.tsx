import { useQuery } from '@tanstack/react-query';
import { usePreferences } from '../../app/preferences.tsx';
import { doseText } from '../../format/quantity.ts';
import { Loaded } from '../../ui/Section.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { isMarked, recordedQuery, type Administration } from './administrations.ts';
import styles from './bedside.module.css';
import { DrugWords, useCodeWord } from './DrugWords.tsx';
import { clockText, dayStart } from './times.ts';
import type { Medication, Resource } from '../../fhir/types.ts';

interface Props {
  readonly patient: string;
  readonly day: number;
  readonly open: (detail: string) => void;
}

/** What was recorded on the day, newest first; what was entered in error stays readable. */
export function RecordedRows({ patient, day, open }: Props) {
  const { t } = usePreferences();
  const query = useQuery(recordedQuery(patient, day, dayStart(day, 1)));
  return (
    <Loaded
      query={query}
      lines={3}
      empty={t('bedside.nothing-recorded')}
      isEmpty={({ matches }) => matches.length === 0}
    >
      {({ matches, included }) => (
        <div className={styles['rows']}>
          {matches.map((one) => (
            <RecordedRow key={one.id} one={one} included={included} open={open} />
          ))}
        </div>
      )}
    </Loaded>
  );
}

function RecordedRow({
  one,
  included,
  open,
}: {
  readonly one: Administration;
  readonly included: readonly Resource[];
  readonly open: Props['open'];
}) {
  const { language, t } = usePreferences();
  const word = useCodeWord();
  const medication = included.find(({ id }) => one.medicationReference?.reference === `Medication/${id}`) as
    | Medication
    | undefined;
  const name = medication?.code ?? one.medicationCodeableConcept;
  const reason = one.statusReason?.[0]?.coding?.[0]?.code ?? one.reasonCode?.[0]?.coding?.[0]?.code;
  const reference = `MedicationAdministration/${one.id}`;
  return (
    <button
      type="button"
      className={styles['recordedRow']}
      data-status={one.status}
      data-recorded={one.id}
      onClick={() => open(reference)}
    >
      <span>{clockText(one.effectiveDateTime ?? one.effectivePeriod?.start ?? '')}</span>
      <span className={styles['what']}>
        <DrugWords dose={{ drug: t('value.unknown'), ...(name === undefined ? {} : { name }) }} />
      </span>
      <span>{doseText(one.dosage?.dose, language)}</span>
      <span className={styles['state']}>
        <Tag tone={one.status === 'entered-in-error' ? 'warn' : 'plain'}>{word('status', one.status)}</Tag>
        {reason !== undefined && <span className="muted">{word('reason', reason)}</span>}
        {isMarked(one, 'late-entry') && <Tag>{t('bedside.late-entry')}</Tag>}
        {one.status === 'completed' && !isMarked(one, 'scanned') && <Tag>{t('bedside.not-scanned')}</Tag>}
      </span>
    </button>
  );
}
