/**
 * How an answer or a failure leaves: the one place where an OutcomeError becomes FHIR and HTTP.
 *
 * A fault that nobody expected shows its request id and nothing of what it says: a message of a driver may quote data.
 *
 * Source  https://hl7.org/fhir/R4/http.html, https://hl7.org/fhir/R4/operationoutcome.html
 * Proof   answer.test.ts, server.int.test.ts
 */
import type { FastifyReply } from 'fastify';
import { challengeOf, type RouteResponse } from '../access/index.ts';
import { logCode, OutcomeError, operationOutcome, writeJson, type Log } from '../kernel/index.ts';
import { TOO_SLOW } from './body.ts';
import { DATA_POLICY } from './headers.ts';

export const FHIR_JSON = 'application/fhir+json; charset=utf-8';

/** Sends what a handler answered. */
export function sendResponse(
  reply: FastifyReply,
  { status, headers = {}, body, contentType }: RouteResponse,
): FastifyReply {
  void reply.code(status).headers({ 'content-security-policy': DATA_POLICY, 'cache-control': 'no-store', ...headers });
  if (body === undefined) return reply.send();
  void reply.type(withCharset(contentType ?? FHIR_JSON));
  return reply.send(typeof body === 'string' || body instanceof Uint8Array ? body : writeJson(body));
}

function withCharset(type: string): string {
  return /^(application\/[\w.+-]*json|text\/)/.test(type) && !type.includes('charset')
    ? `${type}; charset=utf-8`
    : type;
}

/** Any thrown value as an outcome. What is not expected is logged and hidden. */
export function expected(error: unknown, log: Log, requestId: string): OutcomeError {
  if (error instanceof OutcomeError) return error;
  const fault = (error ?? {}) as { name?: unknown; code?: unknown; stack?: unknown; statusCode?: unknown };
  if (fault.statusCode === 403 || fault.statusCode === 404) return nothingHere();
  if (fault.statusCode === 400)
    return new OutcomeError('invalid', 'server.request-malformed', 'The request is malformed.');
  const place = typeof fault.stack === 'string' ? /src\/[\w/.-]+:\d+/.exec(fault.stack)?.[0] : undefined;
  log.error('server.unexpected-fault', {
    request: logCode(requestId),
    name: logCode(String(fault.name)),
    code: typeof fault.code === 'string' ? logCode(fault.code) : undefined,
    place: place === undefined ? undefined : logCode(place),
  });
  const text = `Something went wrong that nobody expected. Tell the administrator this request id: ${requestId}.`;
  return new OutcomeError('exception', 'server.unexpected-fault', text, { cause: error });
}

export function nothingHere(): OutcomeError {
  return new OutcomeError('not-found', 'server.nothing-here', 'There is nothing at this address.');
}

/** Sends a failure as an OperationOutcome. */
export function sendFailure(reply: FastifyReply, error: OutcomeError): FastifyReply {
  const headers: Record<string, string> = { 'content-security-policy': DATA_POLICY, 'cache-control': 'no-store' };
  if (error.status === 401) headers['www-authenticate'] = challengeOf(error);
  if (error.status === 503) headers['retry-after'] = '1';
  if (error.code === 'server.busy-connections') headers['connection'] = 'close';
  return reply
    .code(error.code === TOO_SLOW ? 408 : error.status)
    .headers(headers)
    .type(FHIR_JSON)
    .send(writeJson(operationOutcome(error.issues)));
}
