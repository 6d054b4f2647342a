import { usePreferences } from '../../app/preferences.tsx';
import type { WardLine } from './api.ts';
import styles from './ward.module.css';

interface Props {
  readonly wards: readonly WardLine[];
  readonly ward: string | undefined;
  readonly choose: (ward: string) => void;
}

/** Chooses the ward that somebody works on. */
export function WardSelect({ wards, ward, choose }: Props) {
  const { language, t } = usePreferences();
  return (
    <select
      className={styles['select']}
      aria-label={t('ward.choose-ward')}
      data-ward-select
      value={ward ?? ''}
      onChange={(event) => choose(event.currentTarget.value)}
    >
      {wards.map(({ ward: id, name, latin }) => (
        <option key={id} value={id}>
          {language === 'en' ? (latin ?? name) : name}
        </option>
      ))}
    </select>
  );
}
