/**
 * Medication reconciliation at admission, transfer and discharge: each drug of the list is continued, changed or stopped, and the decision is kept.
 *
 * What is continued or changed becomes a draft in the basket, to be checked and signed like any other; what is stopped is stopped at once. The
 * decisions stand in a List, with Provenance, whatever becomes of the drafts.
 *
 * Source  WHO High 5s, medication reconciliation; https://hl7.org/fhir/R4/list.html
 * Proof   reconcile.int.test.ts, orders.int.test.ts
 */
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { Resource, ResourceOfType } from '../../fhir/index.ts';
import { instantOf, intervalOf, OutcomeError, zonedInstantOf, type EpochMs } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { attempted } from '../bedside/attempt.ts';
import { findAmong, findResources, idIn } from '../bedside/chart.ts';
import type { Session } from '../bedside/session.ts';
import { CARE_SYSTEM, concept, provenanceOf } from '../loop/writes.ts';
import { codesIn } from '../systems.ts';
import { readBasket, writeBasket } from './basket.ts';
import type { reconcileShape } from './body.ts';
import { stopped } from './change.ts';
import { MOST_DRAFTS, type Draft } from './draft.ts';
import { bestProduct, drugOf, type Drug } from './formulary.ts';
import { fromDosage, strengthIn, type Dosage } from './from-dosage.ts';
import type { Ordering } from './lines.ts';
import { nameOf } from './list.ts';
import { draftOf, tooMany } from './redraft.ts';
import { ATC, type Text } from './words.ts';
import { change, make } from './write.ts';

type Request = ResourceOfType['MedicationRequest'];
type Statement = ResourceOfType['MedicationStatement'];
export type ReconcileBody = z.output<typeof reconcileShape>;

/** One drug of the list. */
export interface ReconcileLine {
  readonly source: string;
  readonly from: 'home' | 'stay';
  readonly name: Text;
  readonly words: string;
  readonly atc?: string;
  readonly resource: Resource;
  readonly dosage: readonly Dosage[];
  /** The order of the stay for the same drug. */
  readonly ordered?: string;
  /** Does the formulary have it? */
  readonly item?: string;
}

export interface Reconciliation {
  readonly lines: readonly ReconcileLine[];
  /** What was decided before, newest first. */
  readonly before: readonly Resource[];
}

const HOME = new Set(['outpatient', 'community', 'discharge']);

/** What the patient takes at home and what is ordered for the stay, side by side. */
export async function reconciliation(context: Context, ordering: Ordering, patient: string): Promise<Reconciliation> {
  const subject = `Patient/${patient}`;
  const [statements, requests, before, drugs] = await Promise.all([
    findResources(context, 'MedicationStatement', { subject, status: 'active,intended,on-hold,unknown' }),
    findResources(context, 'MedicationRequest', { subject, status: 'active,on-hold' }),
    findResources(context, 'List', { subject, code: `${CARE_SYSTEM}|medication-reconciliation`, _sort: '-date' }),
    ordering.formulary.drugs(context),
  ]);
  const medications = await medicationsOf(context, [...statements, ...requests]);
  const prescribed = await prescriptionsOf(context, statements);
  const all = [...statements, ...requests].map((one) => lineOf(one, medications, drugs, dosageOf(one, prescribed)));
  const stay = new Map(
    all.flatMap((line) => (line.from === 'stay' && line.atc !== undefined ? [[line.atc, line.source] as const] : [])),
  );
  const lines = all.map((line) => {
    const ordered = line.from === 'home' ? stay.get(line.atc ?? '') : undefined;
    return ordered === undefined ? line : { ...line, ordered };
  });
  return { lines, before: before.slice(0, 20) as unknown as readonly Resource[] };
}

/** The prescriptions that statements rest on: they often say the dose where the statement has only words. */
async function prescriptionsOf(
  context: Context,
  statements: readonly Statement[],
): Promise<ReadonlyMap<string, Request>> {
  const ids = statements.flatMap(({ basedOn = [] }) => basedOn.flatMap((one) => idIn(one, 'MedicationRequest') ?? []));
  const found = await findAmong(context, 'MedicationRequest', '_id', [...new Set(ids)]);
  return new Map(found.map((one) => [one.id ?? '', one]));
}

