import { useQuery } from '@tanstack/react-query';
import { usePreferences } from '../app/preferences.tsx';
import { loadNamed } from '../fhir/named.ts';
import type { Reference, Resource } from '../fhir/types.ts';
import { conceptText } from '../format/code.ts';
import { shownName } from '../format/name.ts';
import type { Language } from '../format/language.ts';

/** What a resource is called. */
export function resourceName(resource: Resource, language: Language): string {
  if (
    resource.resourceType === 'Practitioner' ||
    resource.resourceType === 'Patient' ||
    resource.resourceType === 'RelatedPerson'
  )
    return shownName(resource.name, language).primary;
  if (resource.resourceType === 'Medication') return conceptText(resource.code, language);
  if ('name' in resource && typeof resource.name === 'string') return resource.name;
  return '';
}

/** What a reference points to, by its own words or else by the name of the resource. */
export function ReferenceDisplay({ reference }: { readonly reference: Reference | undefined }) {
  const { language, t } = usePreferences();
  const target = reference?.display === undefined ? localTarget(reference?.reference) : undefined;
  const query = useQuery({
    queryKey: ['named', target],
    queryFn: () => loadNamed(target ?? ''),
    enabled: target !== undefined,
    staleTime: 600_000,
  });
  const name = query.data === undefined || query.data === null ? '' : resourceName(query.data, language);
  const text = reference?.display ?? (name === '' ? reference?.identifier?.value : name) ?? '';
  if (text !== '') return <>{text}</>;
  if (target !== undefined && query.isPending) return <span className="muted">…</span>;
  return <span className="muted">{target ?? t('value.not-recorded')}</span>;
}

function localTarget(reference: string | undefined): string | undefined {
  return reference !== undefined && /^[A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64}$/.test(reference) ? reference : undefined;
}
