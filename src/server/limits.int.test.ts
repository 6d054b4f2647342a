/**
 * What the house refuses, so that it goes on answering: too large, too slow, too many, and what is made to break it.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openRoute, openTestHouse, type TestHouse } from './test-house.ts';

const MEBI = 1_048_576;
const JSON_TYPE = { 'content-type': 'application/fhir+json' };
let aborted = 0;
const { promise: never } = Promise.withResolvers<never>();
let release: () => void = () => undefined;

const ROUTES = [
  openRoute('POST', '/fhir/R4/Echo', ({ body }) => ({ status: 200, body: String(body.length) })),
  openRoute('POST', '/fhir/R4/Small', ({ body }) => ({ status: 200, body }), { bodyLimit: 1024 }),
  openRoute('GET', '/fhir/R4/Never', ({ signal }) => {
    signal.addEventListener('abort', () => aborted++);
    return never;
  }),
  openRoute('GET', '/fhir/R4/Wait', async () => {
    await new Promise<void>((resolve) => (release = resolve));
    return { status: 200, body: 'done' };
  }),
  openRoute(
    'POST',
    '/fhir/R4/Stream',
    async ({ stream }) => {
      let bytes = 0;
      if (stream !== undefined) for await (const chunk of stream) bytes += (chunk as Buffer).length;
      return { status: 200, body: String(bytes) };
    },
    { streaming: true },
  ),
];

async function codeOf(response: Response): Promise<string> {
  const outcome = (await response.json()) as { issue: { details: { coding: { code: string }[] } }[] };
  return outcome.issue[0]?.details.coding[0]?.code ?? '';
}

function post(
  house: TestHouse,
  path: string,
  body: RequestInit['body'],
  headers: Record<string, string>,
): Promise<Response> {
  const init: RequestInit & { duplex: 'half' } = { method: 'POST', body: body ?? null, headers, duplex: 'half' };
  return house.fetch(path, init);
}

/** A body that is sent in pieces, without a length. */
function pieces(count: number, size: number): ReadableStream<Uint8Array> {
  let sent = 0;
  return new ReadableStream({
    pull(controller) {
      if (sent++ === count) controller.close();
      else controller.enqueue(new Uint8Array(size).fill(0x20));
    },
  });
}

/** What a server says to raw bytes until it closes. */
async function conversation(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let said = '';
  socket.on('data', (chunk) => (said += chunk.toString()));
  socket.on('error', () => undefined);
  socket.write(text);
  await once(socket, 'close');
  return said;
}

