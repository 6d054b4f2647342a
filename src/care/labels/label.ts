/**
 * One label model for everything that carries a code in the house, and how each kind is made from what is known.
 *
 * The code says it for scanners; the words say it for people, with the code once more in letters. A label never carries less
 * than it takes to know whose and what it is: what is missing is refused.
 *
 * Unit    sizes in mm
 * Source  GS1 General Specifications (unit dose: 01, 17, 10, 21; wristband: 8018, 8019); internal numbers: AI 91; ISBT 128 number
 * Proof   labels.test.ts
 */
import { sixDigits, type Gs1Element } from '../gs1/index.ts';
import type { SymbolContent } from './symbol.ts';

export type LabelKind = 'unit-dose' | 'specimen' | 'wristband' | 'blood' | 'milk';
export type LabelLanguage = 'ko' | 'en';

/** A label, ready to be laid out. */
export interface Label {
  readonly kind: LabelKind;
  readonly code: SymbolContent;
  /** The largest words: whose it is, or what it is. */
  readonly title: string;
  /** Whose it is, where the title says what it is. */
  readonly subject?: string;
  readonly lines: readonly string[];
  /** Warnings, white on black. */
  readonly marks: readonly string[];
}

/** Who a label is for. */
export interface LabelPatient {
  readonly name: string;
  readonly number: string;
  readonly birthDate?: string | undefined;
  readonly sex?: string | undefined;
  readonly ward?: string | undefined;
}

/** One unit dose: one tablet, one vial. */
export interface UnitDose {
  readonly gtin: string;
  readonly lot: string;
  /** FHIR date. */
  readonly expiry: string;
  readonly serial: string;
  readonly drug: string;
  readonly dose?: string | undefined;
  readonly route?: string | undefined;
  readonly due?: string | undefined;
  readonly patient?: LabelPatient | undefined;
  readonly highAlert?: boolean | undefined;
  readonly lookAlike?: string | undefined;
}

export interface SpecimenTube {
  /** Number of the label, as `ServiceRequest.identifier` has it. */
  readonly number: string;
  readonly patient: LabelPatient;
  readonly tests: readonly string[];
  readonly tube?: string | undefined;
  readonly collectedAt?: string | undefined;
  readonly stat?: boolean | undefined;
}

export interface Wristband {
  /** GSRN of the patient (18 digits) and the instance of this band. */
  readonly gsrn: string;
  readonly instance: string;
  readonly patient: LabelPatient;
  /** Warnings that everybody must see, for example `PENICILLIN`. */
  readonly alerts?: readonly string[] | undefined;
}

export interface BloodBag {
  /** Donation number as ISBT 128 writes it, with `=`. */
  readonly donation: string;
  readonly component: string;
  readonly group: string;
  readonly expiry: string;
  readonly patient?: LabelPatient | undefined;
  readonly crossmatchUntil?: string | undefined;
}

export interface MilkBottle {
  readonly bottle: string;
  readonly baby: LabelPatient;
  readonly mother: string;
  readonly expressedAt: string;
  readonly useBefore?: string | undefined;
}

const WORDS = {
  ko: {
    lot: '제조번호',
    expiry: '유효기한',
    due: '투여',
    high: '고위험',
    like: '유사 약품명',
    stat: '응급',
    collected: '채취',
    match: '교차시험 유효',
    mother: '어머니',
    expressed: '유축',
    use: '사용기한',
    unknown: '미상',
  },
  en: {
    lot: 'Lot',
    expiry: 'Expiry',
    due: 'Due',
    high: 'HIGH ALERT',
    like: 'LOOK-ALIKE',
    stat: 'STAT',
    collected: 'Collected',
    match: 'Crossmatch valid until',
    mother: 'Mother',
    expressed: 'Expressed',
    use: 'Use before',
    unknown: 'unknown',
  },
} as const;

