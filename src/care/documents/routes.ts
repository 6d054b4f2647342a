/**
 * Documents over HTTP: notes, handover, results to look at, discharge.
 *
 * Bodies are JSON, as body.ts says; faults are OperationOutcomes. The route lets in by role; every resource is read and written
 * within the caller's reach.
 *
 * Proof   routes.int.test.ts
 */
import type { Route, RouteAccess, RouteRequest } from '../../access/index.ts';
import { instantOf } from '../../kernel/index.ts';
import type { Context } from '../../record/index.ts';
import { readResource } from '../bedside/chart.ts';
import { answered, type CareContext } from '../context.ts';
import { readAmend, readFactsQuery, readIdQuery, readRetract, readSave, readSign, readStart } from './body.ts';
import { writingOf, type Documents } from './context.ts';
import { amendNote } from './amend.ts';
import { currentEncounter, saveNote, sinceOf, startNote } from './drafts.ts';
import { listDocuments } from './list.ts';
import { contentOf, missingSections, templateIdOf, type Composition } from './note.ts';
import { pullFacts } from './pull.ts';
import { coSignNote, retractNote, signNote } from './sign.ts';
import { publicKeys } from './signing-keys.ts';
import { TEMPLATES } from './templates.ts';
import { verifyNote } from './verify.ts';

const LARGEST_BODY = 1_048_576;
const WRITERS: RouteAccess = { roles: ['physician', 'nurse', 'pharmacist'] };
const READERS: RouteAccess = { roles: ['physician', 'nurse', 'pharmacist', 'laboratory', 'bed-manager'] };

/** Who works with patients at the bed. */
export const CLINICAL: RouteAccess = { roles: ['physician', 'nurse'] };

type Act = (context: Context, request: RouteRequest) => Promise<unknown>;

/** Makes the routes of a part: all answer JSON and are audited by what they do. */
export function makers({ contextOf }: CareContext) {
  const route = (method: 'GET' | 'POST', path: string, access: RouteAccess, act: Act): Route => ({
    method,
    path,
    access,
    audit: { by: 'interaction' },
    ...(method === 'POST' ? { bodyLimit: LARGEST_BODY } : {}),
    handle: (request) => answered(contextOf(request), path, (context) => act(context, request)),
  });
  return {
    get: (path: string, act: Act, access = READERS) => route('GET', path, access, act),
    post: (path: string, act: Act, access = WRITERS) => route('POST', path, access, act),
  };
}

/** The routes of notes. */
export function noteRoutes(care: CareContext, documents: Documents): readonly Route[] {
  const { get, post } = makers(care);
  return [
    {
      method: 'GET',
      path: '/care/documents/templates',
      access: READERS,
      audit: { none: 'templates hold no patient data' },
      handle: () => Promise.resolve({ status: 200, body: { templates: TEMPLATES }, contentType: 'application/json' }),
    },
    {
      method: 'GET',
      path: '/care/documents/keys',
      access: { signedIn: true },
      audit: { none: 'public keys' },
      handle: async () => ({
        status: 200,
        body: { keys: publicKeys(await documents.keys.all()) },
        contentType: 'application/json',
      }),
    },
    get('/care/documents/facts', (context, { query }) => facts(context, documents, query)),
    get('/care/documents/list', async (context, { query }) => ({
      documents: await listDocuments(context, readIdQuery(query, 'patient')),
    })),
    get('/care/documents/note', async (context, { query }) =>
      shown(await readResource(context, 'Composition', readIdQuery(query, 'id'))),
    ),
    get('/care/documents/verify', (context, { query }) => verifyNote(context, documents, readIdQuery(query, 'id'))),
    post('/care/documents/start', async (context, { body }) => {
      const { note, resumed } = await startNote(context, documents, readStart(body));
      return { ...shown(note), resumed };
    }),
    post('/care/documents/save', async (context, { body }) =>
      shown((await saveNote(context, documents, readSave(body))).note),
    ),
    post('/care/documents/sign', (context, { body }) => signed(signNote(context, documents, readSign(body)))),
    post('/care/documents/co-sign', (context, { body }) => signed(coSignNote(context, documents, readSign(body))), {
      roles: ['physician', 'nurse'],
    }),
    post('/care/documents/amend', async (context, { body }) => {
      const { note, resumed } = await amendNote(context, readAmend(body));
      return { ...shown(note), resumed };
    }),
    post('/care/documents/retract', async (context, { body }) =>
      shown((await retractNote(context, documents, readRetract(body))).note),
    ),
  ];
}

async function signed(work: Promise<{ readonly note: Composition; readonly signature: string }>): Promise<unknown> {
  const { note, signature } = await work;
  return { ...shown(note), signature };
}

/** A note as a client works on it. */
export function shown(note: Composition): object {
  const id = templateIdOf(note);
  const template = TEMPLATES.find((one) => one.id === id);
  const content = contentOf(note, template);
  const missing = template === undefined ? [] : missingSections(template, content).map(({ key }) => key);
  return {
    id: note.id,
    version: note.meta?.versionId,
    status: note.status,
    template: id,
    title: note.title,
    language: note.language,
    date: note.date,
    saved: note.meta?.lastUpdated,
    patient: note.subject?.reference,
    encounter: note.encounter?.reference,
    author: note.author[0],
    ...content,
    missing,
  };
}

async function facts(context: Context, documents: Documents, query: string): Promise<unknown> {
  const { patient, names, language, template = '' } = readFactsQuery(query);
  const encounter = await currentEncounter(context, patient);
  const now = context.clock.now();
  const since = sinceOf(template, encounter, now);
  const writing = writingOf(documents, language);
  return {
    at: instantOf(now),
    since: instantOf(since),
    facts: await pullFacts(context, { patient, encounter, since, writing }, names),
  };
}
