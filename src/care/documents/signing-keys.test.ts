import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { signDetached, verifyDetached, type Statement } from './jws.ts';
import { keysOfFile, keysOfProcess } from './signing-keys.ts';

const STATEMENT: Statement = {
  target: 'Composition/x/_history/1',
  signer: 'Practitioner/k',
  name: 'k',
  role: 'nurse',
  act: 'sign',
  at: '',
};

describe('keys that sign', () => {
  let folder: string;
  const path = () => join(folder, 'care', 'signing-keys.json');
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'maru-signing-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('are made once, for the owner’s eyes only, also by two servers at once', async () => {
    const [one, other] = await Promise.all([keysOfFile(path()).all(), keysOfFile(path()).all()]);
    expect(one).toEqual(other);
    expect(statSync(path()).mode & 0o777).toBe(0o600);
    expect(await keysOfFile(path()).all()).toEqual(one);
  });

  it('can be followed by a new key: the newest signs, what the old one signed stays provable', async () => {
    const before = keysOfFile(path());
    const jws = await signDetached(before, { id: 'x' }, STATEMENT);
    const [fresh] = await keysOfProcess().all();
    writeFileSync(path(), JSON.stringify({ keys: [...(await before.all()), fresh] }));
    const after = await keysOfFile(path()).all();
    expect(await verifyDetached(after, jws, { id: 'x' }, STATEMENT.target)).toMatchObject({ holds: true });
    const later = await signDetached(keysOfFile(path()), { id: 'x' }, STATEMENT);
    expect(JSON.parse(Buffer.from(later.split('.')[0] ?? '', 'base64url').toString())).toMatchObject({
      kid: fresh?.kid,
    });
  });

  it.each(['', '{"keys":[]}', '{"keys":[{"kty":"oct"}]}'])('that cannot be read are not replaced: %j', async (text) => {
    await keysOfFile(path()).all();
    writeFileSync(path(), text);
    await expect(async () => keysOfFile(path()).all()).rejects.toMatchObject({ code: 'care.signing-keys-unreadable' });
    expect(readFileSync(path(), 'utf8')).toBe(text);
  });
});