/** `name · number · birth date sex · ward`: what tells one patient from another. */
function whose({ number, birthDate, sex, ward }: LabelPatient, language: LabelLanguage): readonly string[] {
  const born = `${birthDate ?? WORDS[language].unknown} ${sex ?? ''}`.trim();
  return [`${number}  ${born}`, ...(ward === undefined ? [] : [ward])];
}

function told(word: string, value: string | undefined): readonly string[] {
  return value === undefined || value === '' ? [] : [`${word} ${value}`];
}

/** A unit dose for the bedside: the drug first, then whose it is. */
export function unitDoseLabel(unit: UnitDose, language: LabelLanguage = 'ko'): Label {
  const words = WORDS[language];
  const { gtin, expiry, lot, serial, patient } = unit;
  const dose = [unit.dose, unit.route].filter((one) => one !== undefined).join(' · ');
  return {
    kind: 'unit-dose',
    code: { elements: productElements({ gtin, expiry, lot, serial }) },
    title: unit.drug,
    ...(patient === undefined ? {} : { subject: patient.name }),
    lines: [
      ...(patient === undefined ? [] : whose(patient, language)),
      ...(dose === '' ? [] : [dose]),
      ...told(words.due, unit.due),
      `${words.lot} ${lot}  ${words.expiry} ${expiry}`,
    ],
    marks: [
      ...(unit.highAlert === true ? [words.high] : []),
      ...(unit.lookAlike === undefined ? [] : [`${words.like}: ${unit.lookAlike}`]),
    ],
  };
}

/** The elements of a product's code, those of fixed length first. */
export function productElements(product: Pick<UnitDose, 'gtin' | 'expiry' | 'lot' | 'serial'>): readonly Gs1Element[] {
  return [
    { ai: '01', value: product.gtin },
    { ai: '17', value: sixDigits(product.expiry) },
    { ai: '10', value: product.lot },
    { ai: '21', value: product.serial },
  ];
}

/** A tube: whose it is, then what for. */
export function specimenLabel(tube: SpecimenTube, language: LabelLanguage = 'ko'): Label {
  const words = WORDS[language];
  return {
    kind: 'specimen',
    code: { elements: [{ ai: '91', value: tube.number }] },
    title: tube.patient.name,
    lines: [
      ...whose(tube.patient, language),
      tube.tests.join(', '),
      ...(tube.tube === undefined ? [] : [tube.tube]),
      ...told(words.collected, tube.collectedAt),
    ],
    marks: tube.stat === true ? [words.stat] : [],
  };
}

/** A wristband, with the number of this very band: an older one is refused at the bedside. */
export function wristbandLabel(
  { gsrn, instance, patient, alerts = [] }: Wristband,
  language: LabelLanguage = 'ko',
): Label {
  return {
    kind: 'wristband',
    code: {
      elements: [
        { ai: '8018', value: gsrn },
        { ai: '8019', value: instance },
      ],
    },
    title: patient.name,
    lines: whose(patient, language),
    marks: [...alerts],
  };
}

/** The label that the blood bank ties to a bag; the donation number is the bag's own. */
export function bloodLabel(bag: BloodBag, language: LabelLanguage = 'ko'): Label {
  const words = WORDS[language];
  const { patient } = bag;
  return {
    kind: 'blood',
    code: { text: bag.donation },
    title: `${bag.group}  ${bag.component}`,
    ...(patient === undefined ? {} : { subject: patient.name }),
    lines: [
      ...(patient === undefined ? [] : whose(patient, language)),
      ...told(words.expiry, bag.expiry),
      ...told(words.match, bag.crossmatchUntil),
    ],
    marks: [],
  };
}

/** A bottle of breast milk, for one baby. */
export function milkLabel(milk: MilkBottle, language: LabelLanguage = 'ko'): Label {
  const words = WORDS[language];
  return {
    kind: 'milk',
    code: { elements: [{ ai: '91', value: milk.bottle }] },
    title: milk.baby.name,
    lines: [
      ...whose(milk.baby, language),
      ...told(words.mother, milk.mother),
      ...told(words.expressed, milk.expressedAt),
      ...told(words.use, milk.useBefore),
    ],
    marks: [],
  };
}
