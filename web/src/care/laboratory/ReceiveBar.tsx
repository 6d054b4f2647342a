/**
 * Receiving by scan: the label of a tube, one after the other. A condition chosen before is told with the next tube only.
 *
 * Proof   test/journey/laboratory.test.ts
 */
import { Button, TextInput } from '@mantine/core';
import { IconBarcode } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { newAttempt } from '../bedside/api.ts';
import { useScanner } from '../bedside/use-scanner.ts';
import { receive, type ReceiptAsked } from './api.ts';
import { ownCode } from './own-code.ts';
import { Fault, Says } from './Parts.tsx';
import { CONDITIONS } from './WorkTable.tsx';
import styles from './laboratory.module.css';

export function ReceiveBar({ received }: { readonly received: (label: string) => void }) {
  const { t } = usePreferences();
  const [condition, setCondition] = useState<string>();
  const [foreign, setForeign] = useState(false);
  const sending = useMutation({
    mutationFn: (asked: ReceiptAsked) => receive(asked),
    onSuccess: (answer, { label }) => {
      if (!answer.recorded || answer.decision === 'stop') return;
      setCondition(undefined);
      received((label ?? '').replace(/^\]d291/, ''));
    },
  });
  const take = (label: string | null) => {
    setForeign(false);
    const bad = condition === undefined ? {} : { condition, accept: true, reason: 'cannot-recollect' };
    sending.mutate({ attempt: newAttempt(), label, ...bad });
  };
  useScanner((code) => {
    const own = ownCode(code);
    if (own?.kind === 'specimen-label') take(own.raw);
    else setForeign(true);
  });
  return (
    <section className={styles['receive']} aria-label={t('laboratory.receive')}>
      <div className={styles['receiveLine']}>
        <IconBarcode size={26} aria-hidden />
        <p>{t('laboratory.scan-hint')}</p>
        <ByHand take={take} busy={sending.isPending} />
        <Button variant="default" onClick={() => take(null)} disabled={sending.isPending} data-unlabelled>
          {t('laboratory.unlabelled')}
        </Button>
      </div>
      <Conditions condition={condition} choose={setCondition} />
      <div className={styles['answer']}>
        {foreign && <p className={styles['foreign']}>{t('laboratory.not-a-label')}</p>}
        {!foreign && sending.data !== undefined && (
          <Says answer={sending.data} done={sending.data.recorded && sending.data.decision !== 'stop'} />
        )}
        {!foreign && <Fault error={sending.error} />}
      </div>
    </section>
  );
}

interface ConditionsProps {
  readonly condition: string | undefined;
  readonly choose: (condition: string | undefined) => void;
}

function Conditions({ condition, choose }: ConditionsProps) {
  const { t } = usePreferences();
  return (
    <div className={styles['chips']} role="group" aria-label={t('laboratory.condition-next')}>
      <span className={styles['sub']}>{t('laboratory.condition-next')}</span>
      {CONDITIONS.map((one) => (
        <button
          key={one}
          type="button"
          className={styles['chip']}
          aria-pressed={condition === one}
          onClick={() => choose(condition === one ? undefined : one)}
        >
          {t(`laboratory.condition.${one}`)}
        </button>
      ))}
    </div>
  );
}

function ByHand({ take, busy }: { readonly take: (label: string) => void; readonly busy: boolean }) {
  const { t } = usePreferences();
  const [typed, setTyped] = useState('');
  const send = (event: FormEvent) => {
    event.preventDefault();
    const own = ownCode(typed.toUpperCase());
    if (own?.kind !== 'specimen-label') return;
    take(own.raw);
    setTyped('');
  };
  return (
    <form className={styles['byHand']} onSubmit={send}>
      <TextInput
        aria-label={t('laboratory.label-by-hand')}
        placeholder="LB-…"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Button
        type="submit"
        variant="default"
        disabled={busy || ownCode(typed.toUpperCase())?.kind !== 'specimen-label'}
      >
        {t('laboratory.receive')}
      </Button>
    </form>
  );
}
