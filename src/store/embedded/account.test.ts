import { chownSync, lstatSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { accountFor, giveTo, namedAccount } from './account.ts';

const isRoot = process.getuid?.() === 0;

describe('who the database runs as', () => {
  const folder = mkdtempSync(join(tmpdir(), 'maru-account-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is postgres where the machine knows it, else nobody', () => {
    const lines = ['root:x:0:0:root:/root:/bin/sh', 'nobody:x:65534:65533:nobody:/:/usr/sbin/nologin'];
    expect(namedAccount(lines.join('\n'))).toEqual({ uid: 65_534, gid: 65_533 });
    lines.push('postgres:x:101:104::/var/lib/postgresql:/bin/bash');
    expect(namedAccount(lines.join('\n'))).toEqual({ uid: 101, gid: 104 });
    expect(namedAccount('')).toEqual({ uid: 65_534, gid: 65_534 });
  });

  it('is whoever runs Maru, but never root', () => {
    const account = accountFor(join(folder, 'nothing'));
    expect(account === undefined).toBe(!isRoot);
    expect(account?.uid).not.toBe(0);
  });

  it('stays the owner of a cluster that is there', () => {
    const cluster = join(folder, 'cluster');
    mkdirSync(cluster);
    if (isRoot) chownSync(cluster, 4242, 4343);
    expect(accountFor(cluster)).toEqual(isRoot ? { uid: 4242, gid: 4343 } : undefined);
  });

  it('gets a folder with all in it, and nothing that a link leads to', () => {
    const given = join(folder, 'given');
    mkdirSync(join(given, 'deep'), { recursive: true });
    writeFileSync(join(given, 'deep', 'file'), '');
    writeFileSync(join(folder, 'outside'), '');
    symlinkSync(join(folder, 'outside'), join(given, 'link'));
    const mine = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
    const account = isRoot ? { uid: 4242, gid: 4343 } : mine;
    giveTo(given, account);
    expect(lstatSync(join(given, 'deep', 'file')).uid).toBe(account.uid);
    expect(lstatSync(join(folder, 'outside')).uid).toBe(mine.uid);
    giveTo(given, undefined);
    expect(lstatSync(given).uid).toBe(account.uid);
  });
});
