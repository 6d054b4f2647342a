import { IconCircleCheck, IconCloudOff, IconPencil } from '@tabler/icons-react';
import { usePreferences } from '../../app/preferences.tsx';
import { dateTimeText } from '../../format/date.ts';
import { isUnsaved, type DraftState } from './draft-state.ts';
import { faultMessage } from './fault-text.ts';
import styles from './notes.module.css';

/** What the server has of what was typed. */
export function SaveState({ state }: { readonly state: DraftState }) {
  const { language, t } = usePreferences();
  if (state.failed !== undefined)
    return (
      <span role="alert" className={styles['saveState']} data-failed>
        <IconCloudOff size={15} aria-hidden /> {t('notes.not-saved')} {t(faultMessage(state.failed))}
      </span>
    );
  const unsaved = isUnsaved(state);
  const Sign = unsaved ? IconPencil : IconCircleCheck;
  return (
    <span className={styles['saveState']} data-saved={!unsaved} aria-live="polite">
      <Sign size={15} aria-hidden />
      {unsaved ? t('notes.saving') : t('notes.saved', { at: dateTimeText(state.savedAt, language).slice(-5) })}
    </span>
  );
}
