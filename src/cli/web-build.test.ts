import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { buildState, ensureWeb } from './web-build.ts';

const root = mkdtempSync(join(tmpdir(), 'maru-web-build-'));
const web = join(root, 'web');
afterAll(() => rmSync(root, { recursive: true, force: true }));

function file(path: string, secondsAgo: number): void {
  mkdirSync(join(web, path, '..'), { recursive: true });
  writeFileSync(join(web, path), '');
  const at = Date.now() / 1000 - secondsAgo;
  utimesSync(join(web, path), at, at);
}

describe('the build of the web app', () => {
  beforeEach(() => {
    rmSync(web, { recursive: true, force: true });
    file('src/ui/deep/main.tsx', 100);
    file('index.html', 100);
  });

  it('is missing before the first build, and built after it', () => {
    expect(buildState(web)).toBe('missing');
    file('dist/index.html', 10);
    expect(buildState(web)).toBe('built');
  });

  it.each(['src/ui/deep/main.tsx', 'src/new.ts', 'index.html', 'public/logo.svg'])(
    'is stale after a change of %s',
    (path) => {
      file('dist/index.html', 10);
      file(path, 1);
      expect(buildState(web)).toBe('stale');
    },
  );

  it('needs no source where it was shipped built', () => {
    rmSync(join(web, 'src'), { recursive: true });
    expect(buildState(web)).toBe('no-source');
    file('dist/index.html', 10);
    expect(buildState(web)).toBe('built');
  });

  it('that fails is a fault where there is none yet, and a word of warning where there is an older one', async () => {
    const said: string[] = [];
    const output = { line: (text: string) => void said.push(text), result: () => undefined, progress: () => undefined };
    const { signal } = new AbortController();
    await expect(ensureWeb(output, signal, root)).rejects.toMatchObject({ code: 'cli.web-build-failed' });
    file('dist/index.html', 200);
    await ensureWeb(output, signal, root);
    expect(said.at(-1)).toMatch(/could not be built[\s\S]*earlier build is served/);
  });
});
