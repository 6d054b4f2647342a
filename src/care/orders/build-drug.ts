/**
 * A drafted drug as MedicationRequests, in the shape that the bedside reads: one product, one dosage, a schedule that is understood in full.
 *
 * A taper is one order for each step, in periods that follow each other, so that each dose belongs to an order that says it plainly. An infusion
 * has the amount of one container as its dose, the speed as its rate, and a moment (or a steady interval) at which a container is hung.
 *
 * Source  https://hl7.org/fhir/R4/medicationrequest.html, ../bedside/orders.ts, ../bedside/slots.ts
 * Proof   build-drug.test.ts (every resource is readable at the bedside), orders.int.test.ts
 */
import type { CodeableConcept, Extension, Quantity, ResourceOfType } from '../../fhir/index.ts';
import { zonedInstantOf, type EpochMs } from '../../kernel/index.ts';
import { converted } from '../loop/amounts.ts';
import { amount, CARE_SYSTEM, flagged, worded } from '../loop/writes.ts';
import { momentOf } from '../systems.ts';
import { amountOf, speedOf, type Amount } from './dose.ts';
import type { Draft } from './draft.ts';
import type { DoseFacts } from './facts.ts';
import type { Drug } from './formulary.ts';
import { ATC, BATCH, PRN_REASONS, wordsOf, type Text } from './words.ts';

export type MedicationRequest = ResourceOfType['MedicationRequest'];
type Dosage = NonNullable<MedicationRequest['dosageInstruction']>[number];
type Repeat = NonNullable<NonNullable<Dosage['timing']>['repeat']>;

/** What every order of one signature shares. */
export interface Circumstances {
  readonly patient: string;
  readonly encounter?: string | undefined;
  /** Inpatient where there is a stay. */
  readonly inpatient: boolean;
  readonly requester?: string | undefined;
  readonly recorder?: string | undefined;
  readonly now: EpochMs;
  readonly zone: string;
  /** Id of the signature. */
  readonly batch: string;
  readonly facts: DoseFacts;
}

/** What a draft became: the orders, what is wrong with it, and how its dose was calculated. */
export interface Built<Resource> {
  readonly resources: readonly Resource[];
  readonly problems: readonly Text[];
  readonly calculations: readonly Text[];
}

const ROUTES: Readonly<Record<string, Text>> = {
  '26643006': { ko: '경구', en: 'Oral route' },
  '47625008': { ko: '정맥', en: 'Intravenous route' },
  '34206005': { ko: '피하', en: 'Subcutaneous route' },
  '78421000': { ko: '근육', en: 'Intramuscular route' },
  '447694001': { ko: '흡입', en: 'Respiratory tract route' },
  '46713006': { ko: '비강', en: 'Nasal route' },
  '6064005': { ko: '도포', en: 'Topical route' },
  '37839007': { ko: '설하', en: 'Sublingual route' },
  '54485002': { ko: '점안', en: 'Ophthalmic route' },
  '372464004': { ko: '피내', en: 'Intradermal route' },
};

/** The orders of a drafted drug. `drug` is undefined where the formulary does not have it. */
export function buildDrug(draft: Draft, drug: Drug | undefined, about: Circumstances): Built<MedicationRequest> {
  const dose = draft.dose === undefined ? undefined : amountOf(draft.dose, about.facts);
  const speed = draft.rate === undefined ? undefined : speedOf(draft.rate, about.facts);
  const problems = problemsOf(draft, drug, dose, speed);
  if (drug === undefined || dose?.ok !== true || problems.length > 0)
    return { resources: [], problems, calculations: [] };
  const calculations = [dose, speed].flatMap((one) => (one?.ok === true ? (one.calculation ?? []) : []));
  const made = (step: Step): MedicationRequest => requestOf(draft, drug, about, step, calculations);
  return { resources: stepsOf(draft, dose.value, dose.unit, about).map(made), problems, calculations };
}

