import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Command, CommandCall } from '../kernel/index.ts';
import type { ImportOptions, ImportReport } from '../record/index.ts';
import { simulateCommands, type SimulateNeeds } from './commands.ts';
import { NOW } from './testing.ts';

const simulate = simulateCommands[0] as Command<SimulateNeeds>;

interface Said {
  readonly call: CommandCall;
  readonly lines: string[];
  readonly results: unknown[];
}

function called(options: CommandCall['options']): Said {
  const [lines, results]: [string[], unknown[]] = [[], []];
  const output = {
    line: (text: string) => lines.push(text),
    result: (value: unknown) => results.push(value),
    progress: () => undefined,
  };
  return { call: { words: [], options, output, signal: new AbortController().signal }, lines, results };
}

describe('maru simulate', () => {
  let data: string;
  let imported: { options: ImportOptions; files: string[]; lines: number }[];
  beforeEach(() => {
    data = mkdtempSync(join(tmpdir(), 'maru-simulate-'));
    imported = [];
  });
  afterEach(() => rmSync(data, { recursive: true, force: true }));

  /** A house whose record only counts what it is given. */
  function house(failed = 0): SimulateNeeds {
    const record = {
      import: (options: ImportOptions): Promise<ImportReport> => {
        const [folder = ''] = options.paths;
        const files = readdirSync(folder);
        const lines = files.reduce(
          (sum, file) => sum + readFileSync(join(folder, file), 'utf8').trimEnd().split('\n').length,
          0,
        );
        imported.push({ options, files, lines });
        const counts = { read: lines, created: lines - failed, updated: 0, same: 0, failed };
        return Promise.resolve({ ...counts, id: 1, files: [], types: {}, seconds: 1, complete: true });
      },
    };
    return {
      configuration: { data, timeZone: 'Asia/Seoul', publicUrl: 'http://127.0.0.1:1' },
      clock: { now: () => NOW },
      record: () => Promise.resolve(record),
      access: () => Promise.reject(new Error('not to be opened')),
    };
  }

  it('has help with an example', () => {
    expect(simulate.verb).toBe('simulate');
    expect(simulate.example).toContain('maru simulate');
    expect(simulate.options.map(({ name }) => name)).toEqual([
      'patients',
      'beds',
      'days',
      'seed',
      'now',
      'out',
      'gzip',
      'live',
      'speed',
      'minutes',
      'url',
    ]);
  });

  it('writes files where a folder is named, and opens no record', async () => {
    const out = join(data, 'files');
    const said = called({ patients: '3', seed: 'x', out });
    const closed = { ...house(), record: () => Promise.reject(new Error('not to be opened')) };
    expect(await simulate.run(said.call, closed)).toBe(0);
    expect(readdirSync(out)).toContain('Patient.ndjson');
    expect(readFileSync(join(out, 'Patient.ndjson'), 'utf8').trimEnd().split('\n')).toHaveLength(4);
    expect(said.results).toMatchObject([
      { patients: 3, seed: 'x', now: '2026-11-24T05:00:00.000Z', counts: { Patient: 4 } },
    ]);
    expect(said.lines.at(-1)).toContain(out);
  });

  it('writes the same files for the same now, whatever the clock says', async () => {
    const texts = [];
    for (const folder of ['a', 'b']) {
      const out = join(data, folder);
      const late = { ...house(), clock: { now: () => (NOW + 99_999_999) as typeof NOW } };
      await simulate.run(called({ patients: '2', now: '2026-11-01', out }).call, folder === 'a' ? house() : late);
      texts.push(readFileSync(join(out, 'Observation.ndjson'), 'utf8'));
    }
    expect(texts[0]).toBe(texts[1]);
  });

  it('loads into the record where no folder is named, and cleans up', async () => {
    const said = called({ patients: '2' });
    expect(await simulate.run(said.call, house())).toBe(0);
    expect(imported).toHaveLength(1);
    expect(imported[0]?.files).toContain('Patient.ndjson');
    expect(imported[0]?.options.errorsIn).toBe(join(data, 'import-errors'));
    expect(said.results).toMatchObject([{ total: imported[0]?.lines }]);
    expect(existsSync(imported[0]?.options.paths[0] ?? '')).toBe(false);
  });

  it('loads what verifies an order after the order', async () => {
    const paths: string[] = [];
    const open = house();
    const record = await open.record();
    const watched = {
      ...open,
      record: () =>
        Promise.resolve({
          import: (options: ImportOptions) => {
            paths.push(...options.paths.map((path) => basename(path)));
            return record.import({ ...options, paths: [dirname(options.paths[0] ?? '')] });
          },
        }),
    };
    expect(await simulate.run(called({ patients: '1', beds: '20', days: '2' }).call, watched)).toBe(0);
    expect(paths.indexOf('MedicationDispense.ndjson')).toBeGreaterThan(paths.indexOf('MedicationRequest.ndjson'));
    expect(new Set(paths).size).toBe(paths.length);
    expect(paths).toContain('Patient.ndjson');
  });

  it('fails where something could not be stored', async () => {
    expect(await simulate.run(called({ patients: '1' }).call, house(2))).toBe(1);
  });

  it.each([
    [{ patients: 'many' }, /--patients takes a whole number/],
    [{ patients: '1', beds: 'some' }, /--beds takes a whole number/],
    [{ patients: '1', seed: '' }, /--seed takes a word or a number/],
    [{ patients: '1', now: 'soon' }, /--now takes a date/],
  ])('refuses %j and says what it takes', async (options, message) => {
    await expect(simulate.run(called(options).call, house())).rejects.toThrow(message);
  });
});
