import { usePreferences } from '../../app/preferences.tsx';
import { dateTimeText } from '../../format/date.ts';
import { isMessageKey } from '../../messages/messages.ts';
import type { EntryLine, Limits } from './api.ts';
import { differs, liveFlag, type LiveFlag } from './live-flag.ts';
import styles from './laboratory.module.css';

const SIGNS: Readonly<Record<LiveFlag, string>> = {
  'critical-low': '▼▼',
  low: '▼',
  normal: '',
  high: '▲',
  'critical-high': '▲▲',
  abnormal: '●',
  critical: '●●',
  unknown: '',
};

interface Props {
  readonly line: EntryLine;
  readonly typed: string;
  /** When the specimen was taken, ms. */
  readonly at: number;
  readonly faulty: boolean;
  readonly disabled: boolean;
  readonly type: (value: string) => void;
}

/** One analyte: what was measured, what is usual, what it was before. */
export function EntryRow({ line, typed, at, faulty, disabled, type }: Props) {
  const { language, t } = usePreferences();
  const flag = liveFlag(line, typed);
  const changed = differs(line, typed, at);
  return (
    <tr data-analyte={line.code} data-flag={flag}>
      <th scope="row">{line[language]}</th>
      <td>
        <span className={styles['valueCell']}>
          <ValueField line={line} typed={typed} faulty={faulty} disabled={disabled} type={type} />
          <span className={styles['unit']}>{line.unit ?? ''}</span>
          <span className={styles['flag']} title={t(`laboratory.flag.${flag}`)}>
            <span aria-hidden>{SIGNS[flag]}</span>
            <span className="visually-hidden">
              {flag === 'normal' || flag === 'unknown' ? '' : t(`laboratory.flag.${flag}`)}
            </span>
          </span>
        </span>
        {changed && <span className={styles['delta']}>Δ {t('laboratory.delta')}</span>}
      </td>
      <td className={styles['limits']}>{limitsText(line.limits) ?? t('laboratory.no-limits')}</td>
      <td className={styles['earlier']}>
        {line.earlier === undefined ? (
          <span className="muted">{t('laboratory.no-earlier')}</span>
        ) : (
          <>
            {wordText(line.earlier.value, t)}
            <span className={styles['sub']}>{dateTimeText(line.earlier.at, language)}</span>
          </>
        )}
      </td>
    </tr>
  );
}

function ValueField({ line, typed, faulty, disabled, type }: Omit<Props, 'at'>) {
  const { language, t } = usePreferences();
  const label = t('laboratory.value-of', { name: line[language] });
  if (line.words !== undefined)
    return (
      <select
        className={styles['field']}
        aria-label={label}
        value={typed}
        disabled={disabled}
        onChange={(event) => type(event.currentTarget.value)}
      >
        <option value="" />
        {line.words.map((word) => (
          <option key={word} value={word}>
            {wordText(word, t)}
          </option>
        ))}
      </select>
    );
  return (
    <input
      className={styles['field']}
      aria-label={label}
      aria-invalid={faulty}
      inputMode={line.unit === undefined ? 'text' : 'decimal'}
      value={typed}
      disabled={disabled}
      onChange={(event) => type(event.currentTarget.value.replace(',', '.').trimStart())}
    />
  );
}

/** The word of a coded result; a group or a number stands for itself. */
function wordText(word: string, t: ReturnType<typeof usePreferences>['t']): string {
  const key = `laboratory.word.${word}`;
  return isMessageKey(key) ? t(key) : word;
}

function limitsText({ low, high }: Limits): string | undefined {
  if (low !== undefined && high !== undefined) return `${low} – ${high}`;
  if (low !== undefined) return `≥ ${low}`;
  return high === undefined ? undefined : `≤ ${high}`;
}
