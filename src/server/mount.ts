/**
 * Puts the routes of the rooms behind the gate: authorization, limits, audit, then the handler.
 *
 * Proof   server.int.test.ts, limits.int.test.ts; test/architecture/routes.test.ts reads every declared route
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';
import {
  authorizeRoute,
  type Access,
  type Authentication,
  type Route,
  type RouteRequest,
  type RouteResponse,
} from '../access/index.ts';
import { OutcomeError, type Configuration } from '../kernel/index.ts';
import { sendResponse } from './answer.ts';
import { readBody, refuseOtherMedia, streamedBody, type BodyBudget, type ReadBody } from './body.ts';

/** What mounting needs. */
export interface MountOptions {
  readonly access: Access;
  readonly configuration: Configuration;
  readonly budget: BodyBudget;
}

/** Declares the routes. Bodies are read by us and not by fastify, after the gate: nobody unknown fills the memory. */
export function mountRoutes(app: FastifyInstance, routes: readonly Route[], options: MountOptions): void {
  for (const route of routes) {
    app.route({
      method: route.method,
      url: route.path,
      handler: (request, reply) => handle(route, request, reply, options),
    });
  }
}

async function handle(
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
  options: MountOptions,
): Promise<FastifyReply> {
  const { access } = options;
  const authentication = await enter(route, request, access);
  const body = await bodyOf(route, request, options);
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  try {
    const asked = routeRequest(request, authentication, body, { ...options, signal: gone.signal });
    const answer = await answerOf(route, asked, gone, options);
    await audit(route, authentication, access, answer.status);
    return sendResponse(reply, answer);
  } finally {
    body.release();
  }
}

/** The gate. A signed-in caller who is refused is noted in the audit log; somebody unknown is not (a flood must not fill it). */
async function enter(route: Route, request: FastifyRequest, access: Access): Promise<Authentication> {
  try {
    return await authorizeRoute(access, route, request.headers.authorization, request.ip);
  } catch (error) {
    if (error instanceof OutcomeError && error.category === 'forbidden')
      await auditRefusal(route, request, access, error);
    throw error;
  }
}

async function auditRefusal(route: Route, request: FastifyRequest, access: Access, error: OutcomeError): Promise<void> {
  const { caller } = await access.authenticate(request.headers.authorization, request.ip);
  await access.audit.append({
    agent: caller,
    kind: 'security',
    interaction: 'subtype' in route.audit ? route.audit.subtype : 'refused',
    action: 'E',
    outcome: 'refused',
    outcomeText: error.code,
  });
}

async function audit(route: Route, { caller }: Authentication, access: Access, status: number): Promise<void> {
  if (!('action' in route.audit)) return;
  const { action, subtype } = route.audit;
  const outcome = status < 400 ? 'success' : status < 500 ? 'refused' : 'failed';
  await access.audit.append({ agent: caller, kind: 'rest', interaction: subtype, action, outcome });
}

interface OpenBody extends ReadBody {
  readonly stream?: NodeJS.ReadableStream;
}

const NO_BODY: OpenBody = { text: '', release: () => undefined };

async function bodyOf(route: Route, request: FastifyRequest, options: MountOptions): Promise<OpenBody> {
  const { raw } = request;
  if (raw.method === 'GET' || raw.method === 'HEAD') return NO_BODY;
  const { bodyTimeout, maxBodyBytes } = options.configuration;
  if (route.streaming === true) return { ...NO_BODY, stream: streamedBody(raw, bodyTimeout) };
  const announced = raw.headers['content-length'] ?? '0';
  if (announced === '0' && raw.headers['transfer-encoding'] === undefined) return NO_BODY;
  refuseOtherMedia(raw.headers['content-type']);
  const bytes = Math.min(route.bodyLimit ?? maxBodyBytes, maxBodyBytes);
  return readBody(raw, { bytes, time: bodyTimeout }, options.budget);
}

/** How long a client may go on sending a body that nobody reads, in ms. */
const LINGER = 1000;

/** Reads away what is left of a refused body, so that the client gets to see the answer; but not for ever. */
export function linger(raw: IncomingMessage): void {
  if (raw.complete) return;
  raw.resume();
  setTimeout(() => {
    if (!raw.complete) raw.socket.destroy();
  }, LINGER).unref();
}

function routeRequest(
  request: FastifyRequest,
  { caller, reach }: Authentication,
  { text, stream }: OpenBody,
  { configuration, signal }: MountOptions & { signal: AbortSignal },
): RouteRequest {
  const url = request.raw.url ?? '';
  const mark = url.indexOf('?');
  const asked = {
    method: request.method === 'HEAD' ? 'GET' : request.method,
    params: request.params as Record<string, string>,
    query: mark < 0 ? '' : url.slice(mark + 1),
    headers: request.headers as Record<string, string | undefined>,
    body: text,
    origin: configuration.publicUrl,
    caller,
    reach,
    signal,
  };
  return stream === undefined ? asked : { ...asked, stream };
}

/** The handler's answer, or 504; a streaming route takes as long as its stream does. */
async function answerOf(
  route: Route,
  asked: RouteRequest,
  gone: AbortController,
  { configuration: { answerTimeout } }: MountOptions,
): Promise<RouteResponse> {
  const answer = route.handle(asked);
  if (route.streaming === true) return answer;
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(
      new OutcomeError('timeout', 'server.answer-too-slow', `No answer within ${answerTimeout} ms; ask for less.`),
    );
    gone.abort();
  }, answerTimeout);
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
    answer.catch(() => undefined);
  }
}

/** Methods that a path takes, for 405. */
export function methodsOf(routes: readonly Route[]): (path: string) => readonly string[] {
  const patterns = routes.map(({ method, path }) => ({ method, pattern: patternOf(path) }));
  return (path) => {
    const plain = path.replace(/\/{2,}/g, '/').replace(/(.)\/$/, '$1');
    return [...new Set(patterns.filter(({ pattern }) => pattern.test(plain)).map(({ method }) => method))];
  };
}

function patternOf(path: string): RegExp {
  const parts = path.split(/(:\w+(?:\([^)]*\))?|\*)/).map((part) => {
    if (part === '*') return '.*';
    // An operation that is not there is 404, not an id that takes other methods.
    if (part.startsWith(':')) return '[^/$][^/]*';
    return part.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  });
  return new RegExp(`^${parts.join('')}$`);
}
