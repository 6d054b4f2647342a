import { describe, expect, it } from 'vitest';
import { OutcomeError, type LoadedConfiguration } from '../kernel/index.ts';
import type { House } from '../server/index.ts';
import { runWords, type Surroundings, type Verb } from './run.ts';

const base = { about: 'A verb.', usage: 'maru sample', example: 'maru sample', options: [] } as const;

function verb(name: string, run: Verb['run'], more: Partial<Verb> = {}): Verb {
  return { ...base, verb: name, run, ...more };
}

async function call(
  verbs: readonly Verb[],
  ...words: readonly string[]
): Promise<{ status: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const around: Surroundings = {
    out: { write: (text) => (out += text) },
    err: { write: (text) => (err += text) },
    environment: { MARU_CONFIG: new URL('../server/test-house.json', import.meta.url).pathname },
    signal: new AbortController().signal,
  };
  return { status: await runWords(words, verbs, around), out, err };
}

describe('running a verb', () => {
  it('gives it its words, options and the house, and takes its status', async () => {
    let seen: unknown;
    const sample = verb('sample', ({ words, output }, house) => {
      seen = [words, house.configuration.port];
      output.line('line');
      return Promise.resolve(3);
    });
    expect(await call([sample], 'sample', 'a', '--port', '9001')).toEqual({ status: 3, out: 'line\n', err: '' });
    expect(seen).toEqual([['a'], 9001]);
  });

  it('lets it settle what the settings leave open, and see where they came from', async () => {
    let port = 0;
    let kinds: string[] = [];
    const sample = verb(
      'sample',
      (_call, house: House, { sources }: LoadedConfiguration) => {
        port = house.configuration.port;
        kinds = [sources.host.kind, sources.port.kind];
        return Promise.resolve(0);
      },
      { settle: ({ values }) => Promise.resolve({ ...values, port: 7777 }) },
    );
    await call([sample], 'sample', '--port', '0');
    expect([port, kinds]).toEqual([7777, ['default', 'flag']]);
  });

  it('says a known fault in one line, an unknown one with its place, and ends with 1', async () => {
    const known = verb('known', () => Promise.reject(new OutcomeError('conflict', 'sample.taken', 'It is taken.')));
    const unknown = verb('unknown', () => Promise.reject(new Error('oh')));
    expect(await call([known], 'known')).toEqual({ status: 1, out: '', err: 'maru: It is taken.\n' });
    const { status, err } = await call([unknown], 'unknown');
    expect(status).toBe(1);
    expect(err).toMatch(/^maru: Error: oh\n {4}at /);
    expect(JSON.parse((await call([known], 'known', '--json')).out)).toEqual({
      error: { code: 'sample.taken', message: 'It is taken.' },
    });
  });

  it('closes the house also after a fault', async () => {
    let closed = 0;
    const sample = verb('sample', (_call, house) => {
      const close = house.close.bind(house);
      Object.assign(house, {
        close: () => {
          closed++;
          return close();
        },
      });
      return Promise.reject(new Error('oh'));
    });
    await call([sample], 'sample');
    expect(closed).toBe(1);
  });

  it('refuses settings that are wrong before the verb runs', async () => {
    let ran = false;
    const sample = verb('sample', () => {
      ran = true;
      return Promise.resolve(0);
    });
    const { status, err } = await call([sample], 'sample', '--host', '0.0.0.0');
    expect([status, ran]).toEqual([1, false]);
    expect(err).toContain('publicUrl');
  });
});
