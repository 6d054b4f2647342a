/**
 * Drafts: begun from a template with what is on record, kept on the server while they are written, theirs who began them.
 *
 * A draft is a Composition with status preliminary. It is begun once: who begins the same note of the same patient again gets
 * the draft that is there. Saving what was saved already changes nothing, so a lost answer does no harm.
 *
 * Proof   notes.int.test.ts
 */
import { sameJson, type ResourceOfType } from '../../fhir/index.ts';
import { instantOf, intervalOf, newLogicalId, OutcomeError, type EpochMs } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { findResources, idIn, readResource } from '../bedside/chart.ts';
import { inSession, lockPatient, lockResources, type Session } from '../bedside/session.ts';
import { CARE_SYSTEM } from '../loop/index.ts';
import type { SaveBody, StartBody } from './body.ts';
import { composed } from './compose.ts';
import { writingOf, type Documents } from './context.ts';
import { type Fact } from './fact.ts';
import { nameOf, type Language } from './names.ts';
import {
  draftOf,
  languageOf,
  templateIdOf,
  withContent,
  type Composition,
  type NoteContent,
  type NoteSection,
} from './note.ts';
import { pullFacts, type PullAsk } from './pull.ts';
import type { PullName } from './pull-names.ts';
import { quotesOf } from './quotes.ts';
import { demandVersion, make, replace, signatoryOf, type Signatory } from './resources.ts';
import { suggestedFor } from './suggest.ts';
import { templateOf, type Template } from './templates.ts';

const DAY_MS = 86_400_000;

/** A draft as it stands. */
export interface Draft {
  readonly note: Composition;
  /** It was there before. */
  readonly resumed: boolean;
}

/** Begins a note, or goes on with the draft that the caller has. */
export function startNote(context: Context, documents: Documents, body: StartBody): Promise<Draft> {
  return inSession(context, async (session) => {
    await lockPatient(session, body.patient);
    return startIn(session, documents, body);
  });
}

/** The same in an open session, whose patient is locked. */
export async function startIn(session: Session, documents: Documents, body: StartBody): Promise<Draft> {
  const template = templateOf(body.template);
  demandRole(session, template);
  await readResource(session.own, 'Patient', body.patient);
  const author = await signatoryOf(session);
  const open = await openDraft(session, template, body.patient, author);
  if (open !== undefined) return { note: open, resumed: true };
  const encounter = await currentEncounter(session.own, body.patient);
  const content = body.prefill ? await filled(session, documents, template, body, encounter) : { sections: [] };
  const draft = draftOf(
    {
      template,
      language: body.language,
      patient: { reference: `Patient/${body.patient}` },
      encounter: encounter === undefined ? undefined : { reference: `Encounter/${encounter.id}` },
      author: { reference: author.reference, display: author.display },
      at: instantOf(session.own.clock.now()),
      number: newLogicalId(),
    },
    content,
  );
  return { note: await written(session, draft), resumed: false };
}

/** Makes the draft and reads it as it stands. */
export async function written(session: Session, draft: Composition): Promise<Composition> {
  const { reference } = await make(session, draft);
  return readResource(session.own, 'Composition', reference.split('/')[1] ?? '');
}

/** A template is its role's. */
export function demandRole({ own }: Session, { id, roles }: Template): void {
  if (roles.some((role) => role === own.caller.role)) return;
  const text = `Notes of the template '${id}' are written by: ${roles.join(', ')}.`;
  throw new OutcomeError('forbidden', 'care.template-not-yours', text);
}

async function openDraft(
  { own }: Session,
  { id }: Template,
  patient: string,
  { reference }: Signatory,
): Promise<Composition | undefined> {
  const criteria = {
    patient: `Patient/${patient}`,
    author: reference,
    status: 'preliminary',
    type: `${CARE_SYSTEM}|${id}`,
  };
  const drafts = await findResources(own, 'Composition', criteria);
  return drafts.find(({ relatesTo = [] }) => relatesTo.length === 0);
}

/** The stay or visit that goes on, the newest first; stays before visits. */
export async function currentEncounter(
  context: Context,
  patient: string,
): Promise<ResourceOfType['Encounter'] | undefined> {
  const open = await findResources(context, 'Encounter', { patient: `Patient/${patient}`, status: 'in-progress' });
  return open.toSorted((a, b) => rankOf(b) - rankOf(a) || startOf(b) - startOf(a))[0];
}

function rankOf({ class: kind }: ResourceOfType['Encounter']): number {
  return kind.code === 'IMP' || kind.code === 'ACUTE' ? 1 : 0;
}

function startOf({ period }: ResourceOfType['Encounter']): number {
  return intervalOf(period?.start ?? '')?.low ?? 0;
}

/** From when on values are pulled: the whole stay for what sums it up, a day for what follows it. */
export function sinceOf(template: string, encounter: ResourceOfType['Encounter'] | undefined, now: EpochMs): EpochMs {
  const day = (now - DAY_MS) as EpochMs;
  const start = intervalOf(encounter?.period?.start ?? '')?.low;
  if (start === undefined) return day;
  if (template === 'discharge' || template === 'admission') return (start - DAY_MS) as EpochMs;
  return template === 'consult' || template === 'operation' ? start : day;
}

