/**
 * A MedicationRequest as rules see it.
 *
 * Dosage instructions of one sequence are given together and add up; of several steps the largest counts. A dose in tablets becomes a mass
 * where the product's words name exactly one strength (`아세트아미노펜 500 mg`).
 *
 * Source  https://hl7.org/fhir/R4/medicationrequest.html, https://hl7.org/fhir/R4/dosage.html
 * Proof   medication.test.ts
 */
import type { CodeableConcept, Resource, ResourceOfType } from '../../fhir/index.ts';
import { DAWN, decimalText, DUSK, intervalOf, type EpochMs, type Interval } from '../../kernel/index.ts';
import type { DrugOrder } from '../drug.ts';
import type { Catalogue } from '../knowledge/catalogue.ts';
import { ATC, allCodes, codesIn, labelOf, momentOf, valueIn, wordsOf } from './concept.ts';
import type { Dose } from './dose.ts';

export type MedicationRequest = ResourceOfType['MedicationRequest'];
type Dosage = NonNullable<MedicationRequest['dosageInstruction']>[number];

/** SNOMED CT routes. */
const ORAL = new Set(['26643006', '37839007']);
const INTRAVENOUS = new Set(['47625008']);
const LOCAL = new Set(['6064005', '54485002', '46713006', '10547007', '16857009', '372464004']);

export interface OrderReader {
  readonly catalogue: Catalogue;
  readonly zone: string;
  /** Medication resources by reference. */
  readonly medications: ReadonlyMap<string, Resource>;
}

/** The order of a MedicationRequest; `id` is used where it has none (a draft). */
export function drugOrderOf(reader: OrderReader, request: MedicationRequest, id: string): DrugOrder {
  const concept = medicationOf(reader, request);
  const label = labelOf(concept, request.medicationReference?.display ?? id);
  const product = reader.catalogue.product(codesIn(concept, ATC), [...wordsOf(concept), label]);
  const dosages = request.dosageInstruction ?? [];
  const dose = doseOf(dosages, wordsOf(concept).join(' '));
  const period = periodOf(request, reader.zone);
  return {
    id,
    label,
    ...product,
    hira: allCodes(concept).flatMap((code) => HIRA.exec(code)?.[1] ?? []),
    names: [...wordsOf(concept), label].map(nameIn),
    ...routeOf(dosages),
    ...(dose === undefined ? {} : { dose }),
    ...(period === undefined ? {} : { period }),
    ...(dosages.some((one) => one.asNeededBoolean === true || one.asNeededCodeableConcept !== undefined)
      ? { prn: true }
      : {}),
    ...(dosages.length > 0 && dosages.every((one) => one.timing?.repeat?.count === 1) ? { once: true } : {}),
    ...optional('prescriber', request.requester?.reference),
    ...optional('orderSet', request.groupIdentifier?.value),
    ...optional('replaces', request.priorPrescription?.reference),
  };
}

/** Ingredient code of HIRA: 4 digits ingredient, 2 strength, 1 route, 2 form. */
const HIRA = /^(\d{4})\d{2}[A-Z]{3}$/;

/** A name without its strength. */
function nameIn(words: string): string {
  return words
    .toLowerCase()
    .replace(/\s*\d.*$/, '')
    .trim();
}

function optional<Name extends string>(name: Name, value: string | undefined): { [Key in Name]?: string } {
  return (value === undefined ? {} : { [name]: value }) as { [Key in Name]?: string };
}

function medicationOf({ medications }: OrderReader, request: MedicationRequest): CodeableConcept | undefined {
  if (request.medicationCodeableConcept !== undefined) return request.medicationCodeableConcept;
  const reference = request.medicationReference?.reference ?? '';
  const contained = reference.startsWith('#')
    ? request.contained?.find(({ id }) => id === reference.slice(1))
    : medications.get(reference);
  return (contained as ResourceOfType['Medication'] | undefined)?.code;
}

function routeOf(dosages: readonly Dosage[]): Pick<DrugOrder, 'route' | 'topical'> {
  const codes = dosages.flatMap(({ route }) => allCodes(route));
  if (codes.length === 0) return {};
  const topical = codes.every((code) => LOCAL.has(code));
  if (codes.some((code) => ORAL.has(code))) return { route: 'oral', topical };
  return { route: codes.some((code) => INTRAVENOUS.has(code)) ? 'iv' : 'other', topical };
}

function periodOf(request: MedicationRequest, zone: string): Interval | undefined {
  const repeat = request.dosageInstruction?.[0]?.timing?.repeat;
  const period = request.dispenseRequest?.validityPeriod ?? repeat?.boundsPeriod;
  const low = momentOf(period?.start ?? request.authoredOn, zone);
  const days = valueIn(repeat?.boundsDuration, 'd');
  const end = period?.end === undefined ? undefined : intervalOf(period.end, zone)?.high;
  const high = end ?? (low === undefined || days === undefined ? undefined : ((low + days * 86_400_000) as EpochMs));
  return low === undefined && high === undefined ? undefined : { low: low ?? DAWN, high: high ?? DUSK };
}

