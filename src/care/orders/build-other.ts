/**
 * A drafted order for anything but a drug: ServiceRequest, or NutritionOrder for a diet.
 *
 * A laboratory request carries its tube, because the bedside matches it; the number of its label is bound when that is printed at the bed.
 *
 * Source  https://hl7.org/fhir/R4/servicerequest.html, https://hl7.org/fhir/R4/nutritionorder.html
 * Proof   build-other.test.ts, orders.int.test.ts
 */
import type { CodeableConcept, Extension, ResourceOfType } from '../../fhir/index.ts';
import { zonedInstantOf, type EpochMs } from '../../kernel/index.ts';
import { amount, CARE_SYSTEM, flagged, worded } from '../loop/writes.ts';
import { momentOf } from '../systems.ts';
import type { Built, Circumstances } from './build-drug.ts';
import { ORDERABLES, type Orderable } from './catalogue.ts';
import type { Draft } from './draft.ts';
import { BATCH, ORDERABLE_CODES, type Text } from './words.ts';

export type OtherOrder = ResourceOfType['ServiceRequest'] | ResourceOfType['NutritionOrder'];

/** The order of a draft that is no drug. */
export function buildOther(draft: Draft, about: Circumstances): Built<OtherOrder> {
  const item = ORDERABLES.get(draft.item);
  const problems = problemsOf(draft, item);
  if (item === undefined || problems.length > 0) return { resources: [], problems, calculations: [] };
  const resource = draft.kind === 'diet' ? dietOf(draft, item, about) : serviceOf(draft, item, about);
  return { resources: [resource], problems, calculations: [] };
}

function problemsOf(draft: Draft, item: Orderable | undefined): readonly Text[] {
  if (item === undefined || item.kind !== draft.kind) return [{ ko: '처방 목록에 없음', en: 'not in the catalogue' }];
  if (draft.kind === 'blood' && draft.units === undefined)
    return [{ ko: '몇 단위인지 입력하세요', en: 'say how many units' }];
  if (draft.kind === 'consult' && draft.reason === undefined)
    return [{ ko: '의뢰 내용을 적으세요', en: 'write what is asked' }];
  return [];
}

function codeOf({ code, ko, en, loinc, snomed }: Orderable): CodeableConcept {
  return {
    coding: [
      { system: ORDERABLE_CODES, code, display: en },
      ...(loinc === undefined ? [] : [{ system: 'http://loinc.org', code: loinc }]),
      ...(snomed === undefined ? [] : [{ system: 'http://snomed.info/sct', code: snomed }]),
    ],
    text: ko,
  };
}

const EXTENSIONS = 'https://maru.health/fhir/StructureDefinition/';

function marksOf(item: Orderable, { recorder }: Circumstances): readonly Extension[] {
  return [
    ...(item.tube === undefined ? [] : [worded('tube', item.tube)]),
    ...(item.fasting === undefined ? [] : [{ url: `${EXTENSIONS}fasting-hours`, valueInteger: item.fasting }]),
    ...(item.second === true ? [flagged('second-identifier', true)] : []),
    ...(recorder === undefined ? [] : [flagged('verbal', true)]),
  ];
}

function serviceOf(draft: Draft, item: Orderable, about: Circumstances): ResourceOfType['ServiceRequest'] {
  const { encounter, requester, now, zone, batch } = about;
  const marks = marksOf(item, about);
  return {
    resourceType: 'ServiceRequest',
    ...(marks.length === 0 ? {} : { extension: [...marks] }),
    ...(draft.set === undefined ? {} : { instantiatesCanonical: [draft.set] }),
    ...(draft.replaces === undefined ? {} : { replaces: [{ reference: draft.replaces.reference }] }),
    requisition: { system: BATCH, value: batch },
    status: 'active',
    intent: 'order',
    category: [{ coding: [{ system: CARE_SYSTEM, code: item.kind }] }],
    priority: draft.priority ?? 'routine',
    code: codeOf(item),
    ...(draft.units === undefined ? {} : { quantityQuantity: amount(draft.units, '{unit}') }),
    subject: { reference: `Patient/${about.patient}` },
    ...(encounter === undefined ? {} : { encounter: { reference: `Encounter/${encounter}` } }),
    ...occurrenceOf(draft, item, about),
    authoredOn: zonedInstantOf(now, zone),
    ...(requester === undefined ? {} : { requester: { reference: `Practitioner/${requester}` } }),
    ...(draft.reason === undefined ? {} : { reasonCode: [{ text: draft.reason }] }),
    ...(draft.note === undefined ? {} : { note: [{ text: draft.note }] }),
  };
}

const DAY = 86_400_000;

function occurrenceOf(
  { timing, start, days }: Draft,
  { hours }: Orderable,
  { now, zone }: Circumstances,
): Pick<ResourceOfType['ServiceRequest'], 'occurrenceDateTime' | 'occurrenceTiming'> {
  const every = timing?.kind === 'every' ? timing.hours : hours;
  const from = start ?? zonedInstantOf(now, zone);
  if (every === undefined) return start === undefined ? {} : { occurrenceDateTime: from };
  const end = ((momentOf(from) ?? now) + (days ?? 0) * DAY - 1) as EpochMs;
  const boundsPeriod = { start: from, ...(days === undefined ? {} : { end: zonedInstantOf(end, zone) }) };
  return { occurrenceTiming: { repeat: { boundsPeriod, frequency: 1, period: every, periodUnit: 'h' } } };
}

function dietOf(draft: Draft, item: Orderable, about: Circumstances): ResourceOfType['NutritionOrder'] {
  const { encounter, requester, now, zone, batch } = about;
  const marks = marksOf(item, about);
  return {
    resourceType: 'NutritionOrder',
    ...(marks.length === 0 ? {} : { extension: [...marks] }),
    identifier: [{ system: BATCH, value: batch }],
    ...(draft.set === undefined ? {} : { instantiatesCanonical: [draft.set] }),
    status: 'active',
    intent: 'order',
    patient: { reference: `Patient/${about.patient}` },
    ...(encounter === undefined ? {} : { encounter: { reference: `Encounter/${encounter}` } }),
    dateTime: draft.start ?? zonedInstantOf(now, zone),
    ...(requester === undefined ? {} : { orderer: { reference: `Practitioner/${requester}` } }),
    oralDiet: { type: [codeOf(item)] },
    ...(draft.note === undefined ? {} : { note: [{ text: draft.note }] }),
  };
}
