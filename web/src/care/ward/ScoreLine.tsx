import { usePreferences } from '../../app/preferences.tsx';
import { isMessageKey, type MessageKey } from '../../messages/messages.ts';
import type { RoundAnswer, Score } from './api.ts';
import { DueTime, NewsBadge } from './parts.tsx';
import styles from './flowsheet.module.css';

/** The score of what is typed, or why there is none. */
export function ScoreLine({
  score,
  noScore,
}: {
  readonly score: Score | undefined;
  readonly noScore: string | undefined;
}) {
  const { t } = usePreferences();
  if (noScore !== undefined) return <span className={styles['why']}>{t(reasonKey(noScore))}</span>;
  if (score === undefined) return <span className="muted">–</span>;
  if (score.status === 'complete')
    return (
      <span data-score={score.total}>
        <NewsBadge news2={score} large /> <span className={styles['why']}>{t(`ward.band.${score.band}`)}</span>
      </span>
    );
  if (score.status === 'incomplete') {
    const names = score.missing.map((name) => t(signKey(name))).join(', ');
    return (
      <span className={styles['why']} data-missing={score.missing.length}>
        {t('ward.cannot-score', { names })}
      </span>
    );
  }
  return <span className={styles['why']}>{t(reasonKey(score.reason))}</span>;
}

const OTHER_NAMES: Readonly<Record<string, string>> = { oxygen: 'oxygenFlow', systolicBP: 'systolic' };

function signKey(name: string): MessageKey {
  const key = `ward.sign.${OTHER_NAMES[name] ?? name}`;
  return isMessageKey(key) ? key : 'ward.sign';
}

function reasonKey(reason: string): MessageKey {
  const key = `ward.no-score.${reason}`;
  return isMessageKey(key) ? key : 'ward.no-score.other';
}

/** What was charted, what is due next, who was asked to come. */
export function SavedLine({ answer }: { readonly answer: RoundAnswer }) {
  const { t } = usePreferences();
  return (
    <p className={styles['saved']} role="status" data-saved>
      {t('ward.charted')} {answer.score.status === 'complete' && <NewsBadge news2={answer.score} />}
      {answer.nextDue !== undefined && (
        <span>
          {t('ward.next-round')} <DueTime due={answer.nextDue} />
        </span>
      )}
      {answer.escalation !== undefined && (
        <strong>
          {t('ward.physician-asked')} <DueTime due={answer.escalation.due} />
        </strong>
      )}
    </p>
  );
}
