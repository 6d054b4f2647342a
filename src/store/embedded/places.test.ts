import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeBase, placesIn, readNote, socketFolder, writeNote, type Places } from './places.ts';
import { addressInPidFile, isPostgres, isRunning, postmasterOf } from './postmaster.ts';

describe('places of the embedded server', () => {
  let folder: string;
  let places: Places;
  const made: string[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'maru-places-'));
    places = placesIn(folder);
    makeBase(places);
  });
  afterEach(() => {
    for (const path of [folder, ...made.splice(0)]) rmSync(path, { recursive: true, force: true });
  });

  it('are all below the data folder, which keeps its secrets', () => {
    for (const path of Object.values(places)) expect(path.startsWith(join(folder, 'database'))).toBe(true);
    expect(statSync(places.base).mode & 0o066).toBe(0);
  });

  it('hold a note for other processes, read back as written, absent where there is none or it is broken', () => {
    expect(readNote(places)).toBeUndefined();
    const note = { postmaster: 12, owner: 34, host: '/tmp/x', port: 5432 };
    writeNote(places, note);
    expect(readNote(places)).toEqual(note);
    expect(statSync(places.note).mode & 0o077).toBe(0);
    writeFileSync(places.note, '{"post');
    expect(readNote(places)).toBeUndefined();
  });

  it('have a socket folder with a short path that only its owner may enter, kept over a restart', () => {
    const first = socketFolder(undefined, undefined);
    if (first === undefined) throw new Error('no folder for the socket');
    made.push(first);
    expect(first.length).toBeLessThan(80);
    expect(statSync(first).mode & 0o777).toBe(0o700);
    expect(socketFolder(first, undefined)).toBe(first);
  });

  it('have a new socket folder where the earlier one is gone or is somebody else’s', () => {
    const gone = socketFolder('/tmp/maru-is-not-there', undefined);
    if (gone !== undefined) made.push(gone);
    expect(gone).not.toBe('/tmp/maru-is-not-there');
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const another = socketFolder(file, undefined);
    if (another !== undefined) made.push(another);
    expect(another).not.toBe(file);
    expect(another !== undefined && existsSync(another)).toBe(true);
  });
});

describe('a pid file', () => {
  let folder: string;
  let places: Places;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'maru-pid-'));
    places = placesIn(folder);
    mkdirSync(places.cluster, { recursive: true });
    chmodSync(places.cluster, 0o700);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function write(...lines: readonly string[]): void {
    writeFileSync(join(places.cluster, 'postmaster.pid'), lines.join('\n'));
  }

  it('tells the process and where it listens: on a socket, or on loopback', () => {
    write('123', '/data', '1795507745', '5432', '/tmp/maru-x', '', '  1 2', 'ready   ');
    expect(postmasterOf(places)).toBe(123);
    expect(addressInPidFile(places)).toEqual({ host: '/tmp/maru-x', port: 5432 });
    write('123', '/data', '1795507745', '6000', '', '127.0.0.1', '', 'ready');
    expect(addressInPidFile(places)).toEqual({ host: '127.0.0.1', port: 6000 });
  });

  it('tells nothing where it is missing, half written or nonsense', () => {
    expect([postmasterOf(places), addressInPidFile(places)]).toEqual([undefined, undefined]);
    write('123', '/data');
    expect(addressInPidFile(places)).toBeUndefined();
    for (const text of ['', 'abc', '-5', '0']) {
      write(text);
      expect(postmasterOf(places)).toBeUndefined();
    }
  });

  it('with the number of another program is not taken for a server', () => {
    expect(isPostgres(process.pid)).toBe(false);
    expect(isRunning(process.pid)).toBe(false);
    expect(isRunning(2_000_000_000)).toBe(false);
  });
});