function doseOf(dosages: readonly Dosage[], words: string): Dose | undefined {
  const steps = new Map<number, Dose[]>();
  for (const dosage of dosages) {
    const dose = oneDose(dosage, words);
    if (dose === undefined) continue;
    const step = dosage.sequence === undefined ? 0 : Number(decimalText(dosage.sequence));
    steps.set(step, [...(steps.get(step) ?? []), dose]);
  }
  return [...steps.values()].map(addedUp).toSorted((a, b) => perDayOf(b) - perDayOf(a))[0];
}

function perDayOf({ amount, perDay = 0 }: Dose): number {
  return amount * perDay;
}

/** Givings of one step together: the largest amount, and so many givings of it as make the day's total. */
function addedUp(doses: readonly Dose[]): Dose {
  const largest = doses.toSorted((a, b) => b.amount - a.amount)[0] as Dose;
  const readable = doses.every(({ unit, perDay }) => unit === largest.unit && perDay !== undefined);
  if (doses.length === 1 || !readable) return largest;
  return { ...largest, perDay: doses.reduce((sum, dose) => sum + perDayOf(dose), 0) / largest.amount };
}

function oneDose(dosage: Dosage, words: string): Dose | undefined {
  const rate = dosage.doseAndRate?.[0];
  const quantity = rate?.doseQuantity ?? rate?.doseRange?.high;
  const perDay = givingsPerDay(dosage);
  const often = perDay === undefined ? {} : { perDay };
  const mass = valueIn(quantity, 'mg');
  if (mass !== undefined) return { amount: mass, unit: 'mg', ...often };
  const unit = quantity?.code ?? quantity?.unit;
  const amount = unit === undefined ? undefined : valueIn(quantity, unit);
  if (unit === undefined || amount === undefined) return undefined;
  const strength = COUNTED.test(unit) ? strengthOf(words) : undefined;
  return strength === undefined ? { amount, unit, ...often } : { amount: amount * strength, unit: 'mg', ...often };
}

const COUNTED = /^(?:\{(?:tbl|tablet|cap|capsule)\}|tablet|capsule|정|캡슐)$/i;
const STRENGTH = /(\d+(?:\.\d+)?)\s*(mg|g|mcg|ug|µg)(?![a-z/])/gi;
const IN_MG: Readonly<Record<string, number>> = { mg: 1, g: 1000, mcg: 0.001, ug: 0.001, µg: 0.001 };

/** The one strength that the words name; several are no strength. */
function strengthOf(words: string): number | undefined {
  const found = [...words.matchAll(STRENGTH)].map(
    ([, value, unit]) => Number(value) * (IN_MG[unit?.toLowerCase() ?? ''] ?? Number.NaN),
  );
  return new Set(found).size === 1 ? found[0] : undefined;
}

const CODED: Readonly<Record<string, number>> = {
  QD: 1,
  AM: 1,
  PM: 1,
  BED: 1,
  BID: 2,
  TID: 3,
  QID: 4,
  QOD: 0.5,
  WK: 1 / 7,
  MO: 1 / 30,
  Q1H: 24,
  Q2H: 12,
  Q3H: 8,
  Q4H: 6,
  Q6H: 4,
  Q8H: 3,
};
const DAYS: Readonly<Record<string, number>> = { min: 1 / 1440, h: 1 / 24, d: 1, wk: 7, mo: 30, a: 365 };

function givingsPerDay({ timing, maxDosePerPeriod, doseAndRate }: Dosage): number | undefined {
  const most = valueIn(maxDosePerPeriod?.numerator, 'mg');
  const days = valueIn(maxDosePerPeriod?.denominator, 'd');
  const once = valueIn(doseAndRate?.[0]?.doseQuantity ?? doseAndRate?.[0]?.doseRange?.high, 'mg');
  if (most !== undefined && days !== undefined && once !== undefined && once > 0) return most / days / once;
  const repeat = timing?.repeat;
  if (repeat?.count === 1) return 1;
  if (repeat?.timeOfDay !== undefined) return repeat.timeOfDay.length;
  if (repeat?.period === undefined) return CODED[allCodes(timing?.code)[0] ?? ''];
  const frequency = Number(decimalText(repeat.frequencyMax ?? repeat.frequency ?? 1));
  const unit = DAYS[repeat.periodUnit ?? ''];
  return unit === undefined ? undefined : frequency / (Number(decimalText(repeat.period)) * unit);
}
