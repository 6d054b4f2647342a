/**
 * One line that tells resources of a type apart.
 *
 * Proof   resource-title.test.ts
 */
import type { CodeableConcept, HumanName, Resource } from '../../fhir/types.ts';
import { conceptText } from '../../format/code.ts';
import type { Language } from '../../format/language.ts';
import { shownName } from '../../format/name.ts';

type Loose = Readonly<Record<string, unknown>>;

const CONCEPTS = [
  'code',
  'vaccineCode',
  'medicationCodeableConcept',
  'type',
  'category',
  'description',
  'relationship',
] as const;
const DATES = [
  'effectiveDateTime',
  'occurrenceDateTime',
  'authoredOn',
  'date',
  'onsetDateTime',
  'performedDateTime',
  'started',
  'created',
  'recordedDate',
  'issued',
] as const;

function concepts(value: unknown): readonly CodeableConcept[] {
  const list = Array.isArray(value) ? value : [value];
  return list.filter(
    (one): one is CodeableConcept => typeof one === 'object' && one !== null && ('coding' in one || 'text' in one),
  );
}

/** What the resource is about, in the language of the screen; its id where it does not say. */
export function resourceTitle(resource: Resource, language: Language): string {
  const loose = resource as unknown as Loose;
  if (resource.resourceType === 'Patient') return shownName(loose['name'] as HumanName[] | undefined, language).primary;
  if (typeof loose['title'] === 'string') return loose['title'];
  const texts = CONCEPTS.flatMap((name) => concepts(loose[name])).map((concept) => conceptText(concept, language));
  return texts.find((text) => text !== '') ?? `${resource.resourceType}/${resource.id}`;
}

/** The date that matters clinically, where it has one. */
export function resourceDate(resource: Resource): string | undefined {
  const loose = resource as unknown as Loose;
  const period = (loose['period'] ??
    loose['performedPeriod'] ??
    loose['effectivePeriod'] ??
    loose['billablePeriod']) as { start?: string } | undefined;
  const date = DATES.map((name) => loose[name]).find((one) => typeof one === 'string');
  return date ?? period?.start;
}
