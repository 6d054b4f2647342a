/**
 * The labels of a dispense: made from what the record says, never from what a client says.
 *
 * Proof   dispense.int.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import { zonedInstantOf, type EpochMs } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { idIn, readResource } from '../bedside/chart.ts';
import { doseOf } from '../bedside/orders.ts';
import { unitDoseLabel, type Label, type LabelLanguage } from '../labels/index.ts';
import { isSet } from '../systems.ts';
import type { Medication, Request } from './codes.ts';
import { lookAlikes } from './look-alike.ts';
import type { Places } from './places.ts';

interface UnitRow {
  readonly gtin: string;
  readonly serial: string;
  readonly lot: string;
  readonly expiry: string;
  readonly slot: EpochMs | null;
}

/** One label for each unit. */
export async function unitLabels(
  context: Context,
  places: Places,
  dispense: string,
  language: LabelLanguage,
): Promise<readonly Label[]> {
  const found = await readResource(context, 'MedicationDispense', dispense);
  const order = idIn(found.authorizingPrescription?.[0], 'MedicationRequest') ?? '';
  const request = await readResource(context, 'MedicationRequest', order);
  const [medication, patient] = await Promise.all([
    readResource(context, 'Medication', idIn(found.medicationReference, 'Medication') ?? ''),
    readResource(context, 'Patient', idIn(request.subject, 'Patient') ?? ''),
  ]);
  const stay = idIn(request.encounter, 'Encounter');
  const place = stay === undefined ? {} : await places.of(context, await readResource(context, 'Encounter', stay));
  const text = `select gtin, serial, lot, to_char(expiry, 'YYYY-MM-DD') as expiry, slot from care_unit_dose
    where dispense = $1 order by slot, serial`;
  const units = await context.store.query<UnitRow>(text, [dispense]);
  const ward = [place.ward, place.bed].flatMap((one) => (one === undefined ? [] : one[language])).join(' ');
  const shared = {
    drug: nameOf(medication, language),
    dose: doseText(request),
    route: routeText(request, language),
    highAlert: isSet(medication, 'high-alert'),
    ...(lookAlikes(medication)[0] === undefined ? {} : { lookAlike: lookAlikes(medication)[0] }),
    patient: {
      name: patientName(patient),
      number:
        patient.identifier?.find(({ system }) => system?.endsWith('/patient-number') === true)?.value ??
        patient.id ??
        '',
      birthDate: patient.birthDate,
      sex: SEX[language][patient.gender ?? ''],
      ...(ward === '' ? {} : { ward }),
    },
  };
  const zone = context.settings.timeZone;
  return units.map(({ slot, ...unit }) =>
    unitDoseLabel({ ...unit, ...shared, due: slot === null ? WHEN_NEEDED[language] : dueText(slot, zone) }, language),
  );
}

const SEX: Readonly<Record<LabelLanguage, Readonly<Record<string, string>>>> = {
  ko: { male: '남', female: '여' },
  en: { male: 'M', female: 'F' },
};
const WHEN_NEEDED: Readonly<Record<LabelLanguage, string>> = { ko: '필요 시', en: 'when needed' };

/** `11-24 18:00` on the clocks of the hospital. */
function dueText(slot: EpochMs, zone: string): string {
  return zonedInstantOf(slot, zone).slice(5, 16).replace('T', ' ');
}

/** The drug with its strength, in the language of the label. */
function nameOf({ code, ingredient }: Medication, language: LabelLanguage): string {
  const display = code?.coding?.findLast((one) => one.display !== undefined)?.display;
  const own = language === 'ko' ? (code?.text ?? display) : (display ?? code?.text);
  return own ?? ingredient?.[0]?.itemCodeableConcept?.text ?? '';
}

function doseText(request: Request): string | undefined {
  const { dose } = doseOf(request);
  return dose === undefined ? undefined : `${dose.value} ${dose.unit.replaceAll(/[{}[\]]/g, '')}`;
}

function routeText({ dosageInstruction }: Request, language: LabelLanguage): string | undefined {
  const route = dosageInstruction?.[0]?.route;
  return language === 'ko'
    ? (route?.text ?? route?.coding?.[0]?.display)
    : (route?.coding?.[0]?.display ?? route?.text);
}

/** The name as people are called here, with the Latin one where there is room for it. */
function patientName({ name = [] }: ResourceOfType['Patient']): string {
  const [first] = name;
  return first?.text ?? `${first?.family ?? ''}${(first?.given ?? []).join('')}`;
}
