/**
 * Reads a ward as its station keeps it: with a handful of questions however many patients there are, within the caller's reach.
 *
 * An order that cannot be checked is there with its words; nothing that was ordered is left out. What safety rests on
 * (allergies, doses, recalls) is read whole, whatever the caller may see, and shown only as far as the caller may.
 *
 * Proof   downtime.int.test.ts
 */
import { UNLIMITED } from '../../access/index.ts';
import type { ResourceOfType } from '../../fhir/index.ts';
import { instantOf, type EpochMs } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { findAmong, findResources, idIn } from '../bedside/chart.ts';
import {
  doseOf,
  isAsNeeded,
  isReadable,
  orderOf,
  performersOf,
  pharmacyFrom,
  type Pharmacy,
} from '../bedside/orders.ts';
import { pharmacistsAmong } from '../bedside/people.ts';
import { drugName, productOf } from '../bedside/products.ts';
import { slotsBetween } from '../bedside/slots.ts';
import type { WardStay } from '../bedside/ward.ts';
import { CARE_SYSTEM, type GivenDose, type LoopSettings, type Observed, type Product } from '../loop/index.ts';
import type { StationOrder, StationPatient, StationStaff, WardSnapshot } from '../station/index.ts';
import {
  codesIn,
  extensionsIn,
  identifierIn,
  isSet,
  momentOf,
  nameIn,
  PATIENT_GSRN,
  STAFF_GSRN,
  textIn,
  valueIn,
} from '../systems.ts';
import { allergiesFrom, flagsFrom, headOf, namesOf, newestOf, problemsFrom } from './patient.ts';
import { wardCensus } from './ward.ts';

type Request = ResourceOfType['MedicationRequest'];
type Administration = ResourceOfType['MedicationAdministration'];
type Medication = ResourceOfType['Medication'];

const HOUR = 3_600_000;
/** Doses of the last half day (late ones) and of the next day: what a ward needs to get through a night. */
const BEFORE_MS = 12 * HOUR;
const AHEAD_MS = 24 * HOUR;
/** How far back given doses count, for intervals and daily maxima. */
const GIVEN_MS = 72 * HOUR;
const RESULTS_MS = 7 * 24 * HOUR;

/** The ward at this moment. */
export async function wardSnapshot(context: Context, ward: string, settings: LoopSettings): Promise<WardSnapshot> {
  const now = context.clock.now();
  const { ward: place, stays } = await wardCensus(context, ward);
  const house = await houseOf(context, stays, now);
  const patients = stays.flatMap((stay) => patientOf(stay, house, context, now));
  return {
    version: 1,
    ward: { id: ward, name: place.name ?? ward },
    taken: now,
    zone: context.settings.timeZone,
    settings,
    staff: await staffOf(context),
    products: house.products,
    recalls: await recallsOf(context, house.products),
    serials: await packsOf(context, house.products),
    patients,
  };
}

type ByPatient<Type extends keyof ResourceOfType> = ReadonlyMap<string, readonly ResourceOfType[Type][]>;

/** Everything about the patients of a ward, by patient. */
interface House {
  readonly patients: ReadonlyMap<string, ResourceOfType['Patient']>;
  readonly allergies: ByPatient<'AllergyIntolerance'>;
  readonly conditions: ByPatient<'Condition'>;
  readonly flags: ByPatient<'Flag'>;
  readonly requests: ByPatient<'MedicationRequest'>;
  readonly given: ByPatient<'MedicationAdministration'>;
  readonly results: ByPatient<'Observation'>;
  readonly medications: ReadonlyMap<string, Medication>;
  readonly products: readonly Product[];
  readonly pharmacy: (request: Request) => Pharmacy;
}

