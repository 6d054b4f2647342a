/**
 * The HTTP server of the house: every route of every room, the OAuth server, the web app, health and metrics.
 *
 * Proof   server.int.test.ts, limits.int.test.ts, shutdown.int.test.ts
 */
import compress from '@fastify/compress';
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import { constants } from 'node:zlib';
import { accessRoutes, type Access, type Route } from '../access/index.ts';
import { isLoopback, logCode, newLogicalId, OutcomeError, type Configuration } from '../kernel/index.ts';
import type { FhirRecord } from '../record/index.ts';
import { expected, nothingHere, sendFailure } from './answer.ts';
import { BodyBudget } from './body.ts';
import { Guard } from './guard.ts';
import { corsHeaders, PREFLIGHT, securityHeaders } from './headers.ts';
import { mountHealth } from './health.ts';
import type { House } from './house.ts';
import { Metrics } from './metrics.ts';
import { linger, methodsOf, mountRoutes } from './mount.ts';
import { isWrite, READ_ONLY_HEADER, readOnlyRefusal } from './read-only.ts';
import { mountWeb } from './web.ts';

/** A server that can listen. */
export interface HouseServer {
  readonly app: FastifyInstance;
  /** Resolves to the address that it listens on. */
  listen(): Promise<string>;
  /** Lets running requests end (within the setting `shutdownTimeout`), then closes. The house stays open. */
  close(): Promise<void>;
}

/** Everything that is asked for at these places gets an OperationOutcome where there is nothing. */
const DATA_PLACES = /^\/(?:fhir|access|care|cds|cds-services|oidc|metrics|healthz|readyz|\.well-known)(?:\/|$)/;
const ALWAYS_ANSWERED = new Set(['/healthz', '/readyz', '/metrics']);

/** What may be other than usual. */
export interface ServerOptions {
  /** Routes beside those of the rooms (tests). */
  readonly routes?: readonly Route[];
  /** Folder of the built web app. */
  readonly web?: string;
}

/** Builds the server over an open house. */
export async function buildServer(house: House, options: ServerOptions = {}): Promise<HouseServer> {
  const { configuration } = house;
  const [access, store] = [await house.access(), await house.store()];
  const metrics = new Metrics();
  const guard = new Guard(configuration, (reason) => metrics.refused(reason));
  const budget = new BodyBudget(configuration.maxBodyBytesTogether);
  const routes = [...(await routesOf(house)), ...(options.routes ?? [])];
  const app = newFastify(configuration, house);
  guard.watch(app.server);
  metrics.watch({ guard, budget, sessions: () => sessionsOf(store), store });
  app.setErrorHandler((error, request, reply) => {
    linger(request.raw);
    return sendFailure(reply, expected(error, house.log, request.id));
  });
  addHooks(app, { house, guard, metrics });
  await app.register(compress, {
    encodings: ['br', 'gzip'],
    threshold: 1400,
    ...COMPRESSION,
    globalDecompression: false,
  });
  mountHealth(app, {
    configuration,
    store,
    metrics,
    isClosing: () => guard.closing,
    checks: { audit: () => access.audit.seal(), record: async () => isReady(await house.record()) },
  });
  await app.register((scope, _options, done) => {
    mountOAuth(scope, access);
    done();
  });
  mountRoutes(app, routes, { access, configuration, budget });
  const sendPage = await mountWeb(app, options.web);
  setFallbacks(app, routes, sendPage);
  return {
    app,
    listen: () => listen(app, configuration),
    close: () => close(app, guard, configuration),
  };
}

async function isReady(record: FhirRecord): Promise<void> {
  if (!(await record.ready()))
    throw new OutcomeError('unavailable', 'server.record-not-ready', 'The record is not ready.');
}

const COMPRESSION = {
  zlibOptions: { level: 4 },
  brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 3 } },
};

/** Every route of every room. */
export async function routesOf(house: House): Promise<readonly Route[]> {
  const [access, record, cds, care] = [
    await house.access(),
    await house.record(),
    await house.cds(),
    await house.care(),
  ];
  return [...accessRoutes(access), ...record.routes, ...cds.routes, ...care.routes];
}

function sessionsOf(store: object): { open: number; idle: number; waiting: number } {
  const { sessions } = store as { sessions?: { open: number; idle: number; waiting: number } };
  return sessions ?? { open: 0, idle: 0, waiting: 0 };
}

