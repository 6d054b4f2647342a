/**
 * How bands, badges, products and the rules of an order stand in FHIR resources.
 *
 * Source  https://www.gs1.org/standards/gs1-digital-link (systems of identifiers), https://hl7.org/fhir/R4/extensibility.html
 */
import type { CodeableConcept, Extension, Identifier, Quantity } from '../fhir/index.ts';
import { decimalText, intervalOf, type EpochMs } from '../kernel/index.ts';

export const STAFF_GSRN = 'https://id.gs1.org/8017';
export const PATIENT_GSRN = 'https://id.gs1.org/8018';
export const GTIN = 'https://id.gs1.org/01';
/** Number of the label that a request's specimen will carry. */
export const SPECIMEN_LABEL = 'https://maru.health/fhir/NamingSystem/specimen-label';
const EXTENSIONS = 'https://maru.health/fhir/StructureDefinition/';

interface Extended {
  readonly extension?: readonly Extension[];
}

/** The value of an identifier of a system, if it is in use. */
export function identifierIn(
  identifiers: readonly Identifier[] | undefined,
  system: string,
): (Identifier & { readonly value: string }) | undefined {
  return identifiers?.find(
    (one): one is Identifier & { readonly value: string } =>
      one.system === system && one.value !== undefined && one.use !== 'old',
  );
}

/** Our extensions of a name. */
export function extensionsIn(holder: Extended | undefined, name: string): readonly Extension[] {
  return (holder?.extension ?? []).filter(({ url }) => url === `${EXTENSIONS}${name}`);
}

/** Is the flag set? */
export function isSet(holder: Extended | undefined, name: string): boolean {
  return extensionsIn(holder, name).some(({ valueBoolean }) => valueBoolean === true);
}

/** The text of an extension. */
export function textIn(holder: Extended | undefined, name: string): string | undefined {
  return extensionsIn(holder, name)[0]?.valueString;
}

/** The first moment that a date means. */
export function momentOf(text: string | undefined): EpochMs | undefined {
  return text === undefined ? undefined : intervalOf(text)?.low;
}

/** The name of what a concept means: English display, else text. */
export function nameIn(concept: CodeableConcept | undefined): string {
  return (concept?.coding?.find(({ display }) => display !== undefined)?.display ?? concept?.text ?? '').toLowerCase();
}

/** All codes of a concept. */
export function codesIn(concept: CodeableConcept | undefined): readonly string[] {
  return (concept?.coding ?? []).flatMap(({ code }) => code ?? []);
}

/** The value of a quantity. */
export function valueIn(quantity: Quantity | undefined): number | undefined {
  return quantity?.value === undefined ? undefined : Number(decimalText(quantity.value));
}

/** The UCUM code of a quantity, else its unit. */
export function unitIn(quantity: Quantity | undefined): string {
  return quantity?.code ?? quantity?.unit ?? '';
}

/** Routes in SNOMED CT by the words of the loop; other codes stand for themselves. */
const ROUTES: Readonly<Record<string, string>> = {
  '26643006': 'oral',
  '47625008': 'intravenous',
  '34206005': 'subcutaneous',
  '78421000': 'intramuscular',
  '447694001': 'inhaled',
  '46713006': 'nasal',
  '6064005': 'topical',
  '37839007': 'sublingual',
  '54485002': 'ophthalmic',
  '372464004': 'intradermal',
};

/** A route by its code. */
export function routeOf(code: string): string {
  return ROUTES[code] ?? code;
}