/** How it is taken, as structured as the record has it. */
function dosageOf(one: Request | Statement, prescribed: ReadonlyMap<string, Request>): readonly Dosage[] {
  if (one.resourceType === 'MedicationRequest') return one.dosageInstruction ?? [];
  const own = one.dosage ?? [];
  if (own.some(({ doseAndRate }) => doseAndRate !== undefined)) return own;
  const ids = (one.basedOn ?? []).flatMap((reference) => idIn(reference, 'MedicationRequest') ?? []);
  return ids.map((id) => prescribed.get(id)?.dosageInstruction).find((found) => found !== undefined) ?? own;
}

async function medicationsOf(
  context: Context,
  drugs: readonly (Request | Statement)[],
): Promise<ReadonlyMap<string, ResourceOfType['Medication']>> {
  const ids = drugs.flatMap(({ medicationReference }) => idIn(medicationReference, 'Medication') ?? []);
  const found = await findAmong(context, 'Medication', '_id', [...new Set(ids)]);
  return new Map(found.map((one) => [one.id ?? '', one]));
}

function lineOf(
  one: Request | Statement,
  medications: ReadonlyMap<string, ResourceOfType['Medication']>,
  drugs: ReadonlyMap<string, Drug>,
  dosage: readonly Dosage[],
): ReconcileLine {
  const medication = medications.get(idIn(one.medicationReference, 'Medication') ?? '');
  const drug = medication === undefined ? undefined : drugOf(medication);
  const code = medication?.code ?? one.medicationCodeableConcept;
  const atc = drug?.atc ?? code?.coding?.find(({ system }) => system === ATC)?.code;
  const words = code?.text ?? one.medicationReference?.display ?? '';
  const item =
    drug?.id ??
    bestProduct(
      [...drugs.values()].filter((candidate) => candidate.atc === atc),
      { dose: strengthIn(words), ...fromDosage(dosage[0], words) },
    )?.id;
  return {
    source: `${one.resourceType}/${one.id ?? ''}`,
    from: isHome(one) ? 'home' : 'stay',
    name: drug?.name ?? nameOf(code),
    words: drug === undefined ? words : `${drug.name.ko} ${drug.strength}`,
    ...(atc === undefined ? {} : { atc }),
    resource: one,
    dosage,
    ...(item === undefined ? {} : { item }),
  };
}

/** Statements, and prescriptions to take at home. */
function isHome(one: Request | Statement): boolean {
  if (one.resourceType === 'MedicationStatement') return true;
  return (one.category ?? []).flatMap(codesIn).some((code) => HOME.has(code));
}

export interface Reconciled {
  readonly list: string;
  readonly provenance: string;
  /** How many drafts wait in the basket now. */
  readonly drafts: number;
  readonly basket: number;
  readonly stopped: readonly string[];
}

/** Keeps the decisions and does what they say. */
export async function reconcile(context: Context, ordering: Ordering, body: ReconcileBody): Promise<Reconciled> {
  const { patient } = body;
  const { lines } = await reconciliation(context, ordering, patient);
  const decided = body.decisions.map((decision) => {
    const line = lines.find(({ source }) => source === decision.source);
    if (line === undefined) throw gone(decision.source);
    return { ...decision, line };
  });
  const what = {
    name: 'orders-reconciliation',
    attempt: body.attempt,
    asked: body,
    patient,
    locks: body.decisions.map(({ source }) => source),
  };
  return attempted<Reconciled>(context, what, async (session) => {
    const { own, transaction } = session;
    const basket = await readBasket(transaction, own.caller.id, patient);
    const added = decided.flatMap((one) => draftFor(one, body.moment, ordering.timeZone, own.clock.now()));
    const drafts = [...basket.drafts, ...added];
    if (drafts.length > MOST_DRAFTS) throw tooMany();
    const kept =
      added.length === 0
        ? basket
        : await writeBasket(transaction, own.caller.id, patient, { version: basket.version, drafts });
    const ended = await stopAll(session, decided, body.moment);
    const list = await make(own, listOf(own, body, decided));
    const provenance = await make(
      own,
      provenanceOf(
        [{ reference: list }],
        { patient, actor: idIn({ reference: own.caller.fhirUser ?? '' }, 'Practitioner'), at: own.clock.now() },
        'medication-reconciliation',
      ),
    );
    const answer = { list, provenance, drafts: added.length, basket: kept.version, stopped: ended };
    return { answer, written: [list, provenance, ...ended], text: body.moment };
  });
}

