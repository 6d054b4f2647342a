/**
 * The drafts at the side: what was chosen and is not signed, with everything that stands in the way of signing.
 */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useMe } from '../../access/SessionGate.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { Loaded } from '../../ui/Section.tsx';
import type { Finding } from './api.ts';
import { DraftCard } from './DraftCard.tsx';
import { FactsLine } from './FactsLine.tsx';
import { Fault } from './Fault.tsx';
import { FindingCard } from './FindingCard.tsx';
import { SignDialog } from './SignDialog.tsx';
import type { OpenBasket } from './use-basket.ts';
import styles from './orders.module.css';

interface Props {
  readonly patient: string;
  readonly open: OpenBasket;
}

export function BasketPanel({ patient, open }: Props) {
  const { t } = usePreferences();
  const { basket, query, findings, failed } = open;
  const keys = new Set(basket?.lines.map(({ draft }) => draft.key));
  const general = findings.filter(({ draft }) => draft === undefined || !keys.has(draft));
  return (
    <aside className={styles['basket']} aria-label={t('orders.basket')} data-basket={basket?.version}>
      <div className={styles['basketHead']}>
        <h3>{t('orders.basket')}</h3>
        <span className={styles['state']} role="status">
          {open.saving ? t('orders.saving') : open.checking ? t('orders.checking') : ''}
        </span>
      </div>
      {basket !== undefined && basket.namesakes > 0 && (
        <p className={styles['namesakes']}>{t('orders.namesakes', { count: basket.namesakes })}</p>
      )}
      {basket !== undefined && <FactsLine facts={basket.facts} />}
      <Fault error={failed} />
      <Loaded query={query} lines={3} empty={t('orders.basket-empty')} isEmpty={({ lines }) => lines.length === 0}>
        {({ lines }) => (
          <>
            {general.map((finding) => (
              <FindingCard key={finding.id} finding={finding} />
            ))}
            <ul className={styles['drafts']}>
              {lines.map((line) => (
                <DraftCard
                  key={`${line.draft.key} ${line.problems.length}`}
                  line={line}
                  findings={of(findings, line.draft.key)}
                  change={open.change}
                  remove={open.remove}
                />
              ))}
            </ul>
            <BasketFoot patient={patient} open={open} />
          </>
        )}
      </Loaded>
    </aside>
  );
}

function of(findings: readonly Finding[], key: string): readonly Finding[] {
  return findings.filter(({ draft }) => draft === key);
}

function BasketFoot({ patient, open }: Props) {
  const { t } = usePreferences();
  const nurse = useMe().role === 'nurse';
  const [signing, setSigning] = useState(false);
  const { basket, findings, saving, checking } = open;
  const lines = basket?.lines ?? [];
  const incomplete = lines.filter(({ problems }) => problems.length > 0).length;
  const stops = findings.filter(({ tier }) => tier === 1).length;
  return (
    <div className={styles['basketFoot']}>
      {stops > 0 && <p className={styles['problem']}>{t('orders.stops', { count: stops })}</p>}
      {incomplete > 0 && <p className={styles['problem']}>{t('orders.incomplete', { count: incomplete })}</p>}
      <div className={styles['formTools']}>
        <Button
          size="md"
          disabled={saving || checking || incomplete > 0 || stops > 0}
          onClick={() => setSigning(true)}
          data-sign
        >
          {nurse ? t('orders.verbal-title') : t('orders.sign', { count: lines.length })}
        </Button>
        <Button size="md" variant="default" onClick={open.clear} disabled={saving}>
          {t('orders.clear')}
        </Button>
      </div>
      {signing && <SignDialog patient={patient} open={open} close={() => setSigning(false)} />}
    </div>
  );
}
