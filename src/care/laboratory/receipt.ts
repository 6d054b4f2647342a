/**
 * Receipt in the laboratory on the record: the tube's label is scanned, and the tube is taken or refused, once.
 *
 * Nothing is relabelled here: a tube without a label, or with one that no request has, is refused, and its test is asked again.
 *
 * Source  https://hl7.org/fhir/R4/specimen.html
 * Proof   laboratory.int.test.ts, conformance.int.test.ts
 */
import type { Context } from '../../record/index.ts';
import type { ResourceOfType } from '../../fhir/index.ts';
import { OutcomeError, zonedInstantOf, type EpochMs } from '../../kernel/index.ts';
import { attempted, type Done } from '../bedside/attempt.ts';
import { findResources, idIn, readResource } from '../bedside/chart.ts';
import { signedInOf, staffOf } from '../bedside/people.ts';
import { record, type BedsideAnswer, type BedsideLoop } from '../bedside/record.ts';
import type { Session } from '../bedside/session.ts';
import { REFUSED } from '../bedside/specimen.ts';
import { writeAll } from '../bedside/write.ts';
import { parseGs1 } from '../gs1/index.ts';
import { decideSpecimen, type LoopSettings, type SpecimenState, type Step } from '../loop/index.ts';
import { create, placeOf, provenanceOf, refer, targetOf, taskOf, worded, type Write } from '../loop/writes.ts';
import { momentOf, SPECIMEN_LABEL } from '../systems.ts';
import type { ReceiptBody, RejectionBody } from './body.ts';
import { specimenRequestOf, type ServiceRequest } from './requests.ts';

type Specimen = ResourceOfType['Specimen'];

/** The number that a scanned label holds; undefined where it holds none. */
export function labelNumber({ clock, settings }: Context, raw: string | null): string | undefined {
  if (raw === null) return undefined;
  const reading = parseGs1(raw, { asOf: zonedInstantOf(clock.now(), settings.timeZone).slice(0, 10) });
  return reading.ok ? reading.elements.find(({ ai }) => ai === '91')?.value : undefined;
}

/** The request that a label is bound to; one that two requests have belongs to none. */
export async function requestWith(context: Context, label: string | undefined): Promise<ServiceRequest | undefined> {
  if (label === undefined) return undefined;
  const found = await findResources(context, 'ServiceRequest', { identifier: `${SPECIMEN_LABEL}|${label}` });
  const bound = found.filter(({ identifier = [] }) =>
    identifier.some(({ system, value, use }) => system === SPECIMEN_LABEL && value === label && use !== 'old'),
  );
  return bound.length === 1 ? bound[0] : undefined;
}

/** The specimen with a label that was not refused. */
export async function specimenWith(context: Context, label: string): Promise<Specimen | undefined> {
  const found = await findResources(context, 'Specimen', { accession: label });
  return found.find(({ status }) => status === undefined || !REFUSED.has(status));
}

interface Receipt {
  readonly attempt: string;
  readonly patient: string;
  readonly request?: string | undefined;
  readonly steps: readonly Step[];
  readonly condition?: string | undefined;
  readonly reason?: string | undefined;
}

/** Takes a tube, or says why not. */
export async function receive(context: Context, settings: LoopSettings, body: ReceiptBody): Promise<BedsideAnswer> {
  const request = await requestWith(context, labelNumber(context, body.label));
  const { attempt, condition, reason } = body;
  const steps: Step[] = [{ scan: 'specimen-label', raw: body.label }];
  if (body.accept) steps.push({ action: 'accept-with-comment' });
  const patient = idIn(request?.subject, 'Patient') ?? body.patient ?? '';
  return record(context, receiptLoop(settings), { attempt, patient, request: request?.id, steps, condition, reason });
}

function receiptLoop(settings: LoopSettings): BedsideLoop<Receipt> {
  return {
    name: 'specimen-receipt',
    orderOf: ({ request }) => (request === undefined ? undefined : `ServiceRequest/${request}`),
    decide: async (session, body) => decideSpecimen(await receiptState(session, body, settings)),
  };
}

