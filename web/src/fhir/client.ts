/**
 * The FHIR client of the web app: fetch with the bearer token, OperationOutcome as a typed error, paging by next links.
 *
 * Source  https://hl7.org/fhir/R4/http.html
 * Proof   client.test.ts
 */
import { parseFhirJson } from './decimal.ts';
import type { Bundle, OperationOutcome, Resource, ResourceOfType, ResourceType } from './types.ts';

export const FHIR_BASE = '/fhir/R4';

/** What went wrong, in the terms that a screen can act on. */
export type FailureKind =
  | 'offline'
  | 'session-ended'
  | 'forbidden'
  | 'not-found'
  | 'gone'
  | 'busy'
  | 'refused'
  | 'fault';

/** A request that did not give what was asked for. */
export class FhirFailure extends Error {
  readonly kind: FailureKind;
  readonly status: number;
  /** The stable code of Maru (docs/errors.md), where the answer had one. */
  readonly code: string | undefined;
  /** Seconds to wait before trying again, where the server said so. */
  readonly retryAfter: number | undefined;

  constructor(kind: FailureKind, status: number, message: string, code?: string, retryAfter?: number) {
    super(message);
    this.name = 'FhirFailure';
    this.kind = kind;
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

/** Where the client gets its token from, and whom it tells that the session is over. */
export interface TokenSource {
  /** The token, renewed if it is about to end; undefined where nobody is signed in. */
  token(): Promise<string | undefined>;
  /** A token was refused: renew it; false where that is not possible. */
  refused(token: string): Promise<boolean>;
}

let tokens: TokenSource = { token: async () => undefined, refused: async () => false };

/** Connects the client with the session. */
export function connectTokens(source: TokenSource): void {
  tokens = source;
}

export interface Request {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

/** One request to Maru's own server, with the token; the parsed answer. */
export async function request(path: string, { method = 'GET', body, signal }: Request = {}): Promise<unknown> {
  const token = await tokens.token();
  const answer = await send(path, method, body, token, signal);
  if (answer.status === 401 && token !== undefined && (await tokens.refused(token)))
    return readAnswer(await send(path, method, body, await tokens.token(), signal));
  return readAnswer(answer);
}

async function send(path: string, method: string, body: unknown, token: string | undefined, signal?: AbortSignal) {
  const headers: Record<string, string> = {
    Accept: path.startsWith(FHIR_BASE) ? 'application/fhir+json' : 'application/json',
  };
  if (token !== undefined) headers['Authorization'] = `Bearer ${token}`;
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  try {
    const answer = await fetch(path, {
      method,
      headers,
      credentials: 'same-origin',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
    noteCopy(answer.headers.get('x-maru-read-only') === '1');
    return answer;
  } catch (cause) {
    if (signal?.aborted === true) throw cause;
    throw new FhirFailure('offline', 0, 'The server did not answer.');
  }
}

let readOnly = false;
const watchers = new Set<() => void>();

function noteCopy(now: boolean): void {
  if (now === readOnly) return;
  readOnly = now;
  for (const watcher of watchers) watcher();
}

/** Is the house that answers a read-only copy? For `useSyncExternalStore`. */
export const readOnlyCopy = {
  subscribe: (watcher: () => void): (() => void) => {
    watchers.add(watcher);
    return () => watchers.delete(watcher);
  },
  now: (): boolean => readOnly,
};

async function readAnswer(answer: Response): Promise<unknown> {
  const text = await answer.text();
  if (answer.ok) return text === '' ? undefined : parseFhirJson(text);
  throw failureOf(answer.status, text, answer.headers.get('Retry-After'));
}

/** The failure of an answer. */
export function failureOf(status: number, text: string, retryAfter: string | null = null): FhirFailure {
  const issue = issueOf(text);
  const message = issue?.diagnostics ?? issue?.details?.text ?? `HTTP ${status}`;
  const wait = retryAfter === null ? undefined : Number(retryAfter);
  return new FhirFailure(kindOf(status), status, message, issue?.details?.coding?.[0]?.code, wait);
}

function issueOf(text: string): OperationOutcome['issue'][number] | undefined {
  try {
    return (JSON.parse(text) as OperationOutcome).issue[0];
  } catch {
    return undefined;
  }
}

const KINDS: Readonly<Record<number, FailureKind>> = {
  401: 'session-ended',
  403: 'forbidden',
  404: 'not-found',
  410: 'gone',
  429: 'busy',
  503: 'busy',
};

function kindOf(status: number): FailureKind {
  return KINDS[status] ?? (status >= 500 ? 'fault' : 'refused');
}

/** Reads one resource. */
export async function read<Type extends ResourceType>(
  type: Type,
  id: string,
  signal?: AbortSignal,
): Promise<ResourceOfType[Type]> {
  return (await request(`${FHIR_BASE}/${type}/${encodeURIComponent(id)}`, { signal })) as ResourceOfType[Type];
}

/** One page of a search. */
export interface Page<Match> {
  readonly matches: readonly Match[];
  readonly included: readonly Resource[];
  readonly total: number | undefined;
  /** Address of the next page; undefined on the last. */
  readonly next: string | undefined;
}

export type Query = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** The address of a search. */
export function searchAddress(type: string, query: Query): string {
  const text = Object.entries(query)
    .flatMap(([name, value]) => (typeof value === 'object' ? value : [value]).map((one) => [name, one] as const))
    .flatMap(([name, value]) =>
      value === undefined ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`],
    )
    .join('&');
  return text === '' ? `${FHIR_BASE}/${type}` : `${FHIR_BASE}/${type}?${text}`;
}

/** Searches one type; the first page, or the page of an address that an earlier page named. */
export async function search<Type extends ResourceType>(
  type: Type,
  query: Query | string,
  signal?: AbortSignal,
): Promise<Page<ResourceOfType[Type]>> {
  const path = typeof query === 'string' ? pathOf(query) : searchAddress(type, query);
  return pageOf<ResourceOfType[Type]>((await request(path, { signal })) as Bundle);
}

/** The history of one resource, newest first. */
export async function history(reference: string, signal?: AbortSignal): Promise<Bundle> {
  return (await request(`${FHIR_BASE}/${reference}/_history?_count=100`, { signal })) as Bundle;
}

/** Splits a bundle into what was asked for and what came with it. */
export function pageOf<Match>(bundle: Bundle): Page<Match> {
  const entries = bundle.entry ?? [];
  const of = (mode: string) => (entry: (typeof entries)[number]) =>
    (entry.search?.mode ?? 'match') === mode && entry.resource !== undefined ? [entry.resource] : [];
  const next = bundle.link?.find(({ relation }) => relation === 'next')?.url;
  return {
    matches: entries.flatMap(of('match')) as unknown as readonly Match[],
    included: entries.flatMap(of('include')),
    total: bundle.total,
    next: next === undefined ? undefined : pathOf(next),
  };
}

/** Next links are absolute; the app asks its own origin only. */
function pathOf(address: string): string {
  if (!/^https?:/.test(address)) return address;
  const { pathname, search: query } = new URL(address);
  return pathname + query;
}
