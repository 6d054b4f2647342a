/**
 * The documents of a patient, with their versions and how far each is signed.
 *
 * Proof   list.int.test.ts, notes.int.test.ts
 */
import type { ResourceOfType } from '../../fhir/index.ts';
import { intervalOf } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { findResources, idIn } from '../bedside/chart.ts';
import { textIn } from '../systems.ts';
import { templateIdOf, withoutVersion, type Composition } from './note.ts';
import { isOpen } from './severity.ts';

type DocumentReference = ResourceOfType['DocumentReference'];

/** `superseded`: an amendment stands in its place. */
export type DocumentState = 'draft' | 'signed' | 'amended' | 'superseded' | 'retracted' | 'foreign';

/** One document in the list. */
export interface DocumentLine {
  readonly id: string;
  /** `DocumentReference` where it came from elsewhere, as text or file. */
  readonly type: 'Composition' | 'DocumentReference';
  readonly version: string;
  readonly state: DocumentState;
  readonly title: string;
  readonly template?: string;
  readonly date: string;
  readonly author: { readonly reference?: string; readonly name?: string };
  readonly encounter?: string;
  /** `Composition/x` that it amends. */
  readonly amends?: string;
  /** `Composition/x` that amends it. */
  readonly amendedBy?: string;
  readonly reason?: string;
  /** Who is asked to sign as well, or did. */
  readonly coSign?: { readonly state: 'asked' | 'done'; readonly name?: string; readonly reference?: string };
  /** Problems that it is about. */
  readonly problems: readonly string[];
}

/** All documents of a patient, newest first. Discarded drafts are left out. */
export async function listDocuments(context: Context, patient: string): Promise<readonly DocumentLine[]> {
  const subject = { patient: `Patient/${patient}` };
  const [notes, entries, tasks] = [
    await findResources(context, 'Composition', subject),
    await findResources(context, 'DocumentReference', subject),
    await findResources(context, 'Task', { ...subject, code: 'co-sign' }),
  ];
  const replaced = new Map(notes.flatMap(replacement));
  const lines = notes.filter((note) => !isDiscarded(note)).map((note) => lineOf(note, replaced, tasks));
  const others = entries.filter((entry) => !isEntryOfNote(entry)).map(foreignLine);
  return [...lines, ...others].toSorted((a, b) => momentOf(b) - momentOf(a));
}

/** Dates carry the zone of whoever wrote them: compared as moments, not as text. */
function momentOf({ date }: DocumentLine): number {
  return intervalOf(date)?.low ?? 0;
}

/** Is it the entry of a note that is listed itself? */
function isEntryOfNote({ content }: DocumentReference): boolean {
  return content.some(({ attachment }) => attachment.url?.startsWith('Composition/') === true);
}

function foreignLine(entry: DocumentReference): DocumentLine {
  const author = entry.author?.[0];
  return {
    id: entry.id ?? '',
    type: 'DocumentReference',
    version: entry.meta?.versionId ?? '',
    state: entry.status === 'entered-in-error' ? 'retracted' : 'foreign',
    title: entry.type?.text ?? entry.description ?? '',
    date: entry.date ?? '',
    author: { ...given('reference', author?.reference), ...given('name', author?.display) },
    problems: entry.description === undefined || entry.description === entry.type?.text ? [] : [entry.description],
  };
}

/** A draft that was thrown away was never a document. */
function isDiscarded({ status, attester = [], extension }: Composition): boolean {
  return (
    status === 'entered-in-error' &&
    attester.length === 0 &&
    textIn({ extension: extension ?? [] }, 'note-template') !== undefined
  );
}

/** What a signed amendment stands in the place of. */
function replacement(note: Composition): readonly (readonly [string, string])[] {
  if (note.status !== 'amended') return [];
  const target = targetOf(note);
  return target === undefined ? [] : [[target, `Composition/${note.id}`]];
}

function targetOf({ relatesTo = [] }: Composition): string | undefined {
  const reference = relatesTo.find(({ code }) => code === 'replaces')?.targetReference?.reference;
  return reference === undefined ? undefined : withoutVersion(reference);
}

function stateOf({ status, extension = [], attester = [] }: Composition, amendedBy: string | undefined): DocumentState {
  if (status === 'entered-in-error') return 'retracted';
  if (textIn({ extension }, 'note-template') === undefined && attester.length === 0) return 'foreign';
  if (status === 'preliminary') return 'draft';
  if (amendedBy !== undefined) return 'superseded';
  return status === 'amended' ? 'amended' : 'signed';
}

function lineOf(
  note: Composition,
  replaced: ReadonlyMap<string, string>,
  tasks: readonly ResourceOfType['Task'][],
): DocumentLine {
  const amendedBy = replaced.get(`Composition/${note.id}`);
  const author = note.author[0];
  return {
    id: note.id ?? '',
    type: 'Composition',
    version: note.meta?.versionId ?? '',
    state: stateOf(note, amendedBy),
    title: note.title,
    date: note.date,
    author: {
      ...(author?.reference === undefined ? {} : { reference: author.reference }),
      ...(author?.display === undefined ? {} : { name: author.display }),
    },
    problems: (note.section ?? []).flatMap(({ focus, title }) => (focus === undefined ? [] : (title ?? []))),
    ...given('template', templateIdOf(note)),
    ...given('encounter', note.encounter?.reference),
    ...given('amends', targetOf(note)),
    ...given('amendedBy', amendedBy),
    ...given('reason', textIn(note, 'amendment-reason')),
    ...given('coSign', coSignOf(note, tasks)),
  };
}

function given<Name extends string, Value>(name: Name, value: Value | undefined): Partial<Record<Name, Value>> {
  return value === undefined ? {} : ({ [name]: value } as Record<Name, Value>);
}

function coSignOf(note: Composition, tasks: readonly ResourceOfType['Task'][]): DocumentLine['coSign'] {
  const own = tasks.filter(({ focus }) => idIn(focus, 'Composition') === note.id);
  const task = own.find((one) => isOpen(one, 'co-sign')) ?? own.find(({ status }) => status === 'completed');
  if (task === undefined) return undefined;
  const state = task.status === 'completed' ? 'done' : 'asked';
  return { state, ...given('name', task.owner?.display), ...given('reference', task.owner?.reference) };
}
