/**
 * What each entry of a transaction is: read from its request before anything is looked up, refused where the caller has no
 * grant for the type.
 *
 * Source  https://hl7.org/fhir/R4/http.html#transaction
 * Proof   transaction.int.test.ts
 */
import { isLogicalId, OutcomeError } from '../kernel/index.ts';
import type { EntryAsk } from './bundle-entries.ts';
import { found } from './conditional.ts';
import type { Context, WriteContext } from './context.ts';
import { demandTypeName } from './names.ts';
import { demandPatch } from './patch.ts';
import { demandGrant } from './permission.ts';
import type { AnyResource } from './resource.ts';
import { demandResource, demandSameId } from './validation.ts';

interface Common {
  readonly entry: EntryAsk;
  readonly type: string;
}

/** An entry, by kind. `fid` is absent where criteria say which resource is meant. */
export type EntryPlan =
  | (Common & { readonly kind: 'create'; readonly resource: AnyResource })
  | (Common & { readonly kind: 'update'; readonly resource: AnyResource; readonly fid: string | undefined })
  | (Common & { readonly kind: 'patch'; readonly fid: string | undefined })
  | (Common & { readonly kind: 'delete'; readonly resolve: (open: WriteContext) => Promise<readonly string[]> })
  | (Common & { readonly kind: 'read' });

/** The plan of an entry; throws where a transaction cannot have it. */
export function planOf(context: Context, entry: EntryAsk): EntryPlan {
  const { method, path, query } = entry;
  const [type = '', fid] = path;
  if (method === 'GET' || method === 'HEAD' || (method === 'POST' && path.at(-1) === '_search')) {
    return { kind: 'read', entry, type };
  }
  demandTypeName(type);
  if (path.length > 2 || (fid === undefined && method !== 'POST' && query === '')) throw unsupported(entry);
  if (fid !== undefined && (!isLogicalId(fid) || method === 'POST')) throw unsupported(entry);
  if (method === 'POST') return planCreate(context, entry, type);
  if (method === 'DELETE') return planDelete(context, entry, type, fid);
  demandGrant(context, 'update', type);
  if (method === 'PUT') return planUpdate(entry, type, fid);
  demandPatch(entry.body);
  return { kind: 'patch', entry, type, fid };
}

function planCreate(context: Context, entry: EntryAsk, type: string): EntryPlan {
  demandGrant(context, 'create', type);
  return { kind: 'create', entry, type, resource: ofType(entry, type) };
}

function planUpdate(entry: EntryAsk, type: string, fid: string | undefined): EntryPlan {
  const resource = ofType(entry, type);
  if (fid !== undefined) demandSameId(resource, type, fid);
  return { kind: 'update', entry, type, resource, fid };
}

function planDelete(context: Context, entry: EntryAsk, type: string, fid: string | undefined): EntryPlan {
  demandGrant(context, 'delete', type);
  const most = context.settings.conditionalDeletes;
  const byCriteria = async (open: WriteContext): Promise<readonly string[]> =>
    (await found(open, type, entry.query, most)).map((match) => match.fid);
  return {
    kind: 'delete',
    entry,
    type,
    resolve: fid === undefined ? byCriteria : () => Promise.resolve([fid]),
  };
}

function ofType({ body }: EntryAsk, type: string): AnyResource {
  const resource = demandResource(body);
  if (resource.resourceType === type) return resource;
  const text = `request.url is of type ${type}, but the resource is a ${resource.resourceType}; make them equal.`;
  throw new OutcomeError('invalid', 'record.type-differs', text, { expression: 'resourceType' });
}

function unsupported({ method, url }: EntryAsk): OutcomeError {
  const text = `A transaction cannot have ${method} ${url.slice(0, 80)}.`;
  return new OutcomeError('not-supported', 'record.entry-unsupported', text);
}
