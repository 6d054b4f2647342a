import { Button } from '@mantine/core';
import { IconBrowser } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { usePreferences } from '../../app/preferences.tsx';
import { watchTabs } from './other-tabs.ts';
import styles from './banner.module.css';

/** Another patient is open in another tab: said once, calmly, so that nobody writes into the wrong record. */
export function OtherTabStrip({ patient }: { readonly patient: string }) {
  const { t } = usePreferences();
  const [others, setOthers] = useState<ReadonlyMap<string, string>>(new Map());
  const [seen, setSeen] = useState('');
  useEffect(() => {
    const stop = watchTabs(patient, setOthers);
    window.addEventListener('pagehide', stop);
    return () => {
      window.removeEventListener('pagehide', stop);
      stop();
    };
  }, [patient]);
  const different = [...new Set(others.values())]
    .filter((one) => one !== patient)
    .sort()
    .join(' ');
  if (different === '' || different === seen) return null;
  return (
    <div className={styles['strip']} role="status" data-other-tab>
      <IconBrowser size={17} aria-hidden />
      <span>{t('banner.other-tab')}</span>
      <Button size="xs" variant="default" onClick={() => setSeen(different)}>
        {t('action.understood')}
      </Button>
    </div>
  );
}
