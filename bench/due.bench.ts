/**
 * The due list of a ward of 40 beds over HTTP, on the demo hospital's shape: eight orders a patient, a day of doses recorded,
 * each order verified. The bound is that of the issue: under 100 ms.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BenchHouse } from './house.ts';
import { load, LoadClient } from './load.ts';
import type { BenchResult } from './result.ts';

const PORT = 28_431;
const BEDS = 40;
const ORDERS = 8;
const DRUGS = 30;
const ASKED = 200;
const WARMED = 20;
const HOUR = 3_600_000;

type Json = Readonly<Record<string, unknown>>;
type Log = (line: string) => void;

const EXTENSIONS = 'https://maru.health/fhir/StructureDefinition/';
const UCUM = 'http://unitsofmeasure.org';
const iso = (time: number): string => new Date(time).toISOString();
const coded = (system: string, code: string): Json => ({ coding: [{ system, code }] });
const quantity = (value: number): Json => ({ value, unit: 'mg', system: UCUM, code: 'mg' });

function place(id: string, kind: string, partOf?: string): Json {
  const physicalType = coded('http://terminology.hl7.org/CodeSystem/location-physical-type', kind);
  return {
    resourceType: 'Location',
    id,
    name: id,
    physicalType,
    ...(partOf === undefined ? {} : { partOf: { reference: `Location/${partOf}` } }),
  };
}

function product(at: number): Json {
  return {
    resourceType: 'Medication',
    id: `due-drug-${at}`,
    identifier: [{ system: 'https://id.gs1.org/01', value: String(8_809_912_000_000 + at).padStart(14, '0') }],
    code: { text: `drug ${at} 10 mg` },
    ingredient: [
      { itemCodeableConcept: { text: `drug ${at}` }, strength: { numerator: quantity(10), denominator: { value: 1 } } },
    ],
  };
}

function patientOf(bed: number, now: number): readonly Json[] {
  const id = `due-patient-${bed}`;
  const subject = { reference: `Patient/${id}` };
  const stay: Json = {
    resourceType: 'Encounter',
    id: `due-stay-${bed}`,
    status: 'in-progress',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP' },
    subject,
    period: { start: iso(now - 80 * HOUR) },
    location: [
      { location: { reference: `Location/due-bed-${bed}` }, status: 'active', period: { start: iso(now - 80 * HOUR) } },
    ],
  };
  const patient = {
    resourceType: 'Patient',
    id,
    name: [{ text: `환자 ${bed}`, family: '환' }],
    birthDate: '1960-01-01',
    gender: 'male',
  };
  return [patient, stay, ...Array.from({ length: ORDERS }, (_, at) => orderOf(bed, at, subject, now)).flat()];
}

function orderOf(bed: number, at: number, subject: Json, now: number): readonly Json[] {
  const id = `due-order-${bed}-${at}`;
  const drug = { reference: `Medication/due-drug-${(bed + at) % DRUGS}` };
  const request: Json = {
    resourceType: 'MedicationRequest',
    id,
    status: 'active',
    intent: 'order',
    subject,
    encounter: { reference: `Encounter/due-stay-${bed}` },
    medicationReference: drug,
    authoredOn: iso(now - 70 * HOUR),
    dosageInstruction: [
      {
        timing: { repeat: { boundsPeriod: { start: iso(now - 70 * HOUR) }, frequency: 1, period: 8, periodUnit: 'h' } },
        route: coded('http://snomed.info/sct', '26643006'),
        doseAndRate: [{ doseQuantity: quantity(10) }],
      },
    ],
  };
  const dispense = {
    resourceType: 'MedicationDispense',
    id: `${id}-dispense`,
    status: 'completed',
    subject,
    medicationReference: drug,
    authorizingPrescription: [{ reference: `MedicationRequest/${id}` }],
    performer: [{ actor: { reference: 'Practitioner/due-pharmacist' } }],
  };
  return [
    request,
    dispense,
    ...[1, 2, 3].map((dose) => doseOf(id, drug, subject, now - 70 * HOUR + (9 - dose) * 8 * HOUR)),
  ];
}

function doseOf(order: string, drug: Json, subject: Json, slot: number): Json {
  return {
    resourceType: 'MedicationAdministration',
    id: `${order}-${slot % 1_000_000_000}`,
    status: 'completed',
    extension: [
      { url: `${EXTENSIONS}scanned`, valueBoolean: true },
      { url: `${EXTENSIONS}dose-slot`, valueDateTime: iso(slot) },
    ],
    medicationReference: drug,
    subject,
    effectiveDateTime: iso(slot),
    request: { reference: `MedicationRequest/${order}` },
    dosage: { dose: quantity(10) },
  };
}

function ward(now: number): readonly Json[] {
  return [
    place('due-ward', 'wa'),
    ...Array.from({ length: BEDS }, (_, bed) => place(`due-bed-${bed}`, 'bd', 'due-ward')),
    ...Array.from({ length: DRUGS }, (_, at) => product(at)),
    { resourceType: 'Practitioner', id: 'due-pharmacist' },
    {
      resourceType: 'PractitionerRole',
      id: 'due-duty',
      active: true,
      practitioner: { reference: 'Practitioner/due-pharmacist' },
      code: [coded('http://terminology.hl7.org/CodeSystem/practitioner-role', 'pharmacist')],
    },
    ...Array.from({ length: BEDS }, (_, bed) => patientOf(bed, now)).flat(),
  ];
}

async function fill(house: BenchHouse, now: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'maru-due-'));
  const file = join(folder, 'ward.ndjson');
  try {
    writeFileSync(
      file,
      ward(now)
        .map((one) => JSON.stringify(one))
        .join('\n'),
    );
    await house.run('import', file, '--json');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function nurseToken(house: BenchHouse): Promise<string> {
  const { text } = await house.run('token', '--as', 'nurse', '--scope', 'user/*.rs', '--port', String(PORT), '--demo');
  return text.trim().split('\n').at(-1) ?? '';
}

/** Measures the list as the screen asks for it: from twelve hours ago to four hours ahead. */
export default async function bench(log: Log): Promise<readonly BenchResult[]> {
  const house = new BenchHouse();
  try {
    const now = Date.now();
    await fill(house, now);
    const serving = await house.serve(PORT, '--demo');
    try {
      const client = new LoadClient(serving.origin, await nurseToken(house), 1);
      const query = new URLSearchParams({ ward: 'due-ward', from: iso(now - 12 * HOUR), to: iso(now + 4 * HOUR) });
      const asked = (count: number) =>
        Array.from({ length: count }, () => ({ path: `/care/medication/due?${query.toString()}` }));
      await load(client, 1, asked(WARMED));
      const { failed, p50, p99 } = await load(client, 1, asked(ASKED));
      if (failed[0] !== undefined) throw new Error(`${failed[0].status} ${failed[0].body.slice(0, 400)}`);
      client.close();
      log(`due list: p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`);
      const note = `${BEDS} beds, ${BEDS * ORDERS} orders, window of 16 h, ${ASKED} requests one after the other`;
      return [
        { name: 'due list of a ward of 40 beds: p50', measured: p50, unit: 'ms', target: { atMost: 100 }, note },
        { name: 'due list of a ward of 40 beds: p99', measured: p99, unit: 'ms', note },
      ];
    } finally {
      await serving.stop();
    }
  } finally {
    house.remove();
  }
}
