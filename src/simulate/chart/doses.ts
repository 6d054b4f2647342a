/**
 * Doses that were given, or not and why: by the nurse on duty, nearly on time, nearly always after both scans.
 *
 * Of a hundred doses about two are not given, one is forgotten and stands open, and four are entered without a scan.
 *
 * Source  https://hl7.org/fhir/R4/medicationadministration.html; extensions as the bedside writes them (care/README.md)
 * Proof   ../wards.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import { momentText, type Minute } from '../calendar.ts';
import { CARE_EXTENSION, concept, exactly, reference, SYSTEMS } from '../codes.ts';
import type { Drug } from '../data/drugs.ts';
import { doseInMass, productFor } from '../data/products.ts';
import { onDuty } from '../hospital/shifts.ts';
import { staffReference } from '../hospital/staff.ts';
import type { Random } from '../random.ts';
import type { Chart, Setting } from './chart.ts';
import { encounterReference } from './chart.ts';
import { routeConcept } from './medication.ts';
import { slotsOf } from './schedule.ts';

type Request = ResourceOfType['MedicationRequest'];
type Administration = ResourceOfType['MedicationAdministration'];

/** Doses of an order. */
export interface DoseRun {
  readonly drug: Drug;
  readonly start: Minute;
  readonly end: Minute;
  readonly random: Random;
}

const REASONS = [
  ['patient-refused', 'Patient refused', '환자 거부', 5],
  ['nil-by-mouth', 'Nil by mouth', '금식', 4],
  ['vital-signs-out-of-range', 'Vital signs out of range', '활력징후 기준 미달', 3],
  ['off-ward', 'Patient off the ward', '검사로 병동 부재', 2],
] as const;

/** The doses up to now; the last minutes are still open. */
export function addDoses(
  chart: Chart,
  setting: Setting,
  request: Request,
  { drug, start, end, random }: DoseRun,
): void {
  const from = Math.max(start, chart.loopsFrom);
  const to = Math.min(end, chart.now - 12);
  if (drug.frequency === 0) return addAsNeeded(chart, setting, request, { drug, start: from, end: to, random });
  for (const slot of slotsOf(drug, start, from, to)) {
    if (random.chance(0.01)) continue;
    const reason = random.chance(0.02) ? random.weighted(REASONS, ([, , , weight]) => weight) : undefined;
    const at = Math.min(chart.now - 1, Math.max(start, Math.round(slot + random.normal(6, 12))));
    chart.add(doseOf(chart, setting, request, drug, { at, slot, reason, random }));
  }
}

/** About one dose in eleven hours, never two within six. */
function addAsNeeded(chart: Chart, setting: Setting, request: Request, { drug, start, end, random }: DoseRun): void {
  for (let at = start + Math.floor(random.wait(500)); at < end; at += 365 + Math.floor(random.wait(420)))
    chart.add(doseOf(chart, setting, request, drug, { at, slot: undefined, reason: undefined, random }));
}

interface Dose {
  readonly at: Minute;
  readonly slot: Minute | undefined;
  readonly reason: (typeof REASONS)[number] | undefined;
  readonly random: Random;
}

function doseOf(
  chart: Chart,
  setting: Setting,
  { id, medicationReference }: Request,
  drug: Drug,
  { at, slot, reason, random }: Dose,
): Administration {
  const scanned = reason === undefined && random.chance(0.96);
  const { value, unit } = doseInMass(drug);
  return {
    resourceType: 'MedicationAdministration',
    id: chart.nextId('MedicationAdministration'),
    extension: [
      { url: `${CARE_EXTENSION}scanned`, valueBoolean: scanned },
      ...(slot === undefined ? [] : [{ url: `${CARE_EXTENSION}dose-slot`, valueDateTime: momentText(slot) }]),
      { url: `${CARE_EXTENSION}order-version`, valueString: '1' },
    ],
    ...(scanned ? { identifier: [packOf(drug, at, random)] } : {}),
    status: reason === undefined ? 'completed' : 'not-done',
    ...(reason === undefined ? {} : { statusReason: [concept('care', reason[0], reason[1], reason[2])] }),
    ...(medicationReference === undefined ? {} : { medicationReference }),
    subject: chart.subject,
    context: encounterReference(setting),
    effectiveDateTime: momentText(at),
    performer: performers(chart, setting, drug, at, reason === undefined),
    ...(slot === undefined ? { reasonCode: [concept('care', 'pain', 'Pain', '통증')] } : {}),
    request: reference(`MedicationRequest/${id}`),
    ...(scanned ? { device: [{ type: 'Device', display: 'scanner' }] } : {}),
    ...(reason === undefined ? { dosage: { route: routeConcept(drug.route), dose: exactly(value, unit) } } : {}),
  };
}

function performers(
  { roster }: Chart,
  { nurse }: Setting,
  drug: Drug,
  at: Minute,
  given: boolean,
): NonNullable<Administration['performer']> {
  const nurses = roster.nursesOf(nurse.wards[0] ?? 'ER');
  const by = onDuty(nurses, at);
  const witness = nurses.find(({ id }) => id !== by.id);
  const performer = {
    function: concept('administrationFunction', 'performer', 'Performer'),
    actor: staffReference(by),
  };
  if (!given || !productFor(drug).highAlert || witness === undefined) return [performer];
  return [
    performer,
    { function: concept('administrationFunction', 'witness', 'Witness'), actor: staffReference(witness) },
  ];
}

/** The lot of the pack: a new one every three weeks. */
function packOf(drug: Drug, at: Minute, random: Random): { system: string; value: string } {
  const { gtin, serialised } = productFor(drug);
  if (serialised) return { system: SYSTEMS.serial, value: `${gtin}.S${random.whole(100_000_000, 999_999_999)}` };
  return { system: SYSTEMS.lot, value: `${gtin}.L${Math.floor(at / (21 * 1440))}` };
}
