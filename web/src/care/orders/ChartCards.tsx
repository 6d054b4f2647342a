/**
 * One line about what decision support says of the open chart; opened, each card. Where it does not answer, the line says so.
 */
import { Button } from '@mantine/core';
import { IconAlertOctagon, IconChevronDown, IconShieldCheck, IconShieldX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMe } from '../../access/SessionGate.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import type { Finding } from './api.ts';
import { chartCardsQuery, type ChartHook } from './chart-cards.ts';
import { FindingCard } from './FindingCard.tsx';
import styles from './orders.module.css';

interface Props {
  readonly patient: string;
  readonly hook: ChartHook;
}

export function ChartCards({ patient, hook }: Props) {
  const { t } = usePreferences();
  const me = useMe();
  const query = useQuery(chartCardsQuery(hook, patient, me.fhirUser ?? ''));
  const [open, setOpen] = useState(false);
  const findings = query.data ?? [];
  const counts = useCounts(findings);
  if (query.isError)
    return (
      <div className={styles['strip']} data-tone="high" role="alert" data-cards="down">
        <IconShieldX size={18} aria-hidden />
        <strong>{t('orders.cards-down')}</strong>
        <Button size="xs" variant="default" onClick={() => void query.refetch()}>
          {t('action.retry')}
        </Button>
      </div>
    );
  if (query.isPending || findings.length === 0)
    return (
      <div className={styles['strip']} role="status" data-cards={query.isPending ? 'asking' : 'none'}>
        <IconShieldCheck size={18} aria-hidden />
        {query.isPending ? t('orders.cards-asking') : t('orders.cards-none')}
      </div>
    );
  return (
    <section className={styles['cards']} aria-label={t('orders.cards')} data-cards={findings.length}>
      <button
        type="button"
        className={styles['strip']}
        data-tone={toneOf(findings)}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <IconAlertOctagon size={18} aria-hidden />
        <strong>{t('orders.cards')}</strong>
        <span className={styles['counts']}>{counts}</span>
        <IconChevronDown size={18} aria-hidden className={styles['chevron']} data-open={open} />
      </button>
      {open && (
        <div className={styles['cardList']}>
          {findings.map((finding) => (
            <FindingCard key={finding.id} finding={finding} chart />
          ))}
        </div>
      )}
    </section>
  );
}

function toneOf(findings: readonly Finding[]): 'high' | 'warn' | 'plain' {
  const most = Math.min(...findings.map(({ tier }) => tier));
  return most === 1 ? 'high' : most === 2 ? 'warn' : 'plain';
}

/** How many there are of each tier, and the first of the gravest in words. */
function useCounts(findings: readonly Finding[]): string {
  const { language, t } = usePreferences();
  const counts = ([1, 2, 3] as const).flatMap((tier) => {
    const { length } = findings.filter((one) => one.tier === tier);
    return length === 0 ? [] : [`${t(`orders.chart-tier-${tier}`)} ${length}`];
  });
  return [...counts, findings[0]?.summary[language] ?? ''].join(' · ');
}