async function houseOf(context: Context, stays: readonly WardStay[], now: EpochMs): Promise<House> {
  const ids = stays.map(({ patient }) => patient);
  const subjects = ids.map((id) => `Patient/${id}`);
  const safety = { ...context, reach: UNLIMITED };
  const since = (ms: number) => `ge${instantOf((now - ms) as EpochMs)}`;
  const [patients, allergies, conditions, flags, requests, given, results] = await Promise.all([
    findAmong(context, 'Patient', '_id', ids),
    findAmong(safety, 'AllergyIntolerance', 'patient', subjects),
    findAmong(context, 'Condition', 'subject', subjects, { 'clinical-status': 'active' }),
    findAmong(context, 'Flag', 'patient', subjects),
    findAmong(context, 'MedicationRequest', 'subject', subjects, { status: 'active,on-hold' }),
    findAmong(safety, 'MedicationAdministration', 'subject', subjects, { 'effective-time': since(GIVEN_MS) }),
    findAmong(context, 'Observation', 'subject', subjects, { date: since(RESULTS_MS) }),
  ]);
  const needed = new Set([...requests, ...given].flatMap((one) => idIn(one.medicationReference, 'Medication') ?? []));
  const pharmacy = await pharmacyOf(context, requests);
  const substitutes = requests.flatMap((request) => pharmacy(request).substitutes);
  const medications = await findAmong(context, 'Medication', '_id', [...new Set([...needed, ...substitutes])]);
  return {
    patients: new Map(patients.map((one) => [one.id ?? '', one])),
    allergies: bySubject(allergies, ({ patient }) => patient),
    conditions: bySubject(conditions, ({ subject }) => subject),
    flags: bySubject(flags, ({ subject }) => subject),
    requests: bySubject(requests, ({ subject }) => subject),
    given: bySubject(given, ({ subject }) => subject),
    results: bySubject(results, ({ subject }) => subject),
    medications: new Map(medications.map((one) => [one.id ?? '', one])),
    products: medications.flatMap((one) => productOf(one) ?? []),
    pharmacy,
  };
}

async function pharmacyOf(context: Context, requests: readonly Request[]): Promise<(request: Request) => Pharmacy> {
  const orders = requests.map(({ id = '' }) => `MedicationRequest/${id}`);
  const dispenses = await findAmong({ ...context, reach: UNLIMITED }, 'MedicationDispense', 'prescription', orders);
  const pharmacists = await pharmacistsAmong(context, performersOf(dispenses));
  return (request) => {
    const own = dispenses.filter(({ authorizingPrescription = [] }) =>
      authorizingPrescription.some((one) => idIn(one, 'MedicationRequest') === request.id),
    );
    return pharmacyFrom(request, own, pharmacists);
  };
}

function bySubject<One>(
  all: readonly One[],
  subject: (one: One) => { readonly reference?: string } | undefined,
): ReadonlyMap<string, readonly One[]> {
  return Map.groupBy(all, (one) => idIn(subject(one), 'Patient') ?? '');
}

function patientOf(stay: WardStay, house: House, context: Context, now: EpochMs): readonly StationPatient[] {
  const { patient: id, bed = '' } = stay;
  const patient = house.patients.get(id);
  if (patient === undefined) return [];
  const band = identifierIn(patient.identifier, PATIENT_GSRN);
  const requests = house.requests.get(id) ?? [];
  const results = house.results.get(id) ?? [];
  return [
    {
      ...headOf(patient, bed),
      ...(band === undefined ? {} : { gsrn: band.value, bandInstance: textIn(band, 'band-instance') ?? '' }),
      problems: problemsFrom(house.conditions.get(id) ?? []),
      ...allergiesFrom(house.allergies.get(id) ?? []),
      ...flagsFrom(house.flags.get(id) ?? []),
      orders: requests.flatMap((request) => ordersOf(request, house, context, now)),
      unreadable: requests
        .filter((request) => !isReadable(request))
        .map((request) => ({ id: request.id ?? '', text: wordsOf(request, house) })),
      given: (house.given.get(id) ?? []).map((one) => givenOf(one, house)),
      observations: results.flatMap(observedOf),
      results: newestOf(results, 'laboratory'),
      vitals: newestOf(results, 'vital-signs'),
    },
  ];
}

function ordersOf(request: Request, house: House, context: Context, now: EpochMs): readonly StationOrder[] {
  if (!isReadable(request)) return [];
  const zone = context.settings.timeZone;
  const slots = isAsNeeded(request)
    ? []
    : slotsBetween(request, (now - BEFORE_MS) as EpochMs, (now + AHEAD_MS) as EpochMs, zone);
  const asNeeded = isAsNeeded(request);
  const first = slots[0];
  if (first === undefined && !asNeeded) return [];
  const { due, ...order } = orderOf(request, first, zone, house.pharmacy(request));
  const medication = house.medications.get(order.product);
  return [
    {
      order,
      text: wordsOf(request, house),
      drug: medication === undefined ? nameIn(request.medicationCodeableConcept) : drugName(medication),
      ...(medication?.code === undefined ? {} : { name: medication.code }),
      slots: due === undefined ? [] : slots,
      asNeeded,
      highAlert: medication !== undefined && isSet(medication, 'high-alert'),
    },
  ];
}

