import { usePreferences } from '../app/preferences.tsx';
import type { CodeableConcept, Observation, ObservationComponent } from '../fhir/types.ts';
import { conceptText } from '../format/code.ts';
import { dateTimeText } from '../format/date.ts';
import { flagOf } from '../format/flag.ts';
import { valueText } from '../format/quantity.ts';
import type { Language } from '../format/language.ts';
import { FlagSign, QuantityDisplay } from './QuantityDisplay.tsx';
import styles from './ui.module.css';

type Valued = Observation | ObservationComponent;

/** A value that is no quantity, as text. */
export function otherValueText(valued: Valued, language: Language): string {
  if (valued.valueCodeableConcept !== undefined) return conceptText(valued.valueCodeableConcept, language);
  if (valued.valueDateTime !== undefined) return dateTimeText(valued.valueDateTime, language);
  const { valueRatio: ratio, valueRange: range } = valued;
  if (ratio !== undefined)
    return [ratio.numerator?.value, ratio.denominator?.value]
      .map((one) => (one === undefined ? '?' : valueText(one)))
      .join(':');
  if (range !== undefined)
    return [range.low?.value, range.high?.value].map((one) => (one === undefined ? '' : valueText(one))).join('–');
  return (
    valued.valueString ?? valued.valueInteger?.toString() ?? booleanText(valued.valueBoolean) ?? valued.valueTime ?? ''
  );
}

function booleanText(value: boolean | undefined): string | undefined {
  return value === undefined ? undefined : value ? '+' : '−';
}

/** The value of an Observation or component; why it has none where it has none. */
export function ObservationValueDisplay({ valued, unit = true }: { readonly valued: Valued; readonly unit?: boolean }) {
  const { language } = usePreferences();
  const flag = flagOf(valued);
  if (valued.valueQuantity !== undefined)
    return <QuantityDisplay quantity={valued.valueQuantity} flag={flag} unit={unit} />;
  const text = otherValueText(valued, language);
  if (text === '') return <Absent reason={valued.dataAbsentReason} />;
  return (
    <span className={styles['value']} data-flag={flag} style={{ whiteSpace: 'normal' }}>
      {text}
      <FlagSign flag={flag} />
    </span>
  );
}

function Absent({ reason }: { readonly reason: CodeableConcept | undefined }) {
  const { language, t } = usePreferences();
  return <span className="muted">{reason === undefined ? t('value.unknown') : conceptText(reason, language)}</span>;
}
