import { usePreferences } from '../../app/preferences.tsx';
import type { Encounter } from '../../fhir/types.ts';
import { CodeableConceptDisplay } from '../../ui/CodeableConceptDisplay.tsx';
import { ReferenceDisplay } from '../../ui/ReferenceDisplay.tsx';
import { visitConcept, visitReason } from './visit.ts';

/** What an encounter is called. */
export function VisitName({ encounter }: { readonly encounter: Encounter }) {
  const { language } = usePreferences();
  return <CodeableConceptDisplay concept={visitConcept(encounter, language)} />;
}

/** Why it was, where that is known. */
export function VisitReason({ encounter }: { readonly encounter: Encounter }) {
  const reason = visitReason(encounter);
  if (reason === undefined) return null;
  return reason.concept === undefined ? (
    <ReferenceDisplay reference={reason.diagnosis} />
  ) : (
    <CodeableConceptDisplay concept={reason.concept} />
  );
}
