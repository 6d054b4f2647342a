import {
  IconCheck,
  IconClock,
  IconClockExclamation,
  IconDropletFilled,
  IconHandStop,
  IconHelp,
  IconPlayerPause,
  IconPlayerPauseFilled,
  IconX,
  type Icon,
} from '@tabler/icons-react';
import { usePreferences } from '../../app/preferences.tsx';
import type { Standing } from './api.ts';
import styles from './bedside.module.css';

const SIGNS: Readonly<Record<Standing, Icon>> = {
  due: IconClock,
  late: IconClockExclamation,
  given: IconCheck,
  refused: IconX,
  held: IconPlayerPause,
  running: IconDropletFilled,
  paused: IconPlayerPauseFilled,
  'as-needed': IconHandStop,
  unreadable: IconHelp,
};

/** What became of a dose: a sign, a colour and a word. */
export function StandingTag({ standing }: { readonly standing: Standing }) {
  const { t } = usePreferences();
  const Sign = SIGNS[standing];
  return (
    <span className={styles['standing']} data-standing={standing}>
      <Sign size={15} stroke={2} aria-hidden />
      {t(`bedside.standing.${standing}`)}
    </span>
  );
}
