import { useQuery } from '@tanstack/react-query';
import { usePreferences } from '../app/preferences.tsx';
import { loadNamed } from '../fhir/named.ts';
import type { Reference } from '../fhir/types.ts';
import { hasHangul } from '../format/language.ts';
import { resourceName } from '../format/resource-name.ts';

/** What a reference points to: its own words where they are in the language of the screen, else the resource's name. */
export function ReferenceDisplay({ reference }: { readonly reference: Reference | undefined }) {
  const { language, t } = usePreferences();
  const { display } = reference ?? {};
  const fits = display !== undefined && hasHangul(display) === (language === 'ko');
  const target = fits ? undefined : localTarget(reference?.reference);
  const query = useQuery({
    queryKey: ['named', target],
    queryFn: () => loadNamed(target ?? ''),
    enabled: target !== undefined,
    staleTime: 600_000,
  });
  const name = query.data === undefined || query.data === null ? '' : resourceName(query.data, language);
  const text = [name, display, reference?.identifier?.value].find((one) => one !== undefined && one !== '');
  if (text !== undefined) return <>{text}</>;
  if (target !== undefined && query.isPending) return <span className="muted">…</span>;
  return <span className="muted">{target ?? t('value.not-recorded')}</span>;
}

function localTarget(reference: string | undefined): string | undefined {
  return reference !== undefined && /^[A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64}$/.test(reference) ? reference : undefined;
}
