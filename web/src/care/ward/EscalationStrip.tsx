import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMe } from '../../access/SessionGate.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { act, newAttempt, readTasks, type TaskLine } from './api.ts';
import { DueTime, Fault, NewsBadge } from './parts.tsx';
import styles from './flowsheet.module.css';

/** Whoever must come, until when; the physician acknowledges here, and writes what was found. */
export function EscalationStrip({ patient }: { readonly patient: string }) {
  const { data } = useQuery({
    queryKey: ['care', 'ward', 'tasks', { patient, code: 'news2-escalation' }],
    queryFn: ({ signal }) => readTasks({ patient, code: 'news2-escalation' }, signal),
    refetchInterval: 10_000,
  });
  return data?.tasks.map((task) => <Strip key={task.task} task={task} />);
}

function Strip({ task }: { readonly task: TaskLine }) {
  const { t } = usePreferences();
  const { role, fhirUser } = useMe();
  const queries = useQueryClient();
  const [result, setResult] = useState('');
  const acting = useMutation({
    mutationFn: (body: object) => act('task', { task: task.task, ...body }, newAttempt()),
    onSettled: () => queries.invalidateQueries({ queryKey: ['care', 'ward', 'tasks'] }),
  });
  const taken = task.owner !== undefined;
  const mine = fhirUser === `Practitioner/${task.owner ?? ''}`;
  return (
    <div className={styles['strip']} data-band={task.news2?.band} data-escalation={task.task}>
      <NewsBadge news2={task.news2} />
      <strong>{t(taken ? 'ward.acknowledged' : `ward.respond.${task.news2?.band ?? 'medium'}`)}</strong>
      <span>
        {t('ward.until')} <DueTime due={task.due} done={taken} />
      </span>
      {role === 'physician' && !taken && (
        <Button loading={acting.isPending} data-act="acknowledge" onClick={() => acting.mutate({ act: 'acknowledge' })}>
          {t('ward.acknowledge')}
        </Button>
      )}
      {mine && (
        <>
          <TextInput
            size="sm"
            className={styles['note']}
            placeholder={t('ward.result')}
            aria-label={t('ward.result')}
            value={result}
            onChange={(event) => setResult(event.currentTarget.value)}
          />
          <Button
            variant="default"
            disabled={result.trim() === ''}
            onClick={() => acting.mutate({ act: 'complete', result: result.trim() })}
          >
            {t('ward.complete')}
          </Button>
        </>
      )}
      <Fault error={acting.error} />
    </div>
  );
}
