/**
 * Who the database runs as. PostgreSQL refuses root, so a Maru that runs as root gives its child another user and the data
 * folder of it.
 *
 * Proof   embedded.int.test.ts
 */
import { chownSync, lstatSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** User and group of the database process; undefined: those of Maru itself. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

const PREFERRED = ['postgres', 'nobody'];

/** The account for a database whose folder may already be there. */
export function accountFor(folder: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  return ownerOf(folder) ?? namedAccount(readPasswd());
}

function ownerOf(folder: string): Account | undefined {
  const { uid, gid } = lstatSync(folder, { throwIfNoEntry: false }) ?? {};
  return uid === undefined || gid === undefined || uid === 0 ? undefined : { uid, gid };
}

function readPasswd(): string {
  try {
    return readFileSync('/etc/passwd', 'utf8');
  } catch {
    return '';
  }
}

/** The first preferred account in the text of /etc/passwd; the traditional number of `nobody` where there is none. */
export function namedAccount(passwd: string): Account {
  const lines = passwd.split('\n').map((line) => line.split(':'));
  for (const name of PREFERRED) {
    const [, , uid, gid] = lines.find(([login]) => login === name) ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  return { uid: 65_534, gid: 65_534 };
}

/** Gives a folder and all in it to an account. Links are not followed. */
export function giveTo(path: string, account: Account | undefined): void {
  if (account === undefined) return;
  const stat = lstatSync(path);
  if (stat.isSymbolicLink()) return;
  if (stat.isDirectory()) for (const name of readdirSync(path)) giveTo(join(path, name), account);
  chownSync(path, account.uid, account.gid);
}
