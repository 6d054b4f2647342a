import { usePreferences } from '../app/preferences.tsx';
import { decimalText } from '../fhir/decimal.ts';
import type { Quantity } from '../fhir/types.ts';
import { FLAG_SIGNS, type FlagLevel } from '../format/flag.ts';
import { quantityUnit, valueText } from '../format/quantity.ts';
import styles from './ui.module.css';

interface Props {
  readonly quantity: Quantity | undefined;
  readonly flag?: FlagLevel;
  readonly unit?: boolean;
}

/** A measured value with its flag as sign, colour and word; the digits as recorded are in its title. */
export function QuantityDisplay({ quantity, flag = 'unknown', unit = true }: Props) {
  const { language, t } = usePreferences();
  if (quantity?.value === undefined) return <span className="muted">{t('value.unknown')}</span>;
  const unitWords = quantityUnit(quantity, language);
  return (
    <span className={styles['value']} data-flag={flag} title={`${decimalText(quantity.value)} ${unitWords}`}>
      <span className={styles['digits']}>
        {quantity.comparator}
        {valueText(quantity.value)}
      </span>
      {unit && unitWords !== '' && (
        <span className={styles['unit']}>
          {unitWords === '%' ? '' : ' '}
          {unitWords}
        </span>
      )}
      <FlagSign flag={flag} />
    </span>
  );
}

/** The sign of a flag and, for screen readers, its word. */
export function FlagSign({ flag }: { readonly flag: FlagLevel }) {
  const { t } = usePreferences();
  if (FLAG_SIGNS[flag] === '') return null;
  return (
    <span className={styles['flag']} title={t(`flag.${flag}`)}>
      <span aria-hidden>{FLAG_SIGNS[flag]}</span>
      <span className="visually-hidden">{t(`flag.${flag}`)}</span>
    </span>
  );
}
