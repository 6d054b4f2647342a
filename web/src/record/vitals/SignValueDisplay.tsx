import { usePreferences } from '../../app/preferences.tsx';
import type { Observation } from '../../fhir/types.ts';
import { quantityUnit, valueText } from '../../format/quantity.ts';
import { ObservationValueDisplay } from '../../ui/ObservationValueDisplay.tsx';
import { FlagSign } from '../../ui/QuantityDisplay.tsx';
import ui from '../../ui/ui.module.css';
import { BLOOD_PRESSURE, pressureFlag, pressureOf } from './vital-signs.ts';

/** One value of a vital sign; blood pressure as 120/80. */
export function SignValueDisplay({ sign, observation }: { readonly sign: string; readonly observation: Observation }) {
  const { language } = usePreferences();
  const { systolic, diastolic } = pressureOf(observation);
  if (sign !== BLOOD_PRESSURE || (systolic === undefined && diastolic === undefined))
    return <ObservationValueDisplay valued={observation} />;
  const text = [systolic, diastolic]
    .map((one) => (one?.value === undefined ? '–' : whole(valueText(one.value))))
    .join('/');
  const flag = pressureFlag(observation);
  return (
    <span className={ui['value']} data-flag={flag}>
      {text}
      <span className={ui['unit']}> {quantityUnit(systolic ?? diastolic, language)}</span>
      <FlagSign flag={flag} />
    </span>
  );
}

/** Blood pressures are read in whole mmHg. */
function whole(text: string): string {
  return String(Math.round(Number(text)));
}
