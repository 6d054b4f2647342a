import { usePreferences } from '../app/preferences.tsx';
import ui from '../ui/ui.module.css';

/** Says that there is more than is shown, so that nobody takes the list for the whole. */
export function Truncated({ more, shown }: { readonly more: boolean; readonly shown: number }) {
  const { t } = usePreferences();
  return more ? <p className={ui['more']}>{t('list.truncated', { shown })}</p> : null;
}
