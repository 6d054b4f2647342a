/**
 * The product file of the hospital: for each drug of `drugs.ts` the one product that the pharmacy keeps, with its GTIN, how
 * much one pack holds, and what makes it dangerous.
 *
 * A GTIN is `0` and a KD code (`880`, company, item, check digit); the company 9991 is no real one. Items are numbered in the
 * order of the drug table, so new drugs are added at its end. What a bottle, pen, tube or inhaler holds is not counted
 * (`multiDose`).
 *
 * Unit    `amount` in `unit` (UCUM) for one pack: tablet, vial, ampoule, syringe, bag
 * Source  KD code shape as in care/gs1; ISMP list of high-alert medications in acute care, by ATC group
 * Proof   ../hospital/formulary.test.ts
 */
import { withCheckDigit } from '../gs1.ts';
import { DRUGS, type Drug } from './drugs.ts';

/** One product. */
export interface Product {
  readonly drug: Drug;
  /** Id of its Medication, for example `med-amlodipine-5`. */
  readonly id: string;
  readonly gtin: string;
  /** What one pack holds; absent where nothing tells it (drops, creams). */
  readonly amount: number | undefined;
  readonly unit: string;
  readonly multiDose: boolean;
  readonly highAlert: boolean;
  readonly serialised: boolean;
  readonly form: string;
  /** Keys of products whose names are mixed up with this one. */
  readonly lookAlikes: readonly string[];
}

const COMPANY = '8809991';

/** High-alert groups: heparins, thrombolytics, insulins, opioids, anaesthetics, vasopressors, cytotoxics, concentrated potassium. */
const HIGH_ALERT =
  /^(B01AB|B01AD|A10A|N02A[AB]|N01AH|N01AX|M03AC|N05CD08|C01CA|H01BA|H01BB|L01|B05XA01|B05XA05|C01BD01 iv)/;
/** Watched pack by pack: opioids, anaesthetics, cytotoxics. */
const SERIALISED = /^(N02AA01|N02AB|N01AH|N01AX|N05CD|L01[ABCFX])/;

/** Names that are mixed up; each pair holds both ways. */
const LOOK_ALIKE: readonly (readonly [string, string])[] = [
  ['dobutamine', 'dopamine'],
  ['norepinephrine', 'epinephrine'],
  ['insulinAspart', 'insulinRegular'],
  ['cefazolin', 'cefotaxime'],
  ['cefotaxime', 'ceftriaxone1'],
  ['clopidogrel', 'clopidogrel300'],
  ['enoxaparin', 'enoxaparin60'],
  ['prednisolone', 'methylprednisolone'],
  ['oxycodone', 'oxytocin'],
  ['vancomycin', 'vasopressin'],
  ['cisplatin', 'oxaliplatin'],
  ['potassiumChlorideIv', 'sodiumBicarbonate'],
  ['morphine', 'pethidine'],
  ['losartan50', 'telmisartan40'],
  ['amlodipine5', 'amiodarone'],
  ['tramadol', 'trazodone'],
  ['metoclopramideIv', 'metronidazoleIv'],
];

const PACKED = new Set(['{tbl}', '{cap}', '{ampule}', '{vial}', '{syringe}', '{bag}', '{packet}']);
const STRENGTH = /^([\d.]+)(?:\/[\d.]+)? (mg|g|ug|mL|meq|\[IU\])(?:\/|$)/;

function strengthOf({ strength }: Drug): { readonly amount: number; readonly unit: string } | undefined {
  const [, amount, unit] = STRENGTH.exec(strength) ?? [];
  return amount === undefined || unit === undefined ? undefined : { amount: Number(amount), unit };
}

function formOf({ unit, route, strength }: Drug): string {
  if (unit === '{tbl}') return 'TAB';
  if (unit === '{cap}') return 'CAP';
  if (unit === '{packet}') return 'PWD';
  if (unit === '{puff}') return route === 'nasal' ? 'NASSPRY' : 'MDINHL';
  if (unit === '{drop}') return 'OPDRP';
  if (route === 'topical') return 'CRM';
  if (route === 'inhaled') return 'SOL';
  if (route === 'oral') return 'SYRUP';
  return /^\d+ mL/.test(strength) || unit === '{bag}' ? 'IVSOL' : 'INJSOL';
}

/** `amlodipine5` as `amlodipine-5`, `furosemideIv` as `furosemide-iv`. */
function kebab(key: string): string {
  return key
    .replace(/([a-z])([A-Z\d])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();
}

function gtinOf(item: number): string {
  const digits = `0${COMPANY}${String(item).padStart(5, '0')}`;
  return withCheckDigit(digits);
}

function productOf(drug: Drug, at: number): Product {
  const { key, atc, unit, route } = drug;
  const strength = strengthOf(drug);
  const fluid = unit === 'mL' && strength?.unit === 'mL';
  const uncounted = !PACKED.has(unit) && !fluid && !(unit === 'mg' && route === 'iv');
  return {
    drug,
    id: `med-${kebab(key)}`,
    gtin: gtinOf(at + 1),
    amount: strength?.amount,
    unit: strength?.unit ?? unit,
    multiDose: uncounted || (fluid && route === 'oral'),
    highAlert: HIGH_ALERT.test(`${atc} ${route}`),
    serialised: SERIALISED.test(atc),
    form: formOf(drug),
    lookAlikes: LOOK_ALIKE.flatMap(([one, other]) => (one === key ? [other] : other === key ? [one] : [])),
  };
}

/** Every product, in the order of the drug table. */
export const PRODUCTS: readonly Product[] = DRUGS.map(productOf);

const BY_DRUG = new Map(PRODUCTS.map((product) => [product.drug.key, product]));

/** The product of a drug of the table (or of one like it with another dose). */
export function productFor({ key }: Drug): Product {
  const found = BY_DRUG.get(key);
  if (found === undefined) throw new RangeError(`No product holds '${key}'.`);
  return found;
}

const VOLUME = /\/([\d.]*) ?mL$/;

/** A dose of the drug in the unit of its product: two tablets of 500 mg are 1000 mg. */
export function doseInMass(drug: Drug): { readonly value: number; readonly unit: string } {
  const { amount, unit } = productFor(drug);
  if (amount === undefined || drug.unit === unit) return { value: drug.dose, unit: drug.unit };
  const perUnit = drug.unit === 'mL' ? amount / Number(VOLUME.exec(drug.strength)?.[1] || '1') : amount;
  return { value: Number((drug.dose * perUnit).toPrecision(4)), unit };
}
