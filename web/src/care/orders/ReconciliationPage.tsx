/**
 * Medication reconciliation: what is taken at home beside what is ordered; each drug is continued, changed or stopped, and the decision is kept.
 *
 * Proof   test/journey/orders.test.ts
 */
import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useMe } from '../../access/SessionGate.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { dateTimeText } from '../../format/date.ts';
import { PageHead } from '../../record/PageHead.tsx';
import chart from '../../record/chart.module.css';
import { DosageDisplay } from '../../ui/DosageDisplay.tsx';
import { Loaded, Nothing, Section } from '../../ui/Section.tsx';
import { Tag } from '../../ui/Tag.tsx';
import ui from '../../ui/ui.module.css';
import {
  reconcile,
  reconciliationQuery,
  type Decision,
  type Moment,
  type ReconcileLine,
  type ReconcileList,
  type Reconciliation,
} from './api.ts';
import { ChartCards } from './ChartCards.tsx';
import { Fault } from './Fault.tsx';
import styles from './orders.module.css';

const MOMENTS = ['admission', 'transfer', 'discharge'] as const;

export default function ReconciliationPage() {
  const { id } = useParams({ from: '/inside/patients/$id' });
  const { t } = usePreferences();
  const query = useQuery(reconciliationQuery(id));
  const [moment, setMoment] = useState<Moment>('admission');
  return (
    <>
      <PageHead title="orders.reconciliation">
        <SegmentedControl
          value={moment}
          onChange={(value) => setMoment(value)}
          data={MOMENTS.map((value) => ({ value, label: t(`orders.moment-${value}`) }))}
          data-moment={moment}
        />
      </PageHead>
      <Loaded query={query} lines={10}>
        {(data) => (
          <div className={chart['stack']}>
            {moment === 'discharge' && <ChartCards patient={id} hook="encounter-discharge" />}
            <Before lists={data.before} />
            <Decide key={moment} data={data} patient={id} moment={moment} />
          </div>
        )}
      </Loaded>
    </>
  );
}

function Before({ lists }: { readonly lists: readonly ReconcileList[] }) {
  const { language, t } = usePreferences();
  if (lists.length === 0) return <p className={styles['warned']}>{t('orders.reconciled-never')}</p>;
  return (
    <ul className={styles['before']}>
      {lists.slice(0, 3).map(({ id, date, code, entry = [] }) => {
        const moment = MOMENTS.find((one) => code?.coding?.some((coding) => coding.code === `reconciliation-${one}`));
        return (
          <li key={id}>
            {moment === undefined ? '' : t(`orders.moment-${moment}`)} · {dateTimeText(date ?? '', language)} ·{' '}
            {t('orders.reconciled', { count: entry.length })}
          </li>
        );
      })}
    </ul>
  );
}

interface DecideProps {
  readonly data: Reconciliation;
  readonly patient: string;
  readonly moment: Moment;
}

type Decisions = Readonly<Record<string, { readonly decision?: Decision; readonly reason?: string }>>;

function Decide({ data, patient, moment }: DecideProps) {
  const { t } = usePreferences();
  const mayDecide = useMe().role === 'physician';
  const navigate = useNavigate();
  const client = useQueryClient();
  const [decisions, setDecisions] = useState<Decisions>({});
  const [attempt] = useState(() => crypto.randomUUID());
  const shown = moment === 'admission' ? data.lines.filter(({ from }) => from === 'home') : data.lines;
  const decided = shown.flatMap(({ source }) => {
    const { decision, reason } = decisions[source] ?? {};
    return decision === undefined
      ? []
      : [{ source, decision, ...(reason === undefined || reason === '' ? {} : { reason }) }];
  });
  const keeping = useMutation({
    mutationFn: () => reconcile({ attempt, patient, moment, decisions: decided }),
    onSuccess: ({ drafts }) => {
      void client.invalidateQueries({ queryKey: ['orders', patient] });
      if (drafts > 0) void navigate({ to: '/patients/$id/orders', params: { id: patient }, search: {} });
    },
    onError: () => void client.invalidateQueries({ queryKey: ['orders', patient, 'reconciliation'] }),
  });
  const set = (source: string, change: Decisions[string]) =>
    setDecisions({ ...decisions, [source]: { ...decisions[source], ...change } });
  const lists = (['home', 'stay'] as const).map((from) => [from, shown.filter((line) => line.from === from)] as const);
  return (
    <>
      {lists.map(([from, lines]) =>
        from === 'stay' && moment === 'admission' ? null : (
          <Section key={from} title={t(`orders.from-${from}`)} count={lines.length}>
            {lines.length === 0 ? (
              <Nothing>{t(`orders.from-${from}-none`)}</Nothing>
            ) : (
              <LineTable lines={lines} decisions={decisions} set={mayDecide ? set : undefined} />
            )}
          </Section>
        ),
      )}
      <Fault error={keeping.error} />
      {mayDecide && (
        <div className={styles['setFoot']}>
          <Button
            size="md"
            loading={keeping.isPending}
            disabled={decided.length === 0}
            onClick={() => keeping.mutate()}
            data-reconcile
          >
            {t('orders.reconcile-do', { count: decided.length, all: shown.length })}
          </Button>
        </div>
      )}
    </>
  );
}

interface TableProps {
  readonly lines: readonly ReconcileLine[];
  readonly decisions: Decisions;
  readonly set: ((source: string, change: Decisions[string]) => void) | undefined;
}

function LineTable({ lines, decisions, set }: TableProps) {
  const { t } = usePreferences();
  return (
    <table className={ui['table']}>
      <tbody>
        {lines.map((line) => (
          <tr key={line.source} data-source={line.source}>
            <td style={{ width: '46%' }}>
              <span className={ui['drug']}>{line.words || line.name.ko}</span>{' '}
              {line.ordered !== undefined && <Tag tone="accent">{t('orders.ordered-already')}</Tag>}
              {line.item === undefined && line.ordered === undefined && (
                <Tag tone="warn">{t('orders.not-in-formulary')}</Tag>
              )}
              <span className={ui['sub']}>
                <DosageDisplay dosages={line.dosage} />
              </span>
            </td>
            <td>
              {set !== undefined && (
                <DecisionField value={decisions[line.source] ?? {}} set={(change) => set(line.source, change)} />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function DecisionField({
  value,
  set,
}: {
  readonly value: Decisions[string];
  readonly set: (change: Decisions[string]) => void;
}) {
  const { t } = usePreferences();
  return (
    <div className={styles['decision']}>
      <div className={styles['choices']} role="radiogroup" aria-label={t('orders.decision')}>
        {(['continue', 'change', 'stop'] as const).map((decision) => (
          <button
            key={decision}
            type="button"
            role="radio"
            aria-checked={value.decision === decision}
            className={styles['choice']}
            onClick={() => set({ decision })}
            data-decision={decision}
          >
            {t(`orders.decision-${decision}`)}
          </button>
        ))}
      </div>
      {value.decision !== undefined && value.decision !== 'continue' && (
        <TextInput
          size="sm"
          placeholder={t('orders.reason')}
          aria-label={t('orders.reason')}
          value={value.reason ?? ''}
          maxLength={500}
          onChange={(event) => set({ reason: event.currentTarget.value })}
        />
      )}
    </div>
  );
}
