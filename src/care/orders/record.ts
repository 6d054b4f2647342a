/**
 * What a signature writes, in the open session.
 *
 * A nurse may not write orders: those of a verbal order are written with the right of the house, for the physician who said them, in an audit entry
 * that names the nurse; the task to co-sign keeps them in sight until the physician has.
 *
 * Proof   record.int.test.ts, orders.int.test.ts
 */
import type { Extension, Reference, Resource, ResourceOfType } from '../../fhir/index.ts';
import { instantOf, OutcomeError, zonedInstantOf, type EpochMs } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { findResources, readResource } from '../bedside/chart.ts';
import type { Session } from '../bedside/session.ts';
import { concept, issueOf, provenanceOf, taskOf, worded } from '../loop/writes.ts';
import { codesIn, nameIn } from '../systems.ts';
import { writeBasket, type Basket } from './basket.ts';
import type { Circumstances } from './build-drug.ts';
import type { Finding } from './check.ts';
import type { Draft, Reason } from './draft.ts';
import type { Line, Ordering } from './lines.ts';
import { change, current, make, orderChanged } from './write.ts';
import { stopped } from './change.ts';
import { BATCH } from './words.ts';

/** What was written. */
export interface Signed {
  /** References of the new orders. */
  readonly orders: readonly string[];
  /** Id of the signature: `groupIdentifier` of its orders. */
  readonly batch: string;
  readonly provenance: string;
  readonly coSign: readonly string[];
  readonly written: readonly string[];
  /** Version of the emptied basket. */
  readonly basket: number;
}

export interface Overridden {
  readonly finding: Finding;
  readonly reason: Reason;
}

export interface Signature {
  readonly ordering: Ordering;
  readonly about: Circumstances;
  readonly basket: Basket;
  readonly lines: readonly Line[];
  readonly overridden: readonly Overridden[];
}

/** Writes it all. */
export async function recordSignature(session: Session, signature: Signature): Promise<Signed> {
  const { about, basket, lines, overridden, ordering } = signature;
  const { patient, batch, recorder } = about;
  if (recorder !== undefined) await demandPrescriber(session.safety, about.requester ?? '');
  const emptied = await writeBasket(session.transaction, session.own.caller.id, patient, { ...basket, drafts: [] });
  const writer = recorder === undefined ? session.own : session.safety;
  const byKey = new Map<string, readonly string[]>();
  for (const line of lines) {
    if (line.draft.replaces !== undefined) await replace(writer, line.draft.replaces, about);
    const accepted = await acceptedAllergies(session, line.draft.key, overridden);
    const made: string[] = [];
    for (const resource of line.resources) made.push(await make(writer, marked(resource, accepted)));
    byKey.set(line.draft.key, made);
  }
  const orders = [...byKey.values()].flat();
  const issues = await keepIssues(session, signature, byKey);
  const provenance = await make(session.own, signatureOf(orders, about));
  const coSign = recorder === undefined ? [] : await askCoSign(session, orders, about);
  await tellLedger(session, ordering, overridden, about.now);
  const written = [...orders, ...issues, provenance, ...coSign];
  return { orders, batch, provenance, coSign, written, basket: emptied.version };
}

/** Does the physician of a verbal order exist? */
async function demandPrescriber(context: Context, practitioner: string): Promise<void> {
  const duties = await findResources(context, 'PractitionerRole', { practitioner: `Practitioner/${practitioner}` });
  const isDoctor = duties.some(({ active, code = [] }) => active !== false && code.flatMap(codesIn).includes('doctor'));
  if (isDoctor) return;
  const text = `Practitioner/${practitioner} is no physician of this hospital; choose who gave the verbal order.`;
  throw new OutcomeError('business-rule', 'care.no-prescriber', text);
}

/** The order that a draft takes the place of, if it is as it was read. A renewed order runs to its end. */
async function replace(
  context: Context,
  { reference, version, act, reason, comment }: NonNullable<Draft['replaces']>,
  { patient }: Circumstances,
): Promise<void> {
  const order = await current(context, reference);
  const subject = (order['subject'] ?? order['patient']) as Reference | undefined;
  if (subject?.reference !== `Patient/${patient}`) throw otherPatient(reference);
  if ((order['meta'] as { versionId?: string } | undefined)?.versionId !== version) throw orderChanged(reference);
  if (act === 'renew') return;
  await change(
    context,
    reference,
    version,
    stopped(reference, order, { code: reason, ...(comment === undefined ? {} : { comment }) }),
  );
}

function otherPatient(reference: string): OutcomeError {
  const text = `${reference} is an order of another patient; nothing was signed.`;
  return new OutcomeError('business-rule', 'care.wrong-patient', text);
}

