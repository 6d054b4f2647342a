import { usePreferences } from '../../app/preferences.tsx';
import type { DueDose } from './api.ts';
import styles from './bedside.module.css';
import { DoseWords, DrugWords, useCodeWord } from './DrugWords.tsx';
import { DoseTags } from './DueRows.tsx';
import { awayText, clockText } from './times.ts';

interface Props {
  readonly doses: readonly DueDose[];
  readonly now: number;
  readonly pick: (dose: DueDose) => void;
}

/** As-needed drugs: what for, and when the last dose was. */
export function NeededRows({ doses, now, pick }: Props) {
  const { language, t } = usePreferences();
  const word = useCodeWord();
  return (
    <div className={styles['rows']}>
      {doses.map((dose) => (
        <button
          key={dose.order}
          type="button"
          className={styles['neededRow']}
          data-order={dose.order}
          data-cell={dose.order}
          onClick={() => pick(dose)}
        >
          <span className={styles['what']}>
            <DrugWords dose={dose} />
            <DoseWords dose={dose} />
          </span>
          <span>{dose.prn?.reason === undefined ? '' : word('prn-reason', dose.prn.reason)}</span>
          <span className="muted">
            {dose.at === undefined
              ? t('bedside.never-given')
              : t('bedside.last-given', { at: clockText(dose.at), ago: awayText(dose.at, now, language) })}
          </span>
          <span className={styles['state']}>
            <DoseTags dose={dose} />
          </span>
        </button>
      ))}
    </div>
  );
}
