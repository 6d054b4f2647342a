/**
 * Every verb explains itself, refuses what it does not know, and speaks JSON where asked.
 */
import { describe, expect, it } from 'vitest';
import { runWords, type Surroundings } from './run.ts';
import { VERBS } from './verbs.ts';

interface Said {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

async function say(...words: readonly string[]): Promise<Said> {
  let out = '';
  let err = '';
  const around: Surroundings = {
    out: { write: (text) => (out += text) },
    err: { write: (text) => (err += text) },
    environment: { MARU_CONFIG: new URL('../server/test-house.json', import.meta.url).pathname },
    signal: new AbortController().signal,
  };
  return { status: await runWords(words, VERBS, around), out, err };
}

const NAMES = VERBS.map(({ verb }) => verb);

describe('the command', () => {
  it('has the verbs that scripts rely on', () => {
    const promised = ['serve', 'start', 'import', 'migrate', 'token', 'audit', 'backup', 'restore', 'check', 'config'];
    expect(NAMES).toEqual(expect.arrayContaining(promised));
    expect(new Set(NAMES).size).toBe(NAMES.length);
  });

  it.each([[[]], [['help']], [['--help']], [['-h']]])('shows all verbs for %j', async (words) => {
    const { status, out } = await say(...words);
    expect(status).toBe(0);
    for (const name of NAMES) expect(out).toContain(`\n  ${name} `);
  });

  it('names the verb that was probably meant', async () => {
    const { status, out, err } = await say('bakcup');
    expect([status, out]).toEqual([2, '']);
    expect(err).toBe("maru: There is no verb 'bakcup'. Did you mean 'backup'?\n");
  });

  it('gives faults to programs as JSON, with the stable code', async () => {
    const unknown = await say('bakcup', '--json');
    expect(JSON.parse(unknown.out)).toMatchObject({ error: { code: 'cli.unknown-verb' } });
    const option = await say('serve', '--prot', '1', '--json');
    expect([option.status, JSON.parse(option.out)]).toMatchObject([2, { error: { code: 'cli.unknown-option' } }]);
    const setting = await say('config', '--port', 'high', '--json');
    expect([setting.status, JSON.parse(setting.out)]).toMatchObject([1, { error: { code: 'configuration.invalid' } }]);
  });

  it('prints the configuration with origins, secrets hidden', async () => {
    const { status, out } = await say('config', '--json', '--port', '9001', '--database-url', 'postgres://u:hush@h/d');
    expect(status).toBe(0);
    const shown = JSON.parse(out) as Record<string, { value: string; from: string }>;
    expect(shown['port']).toEqual({ value: '9001', from: '--port' });
    expect(shown['databaseUrl']?.value).toBe('(hidden)');
    expect(shown['host']?.from).toBe('default');
    expect(out).not.toContain('hush');
  });
});

describe.each(NAMES)('maru %s', (name) => {
  it('has help with a usage, an example and its options', async () => {
    const { status, out } = await say(name, '--help');
    const verb = VERBS.find((one) => one.verb === name);
    expect(status).toBe(0);
    expect(out).toContain(`maru ${name}`);
    expect(out).toMatch(/Example\n {2}\S/);
    for (const { name: option, about } of verb?.options ?? []) {
      expect(out).toContain(`--${option}`);
      expect(about).not.toBe('');
    }
  });

  it('answers --help and an unknown option in JSON too', async () => {
    expect(JSON.parse((await say(name, '--help', '--json')).out)).toMatchObject({ verb: name });
    const { status, out } = await say(name, '--nonsense-option', '--json');
    expect([status, JSON.parse(out)]).toMatchObject([2, { error: { code: 'cli.unknown-option' } }]);
  });
});
