import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HookRequest } from './api.ts';
import { askServices, readServices, type ExternalAnswer } from './external.ts';

const REQUEST: HookRequest = {
  hook: 'order-sign',
  hookInstance: 'd1577c69-dfbe-44ad-ba6d-3e05e953b2ea',
  context: { patientId: 'p1' },
};
const CARD = {
  summary: 'Think again',
  indicator: 'warning',
  source: { label: 'Elsewhere' },
  overrideReasons: [{ code: 'x' }],
};

let server: Server;
let url: string;
let answer: (response: ServerResponse, body: string, headers: Record<string, unknown>) => void;

beforeEach(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => answer(response, body, request.headers));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
});
afterEach(() => {
  server.closeAllConnections();
  return new Promise((closed) => server.close(closed));
});

const ask = (more: object = {}): Promise<ExternalAnswer> =>
  askServices([{ id: 'other', url, hooks: ['order-sign'], timeout: 500, ...more }], REQUEST, {
    patient: { resourceType: 'Patient', id: 'p1' },
  });
const reason = async (more: object = {}): Promise<string | undefined> => (await ask(more)).unchecked[0]?.reason.en;

describe('a service of somebody else', () => {
  it('gets hook, context and prefetch, and its cards stand beside ours under ids of ours', async () => {
    let got = '';
    answer = (response, body, headers) => {
      got = `${String(headers['authorization'])} ${body}`;
      response.end(JSON.stringify({ cards: [{ ...CARD, uuid: 'theirs' }] }));
    };
    const { cards, unchecked } = await ask({ token: 'secret' });
    expect(got).toContain('Bearer secret {"hook":"order-sign"');
    expect(got).toContain('"prefetch":{"patient":{"resourceType":"Patient","id":"p1"}}');
    expect(unchecked).toEqual([]);
    expect(cards[0]?.card).toMatchObject({ summary: 'Think again', source: { label: 'other: Elsewhere' } });
    expect(cards[0]?.card.uuid).not.toBe('theirs');
    expect(cards[0]?.facts).toMatchObject({ rule: 'external:other', tier: 2 });
  });

  it('is not asked about other hooks', async () => {
    answer = () => expect.fail('asked');
    expect(await ask({ hooks: ['patient-view'] })).toEqual({ cards: [], unchecked: [] });
  });

  it('is told as unchecked where it is late', async () => {
    answer = () => undefined;
    expect(await reason({ timeout: 60 })).toBe('no answer within 60 ms');
  });

  it('is told as unchecked where it hangs in the middle of its answer', async () => {
    answer = (response) => void response.write('{"cards":');
    expect(await reason({ timeout: 100 })).toBe('no answer within 100 ms');
  });

  it.each([
    ['fails', (response: ServerResponse) => response.writeHead(500).end()],
    ['answers no JSON', (response: ServerResponse) => response.end('<html>')],
    ['answers cards that are none', (response: ServerResponse) => response.end('{"cards":[{"summary":1}]}')],
    ['answers without end', (response: ServerResponse) => response.end('x'.repeat(600_000))],
    [
      'sends us elsewhere',
      (response: ServerResponse) => response.writeHead(302, { location: 'http://127.0.0.1/' }).end(),
    ],
    ['hangs up', (response: ServerResponse) => response.destroy()],
  ])('is told as unchecked where it %s', async (_, respond) => {
    answer = respond;
    const { cards, unchecked } = await ask();
    expect(cards).toEqual([]);
    expect(unchecked).toEqual([
      {
        check: 'service other',
        reason: { en: 'it failed or its answer cannot be read', ko: '오류 또는 읽을 수 없는 응답' },
      },
    ]);
  });
});

describe('configuration', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'maru-cds-services-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is services.json of the folder, absent by default', () => {
    expect(readServices(folder)).toEqual([]);
    writeFileSync(
      join(folder, 'services.json'),
      JSON.stringify([{ id: 'a', url: 'https://a.example/x', hooks: ['order-sign'] }]),
    );
    expect(readServices(folder)).toEqual([
      { id: 'a', url: 'https://a.example/x', hooks: ['order-sign'], timeout: 1500 },
    ]);
  });

  it.each(['{', '[{"id":"a"}]', '[{"id":"a","url":"file:///etc/passwd","hooks":["order-sign"]}]'])(
    'is refused where it is %s',
    (text) => {
      writeFileSync(join(folder, 'services.json'), text);
      expect(() => readServices(folder)).toThrow('services.json');
    },
  );
});
