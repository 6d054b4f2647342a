/**
 * The entries of a batch or transaction as interactions: shapes checked, addresses read.
 *
 * Source  https://hl7.org/fhir/R4/http.html#transaction, https://hl7.org/fhir/R4/bundle.html
 * Proof   transaction.int.test.ts, bad-input.int.test.ts
 */
import { OutcomeError, parseJson, type OutcomeIssue } from '../kernel/index.ts';
import type { Ask, Conditions } from './ask.ts';
import type { Context } from './context.ts';
import { isObject } from './validation.ts';

/** One entry as it is asked for. */
export interface EntryAsk extends Ask {
  readonly index: number;
  readonly url: string;
  readonly fullUrl: string | undefined;
}

/** What a Bundle asks. */
export interface BundleAsk {
  readonly type: 'batch' | 'transaction';
  readonly entries: readonly EntryAsk[];
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']);

/** Reads a Bundle; throws where it is none, or too large. */
export function readBundle(context: Pick<Context, 'settings' | 'base'>, body: unknown): BundleAsk {
  if (!isObject(body) || body['resourceType'] !== 'Bundle') {
    throw new OutcomeError('structure', 'record.not-a-bundle', 'The base takes a Bundle of type batch or transaction.');
  }
  const type = body['type'];
  if (type !== 'batch' && type !== 'transaction') {
    const text = `A Bundle sent to the base is of type batch or transaction, not '${String(type).slice(0, 40)}'.`;
    throw new OutcomeError('invalid', 'record.not-a-bundle', text, { expression: 'Bundle.type' });
  }
  const entries = body['entry'] ?? [];
  if (!Array.isArray(entries)) throw badEntry(0, 'Bundle.entry must be an array');
  const most = context.settings.maxBundleEntries;
  if (entries.length > most) {
    const text = `The Bundle has ${entries.length} entries; at most ${most} are taken at once. Split it, or use $import.`;
    throw new OutcomeError('too-large', 'record.bundle-too-large', text);
  }
  return { type, entries: entries.map((entry: unknown, index) => readEntry(context.base, entry, index)) };
}

function readEntry(base: string, entry: unknown, index: number): EntryAsk {
  const request = isObject(entry) ? entry['request'] : undefined;
  if (!isObject(entry) || !isObject(request)) throw badEntry(index, 'each entry needs a request');
  const { method, url } = request;
  if (typeof method !== 'string' || !METHODS.has(method)) throw badEntry(index, 'request.method must be an HTTP verb');
  if (typeof url !== 'string') throw badEntry(index, 'request.url must be there');
  const fullUrl = entry['fullUrl'];
  if (fullUrl !== undefined && typeof fullUrl !== 'string') throw badEntry(index, 'fullUrl must be text');
  const { path, query } = addressOf(base, url, index);
  const conditions = conditionsOf(request, index);
  const body = method === 'PATCH' ? patchOf(entry['resource'], index) : entry['resource'];
  return { index, url, fullUrl, method, path, query, conditions, ...(body === undefined ? {} : { body }) };
}

function addressOf(base: string, url: string, index: number): { path: readonly string[]; query: string } {
  const local = url.startsWith(`${base}/`) ? url.slice(base.length + 1) : url.replace(/^\//, '');
  if (/^[a-z][a-z0-9+.-]*:/i.test(local))
    throw badEntry(index, `request.url '${url.slice(0, 80)}' is not of this server`);
  const [place = '', ...rest] = local.split('?');
  try {
    return { path: place === '' ? [] : place.split('/').map(decodeURIComponent), query: rest.join('?') };
  } catch {
    throw badEntry(index, 'request.url is not percent-encoded text');
  }
}

function conditionsOf(request: Readonly<Record<string, unknown>>, index: number): Conditions {
  const text = (name: string): string | undefined => {
    const value = request[name];
    if (value !== undefined && typeof value !== 'string') throw badEntry(index, `request.${name} must be text`);
    return value;
  };
  const ifNoneExist = text('ifNoneExist');
  return {
    ifMatch: text('ifMatch'),
    ifNoneMatch: text('ifNoneMatch'),
    ifModifiedSince: text('ifModifiedSince'),
    ifNoneExist: ifNoneExist === '' ? undefined : ifNoneExist,
  };
}

/** A patch stands in an entry as a Binary (JSON Patch) or as Parameters (FHIRPath Patch). */
function patchOf(resource: unknown, index: number): unknown {
  if (!isObject(resource) || resource['resourceType'] !== 'Binary') return resource;
  const { contentType, data } = resource;
  if (contentType !== 'application/json-patch+json' || typeof data !== 'string') {
    throw badEntry(index, 'a patch is a Parameters, or a Binary of application/json-patch+json');
  }
  try {
    return parseJson(Buffer.from(data, 'base64').toString('utf8'));
  } catch (cause) {
    throw badEntry(index, `the patch in its Binary cannot be read: ${cause instanceof Error ? cause.message : ''}`);
  }
}

function badEntry(index: number, what: string): OutcomeError {
  const expression = `Bundle.entry[${index}]`;
  return new OutcomeError('structure', 'record.bad-entry', `Entry ${index + 1}: ${what}.`, { expression });
}

/** The place in the Bundle of a place in the resource of an entry: `Patient.gender`, or `resourceType` by itself. */
function placeInside(where: string, expression: string | undefined): string {
  if (expression === undefined) return where;
  return /^[A-Z]/.test(expression)
    ? expression.replace(/^[A-Z]\w*/, `${where}.resource`)
    : `${where}.resource.${expression}`;
}

/** The same error, telling which entry it is about; anything but an OutcomeError as it is. */
export function inEntry({ index, method, url }: EntryAsk, error: unknown): unknown {
  if (!(error instanceof OutcomeError)) return error;
  const where = `Bundle.entry[${index}]`;
  const issues = error.issues.map((issue): OutcomeIssue => {
    const inside = placeInside(where, issue.expression);
    const expression = issue.expression?.startsWith('Bundle.entry[') === true ? issue.expression : inside;
    const message = `Entry ${index + 1} (${method} ${url.split('?')[0]?.slice(0, 80)}): ${issue.message}`;
    return { ...issue, expression, message };
  });
  const message = issues[0]?.message ?? error.message;
  return new OutcomeError(error.category, error.code, message, { issues, cause: error });
}
