/**
 * The record in a test: open over a fresh database, asked through its routes as a client would, without a network.
 *
 * Proof   it is one
 */
import { parseJson, systemClock, type Clock } from '../kernel/index.ts';
import {
  accessMigrations,
  houseCaller,
  openAuditLog,
  UNLIMITED,
  type AuditLog,
  type Caller,
  type Reach,
  type Route,
  type RouteResponse,
} from '../access/index.ts';
import type { TestedStore, TestStore } from '../store/index.ts';
import type { RecordSettings } from './context.ts';
import { recordMigrations } from './migrations.ts';
import { openRecord, type FhirRecord } from './record.ts';

/** What a test asks with. */
export interface Asked {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly caller?: Caller;
  readonly reach?: Reach;
  readonly stream?: NodeJS.ReadableStream;
}

/** What came back. */
export class Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly response: RouteResponse;
  readonly text: string;
  /** The parsed body, decimals kept. */
  readonly json: unknown;

  constructor(response: RouteResponse) {
    this.response = response;
    this.status = response.status;
    this.headers = response.headers ?? {};
    this.text = typeof response.body === 'string' ? response.body : '';
    this.json = this.text === '' ? {} : parseJson(this.text);
  }

  /** What stands at a place such as `entry.0.response.status`; undefined where nothing does. */
  at(place: string): string {
    return lookUp(this.json, place) as string;
  }

  /** Address of a link of the Bundle, for example `next`. */
  link(relation: string): string | undefined {
    const links = (lookUp(this.json, 'link') ?? []) as readonly { relation: string; url: string }[];
    return links.find((one) => one.relation === relation)?.url;
  }

  /** What stands at `place` in each item of a list; no items where there is no list. */
  each(list: string, place: string): string[] {
    const items = (lookUp(this.json, list) ?? []) as unknown[];
    return items.map((item) => lookUp(item, place) as string);
  }

  /** Number of items of a list. */
  count(list: string): number {
    return this.each(list, '').length;
  }
}

/** What stands at a place of parsed JSON. */
export function lookUp(value: unknown, place: string): unknown {
  const steps = place === '' ? [] : place.split('.');
  return steps.reduce((here: unknown, step) => (here as Record<string, unknown> | undefined)?.[step], value);
}

const ORIGIN = 'http://127.0.0.1:8080';
/** FHIR base URL of the tests. */
export const TEST_BASE = `${ORIGIN}/fhir/R4`;

/** The open record of a test. */
export class TestRecord {
  readonly store: TestedStore;
  readonly audit: AuditLog;
  readonly record: FhirRecord;
  readonly caller = houseCaller('test');

  private constructor(store: TestedStore, settings: Partial<RecordSettings>, clock: Clock) {
    this.store = store;
    this.audit = openAuditLog({ store });
    this.record = openRecord({ store, audit: this.audit, clock, settings });
  }

  static async open(
    server: TestStore,
    settings: Partial<RecordSettings> = {},
    clock: Clock = systemClock,
  ): Promise<TestRecord> {
    return new TestRecord(await server.open([accessMigrations, recordMigrations]), settings, clock);
  }

  async close(): Promise<void> {
    await this.audit.close();
    await this.store.close();
  }

  /** Asks `GET Patient/1`, `POST Patient`, `POST` (a Bundle) and so on; the address is relative to the base, or absolute. */
  async ask(method: Route['method'], address: string, asked: Asked = {}): Promise<Answered> {
    const [path = '', ...rest] = address.replace(TEST_BASE, '').replace(/^\//, '').split('?');
    const { route, params } = routeOf(this.record.routes, method, `/fhir/R4${path === '' ? '' : `/${path}`}`);
    const { body, headers = {}, caller = this.caller, reach = UNLIMITED, stream } = asked;
    const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
    const response = await route.handle({
      method,
      params,
      query: rest.join('?'),
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
      body: stream === undefined ? text : '',
      ...(stream === undefined ? {} : { stream }),
      origin: ORIGIN,
      caller,
      reach,
      signal: new AbortController().signal,
    });
    return new Answered(response);
  }

  get(address: string, asked: Asked = {}): Promise<Answered> {
    return this.ask('GET', address, asked);
  }

  post(address: string, body: unknown, asked: Asked = {}): Promise<Answered> {
    return this.ask('POST', address, { ...asked, body });
  }

  put(address: string, body: unknown, asked: Asked = {}): Promise<Answered> {
    return this.ask('PUT', address, { ...asked, body });
  }

  patch(address: string, body: unknown, asked: Asked = {}): Promise<Answered> {
    return this.ask('PATCH', address, { ...asked, body });
  }

  delete(address: string, asked: Asked = {}): Promise<Answered> {
    return this.ask('DELETE', address, asked);
  }
}

/** The route that a router would take: of those that fit, the one with most fixed parts. */
function routeOf(
  routes: readonly Route[],
  method: string,
  path: string,
): { route: Route; params: Readonly<Record<string, string>> } {
  const fitting = routes.flatMap((route) => {
    const params = route.method === method ? paramsOf(route.path, path) : undefined;
    return params === undefined ? [] : [{ route, params }];
  });
  const [found] = fitting.toSorted((a, b) => Object.keys(a.params).length - Object.keys(b.params).length);
  if (found === undefined) throw new Error(`no route for ${method} ${path}`);
  return found;
}

function paramsOf(pattern: string, path: string): Readonly<Record<string, string>> | undefined {
  const parts = pattern.split('/');
  const segments = path.split('/').map(decodeURIComponent);
  if (parts.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [at, part] of parts.entries()) {
    if (part.startsWith(':')) params[part.slice(1)] = segments[at] ?? '';
    else if (part !== segments[at]) return undefined;
  }
  return params;
}

/** A Patient to work with. */
export function patientOf(id: string, more: object = {}): object {
  return { resourceType: 'Patient', id, name: [{ family: 'Kim', given: ['Minji'] }], ...more };
}
