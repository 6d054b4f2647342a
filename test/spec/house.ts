/**
 * A real house for the chapters of this folder: server on loopback over a fresh database, asked by HTTP alone, as a stranger
 * would. Tokens come from the real sign-in, or from what `maru token` prints.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issueToken, type Access } from '../../src/access/index.ts';
import { signedIn, TestBrowser, type TestTokens } from '../../src/access/testing.ts';
import { loadConfiguration, parseJson, SILENT, writeJson, type SettingName } from '../../src/kernel/index.ts';
import { buildServer, openHouse } from '../../src/server/index.ts';
import { embeddedTestStore, type TestedStore, type TestStore } from '../../src/store/index.ts';

/** What came back from an address. */
export class Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;

  constructor(status: number, headers: Headers, text: string) {
    this.status = status;
    this.headers = headers;
    this.text = text;
  }

  /** The body, decimals kept; `{}` where it is no JSON. */
  get json(): unknown {
    return /^[{[]/.test(this.text) ? parseJson(this.text) : {};
  }

  /** What stands at a place such as `entry.0.response.status`; undefined where nothing does. */
  at(place: string): unknown {
    return lookUp(this.json, place);
  }

  /** What stands at `place` in each item of a list. */
  each(list: string, place = ''): unknown[] {
    return ((this.at(list) ?? []) as unknown[]).map((item) => lookUp(item, place));
  }

  /** `Type/id` of each resource of a Bundle, in their order; of one search mode alone where it is named. */
  ids(mode?: 'match' | 'include'): string[] {
    const entries = (this.at('entry') ?? []) as { resource?: Named; search?: { mode: string } }[];
    const kept = entries.filter(({ search }) => mode === undefined || search?.mode === mode);
    return kept.map(({ resource }) => `${resource?.resourceType ?? ''}/${resource?.id ?? ''}`);
  }

  /** Address of a link of the Bundle. */
  link(relation: string): string | undefined {
    const links = (this.at('link') ?? []) as { relation: string; url: string }[];
    return links.find((one) => one.relation === relation)?.url;
  }

  /** The stable code of an OperationOutcome. */
  get code(): string | undefined {
    return this.at('issue.0.details.coding.0.code') as string | undefined;
  }

  /** Where in the resource the first fault is. */
  get place(): string | undefined {
    return this.at('issue.0.expression.0') as string | undefined;
  }

  /** What the first fault is, in words. */
  get words(): string {
    const said = this.at('issue.0.diagnostics') ?? this.at('issue.0.details.text');
    return typeof said === 'string' ? said : '';
  }

  header(name: string): string | undefined {
    return this.headers.get(name) ?? undefined;
  }

  /** Where it was made: `Type/id`. */
  get made(): string {
    return (this.header('location') ?? '').replace(/^.*\/fhir\/R4\//, '').replace(/\/_history.*/, '');
  }
}

interface Named {
  readonly resourceType: string;
  readonly id: string;
}

function lookUp(value: unknown, place: string): unknown {
  const steps = place === '' ? [] : place.split('.');
  return steps.reduce((here: unknown, step) => (here as Record<string, unknown> | undefined | null)?.[step], value);
}

type Extra = Readonly<Record<string, string>>;

/** Somebody with a token (or none). */
export class Client {
  readonly base: string;
  readonly token: string | undefined;

  constructor(base: string, token?: string) {
    this.base = base;
    this.token = token;
  }

  /** Asks an address below the FHIR base, or an absolute one. */
  async ask(method: string, address: string, body?: unknown, headers: Extra = {}): Promise<Reply> {
    const url = address.startsWith('http')
      ? address
      : `${this.base}${/^[/?]/.test(address) || address === '' ? '' : '/'}${address}`;
    const text = body === undefined || typeof body === 'string' ? body : writeJson(body);
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      headers: {
        ...(text === undefined ? {} : { 'content-type': 'application/fhir+json' }),
        ...(this.token === undefined ? {} : { authorization: `Bearer ${this.token}` }),
        ...headers,
      },
      ...(text === undefined ? {} : { body: text }),
    });
    return new Reply(response.status, response.headers, await response.text());
  }

  get(address: string, headers: Extra = {}): Promise<Reply> {
    return this.ask('GET', address, undefined, headers);
  }

  post(address: string, body: unknown, headers: Extra = {}): Promise<Reply> {
    return this.ask('POST', address, body, headers);
  }

  put(address: string, body: unknown, headers: Extra = {}): Promise<Reply> {
    return this.ask('PUT', address, body, headers);
  }

  patch(address: string, body: unknown, headers: Extra = {}): Promise<Reply> {
    const type = Array.isArray(body) ? 'application/json-patch+json' : 'application/fhir+json';
    return this.ask('PATCH', address, body, { 'content-type': type, ...headers });
  }

  delete(address: string, headers: Extra = {}): Promise<Reply> {
    return this.ask('DELETE', address, undefined, headers);
  }

  /** Searches by POST. */
  search(address: string, form: string, headers: Extra = {}): Promise<Reply> {
    return this.post(address, form, { 'content-type': 'application/x-www-form-urlencoded', ...headers });
  }

  /** Follows `next` to the end; every page. */
  async pages(address: string, between: (at: number) => Promise<unknown> = async () => undefined): Promise<Reply[]> {
    const pages: Reply[] = [];
    for (let next: string | undefined = address; next !== undefined;) {
      const page: Reply = await this.get(next);
      if (page.status !== 200) throw new Error(`page ${pages.length} of ${address}: ${page.status} ${page.text}`);
      pages.push(page);
      if (pages.length > 500) throw new Error(`${address} does not end`);
      next = page.link('next');
      if (next !== undefined) await between(pages.length);
    }
    return pages;
  }
}

