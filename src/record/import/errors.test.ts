import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OutcomeError } from '../../kernel/index.ts';
import { ErrorFile, type ImportFault } from './errors.ts';

const fault = (position: number): ImportFault => ({
  position,
  error: new OutcomeError('value', 'validation.x', `fault ${position}`, { expression: 'Patient.name' }),
  raw: `{"line":\n${position}}`,
});

const lines = (path: string): { position: number; raw: string; outcome: unknown }[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { position: number; raw: string; outcome: unknown });

describe('the errors file of an import', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'maru-errors-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is not there where nothing was wrong', () => {
    const file = new ErrorFile(folder, 'a/b.ndjson', 0);
    file.add([]);
    expect(existsSync(file.path)).toBe(false);
  });

  it('has one line for each fault: place, reason, and what was there', () => {
    const file = new ErrorFile(folder, 'a/b.ndjson', 0);
    file.add([fault(3), fault(7)]);
    file.add([fault(9)]);
    expect(lines(file.path).map(({ position }) => position)).toEqual([3, 7, 9]);
    expect(lines(file.path)[1]).toMatchObject({
      raw: '{"line":\n7}',
      outcome: { resourceType: 'OperationOutcome', issue: [{ expression: ['Patient.name'], diagnostics: 'fault 7' }] },
    });
  });

  it('has a line once, also where its transaction was tried again', () => {
    const file = new ErrorFile(folder, 'b.ndjson', 0);
    file.add([fault(3)]);
    file.add([fault(3), fault(5)]);
    expect(lines(file.path).map(({ position }) => position)).toEqual([3, 5]);
  });

  it('goes on where the progress is: what was written beyond it was never committed', () => {
    new ErrorFile(folder, 'b.ndjson', 0).add([fault(3), fault(5), fault(8)]);
    const resumed = new ErrorFile(folder, 'b.ndjson', 5);
    expect(lines(resumed.path).map(({ position }) => position)).toEqual([3, 5]);
    resumed.add([fault(8)]);
    expect(lines(resumed.path).map(({ position }) => position)).toEqual([3, 5, 8]);
    expect(lines(new ErrorFile(folder, 'b.ndjson', 0).path)).toEqual([]);
  });

  it('drops a line that was cut off by a crash', () => {
    const file = new ErrorFile(folder, 'b.ndjson', 0);
    file.add([fault(3)]);
    writeFileSync(file.path, `${readFileSync(file.path, 'utf8')}{"posit`);
    expect(lines(new ErrorFile(folder, 'b.ndjson', 4).path).map(({ position }) => position)).toEqual([3]);
  });

  it('stays in its folder, whatever the file was called', () => {
    for (const name of ['../../up.json', '/etc/passwd', 'a/../../b', 'a\0b', '..']) {
      expect(new ErrorFile(folder, name, 0).path.startsWith(`${folder}/`), name).toBe(true);
      expect(new ErrorFile(folder, name, 0).path).not.toContain('..');
    }
  });
});
