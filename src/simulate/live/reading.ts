/**
 * People who read: a chart is opened, the tabs of it are looked through, a list is glanced at. What screens ask of the house.
 *
 * Proof   ../../cli/living.int.test.ts; bench/living.bench.ts
 */
import type { Inpatient } from './house.ts';
import { COMPLETED, endedBy, type Ended } from './tally.ts';
import { attemptOf, someone, type World } from './world.ts';

/** Opens the chart of a patient as a physician does: everything that it shows at first, then one of its lists. */
export function openChart(world: World, { patient }: Inpatient): Promise<Ended> {
  return world.tally.run('chart opened', world.signal, async () => {
    const { client, random } = world;
    const reader = someone(world, random.chance(0.5) ? 'physician' : 'nurse');
    const about = `patient=${patient}`;
    const first = await Promise.all([
      client.get(reader, `/fhir/R4/Patient/${patient}`),
      client.get(reader, `/fhir/R4/AllergyIntolerance?${about}&_count=100`),
      client.get(reader, `/fhir/R4/Condition?${about}&_count=100`),
      client.get(reader, `/fhir/R4/Encounter?${about}&_sort=-date&_count=20`),
      client.get(reader, `/fhir/R4/Observation?${about}&category=vital-signs&_sort=-date&_count=60`),
      client.post(reader, '/cds-services/maru-patient-view', consultation(world, reader.id, patient)),
    ]);
    const refused = first.find(({ status }) => status !== 200);
    if (refused !== undefined) return endedBy(refused);
    const then = await client.get(reader, random.pick(LISTS).replace('PATIENT', patient));
    return then.status === 200 ? COMPLETED : endedBy(then);
  });
}

const LISTS: readonly string[] = [
  '/care/orders/list?patient=PATIENT',
  '/care/documents/list?patient=PATIENT',
  '/fhir/R4/MedicationRequest?patient=PATIENT&status=active&_include=MedicationRequest:medication&_count=100',
  '/fhir/R4/DiagnosticReport?patient=PATIENT&_sort=-date&_count=20&_include=DiagnosticReport:result',
  '/fhir/R4/Observation?patient=PATIENT&category=laboratory&_sort=-date&_count=100',
];

function consultation(world: World, user: string, patient: string): object {
  const words = attemptOf('view', patient, world.now()).slice(5);
  const hookInstance = [
    words.slice(0, 8),
    words.slice(8, 12),
    `4${words.slice(13, 16)}`,
    `8${words.slice(17, 20)}`,
    words.slice(20, 32),
  ].join('-');
  return { hook: 'patient-view', hookInstance, context: { userId: `Practitioner/${user}`, patientId: patient } };
}
