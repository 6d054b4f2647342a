/**
 * Prescriptions.
 *
 * Source  https://hl7.org/fhir/R4/medicationrequest.html, KR Core MedicationRequest (frequency, period and dose are given)
 * Proof   medication.test.ts
 */
import type { CodeableConcept, ResourceOfType } from '../../fhir/index.ts';
import { momentText, type Minute } from '../calendar.ts';
import { bilingual, concept, quantity } from '../codes.ts';
import { INSTEAD } from '../data/care.ts';
import { drugOf, type Drug } from '../data/drugs.ts';
import { conditionReference, doctorReference, encounterReference, type Chart, type Setting } from './chart.ts';

type MedicationRequest = ResourceOfType['MedicationRequest'];
type Dosage = NonNullable<MedicationRequest['dosageInstruction']>[number];

const ROUTES: Readonly<Record<string, readonly [code: string, en: string, ko: string]>> = {
  oral: ['26643006', 'Oral route', '경구'],
  iv: ['47625008', 'Intravenous route', '정맥'],
  sc: ['34206005', 'Subcutaneous route', '피하'],
  im: ['78421000', 'Intramuscular route', '근육'],
  inhaled: ['447694001', 'Respiratory tract route', '흡입'],
  nasal: ['46713006', 'Nasal route', '비강'],
  topical: ['6064005', 'Topical route', '도포'],
  sublingual: ['37839007', 'Sublingual route', '설하'],
  eye: ['54485002', 'Ophthalmic route', '점안'],
  id: ['372464004', 'Intradermal route', '피내'],
};

/** The SNOMED CT code of a route. */
export function routeCode(route: string): string {
  return ROUTES[route]?.[0] ?? '26643006';
}

/** The route of administration as a concept. */
export function routeConcept(route: string): CodeableConcept {
  const [code, en, ko] = ROUTES[route] ?? ['26643006', 'Oral route', '경구'];
  return concept('snomed', code, en, ko);
}

/** A drug as it is prescribed: ATC, name and strength in words. */
export function drugConcept({ atc, en, ko, strength }: Drug): CodeableConcept {
  return { coding: [bilingual('atc', atc, en, ko)], text: `${ko} ${strength}` };
}

export interface Prescription {
  readonly drug: Drug;
  readonly days: number;
  readonly at: Minute;
  readonly category: 'outpatient' | 'inpatient' | 'discharge';
  /** Is the patient still taking it today? */
  readonly active: boolean;
  /** When the stay ended in which it was ordered. */
  readonly until?: Minute | undefined;
  readonly reason: ResourceOfType['Condition'] | undefined;
}

const CATEGORY = { outpatient: 'Outpatient', inpatient: 'Inpatient', discharge: 'Discharge' } as const;

export function addPrescription(chart: Chart, setting: Setting, one: Prescription): MedicationRequest {
  const { drug, days, at, category } = one;
  return chart.add<MedicationRequest>({
    resourceType: 'MedicationRequest',
    id: chart.nextId('MedicationRequest'),
    status: one.active ? 'active' : 'completed',
    intent: 'order',
    category: [concept('medicationCategory', category, CATEGORY[category])],
    medicationCodeableConcept: drugConcept(drug),
    subject: chart.subject,
    encounter: encounterReference(setting),
    authoredOn: momentText(at),
    requester: doctorReference(setting),
    ...(one.reason === undefined ? {} : { reasonReference: [conditionReference(one.reason)] }),
    dosageInstruction: [dosage(drug, days)],
    dispenseRequest: {
      validityPeriod: { start: momentText(at), end: momentText(at + days * 1440) },
      numberOfRepeatsAllowed: 0,
      quantity: quantity(amountOf(drug, days), drug.unit, 0),
      expectedSupplyDuration: { ...quantity(days, 'd', 0), unit: '일' },
    },
  });
}

/** How many units are handed out. */
export function amountOf({ frequency, periodDays, dose }: Drug, days: number): number {
  if (frequency < 0) return Math.ceil(dose);
  return Math.max(1, Math.ceil((Math.max(1, frequency) * dose * days) / periodDays));
}

function dosage(drug: Drug, days: number): Dosage {
  const { frequency, periodDays, dose, unit, route } = drug;
  return {
    sequence: 1,
    text: dosageText(drug, days),
    timing: {
      repeat: {
        boundsDuration: { ...quantity(days, 'd', 0), unit: '일' },
        ...(frequency < 0 ? { count: 1 } : {}),
        frequency: Math.max(1, frequency),
        period: periodDays,
        periodUnit: 'd',
      },
    },
    ...(frequency === 0 ? { asNeededBoolean: true } : {}),
    route: routeConcept(route),
    doseAndRate: [{ doseQuantity: quantity(dose, unit, Number.isInteger(dose) ? 0 : 1) }],
  };
}

/** In Korean, as the label says it. */
export function dosageText({ frequency, periodDays, dose, unit, route }: Drug, days: number): string {
  const once = `1회 ${quantity(dose, unit, 0).unit === '' ? dose : `${dose}${quantity(dose, unit, 0).unit}`}`;
  const way = ROUTES[route]?.[2] ?? '';
  if (frequency < 0) return `${once}, 1회만, ${way}`;
  if (frequency === 0) return `${once}, 필요시, ${way}`;
  const often = periodDays === 1 ? `1일 ${frequency}회` : `${periodDays}일마다 ${frequency}회`;
  return `${often}, ${once}, ${days}일분, ${way}`;
}

/** What must be known to give a drug: allergies (drug groups) and conditions. */
export interface Caution {
  readonly allergies: ReadonlySet<string>;
  readonly conditions: ReadonlySet<string>;
}

/** The drug itself, or what is given in its place, or nothing. */
export function safeDrug(key: string, caution: Caution): Drug | undefined {
  const drug = drugOf(key);
  if (isSafe(drug, caution)) return drug;
  const [, other] = Object.entries(INSTEAD).find(([prefix]) => drug.atc.startsWith(prefix)) ?? [];
  if (other === undefined) return undefined;
  const instead = drugOf(other);
  return isSafe(instead, caution) ? instead : undefined;
}

function isSafe(drug: Drug, { allergies, conditions }: Caution): boolean {
  return !(drug.group !== '' && allergies.has(drug.group)) && !drug.avoid.some((key) => conditions.has(key));
}
