import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cdsCommands } from './commands.ts';
import duplicates from './knowledge/data/duplicates.json' with { type: 'json' };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'maru-knowledge-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function run(
  ...words: readonly string[]
): Promise<{ status: number; lines: readonly string[]; result: unknown }> {
  const lines: string[] = [];
  let result: unknown;
  const output = {
    line: (text: string) => void lines.push(text),
    result: (value: unknown) => void (result = value),
    progress: () => undefined,
  };
  const status = await cdsCommands[0]?.run(
    { words, options: {}, output, signal: new AbortController().signal },
    undefined,
  );
  return { status: status ?? -1, lines, result };
}

describe('maru knowledge', () => {
  it('says of every file its version, its date, and that nobody approved it yet', async () => {
    const { status, lines, result } = await run();
    expect(status).toBe(0);
    expect(lines.filter((line) => line.includes('NOT APPROVED YET'))).toHaveLength(8);
    expect(lines.at(-1)).toContain('A pharmacist and a physician must approve');
    expect(result).toMatchObject({ dur: { pairs: 0, ages: 0, pregnancies: 0 }, services: [] });
  });

  it('shows what a folder changes and adds', async () => {
    writeFileSync(join(folder, 'duplicates.json'), JSON.stringify({ ...duplicates, version: 'ours', reviewed: true }));
    writeFileSync(join(folder, 'dur-pairs.csv'), '성분명A,성분명B\namlodipine,edoxaban\namlodipine,edoxaban\n');
    writeFileSync(
      join(folder, 'services.json'),
      JSON.stringify([{ id: 'a', url: 'https://a.example/x', hooks: ['order-sign'], token: 'hush' }]),
    );
    const { lines, result } = await run(folder);
    expect(lines.join('\n')).toMatch(/duplicates +ours .* approved/);
    expect(lines.join('\n')).toContain('service        a: order-sign at https://a.example/x');
    expect(JSON.stringify({ lines, result })).not.toContain('hush');
    expect(result).toMatchObject({ dur: { pairs: 1 } });
  });

  it('refuses a folder whose files cannot be used', async () => {
    writeFileSync(join(folder, 'dur-x.csv'), 'a,b\n1,2\n');
    await expect(run(folder)).rejects.toThrow('the header is of no DUR list');
  });
});
