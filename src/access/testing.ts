/**
 * The room in a test: open over a fresh database, mounted on a loopback server, with a plain client that plays the browser.
 *
 * Proof   it is one
 */
import { afterAll, beforeAll, describe } from 'vitest';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { operationOutcome, OutcomeError, systemClock, type Clock, type EpochMs } from '../kernel/index.ts';
import { embeddedTestStore, type Store, type TestedStore } from '../store/index.ts';
import { openAccess, type Access, type AccessOptions } from './access.ts';
import { authorizeRoute } from './authorize.ts';
import type { Route, RouteRequest } from './route.ts';
import { accessMigrations } from './migrations.ts';
import { accessRoutes } from './routes.ts';
import { challengeOf } from './tokens.ts';

/** A clock that a test moves. */
export class MovedClock implements Clock {
  #ahead = 0;

  now(): EpochMs {
    return (systemClock.now() + this.#ahead) as EpochMs;
  }

  move(ms: number): void {
    this.#ahead += ms;
  }

  /** Back to the present. */
  reset(): void {
    this.#ahead = 0;
  }
}

/** The room, open and mounted. */
export interface TestHouse {
  readonly access: Access;
  readonly clock: MovedClock;
  readonly issuer: string;
  readonly dataDir: string;
  close(): Promise<void>;
}

/** Opens the room over a store whose migrations have run. */
export async function openTestHouse(store: Store, options: Partial<AccessOptions> = {}): Promise<TestHouse> {
  const clock = new MovedClock();
  const dataDir = mkdtempSync(join(tmpdir(), 'maru-access-'));
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const access = await openAccess({ store, dataDir, issuer, demo: true, clock, ...options });
  server.on('request', (request, response) => void answer(access, request, response));
  const close = async (): Promise<void> => {
    await access.close();
    await closeServer(server);
    rmSync(dataDir, { recursive: true });
  };
  return { access, clock, issuer, dataDir, close };
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((closed) => server.close(() => closed()));
}

async function answer(access: Access, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path = '', query = ''] = (request.url ?? '').split('?');
  const address = '127.0.0.1';
  if (access.http.handles(path)) return access.http.handle(request, response, address);
  try {
    const { route, params } = findRoute(access, request.method ?? 'GET', path);
    const headers = request.headers as Record<string, string | undefined>;
    const authentication = await authorizeRoute(access, route, headers['authorization'], address);
    const body = await textOf(request);
    const { method } = route;
    const { signal } = new AbortController();
    const given: RouteRequest = {
      method,
      params,
      query,
      headers,
      body,
      origin: access.issuer,
      signal,
      ...authentication,
    };
    const answered = await route.handle(given);
    response.writeHead(answered.status, { 'content-type': answered.contentType ?? 'text/plain', ...answered.headers });
    response.end(answered.body === undefined ? '' : JSON.stringify(answered.body));
  } catch (error) {
    const fault = error instanceof OutcomeError ? error : new OutcomeError('exception', 'test.fault', String(error));
    const challenge = fault.category === 'login' ? { 'www-authenticate': challengeOf(fault) } : {};
    response.writeHead(fault.status, { 'content-type': 'application/json', ...challenge });
    response.end(JSON.stringify(operationOutcome(fault.issues)));
  }
}

function findRoute(access: Access, method: string, path: string): { route: Route; params: Record<string, string> } {
  for (const route of accessRoutes(access)) {
    const pattern = new RegExp(`^${route.path.replaceAll(/:(\w+)/g, '(?<$1>[^/]+)')}$`);
    const match = route.method === method ? pattern.exec(path) : null;
    if (match !== null) return { route, params: { ...match.groups } };
  }
  throw new OutcomeError('not-found', 'test.no-route', path);
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** What came back. */
export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; `{}` where it is none. */
  readonly json: Record<string, unknown>;
  /** The stable code of an OperationOutcome. */
  readonly code: string | undefined;
  readonly location: string;
}

interface Cookie {
  readonly value: string;
  readonly path: string;
}

/** A browser without a screen: it keeps cookies by path and follows nothing by itself. */
export class TestBrowser {
  readonly cookies = new Map<string, Cookie>();
  readonly setCookies: string[] = [];
  readonly #issuer: string;

