import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedTestStore } from '../../store/index.ts';
import { documentsVerb, signingKeysFile } from './commands.ts';
import { DocumentWard } from './testing.ts';

describe('maru documents verify', () => {
  const data = mkdtempSync(join(tmpdir(), 'maru-documents-'));
  let ward: DocumentWard;
  beforeAll(async () => {
    ward = await DocumentWard.open(embeddedTestStore(), signingKeysFile(data));
  });
  afterAll(async () => {
    await ward.close();
    rmSync(data, { recursive: true });
  });

  async function run(...words: readonly string[]) {
    const lines: string[] = [];
    const output = { line: (text: string) => lines.push(text), result: () => undefined, progress: () => undefined };
    const house = { configuration: { data, timeZone: 'Asia/Seoul' }, record: () => Promise.resolve(ward.record) };
    const status = await documentsVerb.run({ words, options: {}, output, signal: new AbortController().signal }, house);
    return { status, text: lines.join('\n') };
  }

  it('proves all of them, or says which are not and why; the exit status tells', async () => {
    const { id } = await ward.signed();
    await ward.signed();
    expect(await run('verify')).toEqual({ status: 0, text: '2 documents, 2 proven, 0 not proven' });
    await ward.store.query(`update body set text = replace(text, '경과기록', '경과 기록') where text like '%"final"%'`);
    const { status, text } = await run('verify', String(id), 'nowhere');
    expect(status).toBe(1);
    expect(text).toMatch(new RegExp(`NOT PROVEN {2}Composition/${String(id)} \\(final\\) {2}Provenance/.*: altered`));
    expect(text).toContain('Composition/nowhere (not-found)');
    expect((await run()).status).toBe(1);
  });
});
