/**
 * Signing, co-signing and taking back: one transaction each, in which the document is locked, looked at and signed as it stands.
 *
 * Proof   notes.int.test.ts, races.int.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import { instantOf, OutcomeError, type EpochMs } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { findResources, idIn, readResource } from '../bedside/chart.ts';
import { inSession, lockResources, type Session } from '../bedside/session.ts';
import { CARE_SYSTEM } from '../loop/index.ts';
import type { AmendBody, SignBody } from './body.ts';
import { noteAct, writingOf, type Documents } from './context.ts';
import { amendedMeanwhile, demandAmendable } from './amend.ts';
import { ownDraft } from './drafts.ts';
import {
  contentOf,
  DOCUMENT_NUMBER,
  languageOf,
  missingSections,
  templateIdOf,
  withoutVersion,
  type Composition,
} from './note.ts';
import { signVersion } from './provenance.ts';
import { changedQuotes, quotesOf } from './quotes.ts';
import { demandVersion, make, replace, signatoryOf, type Signatory } from './resources.ts';
import { isOpen } from './severity.ts';
import { templateOf } from './templates.ts';

type Reference = ResourceOfType['DocumentReference'];
type Task = ResourceOfType['Task'];

const DAY_MS = 86_400_000;

/** Signs a draft. */
export function signNote(
  context: Context,
  documents: Documents,
  body: SignBody,
): Promise<{ readonly note: Composition; readonly signature: string }> {
  return inSession(context, (session) => signIn(session, documents, body));
}

/** The same in an open session. */
export async function signIn(
  session: Session,
  documents: Documents,
  { id, version, supervisor }: SignBody,
): Promise<{ readonly note: Composition; readonly signature: string }> {
  await lockResources(session, [`Composition/${id}`]);
  const draft = await ownDraft(session, id);
  demandVersion(draft, version);
  await demandComplete(session, documents, draft);
  const author = await signatoryOf(session);
  if (supervisor !== undefined) await demandSupervisor(session, supervisor, author);
  const original = await takePlace(session, draft);
  const at = instantOf(session.own.clock.now());
  const attester = [
    { mode: 'professional' as const, time: at, party: { reference: author.reference, display: author.display } },
  ];
  const status = original === undefined ? ('final' as const) : ('amended' as const);
  await replace(session, { ...draft, status, date: at, attester });
  const note = await readResource(session.own, 'Composition', id);
  const { reference: signature } = await signVersion(
    session,
    documents,
    note,
    original === undefined ? 'sign' : 'amend',
    author,
  );
  await make(session, await documentReference(session, note, author, original));
  if (supervisor !== undefined) await askCoSignature(session, note, author, supervisor);
  await noteAct(session, 'sign', idIn(note.subject, 'Patient') ?? '', [`Composition/${id}`, signature]);
  return { note, signature };
}

/** Everything that must be there is, and what is quoted reads as it did. */
async function demandComplete(session: Session, documents: Documents, draft: Composition): Promise<void> {
  const language = languageOf(draft);
  const template = templateOf(templateIdOf(draft) ?? '');
  const content = contentOf(draft, template);
  const missing = missingSections(template, content);
  if (missing.length > 0) {
    const text = `Not written yet: ${missing.map(({ title }) => title[language]).join(', ')}.`;
    throw new OutcomeError('business-rule', 'care.document-incomplete', text);
  }
  const before = content.sections.map(({ quotes }) => quotes);
  const now = await quotesOf(session, idIn(draft.subject, 'Patient') ?? '', before, writingOf(documents, language));
  const changed = changedQuotes(before.flat(), now.flat());
  if (changed.length === 0) return;
  const text = `What you quote was changed or taken back since: ${changed.join('; ')}. Look at the new values and sign again.`;
  throw new OutcomeError('conflict', 'care.quote-changed', text);
}

async function demandSupervisor({ safety }: Session, supervisor: string, author: Signatory): Promise<void> {
  if (`Practitioner/${supervisor}` === author.reference) throw ownCoSignature();
  await readResource(safety, 'Practitioner', supervisor);
}

