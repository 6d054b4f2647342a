/**
 * The task list by role: what is due first, on a ward or for one patient. Claim, complete with a result, hand back; escalations
 * are acknowledged by the physician.
 *
 * Proof   test/journey/ward.test.ts
 */
import { Button, Checkbox, Modal, SegmentedControl, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useMe } from '../../access/SessionGate.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { isMessageKey } from '../../messages/messages.ts';
import { useTitle } from '../../record/use-title.ts';
import { Loaded, Nothing } from '../../ui/Section.tsx';
import { act, newAttempt, readEscalations, readTasks, type TaskLine } from './api.ts';
import { useOwnWard } from './own-ward.ts';
import { DueTime, Fault, nameIn, NewsBadge } from './parts.tsx';
import { taskLink } from './task-link.ts';
import { useBoard } from './use-board.ts';
import { WardSelect } from './WardSelect.tsx';
import styles from './ward.module.css';

const ROLES = ['nurse', 'physician', 'pharmacist'] as const;

export default function TasksPage() {
  const { t } = usePreferences();
  const me = useMe();
  const { patient } = useSearch({ from: '/inside/tasks' });
  const { board } = useBoard();
  const [ward, choose] = useOwnWard(board);
  const [role, setRole] = useState<string>(me.role);
  const [mine, setMine] = useState(false);
  useTitle(t('ward.tasks'));
  const where = patient === undefined ? { ward } : { patient };
  const asked = { ...where, role: patient === undefined ? role : undefined, mine: String(mine) };
  const query = useQuery({
    queryKey: ['care', 'ward', 'tasks', asked],
    queryFn: ({ signal }) => readTasks(asked, signal),
    enabled: patient !== undefined || ward !== undefined,
    refetchInterval: 10_000,
  });
  return (
    <main className={styles['page']}>
      <header className={styles['head']}>
        <h1 className={styles['title']}>{t('ward.tasks')}</h1>
        <Escalations />
        <div className={styles['tools']}>
          <Checkbox
            label={t('ward.my-tasks')}
            checked={mine}
            onChange={(event) => setMine(event.currentTarget.checked)}
          />
          {patient === undefined ? (
            <>
              <SegmentedControl
                size="sm"
                value={role}
                onChange={setRole}
                data={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))}
              />
              {board !== undefined && <WardSelect wards={board.wards} ward={ward} choose={choose} />}
            </>
          ) : (
            <Button component={Link} to="/tasks" variant="default">
              {t('ward.tasks-of-ward')}
            </Button>
          )}
        </div>
      </header>
      <div className={styles['tableWrap']}>
        <Loaded query={query} lines={10}>
          {({ tasks, total }) =>
            tasks.length === 0 ? (
              <Nothing>{t('ward.no-tasks')}</Nothing>
            ) : (
              <>
                <Tasks tasks={tasks} />
                {total > tasks.length && <Nothing>{t('ward.more-tasks', { shown: tasks.length, total })}</Nothing>}
              </>
            )
          }
        </Loaded>
      </div>
    </main>
  );
}

/** How escalations were answered in the last week. */
function Escalations() {
  const { t } = usePreferences();
  const { data } = useQuery({
    queryKey: ['care', 'ward', 'escalations'],
    queryFn: ({ signal }) => readEscalations(signal),
    refetchInterval: 30_000,
  });
  if (data === undefined) return null;
  return (
    <span className={styles['counts']} title={t('ward.escalations-week')}>
      <span>
        {t('ward.escalations-week')} <b>{data.asked}</b>
      </span>
      <span>
        {t('ward.answered-late')} <b>{data.late}</b>
      </span>
      <span>
        {t('ward.overdue')} <b>{data.overdue}</b>
      </span>
      {data.medianMinutes !== undefined && <span>{t('ward.median', { minutes: data.medianMinutes })}</span>}
    </span>
  );
}

function Tasks({ tasks }: { readonly tasks: readonly TaskLine[] }) {
  const { t } = usePreferences();
  return (
    <table className={styles['list']} data-tasks>
      <thead>
        <tr>
          <th>{t('ward.due')}</th>
          <th>{t('ward.task')}</th>
          <th>{t('ward.bed')}</th>
          <th>{t('patient.name')}</th>
          <th>{t('ward.state')}</th>
          <th />
        </tr>
      </thead>
      <tbody>
        {tasks.map((task) => (
          <TaskRow key={task.task} task={task} />
        ))}
      </tbody>
    </table>
  );
}

