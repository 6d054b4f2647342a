import { Button, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMe } from '../../access/SessionGate.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { useNow } from '../../app/use-now.ts';
import { isMessageKey } from '../../messages/messages.ts';
import { Loaded, Nothing, Section } from '../../ui/Section.tsx';
import { fluidsQuery, type Balance, type FluidDay } from './nursing-api.ts';
import { clockText, Fault } from './parts.tsx';
import { useChartAct } from './use-chart-act.ts';
import styles from './nursing.module.css';

const KINDS = [
  'intake-oral',
  'intake-intravenous',
  'intake-enteral',
  'intake-blood',
  'intake-other',
  'output-urine',
  'output-drain',
  'output-vomit',
  'output-stool',
  'output-other',
] as const;

/** Intake and output with the running balance of each shift and day. */
export function FluidsPart({ patient }: { readonly patient: string }) {
  const { t } = usePreferences();
  const { role } = useMe();
  const query = useQuery(fluidsQuery(patient));
  return (
    <Section title={t('ward.fluids')}>
      {(role === 'nurse' || role === 'physician') && <FluidEntry patient={patient} />}
      <Loaded query={query} lines={6}>
        {({ days }) =>
          days.length === 0 ? (
            <Nothing>{t('ward.no-fluids')}</Nothing>
          ) : (
            days.map((day) => <Day key={day.date} day={day} patient={patient} />)
          )
        }
      </Loaded>
    </Section>
  );
}

function FluidEntry({ patient }: { readonly patient: string }) {
  const { t } = usePreferences();
  const [kind, setKind] = useState<string>('intake-oral');
  const [amount, setAmount] = useState('');
  const acting = useChartAct(patient, () => setAmount(''));
  const valid = /^[1-9]\d{0,3}$/.test(amount);
  return (
    <form
      className={styles['entry']}
      data-fluid-entry
      onSubmit={(event) => {
        event.preventDefault();
        if (valid) acting.mutate({ path: 'fluids', body: { patient, kind, millilitres: Number(amount) } });
      }}
    >
      <Select
        size="md"
        aria-label={t('ward.fluid-kind')}
        data={KINDS.map((value) => ({ value, label: t(`ward.fluid.${value}`) }))}
        value={kind}
        allowDeselect={false}
        onChange={(value) => setKind(value ?? kind)}
      />
      <TextInput
        size="md"
        inputMode="numeric"
        aria-label={t('ward.millilitres')}
        rightSection={<span className="muted">mL</span>}
        value={amount}
        error={amount !== '' && !valid ? t('ward.whole-millilitres') : undefined}
        onChange={(event) => setAmount(event.currentTarget.value.normalize('NFKC').trim())}
      />
      <Button type="submit" size="md" disabled={!valid} loading={acting.isPending}>
        {t('ward.chart-round')}
      </Button>
      <Fault error={acting.error} />
    </form>
  );
}

const SHIFTS = ['day', 'evening', 'night'] as const;

function Day({ day, patient }: { readonly day: FluidDay; readonly patient: string }) {
  const { t } = usePreferences();
  return (
    <div data-fluid-day={day.date}>
      <table className={styles['balance']}>
        <thead>
          <tr>
            <th>{day.date}</th>
            <th>{t('ward.intake')}</th>
            <th>{t('ward.output')}</th>
            <th>{t('ward.balance')}</th>
          </tr>
        </thead>
        <tbody>
          {SHIFTS.map((shift) => (
            <BalanceRow key={shift} label={t(`ward.shift.${shift}`)} balance={day.shifts[shift]} />
          ))}
          <BalanceRow label={t('ward.whole-day')} balance={day.total} total />
        </tbody>
      </table>
      <details className={styles['details']}>
        <summary>{t('ward.entries', { count: day.entries.length })}</summary>
        <ul>
          {day.entries.map((entry) => (
            <Entry key={entry.observation} entry={entry} patient={patient} />
          ))}
        </ul>
      </details>
    </div>
  );
}

function BalanceRow({
  label,
  balance,
  total = false,
}: {
  readonly label: string;
  readonly balance: Balance;
  readonly total?: boolean;
}) {
  const sign = balance.balance > 0 ? '+' : '';
  return (
    <tr data-total={total}>
      <th scope="row">{label}</th>
      <td>{balance.intake}</td>
      <td>{balance.output}</td>
      <td data-balance>
        {sign}
        {balance.balance} mL
      </td>
    </tr>
  );
}

function Entry({ entry, patient }: { readonly entry: FluidDay['entries'][number]; readonly patient: string }) {
  const { t } = usePreferences();
  const now = useNow(60_000);
  const acting = useChartAct(patient);
  const key = `ward.fluid.${entry.kind}`;
  const words = `${clockText(entry.at, now)} ${isMessageKey(key) ? t(key) : entry.kind} ${entry.millilitres} mL`;
  if (entry.status === 'entered-in-error')
    return (
      <li className="muted">
        <s>{words}</s> {t('ward.in-error')}
      </li>
    );
  return (
    <li>
      {words} <span className="muted">{entry.by}</span>
      <Button
        variant="subtle"
        size="compact-sm"
        loading={acting.isPending}
        onClick={() =>
          acting.mutate({
            path: 'corrections',
            body: { observation: entry.observation, act: 'entered-in-error', reason: 'typing' },
          })
        }
      >
        {t('ward.take-back')}
      </Button>
      <Fault error={acting.error} />
    </li>
  );
}
