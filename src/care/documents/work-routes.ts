/**
 * Handover and results to look at, over HTTP.
 *
 * Proof   handover.int.test.ts, inbox.int.test.ts, routes.int.test.ts
 */
import type { Route } from '../../access/index.ts';
import type { CareContext } from '../context.ts';
import { readAccept, readAcknowledge, readGive, readIdQuery, readInboxQuery, readPrepare } from './body.ts';
import type { Documents } from './context.ts';
import {
  acceptHandover,
  giveHandover,
  patientHandovers,
  prepareHandover,
  wardHandover,
  type HandoverOutcome,
} from './handover.ts';
import { acknowledgeResults, readInbox } from './inbox.ts';
import { CLINICAL, makers, shown } from './routes.ts';

export function workRoutes(care: CareContext, documents: Documents): readonly Route[] {
  const { get, post } = makers(care);
  return [
    get(
      '/care/documents/handover/ward',
      async (context, { query }) => ({ patients: await wardHandover(context, readIdQuery(query, 'ward')) }),
      CLINICAL,
    ),
    get(
      '/care/documents/handover/patient',
      async (context, { query }) => ({ handovers: await patientHandovers(context, readIdQuery(query, 'patient')) }),
      CLINICAL,
    ),
    post(
      '/care/documents/handover/prepare',
      async (context, { body }) => {
        const { patients, language } = readPrepare(body);
        return told(await prepareHandover(context, documents, patients, language));
      },
      CLINICAL,
    ),
    post(
      '/care/documents/handover/give',
      async (context, { body }) => told(await giveHandover(context, documents, readGive(body).notes)),
      CLINICAL,
    ),
    post(
      '/care/documents/handover/accept',
      async (context, { body }) => told(await acceptHandover(context, documents, readAccept(body).notes)),
      CLINICAL,
    ),
    get(
      '/care/documents/inbox',
      (context, { query }) => readInbox(context, documents, readInboxQuery(query)),
      CLINICAL,
    ),
    post(
      '/care/documents/acknowledge',
      (context, { body }) => acknowledgeResults(context, documents, readAcknowledge(body)),
      CLINICAL,
    ),
  ];
}

function told(outcomes: readonly HandoverOutcome[]): object {
  return { outcomes: outcomes.map(({ note, ...one }) => (note === undefined ? one : { ...one, note: shown(note) })) };
}