/** The open house. */
export class SpecHouse {
  readonly url: string;
  readonly port: number;
  readonly store: TestedStore;
  readonly access: Access;
  readonly folder: string;
  readonly #closers: readonly (() => Promise<void>)[];

  constructor(
    parts: Pick<SpecHouse, 'url' | 'port' | 'store' | 'access' | 'folder'>,
    closers: (() => Promise<void>)[],
  ) {
    this.url = parts.url;
    this.port = parts.port;
    this.store = parts.store;
    this.access = parts.access;
    this.folder = parts.folder;
    this.#closers = closers;
  }

  get base(): string {
    return `${this.url}/fhir/R4`;
  }

  async close(): Promise<void> {
    for (const close of this.#closers) await close();
  }

  /** What `maru token` prints. */
  async token(as: string, scopes: readonly string[], more: { patient?: string; ttl?: number } = {}): Promise<string> {
    return (await issueToken(this.access, { as, scopes, ttl: 3600, ...more })).token;
  }

  /** A client with such a token. */
  async client(as: string, scopes: readonly string[], more: { patient?: string; ttl?: number } = {}): Promise<Client> {
    return new Client(this.base, await this.token(as, scopes, more));
  }

  /** The house's own script: it may do everything. */
  system(): Promise<Client> {
    return this.client('system', ['system/*.cruds']);
  }

  /** A demo person who signs in at the page of the web app. */
  signIn(role: string, scope = 'openid profile fhirUser user/*.cruds'): Promise<TestTokens> {
    return signedIn({ issuer: this.url }, { demo: `demo-${role}` }, { scope });
  }

  /** A client of a demo person who signed in at the page. */
  async person(role: string, scope?: string): Promise<Client> {
    return new Client(this.base, (await this.signIn(role, scope)).access_token);
  }

  /** How many versions are stored: what was refused left nothing behind. */
  async versions(): Promise<number | undefined> {
    const [row] = await this.store.query<{ n: number }>('select count(*)::int as n from body');
    return row?.n;
  }

  browser(): TestBrowser {
    return new TestBrowser(this.url);
  }

  stranger(): Client {
    return new Client(this.base);
  }

  /** A request that no client library tidies up. */
  raw(method: string, path: string, headers: Record<string, string> = {}, body: string | Buffer = ''): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const sent = httpRequest({ host: '127.0.0.1', port: this.port, method, path, headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          const told = new Headers(Object.entries(answer.headers).map(([name, value]) => [name, String(value)]));
          resolve(new Reply(answer.statusCode ?? 0, told, Buffer.concat(chunks).toString('utf8')));
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }
}

/** Opens a house over a fresh database of `server`. */
export async function openSpecHouse(
  settings: Partial<Record<SettingName, unknown>> = {},
  server: TestStore = embeddedTestStore(),
): Promise<SpecHouse> {
  const store = await server.open();
  const folder = mkdtempSync(join(tmpdir(), 'maru-spec-'));
  const data = join(folder, 'data');
  mkdirSync(data);
  const port = await freePort();
  const flags = { data, port, databaseUrl: store.url, databaseConnections: 6, demo: true, ...settings };
  const house = openHouse(loadConfiguration({ flags, file: NO_FILE }).values, { log: SILENT });
  const access = await house.access();
  const built = await buildServer(house);
  await built.listen();
  const remove = async (): Promise<void> => rmSync(folder, { recursive: true, force: true });
  const parts = { url: house.configuration.publicUrl, port, store, access, folder };
  return new SpecHouse(parts, [() => built.close(), () => house.close(), () => store.close(), remove]);
}

/** No settings file of whoever runs the tests may matter. */
const NO_FILE = new URL('../../src/server/test-house.json', import.meta.url).pathname;

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** A resource of a type. */
export function resourceOf(resourceType: string, more: object = {}): object {
  return { resourceType, ...more };
}

/** A Patient. */
export function patient(more: object = {}): object {
  return resourceOf('Patient', { name: [{ family: 'Kim', given: ['Minji'] }], ...more });
}

/** A coding without display. */
export function coded(system: string, code: string): object {
  return { coding: [{ system, code }] };
}

/** An Observation of a patient. */
export function observation(subject: string, more: object = {}): object {
  return resourceOf('Observation', {
    status: 'final',
    code: coded('http://loinc.org', '8867-4'),
    subject: { reference: subject },
    ...more,
  });
}

/** A Bundle to send. */
export function bundleOf(type: 'batch' | 'transaction', ...entry: readonly object[]): object {
  return { resourceType: 'Bundle', type, entry };
}

/** An entry of such a Bundle. */
export function entryOf(method: string, url: string, resource?: object, more: object = {}, fullUrl?: string): object {
  return {
    ...(fullUrl === undefined ? {} : { fullUrl }),
    ...(resource === undefined ? {} : { resource }),
    request: { method, url, ...more },
  };
}