describe('limits on bodies', () => {
  let house: TestHouse;
  beforeAll(async () => {
    const settings = { maxBodyBytes: MEBI, maxBodyBytesTogether: 2 * MEBI, bodyTimeout: 400, headersTimeout: 500 };
    house = await openTestHouse(settings, { routes: ROUTES });
  });
  afterAll(() => house.close());

  it('takes a body up to the limit', async () => {
    const response = await post(house, '/fhir/R4/Echo', ' '.repeat(MEBI), JSON_TYPE);
    expect(await response.text()).toBe(String(MEBI));
  });

  it('refuses a larger one by its announced length, and by what arrives', async () => {
    const announced = await post(house, '/fhir/R4/Echo', ' '.repeat(MEBI + 1), JSON_TYPE);
    expect(announced.status).toBe(413);
    expect(await codeOf(announced)).toBe('server.body-too-large');
    const arrived = await post(house, '/fhir/R4/Echo', pieces(40, MEBI / 16), JSON_TYPE).catch(() => undefined);
    if (arrived !== undefined) expect(arrived.status).toBe(413);
    expect((await post(house, '/fhir/R4/Small', ' '.repeat(1025), JSON_TYPE)).status).toBe(413);
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const)('reads a body in %s', async (coding, compress) => {
    const body = compress(Buffer.from('{"a":"가나다"}'));
    const response = await post(house, '/fhir/R4/Small', body, { ...JSON_TYPE, 'content-encoding': coding });
    expect(await response.text()).toBe('{"a":"가나다"}');
  });

  it('stops a gzip bomb at the limit, without the memory that it asks for', async () => {
    const bomb = gzipSync(Buffer.alloc(100 * MEBI, 0x20), { level: 1 });
    expect(bomb.length).toBeLessThan(MEBI);
    const before = process.memoryUsage.rss();
    const response = await post(house, '/fhir/R4/Echo', bomb, { ...JSON_TYPE, 'content-encoding': 'gzip' });
    expect(response.status).toBe(413);
    expect(process.memoryUsage.rss() - before).toBeLessThan(50 * MEBI);
  });

  it('refuses damaged and cut compression, unknown codings, other media, text that is not UTF-8', async () => {
    const whole = gzipSync(Buffer.from('{"resourceType":"Patient"}'));
    const gzip = { ...JSON_TYPE, 'content-encoding': 'gzip' };
    const faults: readonly [RequestInit['body'], Record<string, string>, number, string][] = [
      [whole.subarray(0, whole.length - 9), gzip, 400, 'server.body-broken'],
      ['no gzip at all', gzip, 400, 'server.body-broken'],
      ['{}', { ...JSON_TYPE, 'content-encoding': 'compress' }, 415, 'server.content-coding-not-read'],
      ['<Patient/>', { 'content-type': 'application/fhir+xml' }, 415, 'server.media-type-not-read'],
      ['{}', { 'content-type': 'application/json; charset=euc-kr' }, 415, 'server.media-type-not-read'],
      [new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]), JSON_TYPE, 400, 'server.body-not-utf8'],
    ];
    for (const [body, headers, status, code] of faults) {
      const response = await post(house, '/fhir/R4/Echo', body, headers);
      expect([response.status, await codeOf(response)]).toEqual([status, code]);
    }
  });

  it('gives up a body that does not come, and headers that do not end', async () => {
    const head =
      'POST /fhir/R4/Echo HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{';
    expect(await conversation(house.port, head)).toMatch(/^HTTP\/1\.1 408 [\s\S]*server\.body-too-slow/);
    expect(await conversation(house.port, 'GET /healthz HTTP/1.1\r\nHost: 127')).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('holds only so many bodies at one time, and gives their room back', async () => {
    const open = await Promise.all([0, 1].map(() => halfBody(house.port, 0.9 * MEBI)));
    const third = await post(house, '/fhir/R4/Echo', ' '.repeat(MEBI / 2), JSON_TYPE);
    expect(third.status).toBe(503);
    expect(third.headers.get('retry-after')).toBe('1');
    expect(await codeOf(third)).toBe('server.bodies-too-large-together');
    for (const socket of open) socket.destroy();
    await sleep(100);
    expect((await post(house, '/fhir/R4/Echo', ' '.repeat(MEBI), JSON_TYPE)).status).toBe(200);
  });

  it('streams without a limit on size, but not on silence', async () => {
    const streamed = await post(house, '/fhir/R4/Stream', pieces(64, MEBI / 4), {
      'content-type': 'application/x-ndjson',
    });
    expect(await streamed.text()).toBe(String(16 * MEBI));
    const head = 'POST /fhir/R4/Stream HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\n{';
    expect(await conversation(house.port, head)).toMatch(/^HTTP\/1\.1 408 /);
  });
});

/** Sends most of a body and waits with the rest. */
async function halfBody(port: number, size: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  const head = `POST /fhir/R4/Echo HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: ${MEBI}\r\n\r\n`;
  socket.write(head + ' '.repeat(size));
  await sleep(100);
  return socket;
}

describe('limits on requests', () => {
  let house: TestHouse;
  beforeAll(async () => {
    house = await openTestHouse({ answerTimeout: 300, maxRequests: 3 }, { routes: ROUTES });
  });
  afterAll(() => house.close());

  it('answers 504 when a handler takes too long, and tells the handler', async () => {
    aborted = 0;
    const response = await house.fetch('/fhir/R4/Never');
    expect(response.status).toBe(504);
    expect(await codeOf(response)).toBe('server.answer-too-slow');
    expect(aborted).toBe(1);
  });

  it('tells the handler that its client has gone', async () => {
    aborted = 0;
    const gone = new AbortController();
    const asked = house.fetch('/fhir/R4/Never', { signal: gone.signal });
    await sleep(50);
    gone.abort();
    await expect(asked).rejects.toThrow();
    await sleep(50);
    expect(aborted).toBe(1);
  });

  it('refuses requests beyond the limit at once, and still says how it is', async () => {
    const waiting = [1, 2, 3].map(() => house.fetch('/fhir/R4/Never'));
    await sleep(50);
    const refused = await house.fetch('/fhir/R4/Echo', { method: 'POST' });
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect((await house.fetch('/healthz')).status).toBe(200);
    expect((await house.fetch('/readyz')).status).toBe(200);
    const numbers = await (await house.fetch('/metrics')).text();
    expect(numbers.match(/maru_http_refused_total\{reason="requests"\} \d+/)?.[0]).toMatch(/ 1$/);
    await Promise.all(waiting);
    expect((await house.fetch('/fhir/R4/Echo', { method: 'POST' })).status).toBe(200);
  });
});

describe('limits on connections', () => {
  let house: TestHouse | undefined;
  const sockets: Socket[] = [];
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await house?.close();
  });

  /** Opens connections a few hundred at a time. */
  async function openMany(port: number, count: number): Promise<void> {
    for (let at = 0; at < count; at += 250) {
      const batch = Array.from({ length: Math.min(250, count - at) }, () => connect(port, '127.0.0.1'));
      sockets.push(...batch);
      for (const socket of batch) socket.on('error', () => undefined);
      await Promise.all(batch.map((socket) => Promise.race([once(socket, 'connect'), once(socket, 'close')])));
    }
  }

  function openNow(): number {
    return sockets.filter((socket) => socket.readyState === 'open').length;
  }

  /** The kernel takes connections before the house has turned them away; on a busy machine that takes its time. */
  async function settled(most: number): Promise<number> {
    for (let tries = 0; tries < 200 && openNow() > most; tries++) await sleep(50);
    await sleep(100);
    return openNow();
  }

  it.each([
    [2000, 400],
    [10_000, 2000],
  ])('%i at once: up to %i are held, the rest is turned away, and the house goes on', async (count, most) => {
    house = await openTestHouse({ maxConnections: most }, { routes: ROUTES });
    const first = connect(house.port, '127.0.0.1');
    await once(first, 'connect');
    await openMany(house.port, count);
    const open = await settled(most);
    expect(open).toBeLessThanOrEqual(most);
    expect(open).toBeGreaterThan(most / 2);
    // Who was connected before is served as ever; who came late is told to come again.
    expect(await ask(first, '/fhir/R4/Echo', 'POST')).toMatch(/^HTTP\/1\.1 200 /);
    expect(await ask(first, '/healthz')).toMatch(/^HTTP\/1\.1 200 /);
    const late = sockets.findLast((socket) => socket.readyState === 'open');
    if (late !== undefined)
      expect(await ask(late, '/fhir/R4/Echo', 'POST')).toMatch(/^HTTP\/1\.1 503 [\s\S]*busy-connections/);
    first.destroy();
    for (const socket of sockets.splice(0)) socket.destroy();
    await sleep(300);
    expect((await house.fetch('/readyz')).status).toBe(200);
    expect((await house.fetch('/fhir/R4/Echo', { method: 'POST' })).status).toBe(200);
  });
});

async function ask(socket: Socket, path: string, method = 'GET'): Promise<string> {
  const answer = once(socket, 'data');
  socket.write(`${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n`);
  const [chunk] = (await answer) as [Buffer];
  return chunk.toString();
}

describe('shutdown', () => {
  it('lets running requests end, refuses new ones, and then closes', async () => {
    const house = await openTestHouse({}, { routes: ROUTES });
    const idle = connect(house.port, '127.0.0.1');
    await once(idle, 'connect');
    const running = house.fetch('/fhir/R4/Wait');
    await sleep(50);
    const closing = house.server.close();
    await sleep(50);
    await expect(house.fetch('/healthz')).rejects.toThrow();
    release();
    expect(await (await running).text()).toBe('done');
    await closing;
    idle.destroy();
    await house.close();
  });

  it('does not wait for ever', async () => {
    const house = await openTestHouse({ shutdownTimeout: 200 }, { routes: ROUTES });
    const running = house.fetch('/fhir/R4/Wait').catch(() => 'cut');
    await sleep(50);
    const before = performance.now();
    await house.server.close();
    expect(performance.now() - before).toBeLessThan(2000);
    expect(await running).toBe('cut');
    await house.close();
  });
});
