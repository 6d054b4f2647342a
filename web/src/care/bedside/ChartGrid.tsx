import { usePreferences } from '../../app/preferences.tsx';
import ui from '../../ui/ui.module.css';
import type { DueDose } from './api.ts';
import styles from './bedside.module.css';
import { chartTable, type ChartRow } from './chart-grid.ts';
import { DoseWords, DrugWords } from './DrugWords.tsx';
import { doseKey } from './due-filter.ts';
import { DoseTags } from './DueRows.tsx';
import { StandingTag } from './StandingTag.tsx';
import { clockText, dayStart } from './times.ts';

interface Props {
  readonly doses: readonly DueDose[];
  readonly now: number;
  readonly day: number;
  readonly pick: (dose: DueDose) => void;
}

/** Orders down, hours across. */
export function ChartGrid({ doses, now, day, pick }: Props) {
  const { t } = usePreferences();
  const { hours, rows } = chartTable(doses, day, dayStart(day, 1));
  const hourNow = now >= day && now < dayStart(day, 1) ? new Date(now).getHours() : -1;
  return (
    <div className={styles['gridScroll']}>
      <table className={`${ui['table']} ${styles['grid']}`}>
        <thead>
          <tr>
            <th scope="col">{t('field.drug')}</th>
            {hours.map((hour) => (
              <th key={hour} scope="col" data-now={hour === hourNow}>
                {String(hour).padStart(2, '0')}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.line.order} row={row} hours={hours} pick={pick} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({
  row,
  hours,
  pick,
}: {
  readonly row: ChartRow;
  readonly hours: readonly number[];
  readonly pick: (dose: DueDose) => void;
}) {
  const { line, byHour, others } = row;
  return (
    <tr data-order={line.order}>
      <th scope="row">
        <DrugWords dose={line} />
        <DoseWords dose={line} />
        <span className={styles['tags']}>
          <DoseTags dose={line} />
          {others.map((dose) => (
            <Cell key={doseKey(dose)} dose={dose} pick={pick} />
          ))}
        </span>
      </th>
      {hours.map((hour) => (
        <td key={hour}>
          {(byHour.get(hour) ?? []).map((dose) => (
            <Cell key={doseKey(dose)} dose={dose} pick={pick} />
          ))}
        </td>
      ))}
    </tr>
  );
}

/** One dose in its place: sign, word, the time that it was given where that is known. */
function Cell({ dose, pick }: { readonly dose: DueDose; readonly pick: (dose: DueDose) => void }) {
  const { t } = usePreferences();
  return (
    <button
      type="button"
      className={styles['cell']}
      data-standing={dose.standing}
      data-cell={doseKey(dose)}
      onClick={() => pick(dose)}
    >
      <span className={styles['cellTime']}>{dose.slot === undefined ? '' : clockText(dose.slot)}</span>
      <StandingTag standing={dose.standing} />
      {dose.at !== undefined && dose.standing === 'given' && (
        <span className={styles['cellTime']}>{t('bedside.given-at', { at: clockText(dose.at) })}</span>
      )}
      {dose.lateEntry === true && <span className={styles['cellTime']}>{t('bedside.late-entry')}</span>}
    </button>
  );
}