  constructor(issuer: string) {
    this.#issuer = issuer;
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<TestAnswer> {
    return this.send('GET', path, undefined, headers);
  }

  async postJson(path: string, body: unknown, headers: Record<string, string> = {}): Promise<TestAnswer> {
    const type = { 'content-type': 'application/json' };
    return this.send('POST', path, body === undefined ? undefined : JSON.stringify(body), { ...type, ...headers });
  }

  async postForm(
    path: string,
    form: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<TestAnswer> {
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    return this.send('POST', path, new URLSearchParams(form).toString(), { ...type, ...headers });
  }

  async send(
    method: string,
    path: string,
    body: string | undefined,
    headers: Record<string, string> = {},
  ): Promise<TestAnswer> {
    const url = new URL(path, this.#issuer);
    const cookie = this.#cookiesFor(url.pathname);
    const sent = { ...headers, ...(cookie === '' ? {} : { cookie }) };
    const response = await fetch(url, {
      method,
      headers: sent,
      redirect: 'manual',
      ...(body === undefined ? {} : { body }),
    });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    return answerOf(response, await response.text());
  }

  #cookiesFor(path: string): string {
    const fit = [...this.cookies].filter(
      ([, one]) => path === one.path || path.startsWith(`${one.path.replace(/\/$/, '')}/`),
    );
    return fit.map(([key, one]) => `${key.split(' ')[0]}=${one.value}`).join('; ');
  }

  #keep(line: string): void {
    this.setCookies.push(line);
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const path = attributes.find((one) => one.toLowerCase().startsWith('path='))?.slice(5) ?? '/';
    const name = pair.slice(0, pair.indexOf('='));
    const key = `${name} ${path}`;
    if (attributes.some((one) => /^expires=Thu, 01 Jan 1970/i.test(one))) this.cookies.delete(key);
    else this.cookies.set(key, { value: pair.slice(name.length + 1), path });
  }
}

function answerOf(response: Response, text: string): TestAnswer {
  let json: Record<string, unknown> = {};
  if (text.startsWith('{')) json = JSON.parse(text) as Record<string, unknown>;
  const issues = json['issue'] as { details?: { coding?: { code?: string }[] } }[] | undefined;
  const code = issues?.[0]?.details?.coding?.[0]?.code;
  const { status, headers } = response;
  return { status, headers, text, json, code, location: headers.get('location') ?? '' };
}

/** What a client asks for at `/oidc/auth`. */
export interface SignInAsk {
  readonly client?: string;
  readonly redirect?: string;
  readonly scope?: string;
  readonly extra?: Readonly<Record<string, string>>;
}

/** The parameters of an authorization request, with its PKCE verifier. */
export function authorization(
  issuer: string,
  ask: SignInAsk = {},
): { path: string; verifier: string; redirect: string } {
  const verifier = randomBytes(32).toString('base64url');
  const redirect = ask.redirect ?? `${issuer}/signed-in`;
  const query = new URLSearchParams({
    client_id: ask.client ?? 'maru-web',
    response_type: 'code',
    redirect_uri: redirect,
    scope: ask.scope ?? 'openid profile fhirUser user/*.cruds',
    state: 'the-state',
    nonce: 'the-nonce',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...ask.extra,
  });
  return { path: `/oidc/auth?${query.toString()}`, verifier, redirect };
}

/** How to sign in at the page. */
export type TestSignIn = { demo: string } | { login: string; password: string };

/** Tokens, as the token endpoint answers. */
export interface TestTokens {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly id_token: string;
  readonly scope: string;
  readonly patient?: string;
  readonly expires_in: number;
}

/** Signs in at the page, and consents where asked; the code that comes back. */
export async function codeFor(
  browser: TestBrowser,
  path: string,
  signIn: TestSignIn,
  patient?: string,
): Promise<string> {
  let next = await browser.get(path);
  for (let step = 0; step < 6 && next.location.startsWith('/sign-in/'); step++) {
    const page = `/access/interaction/${next.location.slice('/sign-in/'.length)}`;
    const { json } = await browser.get(page);
    const consents = json['prompt'] === 'consent';
    const body = consents ? (patient === undefined ? {} : { patient }) : signIn;
    const answered = await browser.postJson(`${page}/${consents ? 'consent' : 'login'}`, body);
    if (answered.status !== 200) throw new Error(`the page answered ${answered.status}: ${answered.text}`);
    next = await browser.get(String(answered.json['location']));
  }
  const code = URL.parse(next.location)?.searchParams.get('code');
  if (code === null || code === undefined)
    throw new Error(`no code came back: ${next.status} ${next.location}${next.text}`);
  return code;
}

/** Changes a code into tokens. */
export async function redeem(
  browser: TestBrowser,
  client: string,
  asked: { verifier: string; redirect: string },
  code: string,
): Promise<TestAnswer> {
  return browser.postForm('/oidc/token', {
    grant_type: 'authorization_code',
    client_id: client,
    code,
    redirect_uri: asked.redirect,
    code_verifier: asked.verifier,
  });
}

/** Signs in from nothing to tokens. */
export async function signedIn(
  house: Pick<TestHouse, 'issuer'>,
  signIn: TestSignIn,
  ask: SignInAsk & { readonly patient?: string; readonly browser?: TestBrowser } = {},
): Promise<TestTokens> {
  const browser = ask.browser ?? new TestBrowser(house.issuer);
  const asked = authorization(house.issuer, ask);
  const code = await codeFor(browser, asked.path, signIn, ask.patient);
  const { json, status, text } = await redeem(browser, ask.client ?? 'maru-web', asked, code);
  if (status !== 200) throw new Error(`the token endpoint answered ${status}: ${text}`);
  return json as unknown as TestTokens;
}

/** A suite with the room open over a fresh database. */
export function describeAccess(
  name: string,
  body: (house: () => TestHouse, store: () => TestedStore) => void,
  options: Partial<AccessOptions> = {},
): void {
  describe(name, () => {
    let store: TestedStore;
    let house: TestHouse;
    beforeAll(async () => {
      store = await embeddedTestStore().open([accessMigrations]);
      house = await openTestHouse(store, options);
    });
    afterAll(async () => {
      await house.close();
      await store.close();
    });
    body(
      () => house,
      () => store,
    );
  });
}