function ownCoSignature(): OutcomeError {
  return new OutcomeError(
    'business-rule',
    'care.co-sign-own',
    'Nobody co-signs their own document; name somebody else.',
  );
}

/** An amendment takes the place of its original, once. Gives the original. */
async function takePlace(session: Session, { id, relatesTo = [] }: Composition): Promise<Composition | undefined> {
  const target = relatesTo.find(({ code }) => code === 'replaces')?.targetReference?.reference;
  if (target === undefined) return undefined;
  const original = withoutVersion(target);
  await lockResources(session, [original]);
  const found = await readResource(session.own, 'Composition', original.split('/')[1] ?? '');
  await demandAmendable(session, found);
  if (`${original}/_history/${found.meta?.versionId}` !== target) throw amendedMeanwhile();
  const text = `insert into care_amendment (original, amendment) values ($1, $2) on conflict do nothing returning 1`;
  if ((await session.transaction.query(text, [found.id, id])).length === 0) throw amendedMeanwhile();
  return found;
}

/** The entry in the list of documents; that of the original is superseded. */
async function documentReference(
  session: Session,
  note: Composition,
  author: Signatory,
  original: Composition | undefined,
): Promise<Reference> {
  const before = original === undefined ? undefined : await entryOf(session, original);
  if (before !== undefined) await replace(session, { ...before, status: 'superseded' });
  const who = { reference: author.reference, display: author.display };
  return {
    resourceType: 'DocumentReference',
    masterIdentifier: { system: DOCUMENT_NUMBER, value: note.identifier?.value ?? '' },
    status: 'current',
    docStatus: original === undefined ? 'final' : 'amended',
    type: note.type,
    subject: note.subject ?? {},
    date: note.date,
    author: [...note.author],
    authenticator: who,
    description: note.title,
    ...(before === undefined
      ? {}
      : { relatesTo: [{ code: 'replaces' as const, target: { reference: `DocumentReference/${before.id}` } }] }),
    content: [
      {
        attachment: {
          contentType: 'application/fhir+json',
          language: languageOf(note),
          url: `Composition/${note.id}`,
          title: note.title,
          creation: note.date,
        },
      },
    ],
    ...(note.encounter === undefined ? {} : { context: { encounter: [note.encounter] } }),
  };
}

async function entryOf({ own }: Session, { identifier }: Composition): Promise<Reference | undefined> {
  const criteria = { identifier: `${DOCUMENT_NUMBER}|${identifier?.value ?? ''}` };
  return (await findResources(own, 'DocumentReference', criteria))[0];
}

/** Somebody else is to sign as well, within a day. */
function askCoSignature(session: Session, note: Composition, author: Signatory, supervisor: string) {
  const now = session.own.clock.now();
  return make(session, {
    resourceType: 'Task',
    status: 'requested',
    intent: 'order',
    priority: 'routine',
    code: { coding: [{ system: CARE_SYSTEM, code: 'co-sign', display: 'Co-sign' }], text: '공동서명' },
    description: `${note.title} — ${author.display}`,
    focus: { reference: `Composition/${note.id}` },
    for: note.subject ?? {},
    ...(note.encounter === undefined ? {} : { encounter: note.encounter }),
    authoredOn: instantOf(now),
    requester: { reference: author.reference, display: author.display },
    owner: { reference: `Practitioner/${supervisor}` },
    performerType: [{ coding: [{ system: CARE_SYSTEM, code: 'physician' }] }],
    restriction: { period: { end: instantOf((now + DAY_MS) as EpochMs) } },
  } satisfies Task);
}

