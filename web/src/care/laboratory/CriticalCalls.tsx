/**
 * Critical results that nobody has acknowledged: who, what, since when, whom the house told. Nurses and physicians acknowledge
 * by reading each value back; the laboratory sees that it has not happened yet.
 *
 * Proof   test/journey/laboratory.test.ts
 */
import { Button } from '@mantine/core';
import { IconAlertTriangleFilled } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useMe } from '../../access/SessionGate.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { Failure } from '../../ui/Section.tsx';
import { newAttempt } from '../bedside/api.ts';
import { acknowledge, callsQuery, type Call } from './api.ts';
import { Fault, Since, Who } from './Parts.tsx';
import styles from './laboratory.module.css';

interface CallsProps {
  /** Whose; absent: of all that the reader may see. */
  readonly patients?: readonly string[];
  /** Does the page say already whose they are? */
  readonly unnamed?: boolean;
}

/** Takes no room where there is none. What was known stays in sight while it cannot be read again. */
export function CriticalCalls({ patients, unnamed = false }: CallsProps) {
  const { t } = usePreferences();
  const query = useQuery(callsQuery(patients));
  const calls = query.data?.calls ?? [];
  const failure = query.isError && <Failure error={query.error} retry={query.refetch} />;
  if (calls.length === 0) return failure;
  return (
    <section className={styles['calls']} aria-label={t('laboratory.critical')}>
      <h2>
        <IconAlertTriangleFilled size={18} aria-hidden /> {t('laboratory.critical')}
        <span className={styles['count']}>{calls.length}</span>
      </h2>
      {failure}
      {calls.map((call) => (
        <CallLine key={call.task} call={call} named={!unnamed} />
      ))}
    </section>
  );
}

function CallLine({ call, named }: { readonly call: Call; readonly named: boolean }) {
  const { language, t } = usePreferences();
  const { role } = useMe();
  const level = call.level >= 2 ? 2 : call.level === 1 ? 1 : 0;
  return (
    <div className={styles['call']} data-call={call.task} data-level={level}>
      {named && <Who person={call.person} />}
      <span className={styles['callValues']}>
        {call.values.map((one) => (
          <span key={one.code}>
            {one[language]}{' '}
            <strong>
              {one.value} {one.unit ?? ''}
            </strong>
          </span>
        ))}
      </span>
      <span>
        <Since at={call.since} />
        <span className={styles['sub']}>{t(`laboratory.level.${level}`)}</span>
      </span>
      {role !== 'laboratory' && <ReadBack call={call} />}
    </div>
  );
}

/** The values are typed again, as they would be said back on the telephone. */
function ReadBack({ call }: { readonly call: Call }) {
  const { language, t } = usePreferences();
  const queries = useQueryClient();
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const sending = useMutation({
    mutationFn: () =>
      acknowledge({
        attempt: newAttempt(),
        task: call.task,
        readBack: call.values.map(({ code }) => ({ code, value: (typed[code] ?? '').trim() })),
      }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['laboratory', 'critical'] }),
  });
  const ready = call.values.every(({ code }) => (typed[code] ?? '').trim() !== '');
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (ready) sending.mutate();
  };
  return (
    <form className={styles['readBack']} onSubmit={send}>
      {call.values.map((one) => (
        <label key={one.code}>
          <span className={styles['sub']}>{t('laboratory.read-back', { name: one[language] })}</span>
          <input
            className={styles['field']}
            inputMode="decimal"
            value={typed[one.code] ?? ''}
            onChange={(event) => setTyped({ ...typed, [one.code]: event.currentTarget.value })}
          />
        </label>
      ))}
      <Button type="submit" size="md" disabled={!ready} loading={sending.isPending} data-acknowledge>
        {t('laboratory.acknowledge')}
      </Button>
      <Fault error={sending.error} />
    </form>
  );
}
