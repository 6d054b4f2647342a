/**
 * What every answer of the house has in common, over real HTTP.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OutcomeError, parseJson, type Log } from '../kernel/index.ts';
import { openRoute, openTestHouse, type TestHouse } from './test-house.ts';

interface Outcome {
  readonly resourceType: string;
  readonly issue: readonly {
    readonly code: string;
    readonly details: { readonly coding: readonly { code: string }[] };
  }[];
}

async function codeOf(response: Response): Promise<string | undefined> {
  expect(response.headers.get('content-type')).toMatch(/^application\/fhir\+json/);
  const outcome = (await response.json()) as Outcome;
  expect(outcome.resourceType).toBe('OperationOutcome');
  return outcome.issue[0]?.details.coding[0]?.code;
}

const lines: { event: string; fields: unknown }[] = [];
const note = (event: string, fields?: unknown): void => void lines.push({ event, fields });
const log: Log = { debug: note, info: note, warn: note, error: note };
const SCRIPT = 'document.title = "Maru"';

describe('the server', () => {
  let house: TestHouse;
  let web: string;
  beforeAll(async () => {
    web = mkdtempSync(join(tmpdir(), 'maru-web-'));
    mkdirSync(join(web, 'assets'));
    writeFileSync(join(web, 'index.html'), `<!doctype html><title>Maru</title><script>${SCRIPT}</script>`);
    writeFileSync(join(web, 'assets', 'app-1a2b3c.js'), 'export const rooms = 10;');
    const big = { resourceType: 'Bundle', text: 'x'.repeat(5000) };
    const routes = [
      openRoute('GET', '/fhir/R4/Thing/:id', ({ params, query, method, origin }) => ({
        status: 200,
        body: { params, query, method, origin },
      })),
      openRoute('GET', '/fhir/R4/Decimal', () => ({ status: 200, body: parseJson('{"value":1.50}') })),
      openRoute('GET', '/fhir/R4/Big', () => ({ status: 200, body: big, headers: { etag: 'W/"1"' } })),
      openRoute('GET', '/fhir/R4/Refused', () => {
        throw new OutcomeError('business-rule', 'sample.refused', 'No.');
      }),
      openRoute('GET', '/fhir/R4/Fault', () => {
        throw new Error('key (name)=(Kim Secret) already exists');
      }),
      openRoute('POST', '/fhir/R4/Thing', ({ body }) => ({ status: 201, body, headers: { location: '/there' } })),
      openRoute(
        'GET',
        '/access/sample-administrators',
        () => ({ status: 200, body: 'in', contentType: 'text/plain' }),
        {
          access: { roles: ['administrator'] },
          audit: { action: 'R', subtype: 'sample' },
        },
      ),
    ];
    house = await openTestHouse({ demo: true, corsOrigins: 'https://app.example' }, { routes, web }, log);
  });
  afterAll(async () => {
    await house.close();
    rmSync(web, { recursive: true, force: true });
  });

  it('says that it lives and that it can work', async () => {
    expect(await (await house.fetch('/healthz')).json()).toEqual({ status: 'ok' });
    expect(await (await house.fetch('/readyz')).json()).toMatchObject({
      status: 'ready',
      checks: { database: 'ok', audit: 'ok' },
    });
  });

  it('gives its numbers by route and status, and never by address', async () => {
    await house.fetch('/fhir/R4/Thing/secret-id?name=Kim');
    const text = await (await house.fetch('/metrics')).text();
    expect(text).toMatch(
      /maru_http_request_duration_seconds_count\{method="GET",route="\/fhir\/R4\/Thing\/:id",status="200"\} \d/,
    );
    expect(text).toMatch(/maru_database_sessions_open \d/);
    expect(text).toMatch(/maru_record_resources \d/);
    expect(Number(/^maru_database_bytes (\d+)/m.exec(text)?.[1])).toBeGreaterThan(1_000_000);
    expect(text).not.toContain('secret-id');
  });

  it('hands the exact query, the parameters and its own address to the room', async () => {
    const response = await house.fetch('/fhir/R4/Thing/a.b-1?name=%EA%B9%80&code=http://loinc.org|1%2C2&&x');
    expect(await response.json()).toEqual({
      params: { id: 'a.b-1' },
      query: 'name=%EA%B9%80&code=http://loinc.org|1%2C2&&x',
      method: 'GET',
      origin: house.url,
    });
  });

  it.each(['/fhir/R4/Thing/1/', '//fhir//R4/Thing/1', '/fhir/R4/Thing/1?x=/'])(
    'takes %s as what it means',
    async (path) => {
      expect((await house.fetch(path)).status).toBe(200);
    },
  );

  it('answers HEAD as GET without the body', async () => {
    const response = await house.fetch('/fhir/R4/Big', { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(response.headers.get('etag')).toBe('W/"1"');
    expect(await response.text()).toBe('');
  });

  it('keeps the digits of decimals', async () => {
    expect(await (await house.fetch('/fhir/R4/Decimal')).text()).toBe('{"value":1.50}');
  });

  it('compresses what is large for who asks', async () => {
    const plain = await raw(house.port, '/fhir/R4/Big', {});
    const small = await raw(house.port, '/fhir/R4/Big', { 'accept-encoding': 'gzip' });
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(small.headers['content-encoding']).toBe('gzip');
    expect(small.bytes).toBeLessThan(plain.bytes / 10);
  });

  it('answers a refusal of a room by its outcome', async () => {
    const response = await house.fetch('/fhir/R4/Refused');
    expect(response.status).toBe(422);
    expect(await codeOf(response)).toBe('sample.refused');
  });

  it('hides a fault that nobody expected, in the answer as in the log', async () => {
    const response = await house.fetch('/fhir/R4/Fault', { headers: { 'x-request-id': 'mine-1' } });
    expect(response.status).toBe(500);
    expect(response.headers.get('x-request-id')).toBe('mine-1');
    const text = await response.text();
    expect(text).toContain('mine-1');
    expect(text + JSON.stringify(lines)).not.toContain('Kim Secret');
    expect(lines).toContainEqual({
      event: 'server.unexpected-fault',
      fields: expect.objectContaining({ request: 'mine-1' }),
    });
  });

  it('says that nothing is there, and which methods an address takes', async () => {
    const nothing = await house.fetch('/fhir/R4/Thing/1/2/3/4');
    expect(nothing.status).toBe(404);
    expect(await codeOf(nothing)).toBe('server.nothing-here');
    const wrong = await house.fetch('/access/sample-administrators', { method: 'DELETE' });
    expect(wrong.status).toBe(405);
    expect(wrong.headers.get('allow')).toBe('GET');
    expect(await codeOf(wrong)).toBe('server.method-not-allowed');
  });

  it.each(['/fhir/R4/Thing/%zz', '/fhir/R4/Thing/%', '/%E0%A4%A'])('refuses the malformed address %s', async (path) => {
    const { status, text } = await raw(house.port, path, {});
    expect(status).toBe(400);
    expect(text).toContain('server.address-malformed');
  });

  it('answers what is not HTTP with 400 and goes on', async () => {
    expect(await talk(house.port, 'NONSENSE\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    expect(await talk(house.port, `GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ${'y'.repeat(40_000)}\r\n\r\n`)).toMatch(
      / 431 /,
    );
    expect((await house.fetch('/healthz')).status).toBe(200);
  });

  it('asks for sign-in by the header that OAuth wants', async () => {
    const response = await house.fetch('/access/me');
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer /);
    expect(await codeOf(response)).toBe('access.token-missing');
  });

  it('refuses a role that may not, and notes it', async () => {
    const nurse = await tokenFor(house, 'nurse');
    const response = await house.fetch('/access/sample-administrators', {
      headers: { authorization: `Bearer ${nurse}` },
    });
    expect(response.status).toBe(403);
    const administrator = await tokenFor(house, 'administrator');
    const allowed = await house.fetch('/access/sample-administrators', {
      headers: { authorization: `Bearer ${administrator}` },
    });
    expect(await allowed.text()).toBe('in');
    const access = await house.house.access();
    const events = JSON.stringify(await access.audit.list({ limit: 10 }));
    expect(events).toContain('access.role-refused');
    expect(events).toContain('"code":"sample"');
  });

  it('carries the headers that protect a browser', async () => {
    const { headers } = await house.fetch('/fhir/R4/Decimal');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it('lets only named sites call it from their pages', async () => {
    const preflight = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' };
    const ask = (origin: string): Promise<Response> =>
      house.fetch('/fhir/R4/Thing', { method: 'OPTIONS', headers: { origin, ...preflight } });
    const allowed = await ask('https://app.example');
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://app.example');
    expect(allowed.headers.get('access-control-allow-headers')).toContain('authorization');
    expect((await ask('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
  });

  it('refuses a name of the internet that was led to this machine', async () => {
    const { status, text } = await raw(house.port, '/access/demo-people', { host: 'evil.example' });
    expect(status).toBe(403);
    expect(text).toContain('server.other-host');
  });

  it('leads a page that was opened by another name of this machine to where sign-in works', async () => {
    const localhost = `localhost:${house.port}`;
    const page = await raw(house.port, '/patients/1?x=2', { host: localhost, accept: 'text/html' });
    expect([page.status, page.headers['location']]).toEqual([302, `${house.url}/patients/1?x=2`]);
    expect((await raw(house.port, '/fhir/R4/Decimal', { host: localhost, accept: 'text/html' })).status).toBe(200);
    expect((await raw(house.port, '/', { host: 'localhost:1', accept: 'text/html' })).status).toBe(200);
  });

  it('serves the web app: files for ever, the page for every other address, scripts by hash only', async () => {
    const asset = await house.fetch('/assets/app-1a2b3c.js');
    expect(asset.headers.get('cache-control')).toContain('immutable');
    expect(asset.headers.get('content-type')).toContain('javascript');
    expect(await (await house.fetch('/')).text()).toContain('<title>Maru</title>');
    expect((await house.fetch('/assets/')).status).toBe(404);
    expect((await raw(house.port, '/.env', {})).status).toBe(404);
    const page = await house.fetch('/patients/123', { headers: { accept: 'text/html' } });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<title>Maru</title>');
    expect(page.headers.get('content-security-policy')).toMatch(
      /script-src 'self' 'wasm-unsafe-eval' 'sha256-[\w+/]+=*'/,
    );
    expect((await house.fetch('/assets/gone.js')).status).toBe(404);
    expect((await raw(house.port, '/..%2f..%2fetc%2fpasswd', {})).text).not.toContain('root:');
  });

  it('mounts the OAuth server', async () => {
    const found = (await (await house.fetch('/.well-known/openid-configuration')).json()) as { issuer: string };
    expect(found.issuer).toBe(house.url);
    const refused = await house.fetch('/oidc/token', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'grant_type=authorization_code&client_id=maru-web&code=wrong&redirect_uri=http://127.0.0.1/',
    });
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ error: 'invalid_grant' });
  });

  it('logs requests by route, status and time, never by address or query', () => {
    const requests = JSON.stringify(lines.filter(({ event }) => event === 'server.request'));
    expect(requests).toContain('/fhir/R4/Thing/:id');
    expect(requests).not.toMatch(/name=|secret-id|%EA%B9%80/);
  });
});

async function tokenFor(house: TestHouse, login: string): Promise<string> {
  const access = await house.house.access();
  const { accessCommands } = await import('../access/index.ts');
  const token = accessCommands.find(({ verb }) => verb === 'token');
  const said: string[] = [];
  const output = { line: (text: string) => void said.push(text), result: () => undefined, progress: () => undefined };
  const options = { as: login, scope: ['user/*.rs'] };
  await token?.run(
    { words: [], options, output, signal: new AbortController().signal },
    { access: async () => access },
  );
  return said[0] ?? '';
}

interface RawAnswer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly bytes: number;
  readonly text: string;
}

/** A request that no client library tidies up. */
function raw(port: number, path: string, headers: Record<string, string>): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ host: '127.0.0.1', port, path, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const bytes = Buffer.concat(chunks);
        resolve({ status: answer.statusCode, headers: answer.headers, bytes: bytes.length, text: bytes.toString() });
      });
    });
    sent.on('error', reject);
    sent.end();
  });
}

function talk(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    let said = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (chunk) => (said += chunk.toString()));
    socket.on('error', () => resolve(said));
    socket.on('close', () => resolve(said));
  });
}
