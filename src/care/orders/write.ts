/**
 * Writes of orders inside an open session: new resources, and members of one that is there if it is still as it was read.
 *
 * Proof   orders.int.test.ts
 */
import type { Resource } from '../../fhir/index.ts';
import { OutcomeError, parseJson } from '../../kernel/index.ts';
import { interact, type Context } from '../../record/index.ts';

/** Makes a resource; the answer is its reference. */
export async function make(context: Context, body: object): Promise<string> {
  const { resourceType } = body as Resource;
  const { version } = await interact(context, {
    method: 'POST',
    path: [resourceType],
    query: '',
    conditions: {},
    body,
  });
  if (version === undefined) throw new Error('the record told no version');
  return `${resourceType}/${version.fid}`;
}

/** A resource as it stands. */
export async function current(context: Context, reference: string): Promise<Readonly<Record<string, unknown>>> {
  const answer = await interact(context, { method: 'GET', path: reference.split('/'), query: '', conditions: {} });
  return parseJson(answer.text ?? '{}') as Readonly<Record<string, unknown>>;
}

/** Changes members of a resource that still has the version; throws `care.order-changed`. */
export async function change(
  context: Context,
  reference: string,
  version: string,
  set: Readonly<Record<string, unknown>>,
): Promise<string> {
  const body = await current(context, reference);
  if ((body['meta'] as { versionId?: string } | undefined)?.versionId !== version) throw orderChanged(reference);
  const conditions = { ifMatch: `W/"${version}"` };
  const answer = await interact(context, {
    method: 'PUT',
    path: reference.split('/'),
    query: '',
    conditions,
    body: { ...body, ...set },
  });
  return String(answer.version?.ver);
}

export function orderChanged(reference: string): OutcomeError {
  const text = `${reference} was changed by somebody meanwhile; read the orders again and decide anew.`;
  return new OutcomeError('conflict', 'care.order-changed', text);
}
