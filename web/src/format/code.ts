/**
 * Words of codes in the language of the screen. A code without words is shown as the code; nothing is left out.
 *
 * Source  https://hl7.org/fhir/R4/datatypes.html#CodeableConcept, https://hl7.org/fhir/R4/extension-translation.html
 * Proof   code.test.ts
 */
import type { CodeableConcept, Coding, Extension } from '../fhir/types.ts';
import { hasHangul, type Language } from './language.ts';

const TRANSLATION = 'http://hl7.org/fhir/StructureDefinition/translation';

interface Words {
  readonly text: string;
  readonly language?: Language;
}

/** The words of a concept: translations, its text, its displays, then a code, the first that fits the language. */
export function conceptText(concept: CodeableConcept | undefined, language: Language): string {
  if (concept === undefined) return '';
  const words = [...textsOf(concept.text, concept['_text']), ...(concept.coding ?? []).flatMap(displaysOf)];
  return choose(words, language) ?? concept.coding?.find(({ code }) => code !== undefined)?.code ?? '';
}

/** The words of one coding. */
export function codingText(coding: Coding | undefined, language: Language): string {
  if (coding === undefined) return '';
  return choose(displaysOf(coding), language) ?? coding.code ?? '';
}

/** The words of a concept in the other language, where they differ from those shown. */
export function otherText(concept: CodeableConcept | undefined, language: Language): string | undefined {
  const other = conceptText(concept, language === 'ko' ? 'en' : 'ko');
  return other === '' || other === conceptText(concept, language) ? undefined : other;
}

function displaysOf(coding: Coding): readonly Words[] {
  return textsOf(coding.display, coding['_display']);
}

function textsOf(text: string | undefined, element: { extension?: Extension[] } | undefined): readonly Words[] {
  const own = text === undefined || text === '' ? [] : [{ text }];
  return [...translations(element?.extension), ...own];
}

function translations(extensions: readonly Extension[] | undefined): readonly Words[] {
  return (extensions ?? [])
    .filter(({ url }) => url === TRANSLATION)
    .flatMap(({ extension = [] }) => {
      const language = extension.find(({ url }) => url === 'lang')?.valueCode?.slice(0, 2);
      const content = extension.find(({ url }) => url === 'content');
      const text = content?.valueString ?? content?.valueMarkdown;
      return text !== undefined && (language === 'ko' || language === 'en') ? [{ text, language }] : [];
    });
}

function choose(words: readonly Words[], language: Language): string | undefined {
  const fits = (one: Words) => (one.language ?? (hasHangul(one.text) ? 'ko' : 'en')) === language;
  return (words.find(fits) ?? words[0])?.text;
}

/** Short names of the code systems that clinicians meet. */
const SYSTEMS: Readonly<Record<string, string>> = {
  'http://loinc.org': 'LOINC',
  'http://snomed.info/sct': 'SNOMED CT',
  'http://www.nlm.nih.gov/research/umls/rxnorm': 'RxNorm',
  'http://hl7.org/fhir/sid/icd-10': 'ICD-10',
  'http://hl7.org/fhir/sid/icd-10-cm': 'ICD-10-CM',
  'http://hl7.org/fhir/sid/cvx': 'CVX',
  'http://www.whocc.no/atc': 'ATC',
  'urn:oid:2.16.840.1.113883.6.8': 'UCUM',
  'http://unitsofmeasure.org': 'UCUM',
};

/** What a code system is called. */
export function systemText(system: string | undefined): string {
  if (system === undefined) return '';
  if (/kcd/i.test(system)) return 'KCD';
  if (/edi|hira/i.test(system)) return 'EDI';
  return SYSTEMS[system] ?? system.replace(/^https?:\/\//, '').replace(/^terminology\.hl7\.org\/CodeSystem\//, '');
}

/** Is this the code? */
export function hasCode(concept: CodeableConcept | undefined, ...codes: readonly string[]): boolean {
  return concept?.coding?.some(({ code }) => code !== undefined && codes.includes(code)) === true;
}
