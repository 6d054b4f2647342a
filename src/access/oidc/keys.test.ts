import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadKeys } from './keys.ts';

describe('loadKeys', () => {
  let folder: string;
  const path = () => join(folder, 'access', 'keys.json');

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'maru-keys-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('makes keys once, for the owner’s eyes only, and leaves nothing else behind', async () => {
    const keys = await loadKeys(path());
    expect(keys.jwks.keys.map((key) => key.alg)).toEqual(['ES256', 'RS256']);
    expect(statSync(path()).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(folder, 'access'))).toEqual(['keys.json']);
    expect(await loadKeys(path())).toEqual(keys);
  });

  it('is the same for two servers that start at the same moment', async () => {
    const [one, other] = await Promise.all([loadKeys(path()), loadKeys(path())]);
    expect(one).toEqual(other);
  });

  it('takes away what others may read', async () => {
    await loadKeys(path());
    chmodSync(path(), 0o644);
    await loadKeys(path());
    expect(statSync(path()).mode & 0o777).toBe(0o600);
  });

  it.each(['', '{', '{"jwks":{"keys":[]},"cookies":["x"]}', 'null'])(
    'does not replace a file it cannot read: %j',
    async (text) => {
      await loadKeys(path());
      writeFileSync(path(), text);
      await expect(loadKeys(path())).rejects.toMatchObject({ code: 'access.keys-unreadable' });
      expect(readFileSync(path(), 'utf8')).toBe(text);
    },
  );
});
