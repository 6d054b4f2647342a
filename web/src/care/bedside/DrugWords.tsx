import { usePreferences } from '../../app/preferences.tsx';
import { doseText } from '../../format/quantity.ts';
import { isMessageKey } from '../../messages/messages.ts';
import { drugName } from '../../record/medications/drug.ts';
import ui from '../../ui/ui.module.css';
import type { DueDose } from './api.ts';
import styles from './bedside.module.css';

/** The drug: generic name in bold lower case, then strength and form. Nothing is cut. */
export function DrugWords({ dose }: { readonly dose: Pick<DueDose, 'drug' | 'name'> }) {
  const { language } = usePreferences();
  const { generic, rest } = drugName(dose.name ?? { text: dose.drug }, language);
  return (
    <span className={styles['drugWords']}>
      <span className={ui['drug']}>{generic === '' ? dose.drug : generic}</span>
      {rest !== '' && <span className={ui['strength']}> {rest.replace(/(\d) (?=[^\d\s])/g, '$1\u00A0')}</span>}
    </span>
  );
}

/** A word of the house by its code; the code itself where it has none, so that nothing is hidden. */
export function useCodeWord(): (group: string, code: string | undefined) => string {
  const { t } = usePreferences();
  return (group, code = '') => {
    const key = `bedside.${group}.${code}`;
    return isMessageKey(key) ? t(key) : code;
  };
}

/** DOSE and route: "DOSE 500 mg — by mouth". */
export function DoseWords({ dose }: { readonly dose: Pick<DueDose, 'dose' | 'route' | 'infusion'> }) {
  const { language, t } = usePreferences();
  const word = useCodeWord();
  const { infusion } = dose;
  const quantity = infusion === undefined ? dose.dose : { value: infusion.rate, unit: infusion.unit };
  return (
    <span className={styles['doseWords']}>
      <span className={styles['doseLabel']}>{t(infusion === undefined ? 'bedside.dose' : 'bedside.rate')}</span>{' '}
      <strong>
        {quantity === undefined
          ? t('value.unknown')
          : doseText({ value: quantity.value, unit: quantity.unit, code: quantity.unit }, language)}
      </strong>
      {dose.route !== undefined && <> — {word('route', dose.route)}</>}
    </span>
  );
}
