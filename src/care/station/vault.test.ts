import { describe, expect, it } from 'vitest';
import { keyOf, newSalt, seal, SealBroken, unseal } from './vault.ts';

const ROUNDS = 1000;

describe('what a station seals', () => {
  it('is read again with the same code only', async () => {
    const salt = newSalt();
    const sealed = await seal(await keyOf('314159', salt, ROUNDS), 'ward', { name: '김민준' });
    expect(await unseal(await keyOf('314159', salt, ROUNDS), 'ward', sealed)).toEqual({ name: '김민준' });
    await expect(unseal(await keyOf('314158', salt, ROUNDS), 'ward', sealed)).rejects.toBeInstanceOf(SealBroken);
  });

  it('shows nothing of what it is, and is never the same twice', async () => {
    const key = await keyOf('314159', newSalt(), ROUNDS);
    const [one, other] = [await seal(key, 'ward', 'paracetamol'), await seal(key, 'ward', 'paracetamol')];
    expect(Buffer.from(one.data).toString('latin1')).not.toContain('paracetamol');
    expect(Buffer.from(one.data)).not.toEqual(Buffer.from(other.data));
  });

  it('cannot be changed or exchanged', async () => {
    const key = await keyOf('314159', newSalt(), ROUNDS);
    const sealed = await seal(key, 'entry.1', 'a dose');
    await expect(unseal(key, 'entry.2', sealed)).rejects.toBeInstanceOf(SealBroken);
    new Uint8Array(sealed.data)[3] = 0;
    new Uint8Array(sealed.data)[4] = 0;
    await expect(unseal(key, 'entry.1', sealed)).rejects.toBeInstanceOf(SealBroken);
  });
});
