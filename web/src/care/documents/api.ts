/**
 * The JSON endpoints of documents (src/care/documents/README.md), as the screens use them.
 */
import { queryOptions } from '@tanstack/react-query';
import { FhirFailure, request } from '../../fhir/client.ts';
import type { Language } from '../../format/language.ts';

export interface Both {
  readonly ko: string;
  readonly en: string;
}

export interface TemplateSection {
  readonly key: string;
  readonly title: Both;
  readonly hint?: Both;
  readonly pull: readonly string[];
  readonly perProblem: boolean;
  readonly required: boolean;
}

export interface Template {
  readonly id: string;
  readonly title: Both;
  readonly roles: readonly string[];
  readonly problems: boolean;
  readonly listed: boolean;
  readonly sections: readonly TemplateSection[];
}

/** A line that is on record. */
export interface Fact {
  readonly kind: 'value' | 'range';
  readonly of: readonly string[];
  readonly sources: readonly string[];
  readonly text: string;
  readonly at?: string;
  readonly flag?: string;
  readonly void?: boolean;
}

export interface NoteSection {
  readonly key: string;
  readonly problem?: string;
  readonly problemName?: string;
  readonly text: string;
  readonly quotes: readonly Fact[];
}

export type Severity = 'stable' | 'watcher' | 'unstable';

/** A note as it is worked on or read. */
export interface Note {
  readonly id: string;
  readonly version: string;
  readonly status: 'preliminary' | 'final' | 'amended' | 'entered-in-error';
  readonly template?: string;
  readonly title: string;
  readonly language: Language;
  readonly date: string;
  readonly saved: string;
  readonly patient: string;
  readonly author?: { readonly reference?: string; readonly display?: string };
  readonly sections: readonly NoteSection[];
  readonly severity?: Severity;
  readonly missing: readonly string[];
  readonly resumed?: boolean;
}

export type DocumentState = 'draft' | 'signed' | 'amended' | 'superseded' | 'retracted' | 'foreign';

export interface DocumentLine {
  readonly id: string;
  readonly type: 'Composition' | 'DocumentReference';
  readonly version: string;
  readonly state: DocumentState;
  readonly title: string;
  readonly template?: string;
  readonly date: string;
  readonly author: { readonly reference?: string; readonly name?: string };
  readonly encounter?: string;
  readonly amends?: string;
  readonly amendedBy?: string;
  readonly reason?: string;
  readonly coSign?: { readonly state: 'asked' | 'done'; readonly name?: string; readonly reference?: string };
  readonly problems: readonly string[];
}

export interface SignatureProof {
  readonly provenance: string;
  readonly target: string;
  readonly holds: boolean;
  readonly why?: string;
  readonly statement?: { readonly name: string; readonly role: string; readonly act: string; readonly at: string };
}

export interface Proof {
  readonly proven: boolean;
  readonly unsigned: boolean;
  readonly signatures: readonly SignatureProof[];
}

const BASE = '/care/documents';

async function post(path: string, body: unknown): Promise<unknown> {
  return await request(`${BASE}/${path}`, { method: 'POST', body });
}

/** Templates never change while a page is open. */
export const templatesQuery = queryOptions({
  queryKey: ['note-templates'],
  queryFn: async ({ signal }) =>
    ((await request(`${BASE}/templates`, { signal })) as { templates: readonly Template[] }).templates,
  staleTime: Number.POSITIVE_INFINITY,
});

export function documentListQuery(patient: string) {
  return queryOptions({
    queryKey: ['patient', patient, 'document-list'],
    queryFn: async ({ signal }) =>
      ((await request(`${BASE}/list?patient=${patient}`, { signal })) as { documents: readonly DocumentLine[] })
        .documents,
  });
}

export function noteQuery(id: string) {
  return queryOptions({
    queryKey: ['note', id],
    queryFn: async ({ signal }) => (await request(`${BASE}/note?id=${id}`, { signal })) as Note,
  });
}

export function proofQuery(id: string) {
  return queryOptions({
    queryKey: ['note', id, 'proof'],
    queryFn: async ({ signal }) => (await request(`${BASE}/verify?id=${id}`, { signal })) as Proof,
  });
}

export type Facts = Readonly<Record<string, readonly Fact[] | undefined>>;

export function factsQuery(patient: string, template: string, names: readonly string[], language: Language) {
  const query = new URLSearchParams({ patient, template, names: names.join(','), language });
  return queryOptions({
    queryKey: ['patient', patient, 'facts', template, language, names.join(',')],
    queryFn: async ({ signal }) => (await request(`${BASE}/facts?${query.toString()}`, { signal })) as FactsAnswer,
  });
}

export interface FactsAnswer {
  readonly at: string;
  readonly since: string;
  readonly facts: Facts;
}

export async function startNote(body: {
  patient: string;
  template: string;
  language: Language;
  problems?: readonly string[];
}): Promise<Note> {
  return (await post('start', body)) as Note;
}

/** What a client may say of a section: which lines are quoted, never what they say. */
function sent(sections: readonly NoteSection[]) {
  return sections.map(({ key, problem, text, quotes }) => ({
    key,
    ...(problem === undefined ? {} : { problem }),
    text,
    quotes: quotes.map(({ kind, of }) => ({ kind, of })),
  }));
}

export async function saveNote(
  note: Pick<Note, 'id' | 'version'>,
  sections: readonly NoteSection[],
  severity?: Severity,
): Promise<Note> {
  const { id, version } = note;
  const more = severity === undefined ? {} : { severity };
  return (await post('save', { id, version, sections: sent(sections), ...more })) as Note;
}

export interface Versioned {
  readonly id: string;
  readonly version: string;
}

export async function signNote({ id, version }: Versioned, supervisor?: string): Promise<Note> {
  return (await post('sign', { id, version, ...(supervisor === undefined ? {} : { supervisor }) })) as Note;
}

export async function coSignNote({ id, version }: Versioned): Promise<Note> {
  return (await post('co-sign', { id, version })) as Note;
}

export async function amendNote({ id, version }: Versioned, reason: string): Promise<Note> {
  return (await post('amend', { id, version, reason })) as Note;
}

export async function retractNote({ id, version }: Versioned, reason: string): Promise<Note> {
  return (await post('retract', { id, version, reason })) as Note;
}

/** The stable code of a failure, without its room. */
export function faultOf(error: unknown): string | undefined {
  return error instanceof FhirFailure ? error.code?.replace(/^care\./, '') : undefined;
}