function problemsOf(
  draft: Draft,
  drug: Drug | undefined,
  dose: Amount | undefined,
  speed: Amount | undefined,
): readonly Text[] {
  if (drug === undefined) return [{ ko: '원내 약품 목록에 없음', en: 'not in the formulary of this hospital' }];
  const found: Text[] = [];
  if (dose === undefined) found.push({ ko: '용량을 입력하세요', en: 'say the dose' });
  for (const one of [dose, speed])
    if (one?.ok === false) found.push({ ko: `용량: ${one.because.ko}`, en: `dose: ${one.because.en}` });
  if (dose?.ok === true && drug.unit !== '' && converted(1, dose.unit, drug.unit) === undefined)
    found.push({ ko: `이 제품의 단위는 ${drug.unit}입니다`, en: `this product is measured in ${drug.unit}` });
  const route = wordsOf(ROUTES, draft.route);
  if (draft.route === undefined || route === undefined)
    found.push({ ko: '투여 경로를 고르세요', en: 'choose the route' });
  else if (drug.routes.length > 0 && !drug.routes.includes(draft.route))
    found.push({ ko: `${route.ko} 투여용 제품이 아닙니다`, en: 'the product is not for this route' });
  return [...found, ...timingProblems(draft), ...taperProblems(draft)];
}

function timingProblems({ timing, prn, taper }: Draft): readonly Text[] {
  if (timing === undefined && prn === undefined) return [{ ko: '투여 시간을 정하세요', en: 'say when it is given' }];
  if (timing !== undefined && prn !== undefined)
    return [{ ko: '정규와 필요시 중 하나만 정하세요', en: 'choose either a schedule or when needed' }];
  if (taper !== undefined && timing?.kind !== 'daily')
    return [{ ko: '감량은 하루 중 시각으로 정하세요', en: 'a taper needs times of the day' }];
  if (prn?.reason !== undefined && wordsOf(PRN_REASONS, prn.reason) === undefined)
    return [{ ko: '필요시 사유를 목록에서 고르세요', en: 'choose the reason from the list' }];
  return [];
}

/** Steps are amounts: read for each kg they would be another dose than the one that is shown. */
function taperProblems({ dose, taper }: Draft): readonly Text[] {
  if (taper === undefined || dose?.per === undefined) return [];
  return [
    {
      ko: '감량은 체중·체표면적당이 아닌 용량으로 정하세요',
      en: 'a taper needs amounts, not a dose for each kg or m2',
    },
  ];
}

/** One order of the draft. */
interface Step {
  readonly value: number;
  readonly unit: string;
  readonly start: EpochMs;
  readonly end?: EpochMs;
  /** For example `2/4`. */
  readonly of?: string;
}

const DAY = 86_400_000;
const GRID = 300_000;

function stepsOf({ start, days, taper }: Draft, value: number, unit: string, { now }: Circumstances): readonly Step[] {
  const from = momentOf(start) ?? ((Math.ceil(now / GRID) * GRID) as EpochMs);
  if (taper === undefined)
    return [{ value, unit, start: from, ...(days === undefined ? {} : { end: later(from, days) }) }];
  let next = from;
  return taper.map((step, at) => {
    const begin = next;
    next = later(begin, step.days);
    return { value: step.value, unit, start: begin, end: next, of: `${at + 1}/${taper.length}` };
  });
}

function later(from: EpochMs, days: number): EpochMs {
  return (from + days * DAY) as EpochMs;
}

function requestOf(
  draft: Draft,
  drug: Drug,
  about: Circumstances,
  step: Step,
  calculations: readonly Text[],
): MedicationRequest {
  const { encounter, requester, recorder, now, zone, batch } = about;
  const marks: readonly Extension[] = [
    ...calculations.map(({ en }) => worded('dose-calculation', en)),
    ...(step.of === undefined ? [] : [worded('taper-step', step.of)]),
    ...(recorder === undefined ? [] : [flagged('verbal', true)]),
  ];
  return {
    resourceType: 'MedicationRequest',
    ...(marks.length === 0 ? {} : { extension: [...marks] }),
    status: 'active',
    intent: 'order',
    category: [categoryOf(draft, about)],
    ...(draft.priority === undefined ? {} : { priority: draft.priority }),
    medicationReference: { reference: `Medication/${drug.id}`, display: `${drug.name.en} ${drug.strength}`.trim() },
    subject: { reference: `Patient/${about.patient}` },
    ...(encounter === undefined ? {} : { encounter: { reference: `Encounter/${encounter}` } }),
    authoredOn: zonedInstantOf(now, zone),
    ...(requester === undefined ? {} : { requester: { reference: `Practitioner/${requester}` } }),
    ...(recorder === undefined ? {} : { recorder: { reference: `Practitioner/${recorder}` } }),
    ...(draft.reason === undefined ? {} : { reasonCode: [{ text: draft.reason }] }),
    ...(draft.set === undefined ? {} : { instantiatesCanonical: [draft.set] }),
    groupIdentifier: { system: BATCH, value: batch },
    ...(draft.note === undefined ? {} : { note: [{ text: draft.note }] }),
    dosageInstruction: [dosageOf(draft, step, zone)],
    ...(draft.replaces === undefined ? {} : { priorPrescription: { reference: draft.replaces.reference } }),
  };
}

