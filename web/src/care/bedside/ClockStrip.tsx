import { IconClockX } from '@tabler/icons-react';
import { usePreferences } from '../../app/preferences.tsx';
import type { Timed } from './api.ts';
import styles from './bedside.module.css';
import { clockText, isSkewed } from './times.ts';

/** This device's clock is wrong: the house's time counts, and that is said. */
export function ClockStrip({ of }: { readonly of: Timed | undefined }) {
  const { t } = usePreferences();
  if (of?.at === undefined || !isSkewed(of.skew)) return null;
  return (
    <p className={styles['strip']} role="status" data-clock-wrong>
      <IconClockX size={18} aria-hidden />
      {t('bedside.clock-wrong', { house: clockText(of.at), minutes: Math.round(Math.abs(of.skew ?? 0) / 60_000) })}
    </p>
  );
}
