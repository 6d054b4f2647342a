import { usePreferences } from '../app/preferences.tsx';
import { dateText, dateTimeText } from '../format/date.ts';

interface Props {
  readonly value: string | undefined;
  readonly time?: boolean;
}

/** A FHIR date; "not recorded" where there is none. */
export function DateDisplay({ value, time = false }: Props) {
  const { language, t } = usePreferences();
  if (value === undefined) return <span className="muted">{t('value.not-recorded')}</span>;
  return (
    <time dateTime={value} title={dateTimeText(value, language)}>
      {time ? dateTimeText(value, language) : dateText(value, language)}
    </time>
  );
}
