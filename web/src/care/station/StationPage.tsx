/**
 * The ward station: set up once, opened by its code, and there when nothing else is.
 *
 * Proof   test/journey/downtime.test.ts
 */
import { useEffect } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { Bones } from '../../ui/Section.tsx';
import { keepPage, station, useRounds, useStation } from './here.ts';
import { SetUp } from './SetUp.tsx';
import { StationFrame } from './StationFrame.tsx';
import { Unlock } from './Unlock.tsx';
import { WardView } from './WardView.tsx';

export default function StationPage() {
  const view = useStation();
  const { t } = usePreferences();
  useEffect(() => {
    void station.look();
  }, []);
  useEffect(() => {
    document.title = t('station.title');
    if (view.state === 'open') void keepPage().catch(() => undefined);
  }, [view.state, t]);
  useRounds(view.state === 'open');
  if (view.state === 'looking')
    return (
      <StationFrame view={view}>
        <Bones lines={8} />
      </StationFrame>
    );
  if (view.state === 'none') return <SetUp />;
  if (view.state === 'locked') return <Unlock />;
  return (
    <StationFrame view={view}>
      <WardView view={view} />
    </StationFrame>
  );
}
