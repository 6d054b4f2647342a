import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CommandCall, EpochMs } from '../kernel/index.ts';
import type { House } from '../server/index.ts';
import { fill, firstRun, importFolder } from './first-run.ts';

let data = '';
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'maru-first-'));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

const MOMENT = Date.UTC(2026, 2, 1) as EpochMs;

/** A house whose record notes what is imported; `failed` resources of each import are refused. */
function house({ used = false, failed = 0 } = {}) {
  const imported: { readonly paths: readonly string[]; readonly lines: number }[] = [];
  const record = {
    import: ({ paths }: { readonly paths: readonly string[] }) => {
      const lines = existsSync(join(paths[0] ?? '', 'hospital.ndjson'))
        ? readFileSync(join(paths[0] ?? '', 'hospital.ndjson'), 'utf8')
            .trim()
            .split('\n').length
        : 0;
      imported.push({ paths, lines });
      return Promise.resolve({ read: 100, failed, seconds: 2, files: failed > 0 ? [{ errors: 'errors.ndjson' }] : [] });
    },
  };
  const open = {
    configuration: { data },
    clock: { now: () => MOMENT },
    store: () => Promise.resolve({ query: () => Promise.resolve([{ used }]) }),
    record: () => Promise.resolve(record),
  } as unknown as House;
  return { open, imported };
}

function call(options: CommandCall['options'] = {}, aborted = false) {
  const lines: string[] = [];
  const output = { line: (text: string) => void lines.push(text), progress: () => undefined, result: () => undefined };
  const signal = aborted ? AbortSignal.abort() : new AbortController().signal;
  return { lines, call: { words: [], options, output, signal } as unknown as CommandCall };
}

const state = (): unknown => JSON.parse(readFileSync(join(data, 'first-run.json'), 'utf8'));

describe('is it the first run?', () => {
  it.each([
    [false, true],
    [true, false],
  ])('a house with resources (%s): %s', async (used, isFirst) => {
    expect(await firstRun(house({ used }).open)).toBe(isFirst);
  });

  it('goes on where a run was killed, though resources are there already', async () => {
    writeFileSync(join(data, 'first-run.json'), JSON.stringify({ state: 'filling', now: 1, patients: 3 }));
    expect(await firstRun(house({ used: true }).open)).toBe(true);
  });

  it('is over once it is done, though the house was left empty', async () => {
    const { open, imported } = house();
    await fill(open, call({ empty: true }).call, false);
    expect(imported).toEqual([]);
    expect(await firstRun(open)).toBe(false);
  });
});

describe('filling the house', () => {
  it('imports as many people as were asked for, says how many resources came, and tidies up', async () => {
    const { open, imported } = house();
    const { call: asked, lines } = call({ patients: '2' });
    await fill(open, asked, false);
    expect(imported).toHaveLength(1);
    expect(imported[0]?.lines).toBeGreaterThan(10);
    expect(lines).toEqual(['Imported 100 resources of first run in 2.0 s.']);
    expect(state()).toMatchObject({ state: 'done', patients: 2, now: MOMENT });
    expect(readdirSync(data)).toEqual(['first-run.json']);
  });

  it('says what could not be stored, and where that is written', async () => {
    const { call: asked, lines } = call({ patients: '1' });
    await fill(house({ failed: 3 }).open, asked, false);
    expect(lines).toEqual(['Imported 97 resources of first run in 2.0 s.', '3 could not be stored; errors.ndjson.']);
  });

  it('that is stopped imports nothing and is not done', async () => {
    const { open, imported } = house();
    await fill(open, call({ patients: '1' }, true).call, false);
    expect(imported).toEqual([]);
    expect(state()).toMatchObject({ state: 'filling' });
    expect(await firstRun(open)).toBe(true);
  });

  it('goes on with the same people at the same moment, whatever is asked for the second time', async () => {
    const stopped = house();
    await fill(stopped.open, call({ patients: '1' }, true).call, false);
    const again = house();
    await fill(again.open, call({ patients: '5' }).call, false);
    expect(state()).toEqual({ state: 'done', now: MOMENT, patients: 1 });
  });

  it.each(['many', '-1', '1.5', '', '10000000', '1e3', true])(
    'refuses %j people, and begins nothing',
    async (patients) => {
      const { open } = house();
      await expect(fill(open, call({ patients }).call, false)).rejects.toMatchObject({ code: 'cli.not-a-number' });
      expect(readdirSync(data)).toEqual([]);
    },
  );

  it('of a folder that somebody named says its name', async () => {
    const { open, imported } = house();
    const { call: asked, lines } = call();
    await importFolder(open, asked, '/data/own');
    expect(imported[0]?.paths).toEqual(['/data/own']);
    expect(lines[0]).toContain('of /data/own in');
  });
});
