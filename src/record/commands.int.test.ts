import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedTestStore } from '../store/index.ts';
import { recordCommands } from './commands.ts';
import type { ImportReport } from './import/api.ts';
import { patientOf, TestRecord } from './testing.ts';

describe('maru import', () => {
  let record: TestRecord;
  let data = '';
  beforeAll(async () => {
    record = await TestRecord.open(embeddedTestStore());
    data = mkdtempSync(join(tmpdir(), 'maru-command-'));
  });
  afterAll(async () => {
    await record.close();
    rmSync(data, { recursive: true });
  });

  async function run(
    words: readonly string[],
    options = {},
    signal = new AbortController().signal,
  ): Promise<{ status: number; lines: string[]; result: unknown }> {
    const lines: string[] = [];
    let result: unknown;
    const output = {
      line: (text: string) => void lines.push(text),
      result: (value: unknown) => void (result = value),
      progress: () => undefined,
    };
    const command = recordCommands.find(({ verb }) => verb === 'import');
    const call = { words, options, output, signal };
    const house = { configuration: { data }, record: () => Promise.resolve(record.record) };
    return { status: (await command?.run(call, house)) ?? -1, lines, result };
  }

  it('loads a folder and accounts for every resource', async () => {
    const file = join(data, 'good.ndjson');
    writeFileSync(file, `${JSON.stringify(patientOf('c1'))}\n${JSON.stringify(patientOf('c2'))}\n`);
    const { status, lines, result } = await run([file]);
    expect(status).toBe(0);
    expect(lines.join('\n')).toContain('Read 2 = 2 new + 0 changed + 0 there already + 0 not stored.');
    expect(lines.join('\n')).toMatch(/Patient +2/);
    expect((result as ImportReport).created).toBe(2);
  });

  it('ends with a failure where something was not stored, and says where it is', async () => {
    const file = join(data, 'bad.ndjson');
    writeFileSync(file, '{"resourceType":"Patient","id":"c3","shoe":1}\n');
    const { status, lines } = await run([file], { errors: join(data, 'kept') });
    expect(status).toBe(1);
    expect(lines.join('\n')).toContain('shoe');
    expect(lines.join('\n')).toContain(join(data, 'kept', 'bad.ndjson.errors.ndjson'));
  });

  it('stops where it is told to, and goes on with the same command', async () => {
    const file = join(data, 'stopped.ndjson');
    const all = Array.from({ length: 300 }, (_, at) => `${JSON.stringify(patientOf(`stop-${at}`))}\n`);
    writeFileSync(file, all.join(''));
    const stopped = await run([file], { batch: '10' }, AbortSignal.abort());
    expect([stopped.status, stopped.lines.join()]).toEqual([1, expect.stringContaining('run the same command again')]);
    const again = await run([file], { batch: '10' });
    expect([again.status, (again.result as ImportReport).read]).toEqual([0, 300]);
    expect((await record.get('Patient?_id=stop-299')).count('entry')).toBe(1);
  });

  it('asks for a path, and has an example', async () => {
    expect((await run([])).status).toBe(1);
    await expect(run([join(data, 'nowhere')])).rejects.toThrow(/no file or folder/);
    for (const { example, about } of recordCommands)
      expect([example.startsWith('maru '), about.length > 10]).toEqual([true, true]);
  });
});
