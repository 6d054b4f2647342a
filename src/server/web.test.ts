import fastify from 'fastify';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { mountWeb } from './web.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A built web app of one page and one file. */
function built(page = '<!doctype html><title>마루</title>'): string {
  const folder = mkdtempSync(join(tmpdir(), 'maru-web-'));
  folders.push(folder);
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), page);
  writeFileSync(join(folder, 'assets', 'app-1a2b.js'), 'export {}');
  writeFileSync(join(folder, 'icon.svg'), '<svg/>');
  return folder;
}

async function serving(folder: string) {
  const app = fastify();
  const sendPage = await mountWeb(app, folder);
  app.setNotFoundHandler((_request, reply) => sendPage(reply));
  return { get: (url: string) => app.inject({ method: 'GET', url }) };
}

describe('the web app', () => {
  it('is kept by browsers for ever where the name says the content, and asked for anew elsewhere', async () => {
    const { get } = await serving(built());
    const asset = await get('/assets/app-1a2b.js');
    expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect((await get('/icon.svg')).headers['cache-control']).toBe('no-cache');
    expect((await get('/')).headers['cache-control']).toBe('no-cache');
  });

  it('answers every address that a browser opens with its page, in UTF-8', async () => {
    const { get } = await serving(built());
    for (const address of ['/', '/patients/p-1', '/ward/61?shift=night']) {
      const page = await get(address);
      expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
      expect(page.body).toContain('마루');
      expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    }
  });

  it('gives no file from beside its folder', async () => {
    const folder = built();
    writeFileSync(`${folder}.secret`, 'key');
    folders.push(`${folder}.secret`);
    const { get } = await serving(folder);
    const name = `${folder.split('/').at(-1)}.secret`;
    for (const address of [`/../${name}`, `/..%2f${name}`, `/assets/../../${name}`, `/%2e%2e/${name}`])
      expect((await get(address)).body, address).not.toBe('key');
  });

  it('is the new one as soon as it was built anew, with its own policy', async () => {
    const folder = built('<script>one()</script>');
    const { get } = await serving(folder);
    const first = await get('/');
    writeFileSync(join(folder, 'index.html'), '<script>two()</script>');
    utimesSync(join(folder, 'index.html'), 2_000_000_000, 2_000_000_000);
    const second = await get('/');
    expect(second.body).toContain('two()');
    expect(second.headers['content-security-policy']).not.toBe(first.headers['content-security-policy']);
  });

  it('says what to do where it was never built, and comes as soon as it is', async () => {
    const folder = join(tmpdir(), `maru-web-later-${process.pid}`);
    folders.push(folder);
    const { get } = await serving(folder);
    const early = await get('/patients/p-1');
    expect([early.statusCode, early.body]).toEqual([200, expect.stringContaining('not built yet')]);
    mkdirSync(folder);
    writeFileSync(join(folder, 'index.html'), '<title>now</title>');
    expect((await get('/')).body).toContain('now');
  });
});
