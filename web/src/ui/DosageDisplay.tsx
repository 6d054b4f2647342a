import { usePreferences } from '../app/preferences.tsx';
import type { Dosage } from '../fhir/types.ts';
import { dosageText } from '../format/dosage.ts';

/** How a drug is taken, one line for each step; "not recorded" where nothing says so. */
export function DosageDisplay({ dosages }: { readonly dosages: readonly Dosage[] | undefined }) {
  const { language, t } = usePreferences();
  const lines = (dosages ?? []).map((dosage) => dosageText(dosage, language)).filter(Boolean);
  if (lines.length === 0) return <span className="muted">{t('dosage.not-recorded')}</span>;
  return (
    <>
      {lines.map((line) => (
        <div key={line}>{line}</div>
      ))}
    </>
  );
}
