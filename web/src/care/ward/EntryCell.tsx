import { usePreferences } from '../../app/preferences.tsx';
import { cleaned, faultOf, LEVELS, unitText, type Row } from './signs.ts';
import type { Entry } from './use-entry.ts';
import styles from './flowsheet.module.css';

const REASONS = ['measured-again', 'known-of-patient', 'as-treated', 'device'] as const;

interface Props {
  readonly row: Row;
  readonly entry: Entry;
  readonly points: number | undefined;
}

/** Where one value of the new round is typed. */
export function EntryCell({ row, entry, points }: Props) {
  const { t } = usePreferences();
  const { name } = row;
  const text = entry.typed[name] ?? '';
  const fault = faultOf(name, text);
  return (
    <td className={styles['new']} data-points={points}>
      <div className={styles['entry']}>
        <input
          className={styles['input']}
          data-entry={name}
          inputMode={name === 'consciousness' ? 'text' : 'decimal'}
          autoComplete="off"
          aria-label={`${t(row.label)} ${unitText(name, t)}`}
          aria-invalid={fault === 'not-a-number'}
          value={text}
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => entry.type(name, cleaned(name, event.currentTarget.value))}
        />
        {name === 'consciousness' && <Levels entry={entry} />}
        {name === 'oxygenFlow' && (
          <button
            type="button"
            className={styles['level']}
            aria-pressed={text === '0'}
            tabIndex={-1}
            onClick={() => entry.type(name, '0')}
          >
            {t('ward.air')}
          </button>
        )}
      </div>
      {fault === 'not-a-number' && <p className={styles['warn']}>{t('ward.not-a-number')}</p>}
      {fault === 'unusual' && (
        <label className={styles['warn']}>
          {t('ward.unusual')}
          <select
            data-reason={name}
            value={entry.reasons[name] ?? ''}
            onChange={(event) => entry.because(name, event.currentTarget.value)}
          >
            <option value="" disabled>
              {t('ward.why')}
            </option>
            {REASONS.map((reason) => (
              <option key={reason} value={reason}>
                {t(`ward.unusual.${reason}`)}
              </option>
            ))}
          </select>
        </label>
      )}
    </td>
  );
}

function Levels({ entry }: { readonly entry: Entry }) {
  const { t } = usePreferences();
  return LEVELS.map((level) => (
    <button
      key={level}
      type="button"
      tabIndex={-1}
      className={styles['level']}
      aria-pressed={entry.typed.consciousness === level}
      title={t(`ward.level.${level}`)}
      onClick={() => entry.type('consciousness', level)}
    >
      {level}
      <span className="visually-hidden"> {t(`ward.level.${level}`)}</span>
    </button>
  ));
}