function TaskRow({ task }: { readonly task: TaskLine }) {
  const { language, t } = usePreferences();
  const key = `ward.task.${task.code}`;
  return (
    <tr data-task={task.task} data-code={task.code}>
      <td>
        <DueTime due={task.due} />
      </td>
      <td>
        {isMessageKey(key) ? t(key) : (task.description ?? task.code)}{' '}
        {task.news2 !== undefined && <NewsBadge news2={task.news2} />}
        {isMessageKey(key) && task.description !== undefined && (
          <span className={styles['sub']}>{task.description}</span>
        )}
      </td>
      <td>{language === 'en' ? (task.bedLatin ?? task.bed) : task.bed}</td>
      <td className={styles['who']}>
        {task.patient !== undefined && (
          <Link to="/patients/$id" params={{ id: task.patient.id }} search={{}} className={styles['link']}>
            <strong>{nameIn(task.patient, language)}</strong>
          </Link>
        )}
      </td>
      <td>{t(task.owner === undefined ? 'ward.waiting' : 'ward.taken')}</td>
      <td>
        <TaskActs task={task} />
      </td>
    </tr>
  );
}

function TaskActs({ task }: { readonly task: TaskLine }) {
  const { t } = usePreferences();
  const me = useMe();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [closing, setClosing] = useState(false);
  const acting = useMutation({
    mutationFn: (body: object) => act('task', { task: task.task, ...body }, newAttempt()),
    onSettled: () => queries.invalidateQueries({ queryKey: ['care', 'ward', 'tasks'] }),
  });
  const own = me.fhirUser === `Practitioner/${task.owner ?? ''}`;
  const link = taskLink(task);
  const mayAct = task.role === undefined || task.role === me.role || (task.role === 'nurse' && me.role === 'physician');
  if (!mayAct) return null;
  const escalation = task.code === 'news2-escalation';
  return (
    <div className={styles['buttons']}>
      {link !== undefined && task.patient !== undefined && (
        <Button
          variant={escalation ? 'default' : 'filled'}
          onClick={() => void navigate({ to: link, params: { id: task.patient?.id ?? '' }, search: {} })}
        >
          {t(escalation ? 'ward.open-chart' : 'ward.do')}
        </Button>
      )}
      {task.owner === undefined && (
        <Button
          variant={escalation ? 'filled' : 'default'}
          loading={acting.isPending}
          data-act={escalation ? 'acknowledge' : 'claim'}
          onClick={() => acting.mutate({ act: escalation ? 'acknowledge' : 'claim' })}
        >
          {t(escalation ? 'ward.acknowledge' : 'ward.claim')}
        </Button>
      )}
      {task.completes && (own || (link === undefined && task.owner === undefined)) && (
        <Button variant="default" onClick={() => setClosing(true)} data-act="complete">
          {t('ward.complete')}
        </Button>
      )}
      {own && (
        <Button variant="subtle" onClick={() => acting.mutate({ act: 'hand-back' })} data-act="hand-back">
          {t('ward.hand-back')}
        </Button>
      )}
      <Fault error={acting.error} />
      {closing && (
        <CompleteDialog
          close={() => setClosing(false)}
          complete={(result) => {
            setClosing(false);
            acting.mutate({ act: 'complete', ...(result === '' ? {} : { result }) });
          }}
          needed={escalation}
        />
      )}
    </div>
  );
}

interface CompleteProps {
  readonly close: () => void;
  readonly complete: (result: string) => void;
  readonly needed: boolean;
}

function CompleteDialog({ close, complete, needed }: CompleteProps) {
  const { t } = usePreferences();
  const [result, setResult] = useState('');
  return (
    <Modal opened onClose={close} title={t('ward.complete')} centered>
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          complete(result.trim());
        }}
      >
        <Textarea
          data-autofocus
          label={t('ward.result')}
          minRows={3}
          autosize
          required={needed}
          value={result}
          onChange={(event) => setResult(event.currentTarget.value)}
        />
        <div className={styles['buttons']}>
          <Button type="submit" disabled={needed && result.trim() === ''} data-confirm>
            {t('ward.complete')}
          </Button>
          <Button variant="default" onClick={close}>
            {t('action.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
