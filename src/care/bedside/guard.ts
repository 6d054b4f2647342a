/**
 * What must never happen twice, as unique keys of the database beside the resources: a dose in its slot, a pack, an attempt.
 *
 * A session has locked the patient and the order before it looks, so the keys are a second wall: whatever a fault of ours
 * might let through, the database refuses.
 *
 * Proof   medication.int.test.ts, races.int.test.ts
 */
import { hashText, OutcomeError } from '../../kernel/index.ts';
import type { ResourceOfType } from '../../fhir/index.ts';
import type { GivenDose, MedicationOrder, MedicationState, Product } from '../loop/index.ts';
import { SERIAL_SYSTEM } from '../loop/index.ts';
import { idIn } from './chart.ts';
import type { Session } from './session.ts';
import { extensionsIn } from '../systems.ts';

/** The dose that stands in the slot of the order, if one does. */
export async function standingDoses(
  { transaction }: Session,
  { id, due }: Pick<MedicationOrder, 'id' | 'due'>,
): Promise<readonly GivenDose[]> {
  if (due === undefined) return [];
  const text = 'select administration from care_dose where request = $1 and slot = to_timestamp($2::float8 / 1000)';
  const rows = await transaction.query<{ administration: string }>(text, [id, due], 'care_dose');
  return rows.map(({ administration }) => ({
    id: administration,
    order: id,
    drug: '',
    slot: due,
    at: due,
    status: 'completed',
  }));
}

/** Packs of these products that somebody got. */
export async function packsTaken(
  { transaction }: Session,
  products: readonly Product[],
): Promise<MedicationState['serials']> {
  const byGtin = new Map(products.map(({ gtin, id }) => [gtin, id]));
  const text = 'select gtin, serial, patient from care_pack where gtin = any($1::text[])';
  const rows = await transaction.query<{ gtin: string; serial: string; patient: string }>(text, [[...byGtin.keys()]]);
  return rows.map(({ gtin, serial, patient }) => ({ product: byGtin.get(gtin) ?? '', serial, patient }));
}

type Administration = ResourceOfType['MedicationAdministration'];

/** Doses in these states take their slot: what runs is given. */
const TAKING = new Set(['completed', 'in-progress', 'on-hold', 'stopped']);

/** Takes the slot and the packs of a dose that was written. */
export async function claim({ transaction }: Session, administration: string, dose: Administration): Promise<void> {
  const request = idIn(dose.request, 'MedicationRequest');
  const slot = extensionsIn(dose, 'dose-slot')[0]?.valueDateTime;
  if (!TAKING.has(dose.status) || request === undefined) return;
  if (slot !== undefined) {
    const text =
      'insert into care_dose (request, slot, administration) values ($1, $2, $3) on conflict do nothing returning 1';
    if ((await transaction.query(text, [request, slot, administration], 'care_claim')).length === 0) throw taken();
  }
  await claimPacks({ transaction }, administration, dose);
}

/** Takes the packs of a dose, or of a bag that was added to one. */
export async function claimPacks(
  { transaction }: Pick<Session, 'transaction'>,
  administration: string,
  dose: Administration,
): Promise<void> {
  for (const { system, value = '' } of dose.identifier ?? []) {
    if (system !== SERIAL_SYSTEM) continue;
    const [gtin = '', serial = ''] = split(value);
    const patient = idIn(dose.subject, 'Patient') ?? '';
    const text = `insert into care_pack as p (gtin, serial, patient, administration) values ($1, $2, $3, $4)
      on conflict (gtin, serial) do update set administration = excluded.administration where p.patient = excluded.patient
      returning 1`;
    const rows = await transaction.query(text, [gtin, serial, patient, administration], 'care_pack');
    if (rows.length === 0) throw taken();
  }
}

/** GTIN and serial, which may hold dots itself. */
function split(value: string): readonly string[] {
  return [value.slice(0, 14), value.slice(15)];
}

function taken(): OutcomeError {
  const text = 'This dose, pack or specimen was recorded by somebody else a moment ago; read the chart again.';
  return new OutcomeError('conflict', 'care.dose-taken', text);
}

/** Opens the slot and frees the packs of a dose that was entered in error. */
export async function release({ transaction }: Session, administration: string): Promise<void> {
  await transaction.query('delete from care_dose where administration = $1', [administration]);
  await transaction.query('delete from care_pack where administration = $1', [administration]);
}

/** Specimens that were collected for a request, or carry its label. */
export async function collections(
  { transaction }: Session,
  request: string,
  label: string,
): Promise<readonly { readonly request: string; readonly label: string; readonly specimen: string }[]> {
  const text = 'select request, label, specimen from care_collection where request = $1 or label = $2';
  return transaction.query(text, [request, label], 'care_collections');
}

/** Opens the request and frees the label of a specimen that was refused. */
export async function freeCollections({ transaction }: Session, specimen: string): Promise<void> {
  await transaction.query('delete from care_collection where specimen = $1', [specimen]);
}

/** Takes the request and the label of a specimen that was written. */
export async function claimCollection(
  { transaction }: Session,
  specimen: string,
  { request = [], accessionIdentifier, status }: ResourceOfType['Specimen'],
): Promise<void> {
  const id = idIn(request[0], 'ServiceRequest');
  const label = accessionIdentifier?.value;
  if (status !== 'available' || id === undefined || label === undefined) return;
  const text =
    'insert into care_collection (request, label, specimen) values ($1, $2, $3) on conflict do nothing returning 1';
  if ((await transaction.query(text, [id, label, specimen], 'care_collect')).length === 0) throw taken();
}

/** The answer that was given to an attempt before; throws where it asked something else. */
export async function answerBefore(
  { transaction }: Session,
  person: string,
  attempt: string,
  asked: string,
): Promise<string | undefined> {
  const text = 'select answer, asked = $3::bigint as same from care_attempt where person = $1 and attempt = $2';
  const [row] = await transaction.query<{ answer: string; same: boolean }>(text, [person, attempt, hashText(asked)]);
  if (row?.same === false) throw differs();
  return row?.answer;
}

function differs(): OutcomeError {
  const text = 'This attempt was used for something else; start with a new one.';
  return new OutcomeError('conflict', 'care.attempt-differs', text);
}

/** Keeps the answer to an attempt. */
export async function keepAnswer(
  { transaction }: Session,
  person: string,
  attempt: string,
  asked: string,
  answer: string,
): Promise<void> {
  const text = `insert into care_attempt (person, attempt, asked, answer) values ($1, $2, $3, $4)
    on conflict do nothing returning 1`;
  const rows = await transaction.query(text, [person, attempt, hashText(asked), answer]);
  if (rows.length === 0) throw differs();
}

/** Takes the request for a report; throws where another report has it. */
export async function claimReport({ transaction }: Session, request: string, report: string): Promise<void> {
  const text = `insert into care_report as r (request, report) values ($1, $2)
    on conflict (request) do update set report = excluded.report where r.report = excluded.report returning 1`;
  if ((await transaction.query(text, [request, report], 'care_report')).length === 0) throw taken();
}
