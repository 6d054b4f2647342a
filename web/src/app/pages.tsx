import { Button } from '@mantine/core';
import { CentrePage } from '../access/Frame.tsx';
import { useMe } from '../access/SessionGate.tsx';
import { usePreferences } from './preferences.tsx';

/** An address that is none. */
export function NotFoundPage() {
  const { t } = usePreferences();
  return (
    <CentrePage title={t('page.not-found')} text={t('page.not-found-note')}>
      <Button component="a" href="/">
        {t('page.to-start')}
      </Button>
    </CentrePage>
  );
}

/** For roles whose work is not in patients' charts. */
export function StartPage() {
  const { language, t } = usePreferences();
  const me = useMe();
  return (
    <CentrePage
      title={t('start.title', { name: me.name[language] })}
      text={t('start.no-chart', { role: t(`role.${me.role}`) })}
    />
  );
}
