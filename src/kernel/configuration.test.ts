import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  flagOf,
  isLoopback,
  loadConfiguration,
  maruFolder,
  metaOf,
  SETTING_NAMES,
  shownValue,
  variableOf,
} from './configuration.ts';
import { configurationPage } from './configuration-page.ts';
import { OutcomeError } from './outcome.ts';

const folder = mkdtempSync(join(tmpdir(), 'maru-configuration-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(content: string): string {
  const path = join(folder, `${Math.random()}.json`);
  writeFileSync(path, content);
  return path;
}

const none = file('{}');

function failure(read: () => unknown): OutcomeError {
  try {
    read();
  } catch (error) {
    if (error instanceof OutcomeError) return error;
  }
  throw new Error('nothing was refused');
}

describe('where a value comes from', () => {
  it('is the built-in default where nothing is given', () => {
    const { values, sources } = loadConfiguration({ file: none });
    expect(values).toMatchObject({ host: '127.0.0.1', port: 8080, demo: false, publicUrl: 'http://127.0.0.1:8080' });
    expect(values.data).toBe(resolve(maruFolder, 'data'));
    expect(sources.port).toEqual({ kind: 'default', name: 'built in' });
  });

  it('is the flag before the environment before the file', () => {
    const path = file('{"port": 1, "host": "localhost", "timeZone": "UTC"}');
    const { values, sources } = loadConfiguration({
      file: path,
      environment: { MARU_PORT: '2', MARU_HOST: '127.0.0.2' },
      flags: { port: '3' },
    });
    expect(values).toMatchObject({ port: 3, host: '127.0.0.2', timeZone: 'UTC' });
    expect(sources.port).toEqual({ kind: 'flag', name: '--port' });
    expect(sources.host).toEqual({ kind: 'environment', name: 'MARU_HOST' });
    expect(sources.timeZone).toEqual({ kind: 'file', name: path });
  });

  it('reads DATABASE_URL without a prefix, and the file that MARU_CONFIG names', () => {
    const url = 'postgres://maru:secret@db/maru';
    const { values } = loadConfiguration({ environment: { DATABASE_URL: url, MARU_CONFIG: file('{"port": 7}') } });
    expect(values).toMatchObject({ databaseUrl: url, port: 7 });
  });

  it('takes a verb’s own defaults as the weakest', () => {
    expect(loadConfiguration({ file: none, defaults: { demo: true } }).values.demo).toBe(true);
    expect(loadConfiguration({ file: file('{"demo": false}'), defaults: { demo: true } }).values.demo).toBe(false);
  });

  it('resolves paths against the file that names them', () => {
    const { values } = loadConfiguration({ file: file('{"data": "d", "importFolder": "/srv/in"}') });
    expect(values).toMatchObject({ data: join(folder, 'd'), importFolder: '/srv/in' });
    expect(loadConfiguration({ file: none, flags: { data: 'd' } }).values.data).toBe(resolve('d'));
  });
});

describe('what is refused', () => {
  it('an unknown setting anywhere, with what was probably meant', () => {
    expect(failure(() => loadConfiguration({ file: file('{"prot": 1}') })).message).toContain("Did you mean 'port'?");
    expect(failure(() => loadConfiguration({ file: none, environment: { MARU_PROT: '1' } })).message).toContain(
      'MARU_PORT',
    );
    expect(failure(() => loadConfiguration({ file: none, flags: { nonsense: '1' } })).code).toBe(
      'configuration.unknown',
    );
  });

  it('a value of the wrong kind, naming where it stands', () => {
    const wrong: readonly Record<string, string>[] = [
      { MARU_PORT: '80a' },
      { MARU_PORT: '70000' },
      { MARU_DEMO: 'maybe' },
      { MARU_TIME_ZONE: 'Mars/Base' },
      { MARU_LOG_LEVEL: 'loud' },
      { MARU_MAX_REQUESTS: '0' },
      { DATABASE_URL: 'mysql://x' },
    ];
    for (const environment of wrong) {
      const error = failure(() => loadConfiguration({ file: none, environment }));
      expect(error.code).toBe('configuration.invalid');
      expect(error.message).toContain(Object.keys(environment)[0]);
    }
  });

  it('names every fault at once', () => {
    const { message } = failure(() =>
      loadConfiguration({ file: none, environment: { MARU_PORT: 'x', MARU_DEMO: 'x' } }),
    );
    expect(message).toContain('MARU_PORT');
    expect(message).toContain('MARU_DEMO');
  });

  it('a file that is missing or no JSON object', () => {
    for (const path of [join(folder, 'absent.json'), file('{'), file('[]')])
      expect(failure(() => loadConfiguration({ file: path })).code).toBe('configuration.file-unreadable');
  });

  it('a public host without the address that browsers use, and half of TLS', () => {
    expect(failure(() => loadConfiguration({ file: none, flags: { host: '0.0.0.0' } })).code).toBe(
      'configuration.public-url-missing',
    );
    expect(failure(() => loadConfiguration({ file: none, flags: { tlsKey: 'k.pem' } })).code).toBe(
      'configuration.tls-half',
    );
    const { values } = loadConfiguration({ file: none, flags: { host: '0.0.0.0', publicUrl: 'https://maru.kr/' } });
    expect(values.publicUrl).toBe('https://maru.kr');
  });
});

describe('what every setting has', () => {
  it('a purpose, a flag and a variable of its own', () => {
    for (const name of SETTING_NAMES) expect(metaOf(name).about.length, name).toBeGreaterThan(15);
    expect(new Set(SETTING_NAMES.map(flagOf)).size).toBe(SETTING_NAMES.length);
    expect(variableOf('maxBodyBytes')).toBe('MARU_MAX_BODY_BYTES');
    expect(flagOf('maxBodyBytes')).toBe('max-body-bytes');
  });

  it('a row on the page, and secrets hidden wherever it is shown', () => {
    const page = configurationPage();
    for (const name of SETTING_NAMES) expect(page).toContain(`| \`${name}\` |`);
    expect(shownValue('databaseUrl', 'postgres://maru:secret@db/maru')).toBe('(hidden)');
    expect(shownValue('trustProxy', ['10.0.0.1'])).toBe('["10.0.0.1"]');
  });
});

it('knows loopback from the rest', () => {
  for (const host of ['localhost', '127.0.0.1', '127.9.9.9', '::1']) expect(isLoopback(host), host).toBe(true);
  for (const host of ['0.0.0.0', '::', '10.0.0.1', '127.0.0.1.example.kr']) expect(isLoopback(host), host).toBe(false);
});
