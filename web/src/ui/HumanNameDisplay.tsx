import { usePreferences } from '../app/preferences.tsx';
import type { HumanName } from '../fhir/types.ts';
import { shownName } from '../format/name.ts';

interface Props {
  readonly names: readonly HumanName[] | undefined;
  /** Class of the name in the other script; without it that name is left out. */
  readonly secondaryClass?: string | undefined;
}

/** A person's name in the language of the screen, the other script beside it. */
export function HumanNameDisplay({ names, secondaryClass }: Props) {
  const { language, t } = usePreferences();
  const { primary, secondary } = shownName(names, language);
  return (
    <>
      {primary === '' ? t('name.unknown') : primary}
      {secondaryClass !== undefined && secondary !== undefined && <span className={secondaryClass}>{secondary}</span>}
    </>
  );
}