function newFastify(configuration: Configuration, house: House): FastifyInstance {
  const { tlsCertificate, tlsKey, keepAliveTimeout, headersTimeout, trustProxy } = configuration;
  const node = { connectionsCheckingInterval: 1000, headersTimeout, requestTimeout: 0, keepAliveTimeout };
  const tls =
    tlsCertificate === undefined || tlsKey === undefined
      ? { http: node }
      : { https: { ...node, cert: readFileSync(tlsCertificate), key: readFileSync(tlsKey) } };
  const app = fastify({
    ...tls,
    keepAliveTimeout,
    requestTimeout: 0,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    trustProxy: trustProxy.length === 0 ? false : [...trustProxy],
    genReqId: requestIdOf,
    routerOptions: {
      querystringParser: () => ({}),
      ignoreTrailingSlash: true,
      ignoreDuplicateSlashes: true,
      maxParamLength: 256,
    },
    frameworkErrors: (error, request, reply) => {
      void sendFailure(reply, badAddress(error, request));
    },
    clientErrorHandler(error, socket) {
      if (socket.writable)
        socket.end(
          `HTTP/1.1 ${STATUS_OF_BROKEN[error.code] ?? '400 Bad Request'}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
        );
      house.log.debug('server.request-not-http', { code: logCode(error.code) });
    },
  }) as unknown as FastifyInstance;
  app.server.headersTimeout = headersTimeout;
  app.removeAllContentTypeParsers();
  // Bodies are read behind the gate (mount.ts).
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
  return app;
}

const STATUS_OF_BROKEN: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

function requestIdOf(request: { headers: Record<string, string | string[] | undefined> }): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && /^[\w.-]{1,64}$/.test(given) ? given : newLogicalId();
}

function badAddress(_error: unknown, _request: FastifyRequest): OutcomeError {
  return new OutcomeError('invalid', 'server.address-malformed', 'The address of the request is not a valid URL.');
}

interface HookOptions {
  readonly house: House;
  readonly guard: Guard;
  readonly metrics: Metrics;
}

function addHooks(app: FastifyInstance, { house, guard, metrics }: HookOptions): void {
  const { configuration, log } = house;
  const always = securityHeaders(configuration.tlsKey !== undefined || configuration.publicUrl.startsWith('https:'));
  const isOurHost = hostCheck(configuration);
  app.addHook('onRequest', async (request, reply) => {
    const { headers, raw } = request;
    for (const [name, value] of Object.entries(always)) reply.raw.setHeader(name, value);
    for (const [name, value] of Object.entries(corsHeaders(headers.origin, configuration.corsOrigins)))
      reply.raw.setHeader(name, value);
    reply.raw.setHeader('x-request-id', request.id);
    if (configuration.readOnly) reply.raw.setHeader(READ_ONLY_HEADER, '1');
    const began = performance.now();
    reply.raw.once('close', () => ended(request, reply, performance.now() - began));
    if (ALWAYS_ANSWERED.has(pathOf(raw.url))) return undefined;
    if (!isOurHost(headers.host)) throw otherHost(configuration);
    if (configuration.readOnly && isWrite(request.method, pathOf(raw.url))) throw readOnlyRefusal();
    if (isPageElsewhere(request, configuration)) return reply.redirect(`${configuration.publicUrl}${raw.url ?? '/'}`);
    guard.enter(raw);
    reply.raw.once('close', () => guard.leave(raw));
    const preflight = request.method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
    return preflight ? reply.code(204).headers(PREFLIGHT).send() : undefined;
  });
  function ended(request: FastifyRequest, reply: FastifyReply, took: number): void {
    const route = request.routeOptions.url ?? 'none';
    const status = reply.raw.writableFinished ? reply.raw.statusCode : CLIENT_GONE;
    metrics.answered(request.method, route, status, took);
    log.info('server.request', {
      request: logCode(request.id),
      method: logCode(request.method),
      route: logCode(route),
      status,
      ms: Math.round(took * 10) / 10,
    });
  }
}

/** What is noted, as other servers do, for a client that went away before the answer was sent. */
const CLIENT_GONE = 499;

function pathOf(url: string | undefined): string {
  return (url ?? '/').split('?', 1)[0] ?? '/';
}

/**
 * On loopback, a page of the internet can reach the house by a name that leads to 127.0.0.1 (DNS rebinding); such names are
 * refused. Behind a public address the proxy decides which names it serves.
 */
function hostCheck({ host, publicUrl }: Configuration): (asked: string | undefined) => boolean {
  if (!isLoopback(host)) return () => true;
  const own = new URL(publicUrl).hostname;
  return (asked = '') => {
    const name = nameIn(asked);
    return name === own || isLoopback(name) || asked === '';
  };
}

/**
 * A page opened by another name of this machine (localhost for 127.0.0.1): sign-in belongs to one origin only, so the
 * browser is sent there.
 */
function isPageElsewhere({ method, headers, raw }: FastifyRequest, { publicUrl }: Configuration): boolean {
  const own = new URL(publicUrl);
  const asked = headers.host ?? own.host;
  const isPage = method === 'GET' && (headers.accept ?? '').includes('text/html') && !DATA_PLACES.test(pathOf(raw.url));
  if (!isPage || asked === own.host || !isLoopback(own.hostname)) return false;
  return asked.endsWith(`:${own.port}`) && isLoopback(nameIn(asked));
}

function nameIn(host: string): string {
  return host.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
}

function otherHost({ publicUrl }: Configuration): OutcomeError {
  return new OutcomeError('forbidden', 'server.other-host', `This house is reached at ${publicUrl} only.`);
}

/** The OAuth server reads bodies and writes answers by itself. */
function mountOAuth(app: FastifyInstance, access: Access): void {
  const handler = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    reply.hijack();
    await access.http.handle(request.raw, reply.raw, request.ip);
  };
  for (const url of ['/oidc/*', '/.well-known/openid-configuration'])
    app.route({ method: ['GET', 'POST', 'DELETE', 'OPTIONS'], url, handler, exposeHeadRoute: true });
}

function setFallbacks(
  app: FastifyInstance,
  routes: readonly Route[],
  sendPage: (reply: FastifyReply) => FastifyReply,
): void {
  const methods = methodsOf(routes);
  app.setNotFoundHandler((request, reply) => {
    const path = pathOf(request.raw.url);
    const allowed = methods(path);
    // A path that takes the method and was yet not found holds a part that is too long.
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    if (allowed.length > 0 && !allowed.includes(method))
      return sendFailure(reply.header('allow', allowed.join(', ')), methodRefused(request.method));
    const isPage = request.method === 'GET' || request.method === 'HEAD';
    if (isPage && !DATA_PLACES.test(path) && !/\.\w{1,8}$/.test(path)) return sendPage(reply);
    return sendFailure(reply, nothingHere());
  });
}

function methodRefused(method: string): OutcomeError {
  const text = `${method.slice(0, 20)} is not what this address takes; the header Allow names what it does.`;
  return new OutcomeError('method-not-allowed', 'server.method-not-allowed', text);
}

async function listen(app: FastifyInstance, { host, port }: Configuration): Promise<string> {
  await app.listen({ host, port, backlog: 4096 }).catch((error: unknown) => {
    throw listenFault(error, host, port);
  });
  const { address, port: bound, family } = app.server.address() as AddressInfo;
  return family === 'IPv6' ? `[${address}]:${bound}` : `${address}:${bound}`;
}

function listenFault(cause: unknown, host: string, port: number): unknown {
  const { code } = cause as { code?: string };
  if (code === 'EADDRINUSE')
    return new OutcomeError(
      'conflict',
      'server.port-taken',
      `Port ${port} of ${host} is taken; choose another by --port.`,
      { cause },
    );
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL')
    return new OutcomeError('invalid', 'server.address-refused', `Maru may not listen on ${host}:${port}.`, { cause });
  return cause;
}

const CLOSE_IDLE_EVERY = 50;

async function close(app: FastifyInstance, guard: Guard, { shutdownTimeout }: Configuration): Promise<void> {
  guard.closing = true;
  const idle = setInterval(() => guard.closeIdle(), CLOSE_IDLE_EVERY);
  const timer = setTimeout(() => app.server.closeAllConnections(), shutdownTimeout);
  try {
    await app.close();
  } finally {
    clearTimeout(timer);
    clearInterval(idle);
    guard.close();
  }
}
