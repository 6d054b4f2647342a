/**
 * What things are called in a language, and quantities as they were written.
 *
 * Proof   fact.test.ts
 */
import type { CodeableConcept, Coding, Quantity } from '../../fhir/index.ts';
import { decimalText } from '../../kernel/index.ts';

export type Language = 'ko' | 'en';

const TRANSLATION = 'http://hl7.org/fhir/StructureDefinition/translation';

/** The name of a concept in a language: its text is Korean, displays are English and may carry a Korean translation. */
export function nameOf(concept: CodeableConcept | undefined, language: Language): string {
  const coding = concept?.coding ?? [];
  const display = coding.find((one) => one.display !== undefined)?.display;
  const korean = coding.map(translationOf).find((one) => one !== undefined);
  const names = language === 'ko' ? [concept?.text, korean, display] : [display, concept?.text];
  return names.find((one) => one !== undefined && one !== '') ?? coding[0]?.code ?? '';
}

interface Translated {
  readonly _display?: {
    readonly extension?: readonly { readonly url: string; readonly extension?: readonly Part[] }[];
  };
}

interface Part {
  readonly url: string;
  readonly valueString?: string;
}

/** The Korean display that rides on the English one. */
function translationOf(coding: Coding): string | undefined {
  const { _display: shown } = coding as Translated;
  const translation = shown?.extension?.find(({ url }) => url === TRANSLATION);
  return translation?.extension?.find(({ url }) => url === 'content')?.valueString;
}

/** LOINC names say more than a line has room for: what was measured, and in what, where that is not blood. */
const LOINC_NAME = /^(.+?) \[[^\]]+\] in (.+?)(?: by .+)?$/;

/** The name of a test, short enough for a line. */
export function testName(concept: CodeableConcept | undefined, language: Language): string {
  const name = nameOf(concept, language);
  const [, what, where = ''] = LOINC_NAME.exec(name) ?? [];
  if (what === undefined) return name;
  return /^(Serum|Plasma|Blood)\b/.test(where) ? what : `${what} (${where})`;
}

/** A quantity as it was written, with its unit. */
export function quantityText(quantity: Quantity | undefined, language: Language): string {
  if (quantity?.value === undefined) return '';
  const unit = unitText(quantity, language);
  return `${quantity.comparator ?? ''}${decimalText(quantity.value)}${unit === '' ? '' : ` ${unit}`}`;
}

const ENGLISH_UNITS: Readonly<Record<string, string>> = { Cel: '°C', 'mm[Hg]': 'mmHg' };

/** The unit of a quantity. */
export function unitText({ unit, code }: Quantity, language: Language): string {
  const korean = unit !== undefined && /[\uAC00-\uD7A3]/.test(unit);
  if (language === 'ko' || !korean) return unit ?? code ?? '';
  return ENGLISH_UNITS[code ?? ''] ?? (code ?? '').replaceAll(/[{}]/g, '');
}
