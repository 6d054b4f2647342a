/**
 * Documents as a whole, over HTTP: the FHIR operation `$document`, and the sheet to print with the document attached.
 *
 * Source  https://hl7.org/fhir/R4/composition-operation-document.html
 * Proof   document.int.test.ts
 */
import type { Route, RouteRequest, RouteResponse } from '../../access/index.ts';
import { operationOutcome, OutcomeError } from '../../kernel/index.ts';
import { BASE_PATH, type Context } from '../../record/index.ts';
import { idIn, readResource } from '../bedside/chart.ts';
import type { CareContext } from '../context.ts';
import { readIdQuery } from './body.ts';
import { writingOf, type Documents } from './context.ts';
import { documentBundle } from './document.ts';
import { languageOf, templateIdOf } from './note.ts';
import { printDocument } from './print.ts';
import { TEMPLATES } from './templates.ts';
import { verifyNote } from './verify.ts';

const NO_STORE = { 'cache-control': 'no-store' };

export function documentRoutes({ contextOf }: CareContext, documents: Documents): readonly Route[] {
  const operation = (method: 'GET' | 'POST'): Route => ({
    method,
    path: `${BASE_PATH}/Composition/:id/$document`,
    access: { signedIn: true },
    audit: { by: 'interaction' },
    handle: (request) =>
      whole(async () => ({
        status: 200,
        headers: NO_STORE,
        body: await documentBundle(contextOf(request), request.params['id'] ?? ''),
        contentType: 'application/fhir+json',
      })),
  });
  return [
    operation('GET'),
    operation('POST'),
    {
      method: 'GET',
      path: '/care/documents/print',
      access: { signedIn: true },
      audit: { by: 'interaction' },
      handle: (request) => whole(() => sheet(contextOf(request), documents, request)),
    },
  ];
}

/** A refusal leaves as an OperationOutcome, whatever was asked for. */
async function whole(work: () => Promise<RouteResponse>): Promise<RouteResponse> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof OutcomeError)) throw error;
    const { status, issues } = error;
    return { status, headers: NO_STORE, body: operationOutcome(issues), contentType: 'application/fhir+json' };
  }
}

async function sheet(context: Context, documents: Documents, { query }: RouteRequest): Promise<RouteResponse> {
  const id = readIdQuery(query, 'id');
  const bundle = await documentBundle(context, id);
  const note = await readResource(context, 'Composition', id);
  const template = TEMPLATES.find((one) => one.id === templateIdOf(note));
  const pdf = await printDocument({
    note,
    template,
    bundle,
    patient: await readResource(context, 'Patient', idIn(note.subject, 'Patient') ?? ''),
    proof: await verifyNote(context, documents, id),
    writing: writingOf(documents, languageOf(note)),
  });
  const headers = { ...NO_STORE, 'content-disposition': `inline; filename="document-${id}.pdf"` };
  return { status: 200, headers, body: pdf, contentType: 'application/pdf' };
}