async function filled(
  session: Session,
  documents: Documents,
  template: Template,
  body: StartBody,
  encounter: ResourceOfType['Encounter'] | undefined,
): Promise<NoteContent> {
  const { own } = session;
  const writing = writingOf(documents, body.language);
  const ask: PullAsk = {
    patient: body.patient,
    encounter,
    since: sinceOf(template.id, encounter, own.clock.now()),
    writing,
  };
  const wanted = template.sections.flatMap(({ prefill, compose }) => [
    ...prefill,
    ...(compose === undefined ? [] : COMPOSED),
  ]);
  const facts = await pullFacts(own, ask, wanted);
  const suggested = template.id === 'handover' ? await suggestedFor(own, body.patient) : undefined;
  const problems = template.problems ? await problemsOf(own, body, encounter) : [];
  const sections = template.sections.flatMap((section): NoteSection[] => {
    const text =
      section.compose === undefined
        ? ''
        : composed(section.compose, composeAsk(body.language, facts, suggested?.severity));
    const quotes = uniqueQuotes(section.prefill.flatMap((name) => facts[name] ?? []));
    if (!section.perProblem || problems.length === 0) return [{ key: section.key, text, quotes }];
    return problems.map(({ id, name }) => ({
      key: section.key,
      problem: `Condition/${id}`,
      problemName: name,
      text,
      quotes,
    }));
  });
  return { sections, ...(suggested?.severity === undefined ? {} : { severity: suggested.severity }) };
}

const COMPOSED: readonly PullName[] = ['discharge-drugs', 'appointments', 'allergies'];

function composeAsk(
  language: Language,
  facts: Awaited<ReturnType<typeof pullFacts>>,
  severity: NoteContent['severity'],
): Parameters<typeof composed>[1] {
  return {
    language,
    severity,
    drugs: facts['discharge-drugs'] ?? [],
    appointments: facts.appointments ?? [],
    allergies: facts.allergies ?? [],
  };
}

function uniqueQuotes(quotes: readonly Fact[]): readonly Fact[] {
  return [...new Map(quotes.map((quote) => [quote.of.join(' '), quote])).values()];
}

interface Problem {
  readonly id: string;
  readonly name: string;
}

/** The problems asked for, else those that the stay is for. */
async function problemsOf(
  context: Context,
  { patient, problems, language }: StartBody,
  encounter: ResourceOfType['Encounter'] | undefined,
): Promise<readonly Problem[]> {
  const diagnoses = (encounter?.diagnosis ?? []).flatMap(({ condition }) => idIn(condition, 'Condition') ?? []);
  const ids = problems.length > 0 ? problems : [...new Set(diagnoses)].slice(0, 3);
  return namedProblems(context, patient, ids, language);
}

/** Problems of this patient by their ids; throws where one is none. */
async function namedProblems(
  context: Context,
  patient: string,
  ids: readonly string[],
  language: Language,
): Promise<readonly Problem[]> {
  if (ids.length === 0) return [];
  const found = await findResources(context, 'Condition', { patient: `Patient/${patient}`, _id: ids.join(',') });
  return ids.map((id) => {
    const one = found.find((condition) => condition.id === id);
    if (one !== undefined) return { id, name: nameOf(one.code, language) };
    const text = `Condition/${id} is no problem of this patient; read the problem list again.`;
    throw new OutcomeError('value', 'care.problem-unknown', text);
  });
}

/** Keeps what is written so far. */
export function saveNote(
  context: Context,
  documents: Documents,
  body: SaveBody,
): Promise<{ readonly note: Composition }> {
  return inSession(context, async (session) => {
    await lockResources(session, [`Composition/${body.id}`]);
    const before = await ownDraft(session, body.id);
    const note = withContent(
      before,
      templateOf(templateIdOf(before) ?? ''),
      await contentFrom(session, documents, before, body),
    );
    if (sameJson(note, before)) return { note: before };
    demandVersion(before, body.version);
    await replace(session, note);
    return { note: await readResource(session.own, 'Composition', body.id) };
  });
}

/** The content that a client sent, with lines made by the house. */
async function contentFrom(
  session: Session,
  documents: Documents,
  note: Composition,
  { sections, severity }: SaveBody,
): Promise<NoteContent> {
  const language = languageOf(note);
  const patient = idIn(note.subject, 'Patient') ?? '';
  const asked = sections.map(({ quotes }) => quotes);
  const lines = await quotesOf(session, patient, asked, writingOf(documents, language));
  const ids = [...new Set(sections.flatMap(({ problem }) => problem?.split('/')[1] ?? []))];
  const names = new Map((await namedProblems(session.own, patient, ids, language)).map(({ id, name }) => [id, name]));
  return {
    ...(severity === undefined ? {} : { severity }),
    sections: sections.map(({ key, text, problem }, at) => ({
      key,
      text,
      quotes: lines[at] ?? [],
      ...(problem === undefined ? {} : { problem, problemName: names.get(problem.split('/')[1] ?? '') ?? '' }),
    })),
  };
}

/** A draft of the caller, locked; throws where it is signed or somebody else's. */
export async function ownDraft(session: Session, id: string): Promise<Composition> {
  const note = await readResource(session.own, 'Composition', id);
  if (note.status !== 'preliminary') {
    const text = 'This document is signed, so it cannot be changed; amend it, and both versions are kept.';
    throw new OutcomeError('conflict', 'care.document-signed', text);
  }
  const { reference } = await signatoryOf(session);
  if (!note.author.some((author) => author.reference === reference)) {
    throw new OutcomeError('forbidden', 'care.document-not-yours', 'Only who began a draft may write or sign it.');
  }
  return note;
}
