import { IconAlertTriangleFilled, IconCircleCheck, IconEye, IconHelp, type Icon } from '@tabler/icons-react';
import { usePreferences } from '../../app/preferences.tsx';
import type { Severity } from './api.ts';
import styles from './handover.module.css';

const SIGNS: Readonly<Record<Severity | 'unknown', Icon>> = {
  stable: IconCircleCheck,
  watcher: IconEye,
  unstable: IconAlertTriangleFilled,
  unknown: IconHelp,
};

/** How ill somebody is: sign, colour and word; unknown is a word too. */
export function SeverityTag({ severity }: { readonly severity: Severity | undefined }) {
  const { t } = usePreferences();
  const known = severity ?? 'unknown';
  const Sign = SIGNS[known];
  return (
    <span className={styles['severity']} data-severity={known}>
      <Sign size={14} aria-hidden />
      {t(`severity.${known}`)}
    </span>
  );
}