const CATEGORY = 'http://terminology.hl7.org/CodeSystem/medicationrequest-category';

function categoryOf({ category }: Draft, { inpatient }: Circumstances): CodeableConcept {
  const code = category ?? (inpatient ? 'inpatient' : 'outpatient');
  return { coding: [{ system: CATEGORY, code, display: `${code.slice(0, 1).toUpperCase()}${code.slice(1)}` }] };
}

function dosageOf(draft: Draft, step: Step, zone: string): Dosage {
  const { prn, rate, route = '' } = draft;
  const name = wordsOf(ROUTES, route);
  return {
    timing: timingOf(draft, step, zone),
    ...(prn === undefined ? {} : asNeeded(prn.reason)),
    route: {
      coding: [{ system: 'http://snomed.info/sct', code: route, ...(name === undefined ? {} : { display: name.en }) }],
      ...(name === undefined ? {} : { text: name.ko }),
    },
    doseAndRate: [
      {
        doseQuantity: amount(step.value, step.unit),
        ...(rate === undefined ? {} : { rateQuantity: rateQuantity(rate) }),
      },
    ],
    ...(prn?.perDay === undefined
      ? {}
      : { maxDosePerPeriod: { numerator: amount(prn.perDay, step.unit), denominator: amount(1, 'd') } }),
  };
}

function rateQuantity({ value, unit, per }: NonNullable<Draft['rate']>): Quantity {
  const [mass = '', ...time] = unit.split('/');
  return amount(value, per === undefined ? unit : [mass, per, ...time].join('/'));
}

function asNeeded(reason: string | undefined): Pick<Dosage, 'asNeededBoolean' | 'asNeededCodeableConcept'> {
  const words = wordsOf(PRN_REASONS, reason);
  if (reason === undefined || words === undefined) return { asNeededBoolean: true };
  return {
    asNeededCodeableConcept: { coding: [{ system: CARE_SYSTEM, code: reason, display: words.en }], text: words.ko },
  };
}

function timingOf({ timing, prn }: Draft, { start, end }: Step, zone: string): NonNullable<Dosage['timing']> {
  const boundsPeriod = {
    start: zonedInstantOf(start, zone),
    ...(end === undefined ? {} : { end: zonedInstantOf((end - 1) as EpochMs, zone) }),
  };
  if (prn !== undefined) return { repeat: { boundsPeriod, frequency: 1, ...intervalOf(prn.hours) } };
  if (timing === undefined || timing.kind === 'once') return { event: [boundsPeriod.start] };
  if (timing.kind === 'every') return { repeat: { boundsPeriod, frequency: 1, ...intervalOf(timing.hours) } };
  const times = [...new Set(timing.times)].toSorted((one, other) => (one < other ? -1 : 1));
  return {
    repeat: {
      boundsPeriod,
      frequency: times.length,
      period: 1,
      periodUnit: 'd',
      timeOfDay: times.map((time) => `${time}:00`),
    },
  };
}

function intervalOf(hours: number): Pick<Repeat, 'period' | 'periodUnit'> {
  return Number.isInteger(hours)
    ? { period: hours, periodUnit: 'h' }
    : { period: Math.round(hours * 60), periodUnit: 'min' };
}

/** The Medication that a check needs to know what a draft holds. */
export function checkedMedication({ medication, name, atc }: Drug): ResourceOfType['Medication'] {
  return {
    ...medication,
    code: medication.code ?? { coding: [{ system: ATC, code: atc, display: name.en }], text: name.ko },
  };
}
