/**
 * What decision support says about a draft, in its tier: a stop, an interruption that wants a reason, a word beside it.
 */
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { IconAlertOctagon, IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import { useState } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { acceptSuggestion, type Finding, type Override } from './api.ts';
import styles from './orders.module.css';

const SIGNS = { 1: IconAlertOctagon, 2: IconAlertTriangle, 3: IconInfoCircle } as const;
const REASONS = [
  'benefit-outweighs',
  'tolerated-before',
  'no-alternative',
  'monitored',
  'dose-adjusted',
  'record-wrong',
  'not-applicable',
  'other',
] as const;

interface Props {
  readonly finding: Finding;
  /** Takes the draft out of the basket. */
  readonly remove?: ((key: string) => void) | undefined;
  /** Is it about the chart and not about a draft? */
  readonly chart?: boolean;
  /** Where a reason is asked for: at signing. */
  readonly override?:
    | { readonly value: Override['reason'] | undefined; readonly set: (reason: Override['reason'] | undefined) => void }
    | undefined;
}

export function FindingCard({ finding, remove, override, chart = false }: Props) {
  const { language, t } = usePreferences();
  const [open, setOpen] = useState(false);
  const { tier, summary, detail, source, suggestions, id } = finding;
  const Sign = SIGNS[tier];
  const change = suggestions.flatMap(({ remove: key, label }) => (key === undefined ? [] : [{ key, label }]))[0];
  return (
    <div className={styles['finding']} data-tier={tier} data-finding={id} role={tier === 3 ? 'note' : 'alert'}>
      <Sign size={17} aria-hidden />
      <div className={styles['findingBody']}>
        <div>
          <strong>{chart ? t(`orders.chart-tier-${tier}`) : t(`orders.tier-${tier}`)}</strong> {summary[language]}
        </div>
        {open && (
          <div className={styles['findingDetail']}>
            {detail[language]}
            <div>{t('orders.source', { source })}</div>
          </div>
        )}
        <div className={styles['findingTools']}>
          <button type="button" className={styles['textButton']} aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? t('orders.less') : t('orders.why')}
          </button>
          {change !== undefined && remove !== undefined && (
            <Button
              size="xs"
              variant="default"
              onClick={() => {
                void acceptSuggestion(finding).catch(() => undefined);
                remove(change.key);
              }}
            >
              {t('orders.take-out')}
            </Button>
          )}
        </div>
        {override !== undefined && tier === 2 && <ReasonSelect value={override.value} set={override.set} />}
      </div>
    </div>
  );
}

function ReasonSelect({ value, set }: NonNullable<Props['override']>) {
  const { t } = usePreferences();
  return (
    <div className={styles['reason']}>
      <NativeSelect
        aria-label={t('orders.reason')}
        value={value?.code ?? ''}
        onChange={(event) =>
          set(event.currentTarget.value === '' ? undefined : { ...value, code: event.currentTarget.value })
        }
        data={[
          { value: '', label: t('orders.reason-choose') },
          ...REASONS.map((code) => ({ value: code, label: t(`orders.override-${code}`) })),
        ]}
        data-override
      />
      {value?.code === 'other' && (
        <TextInput
          aria-label={t('orders.reason-words')}
          placeholder={t('orders.reason-words')}
          value={value.comment ?? ''}
          onChange={(event) => set({ code: 'other', comment: event.currentTarget.value })}
        />
      )}
    </div>
  );
}