/** Names of allergies that the prescriber accepts for a line: without them the bedside would stop each dose. */
async function acceptedAllergies(
  { own }: Session,
  key: string,
  overridden: readonly Overridden[],
): Promise<readonly string[]> {
  const ids = overridden
    .filter(({ finding }) => finding.draft === key)
    .flatMap(({ finding }) => finding.against)
    .flatMap((reference) => /^AllergyIntolerance\/(.+)$/.exec(reference)?.[1] ?? []);
  const names: string[] = [];
  for (const id of new Set(ids)) {
    const { code, reaction = [] } = await readResource(own, 'AllergyIntolerance', id);
    for (const one of [code, ...reaction.map(({ substance }) => substance)])
      names.push(nameIn(one), one?.text?.toLowerCase() ?? '');
  }
  return [...new Set(names.filter((name) => name !== ''))];
}

function marked(resource: Resource, accepted: readonly string[]): object {
  if (accepted.length === 0 || resource.resourceType !== 'MedicationRequest') return resource;
  const { extension = [] } = resource as { extension?: readonly Extension[] };
  return { ...resource, extension: [...extension, ...accepted.map((name) => worded('allergy-accepted', name))] };
}

/** One issue for each interruption that was overridden, with the orders that it concerns and the reason. */
async function keepIssues(
  { own }: Session,
  { about, overridden }: Signature,
  byKey: ReadonlyMap<string, readonly string[]>,
): Promise<readonly string[]> {
  const made: string[] = [];
  const actor = about.recorder ?? about.requester;
  for (const { finding, reason } of overridden) {
    const issue = issueOf(
      finding.rule.toLowerCase(),
      'moderate',
      { patient: about.patient, actor, at: about.now },
      reason.code,
    );
    const implicated = [
      ...(byKey.get(finding.draft ?? '') ?? []),
      ...finding.against.flatMap((one) => byKey.get(one) ?? one),
    ]
      .filter((one) => one.includes('/'))
      .map((reference) => ({ reference }));
    const detail = reason.comment === undefined ? finding.detail.en : `${finding.detail.en} — ${reason.comment}`;
    made.push(await make(own, { ...issue, ...(implicated.length === 0 ? {} : { implicated }), detail }));
  }
  return made;
}

/** E1762: author's signature; verification of what was said stands in the role of the agent. */
const AUTHORS_SIGNATURE = { system: 'urn:iso-astm:E1762-95:2013', code: '1.2.840.10065.1.12.1.1' };

function signatureOf(orders: readonly string[], about: Circumstances): ResourceOfType['Provenance'] {
  const { recorder, requester, now, zone, batch } = about;
  const actor = recorder ?? requester;
  const base = provenanceOf(
    orders.map((reference) => ({ reference })),
    { patient: about.patient, actor, at: now },
    recorder === undefined ? 'sign' : 'verbal-order',
  );
  const who = { reference: `Practitioner/${actor ?? ''}` };
  const spoken = { who, onBehalfOf: { reference: `Practitioner/${requester ?? ''}` }, type: concept('read-back') };
  return {
    ...base,
    recorded: instantOf(now),
    occurredDateTime: zonedInstantOf(now, zone),
    ...(recorder === undefined ? {} : { agent: [spoken] }),
    ...(actor === undefined || recorder !== undefined
      ? {}
      : { signature: [{ type: [AUTHORS_SIGNATURE], when: instantOf(now), who }] }),
    entity: [{ role: 'source', what: { identifier: { system: BATCH, value: batch } } }],
  };
}

const DAY = 86_400_000;

/** A verbal order is co-signed within a day. */
async function askCoSign(
  { own }: Session,
  orders: readonly string[],
  about: Circumstances,
): Promise<readonly string[]> {
  const tasks: string[] = [];
  for (const reference of orders) {
    const task = taskOf('co-sign', {
      patient: about.patient,
      actor: about.recorder,
      at: about.now,
      focus: { reference },
    });
    tasks.push(
      await make(own, {
        ...task,
        groupIdentifier: { system: BATCH, value: about.batch },
        owner: { reference: `Practitioner/${about.requester ?? ''}` },
        performerType: [concept('physician')],
        restriction: { period: { end: instantOf((about.now + DAY) as EpochMs) } },
      }),
    );
  }
  return tasks;
}

async function tellLedger(
  { transaction, own }: Session,
  { cds }: Ordering,
  overridden: readonly Overridden[],
  now: EpochMs,
): Promise<void> {
  for (const { finding, reason } of overridden) {
    if (finding.card === undefined || cds === undefined) continue;
    await cds.feedback(transaction, finding.service, own.caller, [
      {
        card: finding.card,
        outcome: 'overridden',
        outcomeTimestamp: instantOf(now),
        overrideReason: {
          reason: { code: reason.code, system: 'https://maru.health/fhir/CodeSystem/cds-override-reason' },
          ...(reason.comment === undefined ? {} : { userComment: reason.comment }),
        },
      },
    ]);
  }
}
