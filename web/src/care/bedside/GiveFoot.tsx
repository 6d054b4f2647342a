import { Button } from '@mantine/core';
import { usePreferences } from '../../app/preferences.tsx';
import styles from './bedside.module.css';
import { mayConfirm } from './may-confirm.ts';
import type { GivingState } from './use-giving.ts';

interface Props {
  readonly state: GivingState;
  readonly confirm: () => void;
  readonly close: () => void;
}

/** The one confirmation; after it the way on. */
export function GiveFoot({ state, confirm, close }: Props) {
  const { t } = usePreferences();
  const { phase, giving, answer } = state;
  const isNotGiven = giving.choices['not-given'] !== undefined;
  if (phase === 'done')
    return (
      <footer className={styles['giveFoot']}>
        <span className={styles['note']}>{t('bedside.next-note')}</span>
        <Button size="lg" variant="default" onClick={close} data-close-give>
          {t('bedside.to-chart')}
        </Button>
      </footer>
    );
  return (
    <footer className={styles['giveFoot']}>
      {answer?.rules.some((rule) => /^R1[1-6]$/.test(rule)) === true && answer.decision === 'stop' ? (
        <Button size="lg" variant="default" onClick={state.dropProducts} data-drop>
          {t('bedside.drop-product')}
        </Button>
      ) : (
        <span className={styles['note']}>{t('bedside.confirm-note')}</span>
      )}
      <Button size="lg" disabled={!mayConfirm(state)} onClick={confirm} data-confirm>
        {t(phase === 'saving' ? 'bedside.saving' : isNotGiven ? 'bedside.confirm-not-given' : 'bedside.confirm')}
      </Button>
    </footer>
  );
}
