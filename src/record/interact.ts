/**
 * Which interaction an address means: one table, from which the HTTP routes and the entries of Bundles are both answered.
 *
 * Source  https://hl7.org/fhir/R4/http.html#summary
 * Proof   interactions.int.test.ts, routes.test.ts
 */
import { isLogicalId, OutcomeError } from '../kernel/index.ts';
import type { Answer, Ask } from './ask.ts';
import { auditEventById, auditEventSearch } from './audit-events.ts';
import { capabilities } from './capabilities.ts';
import { compartmentSearch, searchAll, searchType } from './search-interaction.ts';
import type { Context } from './context.ts';
import { create } from './create.ts';
import { conditionalDelete, remove } from './delete.ts';
import { everything } from './everything.ts';
import { history } from './history.ts';
import { demandTypeName } from './names.ts';
import { conditionalPatch, patch } from './patch.ts';
import { read } from './read.ts';
import { conditionalUpdate, update } from './update.ts';
import { vread } from './vread.ts';

/** Where an address leads. `named` are the parts of the path by their names in the pattern. */
export type Handler = (context: Context, ask: Ask, named: Readonly<Record<string, string>>) => Promise<Answer>;

/** One line of the table. */
export interface Interaction {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Segments after the base; `:type`, `:id`, `:vid` and `:inner` take any. */
  readonly pattern: string;
  readonly handle: Handler;
}

const line = (method: Interaction['method'], pattern: string, handle: Handler): Interaction => ({
  method,
  pattern,
  handle,
});

/** Every interaction but the Bundle itself; the first line that fits is taken. */
export const INTERACTIONS: readonly Interaction[] = [
  line('GET', 'metadata', (context, ask) => capabilities(context, ask)),
  line('GET', '_history', (context, ask) => history(context, ask, {})),
  line('GET', '', searchAll),
  line('POST', '_search', searchAll),
  line('GET', 'AuditEvent', auditEventSearch),
  line('POST', 'AuditEvent/_search', auditEventSearch),
  line('GET', 'AuditEvent/:id', (context, ask, { id = '' }) => auditEventById(context, ask, id)),
  line('GET', ':type/_history', (context, ask, { type = '' }) => history(context, ask, { type })),
  line('POST', ':type/_search', (context, ask, { type = '' }) => searchType(context, ask, type)),
  line('GET', 'Patient/:id/$everything', (context, ask, { id = '' }) => everything(context, ask, id)),
  line('POST', 'Patient/:id/$everything', (context, ask, { id = '' }) => everything(context, ask, id)),
  line('GET', ':type/:id/_history/:vid', (context, ask, { type = '', id = '', vid = '' }) =>
    vread(context, ask, type, id, vid),
  ),
  line('GET', ':type/:id/_history', (context, ask, { type = '', id = '' }) => history(context, ask, { type, fid: id })),
  line('POST', ':type/:id/:inner/_search', (context, ask, { type = '', id = '', inner = '' }) =>
    compartmentSearch(context, ask, type, id, inner),
  ),
  line('GET', ':type/:id/:inner', (context, ask, { type = '', id = '', inner = '' }) =>
    compartmentSearch(context, ask, type, id, inner),
  ),
  line('GET', ':type', (context, ask, { type = '' }) => searchType(context, ask, type)),
  line('POST', ':type', (context, ask, { type = '' }) => create(context, ask, type)),
  line('PUT', ':type', (context, ask, { type = '' }) => conditionalUpdate(context, ask, type)),
  line('PATCH', ':type', (context, ask, { type = '' }) => conditionalPatch(context, ask, type)),
  line('DELETE', ':type', (context, ask, { type = '' }) => conditionalDelete(context, ask, type)),
  line('GET', ':type/:id', (context, ask, { type = '', id = '' }) => read(context, ask, type, id)),
  line('PUT', ':type/:id', (context, ask, { type = '', id = '' }) => update(context, ask, type, id)),
  line('PATCH', ':type/:id', (context, ask, { type = '', id = '' }) => patch(context, ask, type, id)),
  line('DELETE', ':type/:id', (context, ask, { type = '', id = '' }) => remove(context, ask, type, id)),
];

/** Runs the interaction that an address means; throws `record.unknown-address` (404) or `record.method` (405). */
export async function interact(context: Context, ask: Ask): Promise<Answer> {
  const method = ask.method === 'HEAD' ? 'GET' : ask.method;
  const fitting = INTERACTIONS.flatMap((one) => {
    const named = matched(one.pattern, ask.path);
    return named === undefined ? [] : [{ one, named }];
  });
  const found = fitting.find(({ one }) => one.method === method);
  if (found === undefined) throw fitting.length === 0 ? unknownAddress(ask) : wrongMethod(ask);
  return runInteraction(context, ask, found.one, found.named);
}

/** Runs one line of the table, names checked. */
export function runInteraction(
  context: Context,
  ask: Ask,
  { handle }: Interaction,
  named: Readonly<Record<string, string>>,
): Promise<Answer> {
  if (named['type'] !== undefined) demandTypeName(named['type']);
  if (named['id'] !== undefined && !isLogicalId(named['id'])) throw unknownAddress(ask);
  return handle(context, ask, named);
}

function matched(pattern: string, path: readonly string[]): Readonly<Record<string, string>> | undefined {
  const parts = pattern === '' ? [] : pattern.split('/');
  if (parts.length !== path.length) return undefined;
  const named: Record<string, string> = {};
  for (const [at, part] of parts.entries()) {
    const segment = path[at] ?? '';
    if (part.startsWith(':')) {
      if (/^[$_]/.test(segment)) return undefined;
      named[part.slice(1)] = segment;
    } else if (part !== segment) return undefined;
  }
  return named;
}

function unknownAddress({ path }: Ask): OutcomeError {
  const text = `'${path.join('/').slice(0, 100)}' is no address of this FHIR server; see /metadata.`;
  return new OutcomeError('not-found', 'record.unknown-address', text);
}

function wrongMethod({ method, path }: Ask): OutcomeError {
  const text = `${method.slice(0, 10)} is not possible on '${path.join('/').slice(0, 100)}'; see /metadata.`;
  return new OutcomeError('method-not-allowed', 'record.method', text);
}
