/**
 * The formulary as Medication resources: what the pharmacy keeps, what bedside scans are matched against, what orders name.
 *
 * Source  https://hl7.org/fhir/R4/medication.html; extensions as in care/README.md ("On the record")
 * Proof   formulary.test.ts
 */
import type { Extension, ResourceOfType } from '../../fhir/index.ts';
import { bilingual, CARE_EXTENSION, concept, exactly, reference, SYSTEMS } from '../codes.ts';
import { drugConcept, routeCode } from '../chart/medication.ts';
import { drugOf } from '../data/drugs.ts';
import { PRODUCTS, type Product } from '../data/products.ts';
import { HOSPITAL, HOSPITAL_NAME } from './organization.ts';

type Medication = ResourceOfType['Medication'];

const FORMS: Readonly<Record<string, readonly [en: string, ko: string]>> = {
  TAB: ['Tablet', '정제'],
  CAP: ['Capsule', '캡슐'],
  PWD: ['Powder', '산제'],
  NASSPRY: ['Nasal Spray', '비강분무제'],
  MDINHL: ['Metered Dose Inhaler', '흡입제'],
  SOL: ['Solution', '흡입용액'],
  OPDRP: ['Ophthalmic Drops', '점안액'],
  CRM: ['Cream', '크림'],
  SYRUP: ['Syrup', '시럽'],
  IVSOL: ['Intravenous Solution', '수액'],
  INJSOL: ['Injectable Solution', '주사제'],
};

/** The other routes by which a product may be given besides the usual one. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  insulinRegular: ['iv'],
  enoxaparin60: ['iv'],
  morphine: ['sc'],
  heparin: ['sc'],
  oxytocin: ['im'],
};

function flag(name: string, set: boolean): Extension[] {
  return set ? [{ url: `${CARE_EXTENSION}${name}`, valueBoolean: true }] : [];
}

function extensionsOf({ drug, highAlert, serialised, multiDose, lookAlikes }: Product): Extension[] {
  return [
    ...[drug.route, ...(ALSO[drug.key] ?? [])].map((route) => ({
      url: `${CARE_EXTENSION}route`,
      valueCode: routeCode(route),
    })),
    ...flag('high-alert', highAlert),
    ...flag('serialised', serialised),
    ...flag('multi-dose', multiDose),
    ...lookAlikes.map((key) => ({ url: `${CARE_EXTENSION}look-alike`, valueString: drugOf(key).ko })),
  ];
}

/** The Medication of a product. */
export function medicationOf(product: Product): Medication {
  const { drug, id, gtin, amount, unit, form } = product;
  const [en, ko] = FORMS[form] ?? ['Tablet', '정제'];
  const { coding = [], text = drug.ko } = drugConcept(drug);
  const local = { system: SYSTEMS.drug, code: id.slice(4), display: `${drug.en} ${drug.strength}` };
  return {
    resourceType: 'Medication',
    id,
    extension: extensionsOf(product),
    identifier: [{ system: SYSTEMS.gtin, value: gtin }],
    code: { coding: [...coding, local], text },
    status: 'active',
    manufacturer: reference(HOSPITAL, HOSPITAL_NAME),
    form: concept('drugForm', form, en, ko),
    ingredient: [
      {
        itemCodeableConcept: { coding: [bilingual('atc', drug.atc, drug.en, drug.ko)], text: drug.ko },
        isActive: true,
        ...(amount === undefined
          ? {}
          : { strength: { numerator: exactly(amount, unit), denominator: exactly(1, packOf(product)) } }),
      },
    ],
  };
}

/** What is counted: the pack, or the puff of an inhaler. */
function packOf({ drug }: Product): string {
  return drug.unit.startsWith('{') ? drug.unit : drug.route === 'iv' && drug.unit === 'mL' ? '{bag}' : '{vial}';
}

/** The whole formulary. */
export function formulary(): Medication[] {
  return PRODUCTS.map(medicationOf);
}