/** Drug, dose and times as they were ordered, in words. */
function wordsOf(request: Request, { medications }: House): string {
  const medication = medications.get(idIn(request.medicationReference, 'Medication') ?? '');
  const { dose, route } = doseOf(request);
  const written = request.dosageInstruction?.[0]?.text;
  const plain = [dose === undefined ? '' : `${dose.value} ${dose.unit}`, route ?? ''].filter((part) => part !== '');
  const drug =
    medication?.code?.text ?? request.medicationCodeableConcept?.text ?? request.medicationReference?.display;
  return [drug ?? '', written ?? plain.join(' ')].filter((part) => part !== '').join(' — ');
}

function givenOf(one: Administration, { medications }: House): GivenDose {
  const medication = medications.get(idIn(one.medicationReference, 'Medication') ?? '');
  const slot = momentOf(extensionsIn(one, 'dose-slot')[0]?.valueDateTime);
  const dose = valueIn(one.dosage?.dose);
  return {
    id: one.id ?? '',
    order: idIn(one.request, 'MedicationRequest') ?? '',
    drug: medication === undefined ? '' : drugName(medication),
    at: momentOf(one.effectiveDateTime ?? one.effectivePeriod?.start) ?? (0 as EpochMs),
    status: one.status,
    ...(slot === undefined ? {} : { slot }),
    ...(dose === undefined ? {} : { dose }),
  };
}

const STANDING = new Set(['preliminary', 'final', 'amended', 'corrected']);

function observedOf(one: ResourceOfType['Observation']): readonly Observed[] {
  const at = momentOf(one.effectiveDateTime ?? one.effectiveInstant);
  const value = valueIn(one.valueQuantity);
  if (at === undefined || value === undefined || !STANDING.has(one.status)) return [];
  return codesIn(one.code).map((code) => ({ code, at, value }));
}

async function staffOf(context: Context): Promise<readonly StationStaff[]> {
  const people = await findResources(context, 'Practitioner', { identifier: `${STAFF_GSRN}|` });
  const duties = await findResources(context, 'PractitionerRole', { active: 'true' });
  const roles = new Map(duties.map((duty) => [idIn(duty.practitioner, 'Practitioner') ?? '', roleIn(duty)]));
  return people.flatMap((one): readonly StationStaff[] => {
    const badge = identifierIn(one.identifier, STAFF_GSRN);
    const role = roles.get(one.id ?? '');
    if (badge === undefined || role === undefined) return [];
    const end = momentOf(badge.period?.end);
    const isOver = one.active === false || (end !== undefined && end <= context.clock.now());
    return [
      { id: one.id ?? '', role, gsrn: badge.value, badge: isOver ? 'revoked' : 'active', name: namesOf(one.name) },
    ];
  });
}

const ROLES: Readonly<Record<string, string>> = { doctor: 'physician', nurse: 'nurse', pharmacist: 'pharmacist' };

function roleIn({ code = [] }: ResourceOfType['PractitionerRole']): string {
  return code.flatMap(codesIn).flatMap((one) => ROLES[one] ?? [])[0] ?? '';
}

async function recallsOf(context: Context, products: readonly Product[]): Promise<WardSnapshot['recalls']> {
  const subjects = products.map(({ id }) => `Medication/${id}`);
  const flags = await findAmong({ ...context, reach: UNLIMITED }, 'Flag', 'subject', subjects);
  return flags
    .filter(
      ({ status, code }) =>
        status === 'active' && (code.coding ?? []).some((one) => one.system === CARE_SYSTEM && one.code === 'recall'),
    )
    .flatMap(({ subject, identifier = [] }) =>
      identifier.flatMap(({ value }) =>
        value === undefined ? [] : [{ product: idIn(subject, 'Medication') ?? '', lot: value }],
      ),
    );
}

/** Packs that somebody got in the last days: the station must not give them to another. */
async function packsOf(context: Context, products: readonly Product[]): Promise<WardSnapshot['serials']> {
  const byGtin = new Map(products.map(({ gtin, id }) => [gtin, id]));
  const rows = await context.connection.query<{ gtin: string; serial: string; patient: string }>(
    'select gtin, serial, patient from care_pack where gtin = any($1::text[]) limit 50000',
    [[...byGtin.keys()]],
  );
  return rows.map(({ gtin, serial, patient }) => ({ product: byGtin.get(gtin) ?? '', serial, patient }));
}
