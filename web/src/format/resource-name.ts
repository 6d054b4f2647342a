/**
 * What a resource is called, in the language of the screen where it has such a name.
 *
 * Proof   resource-name.test.ts
 */
import type { Resource } from '../fhir/types.ts';
import { conceptText } from './code.ts';
import { hasHangul, type Language } from './language.ts';
import { shownName } from './name.ts';

/** The name; empty where it has none. */
export function resourceName(resource: Resource, language: Language): string {
  switch (resource.resourceType) {
    case 'Practitioner':
    case 'Patient':
    case 'RelatedPerson':
      return shownName(resource.name, language).primary;
    case 'Medication':
    case 'Condition':
      return conceptText(resource.code, language);
    case 'Organization':
    case 'Location':
      return placeName([resource.name ?? '', ...(resource.alias ?? [])], language);
    case 'PractitionerRole':
      return resource.practitioner?.display ?? '';
    default:
      return 'name' in resource && typeof resource.name === 'string' ? resource.name : '';
  }
}

function placeName(names: readonly string[], language: Language): string {
  const known = names.filter((name) => name !== '');
  return known.find((name) => hasHangul(name) === (language === 'ko')) ?? known[0] ?? '';
}