/** The second signature that was asked for. */
export function coSignNote(
  context: Context,
  documents: Documents,
  { id, version }: SignBody,
): Promise<{ readonly note: Composition; readonly signature: string }> {
  return inSession(context, async (session) => {
    await lockResources(session, [`Composition/${id}`]);
    const note = await readResource(session.own, 'Composition', id);
    demandVersion(note, version);
    const signatory = await signatoryOf(session);
    if (note.author.some(({ reference }) => reference === signatory.reference)) throw ownCoSignature();
    const task = await coSignTask(session, id);
    if (task?.owner !== undefined && task.owner.reference !== signatory.reference) {
      const text = `This signature was asked of somebody else${task.owner.display === undefined ? '' : ` (${task.owner.display})`}.`;
      throw new OutcomeError('forbidden', 'care.co-sign-not-yours', text);
    }
    if (task === undefined) throw notAsked();
    const { reference: signature } = await signVersion(session, documents, note, 'co-sign', signatory);
    await replace(session, { ...task, status: 'completed' });
    await noteAct(session, 'co-sign', idIn(note.subject, 'Patient') ?? '', [`Composition/${id}`, signature]);
    return { note, signature };
  });
}

function notAsked(): OutcomeError {
  const text = 'No co-signature is open for this document: nobody asked for one, or it was given already.';
  return new OutcomeError('conflict', 'care.co-sign-not-asked', text);
}

async function coSignTask(session: Session, id: string): Promise<Task | undefined> {
  const found = await findResources(session.own, 'Task', { focus: `Composition/${id}` });
  const open = found.find((task) => isOpen(task, 'co-sign'));
  if (open === undefined) return undefined;
  await lockResources(session, [`Task/${open.id}`]);
  const task = await readResource(session.own, 'Task', open.id ?? '');
  return isOpen(task, 'co-sign') ? task : undefined;
}

/** Takes back: a draft by who began it, a signed document with a reason and a signature. It stays readable. */
export function retractNote(
  context: Context,
  documents: Documents,
  { id, version, reason }: AmendBody,
): Promise<{ readonly note: Composition }> {
  return inSession(context, async (session) => {
    await lockResources(session, [`Composition/${id}`]);
    const before = await readResource(session.own, 'Composition', id);
    demandVersion(before, version);
    if (before.status === 'preliminary') await ownDraft(session, id);
    else await demandRetractable(session, before);
    await replace(session, { ...before, status: 'entered-in-error' });
    const note = await readResource(session.own, 'Composition', id);
    if (before.status !== 'preliminary') await undo(session, documents, note, reason);
    await noteAct(session, 'retract', idIn(note.subject, 'Patient') ?? '', [`Composition/${id}`], reason);
    return { note };
  });
}

async function demandRetractable(session: Session, note: Composition): Promise<void> {
  await demandAmendable(session, note);
  const { reference, role } = await signatoryOf(session);
  if (role === 'physician' || note.author.some((author) => author.reference === reference)) return;
  const text = 'A signed document is taken back by its author or a physician.';
  throw new OutcomeError('forbidden', 'care.document-not-yours', text);
}

async function undo(session: Session, documents: Documents, note: Composition, reason: string): Promise<void> {
  await signVersion(session, documents, note, 'retract', await signatoryOf(session), reason);
  const entry = await entryOf(session, note);
  if (entry !== undefined) await replace(session, { ...entry, status: 'entered-in-error' });
  const tasks = await findResources(session.own, 'Task', { focus: `Composition/${note.id}` });
  for (const task of tasks.filter((one) => isOpen(one, 'co-sign') || isOpen(one, 'accept-handover')))
    await replace(session, { ...task, status: 'cancelled' });
  await reopenOriginal(session, note);
}

/** What an amendment had replaced stands again. */
async function reopenOriginal(session: Session, { id, relatesTo = [] }: Composition): Promise<void> {
  const target = relatesTo.find(({ code }) => code === 'replaces')?.targetReference?.reference;
  if (target === undefined) return;
  await session.transaction.query('delete from care_amendment where amendment = $1', [id]);
  const original = await readResource(session.own, 'Composition', target.split('/')[1] ?? '');
  const entry = await entryOf(session, original);
  if (entry?.status === 'superseded') await replace(session, { ...entry, status: 'current' });
}
