/**
 * Binary in its own format: bytes in, bytes out, unless FHIR's format is named.
 *
 * What is sent out may be a web page made by anybody, so browsers are told to show it without scripts and without guessing.
 *
 * Source  https://hl7.org/fhir/R4/binary.html#rest
 * Proof   binary.int.test.ts
 */
import type { Route, RouteRequest, RouteResponse } from '../access/index.ts';
import { logicalId, OutcomeError, parseJson } from '../kernel/index.ts';
import type { Answer, Ask } from './ask.ts';
import type { Context } from './context.ts';
import { create } from './create.ts';
import { answerRequest, askOf, outcomeResponse, responseOf } from './http.ts';
import { binaryFormatOf, demandJsonBody, isFhirBody } from './negotiate.ts';
import { preferenceOf } from './prefer.ts';
import { read } from './read.ts';
import { update } from './update.ts';

const SAFE_HEADERS = {
  'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:",
  'x-content-type-options': 'nosniff',
};

type ContextOf = (request: RouteRequest) => Context;

/** `GET`, `POST` and `PUT` of Binary. */
export function binaryRoutes(contextOf: ContextOf, base: string): readonly Route[] {
  const common = { access: { signedIn: true }, audit: { by: 'interaction' } } as const;
  return [
    {
      ...common,
      method: 'GET',
      path: `${base}/Binary/:id`,
      handle: (request) => sendBinary(contextOf(request), request, request.params['id'] ?? ''),
    },
    {
      ...common,
      method: 'POST',
      path: `${base}/Binary`,
      streaming: true,
      handle: (request) => {
        const context = contextOf(request);
        return takeBinary(context, request, ['Binary'], (ask) => create(context, ask, 'Binary'));
      },
    },
    {
      ...common,
      method: 'PUT',
      path: `${base}/Binary/:id`,
      streaming: true,
      handle: (request) => {
        const context = contextOf(request);
        const id = request.params['id'] ?? '';
        return takeBinary(context, request, ['Binary', id], (ask) => update(context, ask, 'Binary', logicalId(id)));
      },
    },
  ];
}

async function sendBinary(context: Context, request: RouteRequest, id: string): Promise<RouteResponse> {
  const path = ['Binary', id];
  const accept = request.headers['accept'];
  try {
    const format = binaryFormatOf(request.query, accept);
    if (format.named)
      return await answerRequest(context, request, path, (ask) => read(context, ask, 'Binary', logicalId(id)));
    const answer = await read(context, askOf(request, path), 'Binary', logicalId(id));
    const response = responseOf(context, request.method, answer, format, preferenceOf(undefined));
    return answer.text === undefined ? response : { ...response, ...nativeBody(answer.text, response.headers) };
  } catch (error) {
    if (error instanceof OutcomeError) return outcomeResponse(error, request.query);
    throw error;
  }
}

function nativeBody(text: string, headers: RouteResponse['headers']): Partial<RouteResponse> {
  const { contentType = 'application/octet-stream', data = '' } = parseJson(text) as {
    contentType?: string;
    data?: string;
  };
  const isSafe = /^[\w.+-]+\/[\w.+-]+(?:\s*;\s*[\w-]+=[\w."+-]+)*$/.test(contentType);
  return {
    body: Buffer.from(data, 'base64'),
    contentType: isSafe ? contentType : 'application/octet-stream',
    headers: { ...headers, ...SAFE_HEADERS },
  };
}

async function takeBinary(
  context: Context,
  request: RouteRequest,
  path: readonly string[],
  act: (ask: Ask) => Promise<Answer>,
): Promise<RouteResponse> {
  try {
    const bytes = await readAll(request, context.settings.maxBodyBytes);
    const text = isFhirBody(request.headers['content-type']) ? bytes.toString('utf8') : '';
    const body = text === '' ? nativeResource(request, bytes, path[1]) : jsonResource(request, text);
    return await answerRequest(context, { ...request, body: '' }, path, (ask) => act({ ...ask, body }));
  } catch (error) {
    if (error instanceof OutcomeError) return outcomeResponse(error, request.query);
    throw error;
  }
}

function jsonResource({ headers }: RouteRequest, text: string): unknown {
  demandJsonBody(headers['content-type']);
  return parseJson(text);
}

function nativeResource({ headers }: RouteRequest, bytes: Buffer, id: string | undefined): object {
  const context = headers['x-security-context'];
  return {
    resourceType: 'Binary',
    ...(id === undefined ? {} : { id }),
    contentType: headers['content-type'] ?? 'application/octet-stream',
    ...(context === undefined ? {} : { securityContext: { reference: context } }),
    ...(bytes.length === 0 ? {} : { data: bytes.toString('base64') }),
  };
}

async function readAll({ stream, body }: RouteRequest, most: number): Promise<Buffer> {
  if (stream === undefined) return Buffer.from(body, 'utf8');
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    size += bytes.length;
    if (size > most) {
      const text = `The body is larger than ${most} bytes; keep large files elsewhere and refer to them by Attachment.url.`;
      throw new OutcomeError('too-large', 'record.body-too-large', text);
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
