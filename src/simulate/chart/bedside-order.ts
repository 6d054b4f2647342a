/**
 * A drug order of a stay as the bedside reads it: a product of the formulary, one dosage, the pharmacist's check of it, and the
 * doses that were given.
 *
 * Source  care/README.md ("On the record"); https://hl7.org/fhir/R4/medicationadministration.html
 * Proof   ../wards.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import { momentText, type Minute } from '../calendar.ts';
import { CARE_EXTENSION, concept, exactly, quantity, reference } from '../codes.ts';
import type { Drug } from '../data/drugs.ts';
import { doseInMass, productFor } from '../data/products.ts';
import { staffReference, type Staff } from '../hospital/staff.ts';
import { onDuty } from '../hospital/shifts.ts';
import type { Random } from '../random.ts';
import { conditionReference, doctorReference, encounterReference, type Chart, type Setting } from './chart.ts';
import { addDoses } from './doses.ts';
import { amountOf, dosageText, drugConcept, routeConcept, type Prescription } from './medication.ts';
import { PRN_MOST, timingOf } from './schedule.ts';

type MedicationRequest = ResourceOfType['MedicationRequest'];
type Dosage = NonNullable<MedicationRequest['dosageInstruction']>[number];

/** An order of a stay. */
export interface BedsideOrder extends Prescription {
  /** Of this order alone. */
  readonly random: Random;
}

/** Drugs whose dose must not be late. */
const TIME_CRITICAL = /^(A10AB|N04BA|B01AB01|J01XA)/;

/** The order, its verification, and the doses of the days that are on record. */
export function addBedsideOrder(chart: Chart, setting: Setting, order: BedsideOrder): MedicationRequest {
  const { drug, at, days, active, until, random } = order;
  const end = active ? undefined : Math.min(at + days * 1440, until ?? at + days * 1440);
  const request = chart.add(requestOf(chart, setting, order, end));
  if (at + days * 1440 < chart.loopsFrom) return request;
  const pharmacist = onDuty(chart.roster.pharmacists, at + 20);
  const isVerified = !active || isChecked(chart, at, random);
  addCheck(chart, setting, request, pharmacist, isVerified ? at + random.whole(4, 35) : undefined);
  if (!isVerified) return request;
  addDispense(chart, setting, request, order, pharmacist);
  addDoses(chart, setting, request, { drug, start: at, end: end ?? chart.now, random });
  return request;
}

/** Nearly all; of those written in the last hours, some still wait. */
function isChecked({ now }: Chart, at: Minute, random: Random): boolean {
  return random.chance(now - at < 300 ? 0.55 : 0.97);
}

function requestOf(chart: Chart, setting: Setting, order: BedsideOrder, end: Minute | undefined): MedicationRequest {
  const { drug, days, at, category, active, reason } = order;
  return {
    resourceType: 'MedicationRequest',
    id: chart.nextId('MedicationRequest'),
    ...(TIME_CRITICAL.test(drug.atc)
      ? { extension: [{ url: `${CARE_EXTENSION}time-critical`, valueBoolean: true }] }
      : {}),
    status: active ? 'active' : 'completed',
    intent: 'order',
    category: [concept('medicationCategory', category, 'Inpatient')],
    priority: drug.frequency < 0 ? 'urgent' : 'routine',
    medicationReference: productReference(drug),
    subject: chart.subject,
    encounter: encounterReference(setting),
    authoredOn: momentText(at),
    requester: doctorReference(setting),
    ...(reason === undefined ? {} : { reasonReference: [conditionReference(reason)] }),
    dosageInstruction: [dosageOf(drug, days, at, end)],
    dispenseRequest: {
      validityPeriod: { start: momentText(at), end: momentText(at + days * 1440) },
      numberOfRepeatsAllowed: 0,
      quantity: quantity(amountOf(drug, days), drug.unit, 0),
      expectedSupplyDuration: { ...quantity(days, 'd', 0), unit: '일' },
    },
  };
}

/** How orders, dispenses and doses name the product. */
export function productReference(drug: Drug): { reference: string; display: string } {
  return { reference: `Medication/${productFor(drug).id}`, display: drugConcept(drug).text ?? drug.ko };
}

function dosageOf(drug: Drug, days: number, at: Minute, end: Minute | undefined): Dosage {
  const { value, unit } = doseInMass(drug);
  const most = exactly(Number((value * PRN_MOST).toPrecision(6)), unit);
  return {
    sequence: 1,
    text: dosageText(drug, days),
    timing: timingOf(drug, at, end),
    ...(drug.frequency === 0
      ? { asNeededBoolean: true, maxDosePerPeriod: { numerator: most, denominator: exactly(1, 'd') } }
      : {}),
    route: routeConcept(drug.route),
    doseAndRate: [{ doseQuantity: exactly(value, unit), ...rateOf(drug, value) }],
  };
}

/** Fluids run evenly until the next bag. */
function rateOf({ unit, route, dose, frequency }: Drug, value: number): { rateQuantity?: ReturnType<typeof exactly> } {
  if (unit !== 'mL' || route !== 'iv' || dose !== value || frequency < 1) return {};
  return { rateQuantity: exactly(Math.round((value * frequency) / 24), 'mL/h') };
}

/** The pharmacist's task: done, or waiting. */
function addCheck(
  chart: Chart,
  setting: Setting,
  { id, authoredOn = '' }: MedicationRequest,
  pharmacist: Staff,
  done: Minute | undefined,
): void {
  const moment = done === undefined ? authoredOn : momentText(Math.min(done, chart.now));
  chart.add<ResourceOfType['Task']>({
    resourceType: 'Task',
    id: chart.nextId('Task'),
    status: done === undefined ? 'requested' : 'completed',
    intent: 'order',
    priority: 'routine',
    code: concept('care', 'verify', 'Verify order', '처방 검토'),
    focus: reference(`MedicationRequest/${id}`),
    for: chart.subject,
    encounter: encounterReference(setting),
    authoredOn,
    lastModified: moment,
    requester: doctorReference(setting),
    performerType: [concept('practitionerRole', 'pharmacist', 'Pharmacist', '약사')],
    ...(done === undefined ? {} : { owner: staffReference(pharmacist), executionPeriod: { end: moment } }),
  });
}

function addDispense(
  chart: Chart,
  setting: Setting,
  request: MedicationRequest,
  { drug, at, days, random }: BedsideOrder,
  pharmacist: Staff,
): void {
  const prepared = Math.min(chart.now, at + random.whole(36, 90));
  chart.add<ResourceOfType['MedicationDispense']>({
    resourceType: 'MedicationDispense',
    id: chart.nextId('MedicationDispense'),
    status: 'completed',
    category: {
      coding: [
        {
          system: 'http://terminology.hl7.org/fhir/CodeSystem/medicationdispense-category',
          code: 'inpatient',
          display: 'Inpatient',
        },
      ],
    },
    medicationReference: productReference(drug),
    subject: chart.subject,
    context: encounterReference(setting),
    performer: [{ actor: staffReference(pharmacist) }],
    authorizingPrescription: [reference(`MedicationRequest/${request.id}`)],
    quantity: quantity(amountOf(drug, Math.min(days, 3)), drug.unit, 0),
    whenPrepared: momentText(prepared),
    whenHandedOver: momentText(prepared),
  });
}
