import { usePreferences } from '../../app/preferences.tsx';
import type { DoseFacts } from './api.ts';
import styles from './orders.module.css';

/** What doses are calculated from; what is not known says so. */
export function FactsLine({ facts }: { readonly facts: DoseFacts }) {
  const { t } = usePreferences();
  const unknown = t('orders.unknown');
  const { weight, surface, clearance, egfr } = facts;
  const parts: readonly [string, string][] = [
    [t('orders.weight'), weight === undefined ? unknown : `${weight.value} kg`],
    [t('orders.surface'), surface.ok ? `${surface.value.toFixed(2)} m²` : unknown],
    [t('orders.clearance'), clearance.ok ? `${Math.round(clearance.value)} mL/min` : unknown],
    ['eGFR', egfr.ok ? `${Math.round(egfr.value)}` : unknown],
  ];
  return (
    <dl className={styles['facts']} data-facts>
      {parts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
