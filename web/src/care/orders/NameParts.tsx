import { usePreferences } from '../../app/preferences.tsx';
import ui from '../../ui/ui.module.css';
import type { CatalogueItem, OrderLine } from './api.ts';
import styles from './orders.module.css';

interface Props {
  readonly item: Pick<CatalogueItem | OrderLine, 'kind' | 'name' | 'parts' | 'strength'>;
}

/** A name with the letters raised that tell it from names like it; a drug in bold, with its strength. */
export function NameParts({ item: { kind, name, parts, strength } }: Props) {
  const { language } = usePreferences();
  const other = language === 'ko' ? name.en : name.ko;
  const isDrug = kind === 'drug';
  return (
    <>
      <span className={isDrug ? ui['drug'] : styles['name']} title={other}>
        {parts[language].map(({ text, strong }) =>
          strong ? (
            <mark key={text} className={styles['tall']}>
              {text}
            </mark>
          ) : (
            text
          ),
        )}
      </span>
      {strength !== undefined && strength !== '' && (
        <span className={ui['strength']}> {strength.replace(/ /g, '\u00A0').replace(/\[iu\]/gi, 'IU')}</span>
      )}
    </>
  );
}
