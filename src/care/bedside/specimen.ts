/**
 * The specimen loop on the record: collection at the bed, once for each request and each label.
 *
 * The label is bound to the request when it is printed (specimen-label.ts); receipt is in ../laboratory/receipt.ts.
 *
 * Proof   specimen.int.test.ts
 */
import { instantOf, OutcomeError, type EpochMs } from '../../kernel/index.ts';
import { CARE_SYSTEM, decideSpecimen, type Observed, type SpecimenRequest, type SpecimenState } from '../loop/index.ts';
import type { SpecimenBody } from './body.ts';
import { findResources, idIn, readResource } from './chart.ts';
import { collections, freeCollections } from './guard.ts';
import { hereOf } from './gone.ts';
import { signedInOf, staffOf, wearerOf } from './people.ts';
import type { BedsideLoop } from './record.ts';
import type { Session } from './session.ts';
import type { StateOptions } from './state.ts';
import { specimenRequestOf } from '../laboratory/requests.ts';
import { momentOf } from '../systems.ts';

/** The loop with the thresholds of the hospital. */
export function specimenLoop(options: StateOptions): BedsideLoop<SpecimenBody> {
  return {
    name: 'specimen',
    orderOf: ({ request }) => `ServiceRequest/${request}`,
    decide: async (session, body) => decideSpecimen(await specimenState(session, body, options)),
  };
}

/** Everything that decides about a collection. */
export async function specimenState(
  session: Session,
  body: SpecimenBody,
  { settings }: StateOptions,
): Promise<SpecimenState> {
  const { own } = session;
  const signedIn = signedInOf(session);
  const asked = await readResource(own, 'ServiceRequest', body.request);
  const request = specimenRequestOf(asked);
  const here = await hereOf(session, await wearerOf(session, body.patient), asked.encounter);
  return {
    now: own.clock.now(),
    zone: own.settings.timeZone,
    settings,
    steps: body.steps,
    chart: body.patient,
    signedIn,
    staff: await staffOf(session, body.steps, signedIn),
    ...here,
    products: [],
    observations: await mealsOf(session, body.patient, request),
    place: 'bedside',
    request,
    collected: await collectedBefore(session, request),
  };
}

/** Meals in the hours in which the patient must not eat. */
async function mealsOf(
  session: Session,
  patient: string,
  { fastingHours }: SpecimenRequest,
): Promise<readonly Observed[]> {
  if (fastingHours === undefined) return [];
  const from = instantOf((session.own.clock.now() - (fastingHours + 1) * 3_600_000) as EpochMs);
  const criteria = { patient: `Patient/${patient}`, code: `${CARE_SYSTEM}|last-meal`, date: `ge${from}` };
  const found = await findResources(session.safety, 'Observation', criteria);
  return found.flatMap(({ status, effectiveDateTime }) => {
    const at = momentOf(effectiveDateTime);
    return at === undefined || status === 'entered-in-error' ? [] : [{ code: 'last-meal', at }];
  });
}

/** Statuses of a specimen that frees its request and its label. */
export const REFUSED = new Set(['unsatisfactory', 'entered-in-error']);

/** Specimens of the request or with its label that stand. Those that were refused meanwhile free both. */
async function collectedBefore(
  session: Session,
  { id, labelNumber }: SpecimenRequest,
): Promise<SpecimenState['collected']> {
  const rows = await collections(session, id, labelNumber);
  const standing: { request: string; label: string }[] = [];
  for (const { request, label, specimen } of rows) {
    if (REFUSED.has(await statusOf(session, specimen))) await freeCollections(session, specimen);
    else standing.push({ request, label });
  }
  if (labelNumber === '') return standing;
  const labelled = await findResources(session.safety, 'Specimen', { accession: labelNumber });
  const others = labelled.filter(({ status }) => status === undefined || !REFUSED.has(status));
  return [
    ...standing,
    ...others.map(({ request = [] }) => ({ request: idIn(request[0], 'ServiceRequest') ?? '', label: labelNumber })),
  ];
}

/** The status of a specimen; one that was deleted was an error. */
async function statusOf(session: Session, specimen: string): Promise<string> {
  try {
    return (await readResource(session.safety, 'Specimen', specimen)).status ?? 'available';
  } catch (error) {
    if (error instanceof OutcomeError && error.category === 'deleted') return 'entered-in-error';
    throw error;
  }
}
