import { fastify } from 'fastify';
import { describe, expect, it } from 'vitest';
import { OUTCOME_MAP, OutcomeError, parseJson, type LogFields, type OutcomeCategory } from '../kernel/index.ts';
import type { RouteResponse } from '../access/index.ts';
import { expected, sendFailure, sendResponse } from './answer.ts';
import { TOO_SLOW } from './body.ts';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

async function answer(send: (reply: Parameters<typeof sendResponse>[0]) => unknown): Promise<Answer> {
  const app = fastify();
  app.get('/', (_request, reply) => send(reply as never));
  const { statusCode, headers, payload } = await app.inject('/');
  await app.close();
  return { status: statusCode, headers, text: payload };
}

const sent = (response: RouteResponse): Promise<Answer> => answer((reply) => sendResponse(reply, response));

const failed = (error: OutcomeError): Promise<Answer> => answer((reply) => sendFailure(reply, error));

describe('an answer', () => {
  it('is FHIR JSON with its decimals where the room says nothing else', async () => {
    const { headers, text, status } = await sent({ status: 200, body: { value: parseJson('0.10') } });
    expect([status, text]).toEqual([200, '{"value":0.10}']);
    expect(headers['content-type']).toBe('application/fhir+json; charset=utf-8');
    expect(headers['cache-control']).toBe('no-store');
  });

  it('is text or bytes as the room gives them, with its type', async () => {
    const text = await sent({ status: 200, body: '{"a" : 1}', contentType: 'application/json' });
    expect([text.text, text.headers['content-type']]).toEqual(['{"a" : 1}', 'application/json; charset=utf-8']);
    const bytes = await sent({ status: 200, body: new Uint8Array([1, 2, 3]), contentType: 'image/png' });
    expect([bytes.headers['content-length'], bytes.headers['content-type']]).toEqual(['3', 'image/png']);
  });

  it('carries the room’s headers over those of the house, and may have no body', async () => {
    const { status, headers, text } = await sent({
      status: 204,
      headers: { etag: 'W/"3"', 'cache-control': 'private' },
    });
    expect([status, text]).toEqual([204, '']);
    expect(headers).toMatchObject({ etag: 'W/"3"', 'cache-control': 'private' });
  });
});

describe('a failure', () => {
  it.each(Object.keys(OUTCOME_MAP) as OutcomeCategory[])(
    'of category %s has the status and the issue of the one map',
    async (category) => {
      const { status, text } = await failed(
        new OutcomeError(category, 'sample.code', 'Do this.', { expression: 'Patient.name' }),
      );
      expect(status).toBe(OUTCOME_MAP[category].status);
      expect(JSON.parse(text)).toMatchObject({
        resourceType: 'OperationOutcome',
        issue: [
          {
            code: OUTCOME_MAP[category].issue,
            details: { coding: [{ code: 'sample.code' }], text: 'Do this.' },
            expression: ['Patient.name'],
          },
        ],
      });
    },
  );

  it('says when to come again, how to sign in, and that it was the client who was slow', async () => {
    expect((await failed(new OutcomeError('unavailable', 'a.b', 'c'))).headers['retry-after']).toBe('1');
    expect((await failed(new OutcomeError('login', 'access.token-missing', 'c'))).headers['www-authenticate']).toMatch(
      /^Bearer/,
    );
    expect((await failed(new OutcomeError('timeout', TOO_SLOW, 'c'))).status).toBe(408);
  });
});

describe('a fault that nobody expected', () => {
  const logged: { event: string; fields: LogFields | undefined }[] = [];
  const note = (event: string, fields?: LogFields): void => void logged.push({ event, fields });
  const log = { debug: note, info: note, warn: note, error: note };

  it('shows the request id alone, and logs its kind and place without what it says', () => {
    const outcome = expected(Object.assign(new Error('Kim Secret'), { code: '23505' }), log, 'request-1');
    expect(outcome).toMatchObject({ status: 500, code: 'server.unexpected-fault' });
    expect(outcome.message).toContain('request-1');
    expect(JSON.stringify([logged, outcome.issues])).not.toContain('Secret');
    expect(logged[0]).toMatchObject({ event: 'server.unexpected-fault', fields: { name: 'Error', code: '23505' } });
  });

  it.each([undefined, null, 'text', 7, {}])('may be %s', (thrown) => {
    expect(expected(thrown, log, 'r').status).toBe(500);
  });

  it('leaves an outcome as it is, and takes what the web framework says by its status', () => {
    const own = new OutcomeError('not-found', 'sample.gone', 'Gone.');
    expect(expected(own, log, 'r')).toBe(own);
    expect(expected(Object.assign(new Error(''), { statusCode: 404 }), log, 'r').status).toBe(404);
    expect(expected(Object.assign(new Error(''), { statusCode: 403 }), log, 'r').status).toBe(404);
    expect(expected(Object.assign(new Error(''), { statusCode: 400 }), log, 'r').status).toBe(400);
  });
});
