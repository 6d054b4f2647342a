/**
 * The frame of the open station: which ward, how old what is shown is, and whether the house answers. It is never out of sight.
 */
import { Button } from '@mantine/core';
import { IconCloud, IconCloudOff, IconLock, IconUserOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { leaveToSignIn } from '../../access/oauth.ts';
import { BrandMark } from '../../app/Brand.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { useNow } from '../../app/use-now.ts';
import { LanguageSwitch, SchemeSwitch } from '../../app/ViewControls.tsx';
import { clockText, minutesText } from './clock.ts';
import { station } from './here.ts';
import type { StationView } from '../../../../src/care/station/index.ts';
import styles from './station.module.css';

interface Props {
  readonly view: StationView;
  readonly children: ReactNode;
}

export function StationFrame({ view, children }: Props) {
  const { t } = usePreferences();
  return (
    <div className={styles['frame']}>
      <header className={styles['head']} data-reach={view.reach}>
        <BrandMark size={26} />
        <strong className={styles['wardName']}>{view.snapshot?.ward.name ?? t('station.title')}</strong>
        <ReachLine view={view} />
        <span className={styles['tools']}>
          <LanguageSwitch />
          <SchemeSwitch />
          {view.state === 'open' && (
            <Button
              variant="default"
              size="md"
              leftSection={<IconLock size={18} aria-hidden />}
              onClick={() => station.lock()}
            >
              {t('station.lock')}
            </Button>
          )}
        </span>
      </header>
      <main className={styles['main']}>{children}</main>
    </div>
  );
}

const SIGNS = {
  unknown: IconCloud,
  connected: IconCloud,
  cut: IconCloudOff,
  'signed-out': IconUserOff,
  refused: IconUserOff,
} as const;

function ReachLine({ view }: { readonly view: StationView }) {
  const { language, t } = usePreferences();
  const now = useNow();
  const { reach, snapshot, cutSince } = view;
  const Sign = SIGNS[reach];
  const age = snapshot === undefined ? '' : minutesText(now - snapshot.taken, language);
  return (
    <div className={styles['reach']} role="status" data-reach={reach}>
      <Sign size={20} aria-hidden />
      <span>
        <strong>
          {t(`station.reach.${reach}`, { since: cutSince === undefined ? '' : clockText(cutSince, language) })}
        </strong>{' '}
        {snapshot !== undefined && t('station.as-of', { time: clockText(snapshot.taken, language), age })}
      </span>
      {(reach === 'signed-out' || reach === 'refused') && (
        <Button size="md" onClick={() => void leaveToSignIn('/station')}>
          {t('station.sign-in')}
        </Button>
      )}
    </div>
  );
}
