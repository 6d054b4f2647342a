import { Button, Modal, Select, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMe } from '../../access/SessionGate.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { useNow } from '../../app/use-now.ts';
import { isMessageKey } from '../../messages/messages.ts';
import { Loaded, Nothing, Section } from '../../ui/Section.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { plansQuery, type Plan } from './nursing-api.ts';
import { clockText, Fault } from './parts.tsx';
import { useChartAct } from './use-chart-act.ts';
import styles from './nursing.module.css';

/** Problems, goals, what is done about them, and how far they were reached. */
export function PlansPart({ patient }: { readonly patient: string }) {
  const { t } = usePreferences();
  const { role } = useMe();
  const writes = role === 'nurse' || role === 'physician';
  const [making, setMaking] = useState(false);
  const [judged, setJudged] = useState<Plan>();
  const query = useQuery(plansQuery(patient));
  return (
    <Section
      title={t('ward.plans')}
      tools={
        writes ? (
          <Button variant="default" size="sm" onClick={() => setMaking(true)} data-new-plan>
            {t('ward.new-plan')}
          </Button>
        ) : undefined
      }
    >
      <Loaded query={query} lines={6}>
        {({ plans }) =>
          plans.length === 0 ? (
            <Nothing>{t('ward.no-plans')}</Nothing>
          ) : (
            plans.map((plan) => (
              <PlanRow
                key={plan.plan}
                plan={plan}
                judge={writes && plan.status === 'active' ? () => setJudged(plan) : undefined}
              />
            ))
          )
        }
      </Loaded>
      {making && <PlanDialog patient={patient} close={() => setMaking(false)} />}
      {judged !== undefined && <JudgeDialog patient={patient} plan={judged} close={() => setJudged(undefined)} />}
    </Section>
  );
}

function PlanRow({ plan, judge }: { readonly plan: Plan; readonly judge: (() => void) | undefined }) {
  const { t } = usePreferences();
  const now = useNow(60_000);
  return (
    <div className={styles['plan']} data-plan={plan.plan}>
      <div className={styles['planHead']}>
        <strong>{plan.problem}</strong>
        <Tag tone={plan.status === 'active' ? 'accent' : 'plain'}>
          {t(plan.status === 'active' ? 'ward.plan-active' : 'ward.plan-over')}
        </Tag>
        <span className="muted">{clockText(plan.since, now)}</span>
        {judge !== undefined && (
          <Button variant="default" size="sm" onClick={judge} data-judge>
            {t('ward.evaluate')}
          </Button>
        )}
      </div>
      <ul>
        {plan.goals.map(({ goal, text, reached }) => (
          <li key={goal}>
            {t('ward.goal')}: {text} <Reached reached={reached} />
          </li>
        ))}
        {plan.activities.map(({ text, often }) => (
          <li key={text}>
            {text} <span className="muted">{often}</span>
          </li>
        ))}
        {plan.notes.map(({ text, at }) => (
          <li key={`${at} ${text}`} className="muted">
            {at === undefined ? '' : clockText(at, now)} {text}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Reached({ reached }: { readonly reached: string }) {
  const { t } = usePreferences();
  const key = `ward.reached.${reached}`;
  return <Tag tone={reached === 'worsening' ? 'warn' : 'plain'}>{isMessageKey(key) ? t(key) : reached}</Tag>;
}

interface DialogProps {
  readonly patient: string;
  readonly close: () => void;
}

/** Lines of a text, without empty ones. */
function linesOf(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
}

function PlanDialog({ patient, close }: DialogProps) {
  const { t } = usePreferences();
  const [problem, setProblem] = useState('');
  const [goals, setGoals] = useState('');
  const [activities, setActivities] = useState('');
  const acting = useChartAct(patient, close);
  const ready = problem.trim() !== '' && linesOf(goals).length > 0 && linesOf(activities).length > 0;
  const texts = (text: string) => linesOf(text).map((line) => ({ text: line }));
  return (
    <Modal opened onClose={close} title={t('ward.new-plan')} size="lg">
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          acting.mutate({
            path: 'plans',
            body: { patient, problem: problem.trim(), goals: texts(goals), activities: texts(activities) },
          });
        }}
      >
        <TextInput
          size="md"
          label={t('ward.problem')}
          value={problem}
          data-autofocus
          onChange={(event) => setProblem(event.currentTarget.value)}
        />
        <Textarea
          size="md"
          autosize
          minRows={2}
          label={t('ward.goals')}
          description={t('ward.one-per-line')}
          value={goals}
          onChange={(event) => setGoals(event.currentTarget.value)}
        />
        <Textarea
          size="md"
          autosize
          minRows={3}
          label={t('ward.activities')}
          description={t('ward.one-per-line')}
          value={activities}
          onChange={(event) => setActivities(event.currentTarget.value)}
        />
        <Fault error={acting.error} />
        <div className={styles['buttons']}>
          <Button type="submit" disabled={!ready} loading={acting.isPending} data-confirm>
            {t('ward.chart-round')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

const REACHED = ['achieved', 'improving', 'no-change', 'worsening'] as const;

function JudgeDialog({ patient, plan, close }: DialogProps & { readonly plan: Plan }) {
  const { t } = usePreferences();
  const [reached, setReached] = useState<Readonly<Record<string, string>>>({});
  const [note, setNote] = useState('');
  const acting = useChartAct(patient, close);
  const goals = Object.entries(reached).map(([goal, one]) => ({ goal, reached: one }));
  const send = (end: boolean) =>
    acting.mutate({
      path: 'evaluations',
      body: { plan: plan.plan, goals, end, ...(note.trim() === '' ? {} : { note: note.trim() }) },
    });
  return (
    <Modal opened onClose={close} title={`${t('ward.evaluate')}: ${plan.problem}`} size="lg">
      <div className={styles['form']}>
        {plan.goals.map(({ goal, text }) => (
          <Select
            key={goal}
            size="md"
            label={text}
            data={REACHED.map((value) => ({ value, label: t(`ward.reached.${value}`) }))}
            value={reached[goal] ?? null}
            onChange={(value) => setReached((before) => ({ ...before, ...(value === null ? {} : { [goal]: value }) }))}
          />
        ))}
        <Textarea
          size="md"
          autosize
          minRows={2}
          label={t('ward.note')}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Fault error={acting.error} />
        <div className={styles['buttons']}>
          <Button
            disabled={goals.length < plan.goals.length}
            loading={acting.isPending}
            onClick={() => send(false)}
            data-confirm
          >
            {t('ward.go-on')}
          </Button>
          <Button variant="default" disabled={goals.length < plan.goals.length} onClick={() => send(true)}>
            {t('ward.end-plan')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
