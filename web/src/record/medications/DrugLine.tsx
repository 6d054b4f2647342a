import { usePreferences } from '../../app/preferences.tsx';
import type { MedicationRequest, Resource } from '../../fhir/types.ts';
import ui from '../../ui/ui.module.css';
import { drugConcept, drugName } from './drug.ts';

interface Props {
  readonly request: MedicationRequest;
  readonly included: readonly Resource[];
}

/** A drug's name: generic in bold lower case, then strength and form. Nothing is cut. */
export function DrugLine({ request, included }: Props) {
  const { language, t } = usePreferences();
  const { generic, rest } = drugName(drugConcept(request, included), language);
  if (generic === '') return <span className="muted">{t('value.unknown')}</span>;
  return (
    <>
      <span className={ui['drug']}>{generic}</span>
      {rest !== '' && <span className={ui['strength']}> {rest.replace(/(\d) (?=[^\d\s])/g, '$1\u00A0')}</span>}
    </>
  );
}