async function receiptState(session: Session, body: Receipt, settings: LoopSettings): Promise<SpecimenState> {
  const { own } = session;
  const signedIn = signedInOf(session);
  const request =
    body.request === undefined ? undefined : specimenRequestOf(await readResource(own, 'ServiceRequest', body.request));
  const specimen = request === undefined ? undefined : await specimenWith(own, request.labelNumber);
  return {
    now: own.clock.now(),
    zone: own.settings.timeZone,
    settings,
    steps: body.steps,
    chart: body.patient,
    signedIn,
    staff: await staffOf(session, [], signedIn),
    patients: [],
    products: [],
    observations: [],
    place: 'laboratory',
    collected: [],
    ...(request === undefined ? {} : { request }),
    ...(specimen === undefined ? {} : { specimen: arrived(specimen, body.condition) }),
  };
}

function arrived(
  { id = '', collection, receivedTime }: Specimen,
  condition: string | undefined,
): NonNullable<SpecimenState['specimen']> {
  return {
    id,
    collectedAt: momentOf(collection?.collectedDateTime) ?? (0 as EpochMs),
    received: receivedTime !== undefined,
    ...(condition === undefined ? {} : { condition }),
  };
}

/** What a rejection answers. */
export interface Rejected {
  readonly specimen: string;
  readonly written: readonly string[];
}

/** Refuses a specimen that was collected, and asks for a new one. A released result is to be changed first. */
export async function reject(context: Context, body: RejectionBody): Promise<Rejected> {
  const label = labelNumber(context, body.label);
  const request = await requestWith(context, label);
  if (request?.id === undefined || label === undefined) throw unknownLabel();
  const patient = idIn(request.subject, 'Patient') ?? '';
  const locks = [`ServiceRequest/${request.id}`];
  const what = { name: 'specimen-rejection', attempt: body.attempt, asked: body, patient, locks, reason: body.reason };
  return attempted(context, what, async (session): Promise<Done<Rejected>> => {
    const specimen = await specimenWith(session.own, label);
    if (specimen?.id === undefined) throw unknownLabel();
    await refuseIfReported(session, request.id ?? '');
    const written = await writeAll(
      session,
      rejectionWrites(session, { patient, request: request.id ?? '', specimen }, body),
    );
    return { answer: { specimen: `Specimen/${specimen.id}`, written }, written, text: body.reason };
  });
}

async function refuseIfReported({ own }: Session, request: string): Promise<void> {
  const reports = await findResources(own, 'DiagnosticReport', { 'based-on': `ServiceRequest/${request}` });
  if (!reports.some(({ status, result = [] }) => result.length > 0 && status !== 'entered-in-error')) return;
  const text = 'A result of this specimen is recorded; change the result first.';
  throw new OutcomeError('conflict', 'care.already-reported', text);
}

interface Refused {
  readonly patient: string;
  readonly request: string;
  readonly specimen: Specimen;
}

function rejectionWrites(
  session: Session,
  { patient, request, specimen }: Refused,
  { reason }: RejectionBody,
): readonly Write[] {
  const { own } = session;
  const circumstances = {
    patient,
    actor: signedInOf(session),
    at: own.clock.now(),
    focus: refer('ServiceRequest', request),
  };
  const set = {
    status: 'unsatisfactory',
    extension: [worded('rejection', reason)],
    receivedTime: specimen.receivedTime ?? zonedInstantOf(circumstances.at, own.settings.timeZone),
  };
  const refused: Write = { op: 'amend', type: 'Specimen', id: specimen.id ?? '', set };
  const task = { ...taskOf('recollect', circumstances), performerType: [{ text: 'nurse' }], description: reason };
  return [
    refused,
    create(task, placeOf(1)),
    create(provenanceOf([targetOf(refused)], circumstances, 'reject-specimen'), placeOf(2)),
  ];
}

function unknownLabel(): OutcomeError {
  const text = 'No collected specimen has this label; scan it again, or ask the ward.';
  return new OutcomeError('not-found', 'care.specimen-unknown', text);
}