function gone(source: string): OutcomeError {
  const text = `${source} is no longer on the list of this patient; read the list again and decide anew.`;
  return new OutcomeError('conflict', 'care.order-changed', text);
}

type Decided = ReconcileBody['decisions'][number] & { readonly line: ReconcileLine };

const DAY = 86_400_000;

/** The draft that a decision leads to. Home drugs enter the stay at admission and transfer; drugs of the stay leave with the patient at discharge. */
function draftFor(
  { decision, line }: Decided,
  moment: ReconcileBody['moment'],
  zone: string,
  now: EpochMs,
): readonly Draft[] {
  if (decision === 'stop') return [];
  const key = randomUUID();
  const resource = line.resource as unknown as Request | Statement;
  if (line.from === 'home') {
    if (moment === 'discharge' || line.ordered !== undefined) return [];
    const { days: _home, ...preset } = fromDosage(line.dosage[0], line.words);
    return [{ key, kind: 'drug', item: line.item ?? 'unknown', ...preset, category: 'inpatient' }];
  }
  const draft = draftOf(resource as Request);
  if (moment === 'discharge') {
    const morning = intervalOf(`${zonedInstantOf((now + DAY) as EpochMs, zone).slice(0, 10)}T00:00:00`, zone)?.low;
    return [
      {
        days: 7,
        ...draft,
        key,
        category: 'discharge',
        ...(morning === undefined ? {} : { start: zonedInstantOf(morning, zone) }),
      },
    ];
  }
  if (decision === 'continue') return [];
  const version = resource.meta?.versionId ?? '';
  return [{ ...draft, key, replaces: { reference: line.source, version, act: 'modify', reason: 'condition-changed' } }];
}

/** Drugs of the stay are stopped at once; drugs of home only when the patient leaves, because during the stay nobody gives them. */
async function stopAll(
  { own }: Session,
  decided: readonly Decided[],
  moment: ReconcileBody['moment'],
): Promise<readonly string[]> {
  const ended: string[] = [];
  for (const { decision, line, source, reason } of decided) {
    if (decision !== 'stop' || (line.from === 'home' && moment !== 'discharge')) continue;
    const { meta } = line.resource;
    const words = { code: 'no-longer-needed', ...(reason === undefined ? {} : { comment: reason }) };
    const set = source.startsWith('MedicationStatement/')
      ? { status: 'stopped', statusReason: [concept('no-longer-needed')] }
      : stopped(source, line.resource as unknown as Readonly<Record<string, unknown>>, words);
    await change(own, source, meta?.versionId ?? '', set);
    ended.push(source);
  }
  return ended;
}

function listOf(
  { caller, clock }: Context,
  { patient, moment }: ReconcileBody,
  decided: readonly Decided[],
): ResourceOfType['List'] {
  const at = instantOf(clock.now());
  return {
    resourceType: 'List',
    status: 'current',
    mode: 'snapshot',
    title: `Medication reconciliation: ${moment}`,
    code: {
      coding: [
        ...(concept('medication-reconciliation').coding ?? []),
        ...(concept(`reconciliation-${moment}`).coding ?? []),
      ],
    },
    subject: { reference: `Patient/${patient}` },
    date: at,
    ...(caller.fhirUser === undefined ? {} : { source: { reference: caller.fhirUser } }),
    entry: decided.map(({ source, decision, reason, line }) => ({
      flag: { ...concept(decision), ...(reason === undefined ? {} : { text: reason }) },
      date: at,
      item: { reference: source, display: line.words },
    })),
  };
}
