/** The steps of a loop as they are done, and what the house says to them, with the one button that records. */
import { Button, Select } from '@mantine/core';
import { IconCircleCheckFilled, IconCircleDashed, IconHandStop, IconScan } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import type { MessageKey } from '../../messages/messages.ts';
import { Fault, Says } from './Parts.tsx';
import type { Loop } from './use-loop.ts';
import styles from './laboratory.module.css';

/** One step of the list. */
export interface LoopStep {
  readonly label: MessageKey;
  readonly done: boolean;
}

/** What is done, what comes next. */
interface StepsProps {
  readonly steps: readonly LoopStep[];
  /** Is what was done last wrong? */
  readonly stopped?: boolean;
}

export function StepList({ steps, stopped = false }: StepsProps) {
  const { t } = usePreferences();
  const wrong = stopped ? steps.findLast(({ done }) => done) : undefined;
  const next = steps.find(({ done }) => !done);
  return (
    <ol className={styles['steps']}>
      {steps.map((step) => (
        <li
          key={step.label}
          className={styles['step']}
          data-done={step.done}
          data-next={step === next && !stopped}
          data-wrong={step === wrong}
        >
          {step === wrong ? (
            <IconHandStop size={22} aria-hidden />
          ) : step.done ? (
            <IconCircleCheckFilled size={22} aria-hidden />
          ) : step === next ? (
            <IconScan size={22} aria-hidden />
          ) : (
            <IconCircleDashed size={22} aria-hidden />
          )}
          {t(step.label)}
          {step.done && step !== wrong && <span className="visually-hidden">{t('laboratory.step-done')}</span>}
        </li>
      ))}
    </ol>
  );
}

interface FootProps {
  readonly loop: Loop;
  readonly confirm: MessageKey;
  readonly reasons: readonly MessageKey[];
  readonly again: () => void;
  readonly children?: ReactNode;
}

/** The answer, a reason where one is asked for, and the buttons. */
export function LoopFoot({ loop, confirm, reasons, again, children }: FootProps) {
  const { t } = usePreferences();
  const [reason, setReason] = useState<string | null>(null);
  const { answer, phase, failure } = loop;
  const refused = failure !== undefined && phase === 'scanning';
  const warned = answer?.decision === 'warn';
  const ready = phase === 'scanning' && (answer?.decision === 'allow' || (warned && reason !== null));
  return (
    <>
      <div className={styles['answer']} aria-live="polite">
        {phase === 'unsent' && <p className={styles['foreign']}>{t('laboratory.unsent')}</p>}
        {refused || answer === undefined ? <Fault error={failure} /> : <Says answer={answer} done={phase === 'done'} />}
      </div>
      {warned && phase !== 'done' && (
        <Select
          size="md"
          label={t('laboratory.why')}
          data={reasons.map((key) => ({ value: key.split('.').at(-1) ?? '', label: t(key) }))}
          value={reason}
          onChange={setReason}
        />
      )}
      <div className={`${styles['foot']} ${styles['big']}`}>
        {phase === 'done' ? (
          <Button size="md" variant="default" onClick={again} data-again>
            {t('laboratory.next')}
          </Button>
        ) : (
          <Button
            size="md"
            disabled={!ready}
            loading={phase === 'saving' || phase === 'unsent'}
            onClick={() => loop.confirm(reason ?? undefined)}
            data-confirm
          >
            {t(confirm)}
          </Button>
        )}
        {phase !== 'done' && (
          <Button
            size="md"
            variant="default"
            onClick={() => loop.start()}
            disabled={loop.steps.length === 0 || phase !== 'scanning'}
          >
            {t('laboratory.start-again')}
          </Button>
        )}
        {children}
      </div>
    </>
  );
}
