/**
 * The house speaks HTTPS by itself where it is given a certificate.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../test/material.ts';
import { openTestHouse, type TestHouse } from './test-house.ts';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

describeWith('openssl', hasOpenssl, 'TLS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'maru-tls-'));
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  let house: TestHouse;
  beforeAll(async () => {
    const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
    const name = [
      '-subj',
      '/CN=127.0.0.1',
      '-addext',
      'subjectAltName=IP:127.0.0.1',
      '-keyout',
      key,
      '-out',
      certificate,
    ];
    spawnSync('openssl', [...made, ...name]);
    house = await openTestHouse({ tlsKey: key, tlsCertificate: certificate });
  });
  afterAll(async () => {
    await house.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function get(path: string): Promise<{ status: number | undefined; headers: Record<string, unknown>; text: string }> {
    return new Promise((resolve, reject) => {
      const sent = request(`${house.url}${path}`, { ca: readFileSync(certificate) }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, text }));
      });
      sent.on('error', reject);
      sent.end();
    });
  }

  it('answers, tells browsers to stay with it, and is the issuer of tokens by that name', async () => {
    expect(house.url).toBe(`https://127.0.0.1:${house.port}`);
    const { status, headers, text } = await get('/.well-known/openid-configuration');
    expect(status).toBe(200);
    expect(headers['strict-transport-security']).toContain('max-age');
    expect((JSON.parse(text) as { issuer: string }).issuer).toBe(house.url);
    expect((await get('/readyz')).status).toBe(200);
  });

  it('says nothing to who speaks plain HTTP', async () => {
    await expect(fetch(`http://127.0.0.1:${house.port}/healthz`)).rejects.toThrow();
  });
});
