import { usePreferences } from '../app/preferences.tsx';
import type { Period } from '../fhir/types.ts';
import { dateText, dateTimeText, spanText } from '../format/date.ts';

interface Props {
  readonly period: Period | undefined;
  readonly time?: boolean;
}

/** A period: one date where it begins and ends on one, "since" where it goes on. */
export function PeriodDisplay({ period, time = false }: Props) {
  const { language, t } = usePreferences();
  const text = time ? dateTimeText : dateText;
  if (period?.start === undefined && period?.end === undefined)
    return <span className="muted">{t('value.not-recorded')}</span>;
  const start = text(period.start, language);
  if (period.end === undefined) return <>{t('period.since', { start })}</>;
  const end = text(period.end, language);
  if (start === '') return <>{t('period.until', { end })}</>;
  return <>{spanText(start, end, dateText(period.end, language))}</>;
}
