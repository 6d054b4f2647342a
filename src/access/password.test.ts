import { describe, expect, it } from 'vitest';
import { hashPassword, isPassword, SHORTEST_PASSWORD } from './password.ts';

describe('hashPassword', () => {
  it('gives a hash that only the password fits', async () => {
    const hash = await hashPassword('열두 글자가 넘는 암호', 'kim');
    expect(await isPassword('열두 글자가 넘는 암호', hash)).toBe(true);
    expect(await isPassword('열두 글자가 넘는 암호.', hash)).toBe(false);
    expect(await isPassword('', hash)).toBe(false);
    expect(hash).not.toContain('암호');
  });

  it('does not mind how the keyboard composed the letters', async () => {
    const hash = await hashPassword('한글 비밀번호 열두자 이상'.normalize('NFD'));
    expect(await isPassword('한글 비밀번호 열두자 이상'.normalize('NFC'), hash)).toBe(true);
  });

  it.each([
    ['short', 'abcdefghijk'],
    ['of few letters', 'abababababab'],
    ['endless', 'abcdefg'.repeat(40)],
    ['with the login in it', 'My-Kim-Minjun-pass'],
  ])('refuses one that is %s', async (_name, password) => {
    await expect(hashPassword(password, 'kim-minjun')).rejects.toMatchObject({ code: 'access.weak-password' });
  });

  it(`takes ${SHORTEST_PASSWORD} letters`, async () => {
    await expect(hashPassword('abcdefghijkl')).resolves.toMatch(/^scrypt\$/);
  });
});

describe('isPassword', () => {
  it('is no without a hash, or with a hash of another kind', async () => {
    expect(await isPassword('anything at all', null)).toBe(false);
    expect(await isPassword('anything at all', 'bcrypt$10$aaaa')).toBe(false);
    expect(await isPassword('anything at all', '')).toBe(false);
  });

  it('works for any number at the same moment', async () => {
    const hash = await hashPassword('a password of length');
    const tried = ['a password of length', 'wrong', 'a password of length', 'wrong again', ''];
    const answers = await Promise.all(tried.map((one) => isPassword(one, hash)));
    expect(answers).toEqual([true, false, true, false, false]);
  });
});
