/**
 * What a prescription is for: the drug's name as the record has it, and whether it is taken now.
 *
 * Source  https://hl7.org/fhir/R4/medicationrequest.html
 * Proof   drug.test.ts
 */
import type { CodeableConcept, Medication, MedicationRequest, Resource } from '../../fhir/types.ts';
import { conceptText } from '../../format/code.ts';
import { hasHangul, type Language } from '../../format/language.ts';

/** A drug line: the generic name in lower case (not after a brand or a salt), and what follows it (strength, form). */
export interface DrugName {
  readonly generic: string;
  readonly rest: string;
}

/** The concept of the drug, from the request or from the Medication it points to. */
export function drugConcept(request: MedicationRequest, included: readonly Resource[]): CodeableConcept | undefined {
  if (request.medicationCodeableConcept !== undefined) return request.medicationCodeableConcept;
  const reference = request.medicationReference?.reference ?? '';
  const contained = request.contained?.find(({ id }) => reference === `#${id}`);
  const target =
    contained ??
    included.find((one) => one.resourceType === 'Medication' && reference.endsWith(`Medication/${one.id}`));
  if (target !== undefined) return (target as Medication).code;
  const display = request.medicationReference?.display;
  return display === undefined ? undefined : { text: display };
}

// Where the strength begins: "verapamil hydrochloride |40 MG", "1 ML epoetin alfa 4000 UNT/ML" (a volume first).
const STRENGTH =
  /^(?:(\d[\d,.]*\s*(?:ML|HR|ACTUAT)\s+)?)(.*?)(\s+[\d.][\d,./]*\s*(?:MG|MCG|UG|µG|G|ML|UNT|U|UNITS?|MEQ|%|밀리그램|마이크로그램|그램|단위|\[?IU\]?)(?![A-Za-z]).*)?$/i;

/** Splits a drug's words into generic name and the rest. Abbreviations in capitals and brand names in brackets stay. */
export function drugName(concept: CodeableConcept | undefined, language: Language): DrugName {
  const text = withStrength(conceptText(concept, language), concept?.text);
  const match = STRENGTH.exec(text);
  const name = match?.[2] ?? text;
  const rest = `${match?.[1] ?? ''}${match?.[3] ?? ''}`.replace(/\s+/g, ' ').trim();
  const tidy = tidyStrength(rest);
  return {
    generic: lowered(name),
    rest:
      language === 'ko' && hasHangul(text)
        ? tidy
            .replace(/\s?\binternational units\b/g, '국제단위')
            .replace(/\s?\bunits\b/g, '단위')
            .replace(/\s?\bmicrograms\b/g, '마이크로그램')
        : tidy,
  };
}

/** Words without a strength get the one that the record's own words have: a drug is never shown without it. */
function withStrength(text: string, recorded = ''): string {
  const strength = STRENGTH.exec(recorded)?.[3] ?? /\s\d.*$/.exec(recorded)?.[0];
  return /\d/.test(text) || strength === undefined ? text : `${text} ${strength.trim()}`;
}

function lowered(name: string): string {
  return name.replace(/\[[^\]]*\]|[A-Za-z-]+/g, (word) => (word.startsWith('[') ? word : word.toLowerCase()));
}

/** "40 MG Oral Tablet" as "40 mg oral tablet"; micrograms and units in full. */
function tidyStrength(rest: string): string {
  return rest
    .replace(/\[?\bIU\b\]?/gi, 'international units')
    .replace(/(?<=\d\s?)(?:UNT|U)\b/g, 'units')
    .replace(/\b(?:MCG|UG)\b/gi, 'micrograms')
    .replace(/\bMG\b/g, 'mg')
    .replace(/\bML\b/g, 'mL')
    .replace(/\bMEQ\b/g, 'mEq')
    .replace(/\bHR\b/g, 'hour')
    .replace(/\bACTUAT\b/g, 'actuation')
    .replace(/(\d+\.\d*?)0+(?=\D|$)/g, '$1')
    .replace(/(\d)\.(?=\s|$)/g, '$1')
    .replace(/(^|\s)\.(\d)/g, '$10.$2')
    .replace(
      /\b(?:Oral|Tablet|Capsule|Injection|Injectable|Solution|Suspension|Extended|Release|Prefilled|Syringe|Topical|Cream|Inhaler|Metered|Dose|Nasal|Spray|Transdermal|System|Patch|Pack|Disintegrating|Chewable|Powder)\b/g,
      (word) => word.toLowerCase(),
    );
}

/** Is the drug to be taken now, as far as the record says? */
export function isCurrent(request: MedicationRequest): boolean {
  return ['active', 'on-hold', 'unknown', 'draft'].includes(request.status) && request.doNotPerform !== true;
}

/** Prescriptions of one drug, newest first. */
export interface DrugCourse {
  readonly newest: MedicationRequest;
  readonly requests: readonly MedicationRequest[];
}

/** Prescriptions by drug, in the order in which each was prescribed last: ten renewals are one line. */
export function drugCourses(
  requests: readonly MedicationRequest[],
  included: readonly Resource[],
): readonly DrugCourse[] {
  const groups = Map.groupBy(
    requests,
    (request) => conceptText(drugConcept(request, included), 'ko') || (request.id ?? ''),
  );
  return [...groups.values()].flatMap((ofDrug) => {
    const sorted = ofDrug.toSorted((a, b) => (b.authoredOn ?? '').localeCompare(a.authoredOn ?? ''));
    const [newest] = sorted;
    return newest === undefined ? [] : [{ newest, requests: sorted }];
  });
}
