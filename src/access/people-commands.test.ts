import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { CommandCall } from '../kernel/index.ts';
import type { Access } from './access.ts';
import type { AuditEntry } from './audit/entry.ts';
import type { AccessNeeds } from './command-options.ts';
import { clientCommand, personCommand } from './people-commands.ts';
import type { Person } from './people.ts';

const jimin: Person = {
  id: 'p-1',
  login: 'jimin.han',
  name: { ko: '한지민', en: 'Han Ji-min' },
  role: 'nurse',
  wards: ['61'],
  disabled: false,
} as unknown as Person;

/** A house of one nurse, which notes what was done to it. */
function house(known: readonly Person[] = [jimin]) {
  const done: unknown[][] = [];
  const audited: Pick<AuditEntry, 'interaction' | 'action' | 'outcomeText'>[] = [];
  const note =
    (what: string, answer: unknown = true) =>
    (...given: unknown[]) => {
      done.push([what, ...given]);
      return Promise.resolve(answer);
    };
  const access = {
    people: {
      list: () => Promise.resolve(known),
      findAny: (name: string) => Promise.resolve(known.find(({ id, login }) => id === name || login === name)),
      add: (person: object) => note('add', { ...jimin, ...person, password: undefined })(person),
      setPassword: note('password'),
      setDisabled: note('disabled'),
    },
    clients: {
      list: () => Promise.resolve([]),
      add: note('client'),
      remove: note('remove', false),
      setDisabled: note('client-disabled'),
    },
    audit: { append: (entry: AuditEntry) => Promise.resolve(void audited.push(entry)) },
    forget: () => void done.push(['forget']),
  };
  return { needs: { access: () => Promise.resolve(access as unknown as Access) } satisfies AccessNeeds, done, audited };
}

async function said(
  command: typeof personCommand,
  words: readonly string[],
  options: CommandCall['options'] = {},
  { needs }: { readonly needs: AccessNeeds } = house(),
) {
  const lines: string[] = [];
  const results: unknown[] = [];
  const output = { line: (text: string) => void lines.push(text), result: (one: unknown) => void results.push(one) };
  const call = { words, options, output, signal: new AbortController().signal } as unknown as CommandCall;
  const status = await command.run(call, needs);
  return { status, lines, results, text: lines.join('\n') };
}

const folder = mkdtempSync(join(tmpdir(), 'maru-people-'));
afterAll(() => rmSync(folder, { recursive: true }));
const fileOf = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const NEW = { name: '한지민', role: 'nurse' };

describe('maru person', () => {
  it.each([[[]], [['delete', 'jimin.han']], [['']]])('%j says what can be done', async (words) => {
    await expect(said(personCommand, words)).rejects.toMatchObject({
      code: 'access.verb-unknown',
      message: expect.stringContaining('add|list|disable|enable|password') as unknown,
    });
  });

  it.each([
    [['add'], NEW, 'access.name-missing'],
    [['add', 'x'], { role: 'nurse' }, 'access.option-missing'],
    [['add', 'x'], { name: '한지민' }, 'access.option-missing'],
    [['add', 'x'], { name: '', role: 'nurse' }, 'access.option-missing'],
    [['add', 'x'], { ...NEW, role: 'surgeon' }, 'access.role-unknown'],
    [['add', 'x'], { ...NEW, role: 'system' }, 'access.role-unknown'],
    [['add', 'x'], { ...NEW, role: 'Nurse' }, 'access.role-unknown'],
    [['add', 'x'], { ...NEW, 'password-file': '/nowhere/at/all' }, 'access.file-unreadable'],
    [['disable'], {}, 'access.name-missing'],
    [['disable', 'nobody'], {}, 'access.person-unknown'],
    [['password', 'nobody'], {}, 'access.person-unknown'],
  ])('%j %j is refused: %s, and nothing is changed', async (words, options, code) => {
    const open = house();
    await expect(said(personCommand, words, options, open)).rejects.toMatchObject({ code });
    expect([open.done, open.audited]).toEqual([[], []]);
  });

  it('makes a password that nobody misreads, shows it once, and never writes it to the audit log', async () => {
    const open = house();
    const { text, results } = await said(personCommand, ['add', 'jimin.han'], NEW, open);
    const [password = ''] = /[a-z2-9]{5}(?:-[a-z2-9]{5}){3}/.exec(text) ?? [];
    expect(password).toMatch(/^[^ilo01]{23}$/);
    expect(results).toEqual([expect.objectContaining({ password })]);
    expect(open.done[0]?.[1]).toMatchObject({ password });
    expect(open.audited.map(({ interaction }) => interaction)).toEqual(['person-add']);
    expect(JSON.stringify(open.audited)).not.toContain(password);
  });

  it('makes another password each time', async () => {
    const made = await Promise.all(Array.from({ length: 20 }, () => said(personCommand, ['password', 'p-1'])));
    expect(new Set(made.map(({ text }) => text)).size).toBe(20);
  });

  it.each([
    ['correct horse battery\n', 'correct horse battery'],
    ['correct horse battery\r\nsecond line', 'correct horse battery'],
    [' spaces are kept ', ' spaces are kept '],
  ])('reads a password from the first line of a file (%j) and does not show it', async (written, password) => {
    const open = house();
    const options = { 'password-file': fileOf('password', written) };
    const { text, results } = await said(personCommand, ['password', 'jimin.han'], options, open);
    expect(open.done[0]).toEqual(['password', jimin, password]);
    expect(text + JSON.stringify(results)).not.toContain(password.trim());
  });

  it('takes the one name for the other where only one is given', async () => {
    const open = house();
    await said(personCommand, ['add', 'jimin.han'], { ...NEW, ward: ['61,62', '63'] }, open);
    expect(open.done[0]?.[1]).toMatchObject({ name: { ko: '한지민', en: '한지민' }, wards: ['61', '62', '63'] });
  });

  it.each([
    ['disable', true, 'jimin.han may not sign in any more.'],
    ['enable', false, 'jimin.han may sign in again.'],
  ])('%s works at once, and is noted', async (word, disabled, line) => {
    const open = house();
    const { text, status } = await said(personCommand, [word, 'jimin.han'], {}, open);
    expect([status, text]).toEqual([0, line]);
    expect(open.done).toEqual([['disabled', jimin, disabled], ['forget']]);
    expect(open.audited).toEqual([
      expect.objectContaining({ interaction: `person-${word}`, action: 'U', outcomeText: 'p-1' }),
    ]);
  });

  it('lists who may not sign in as such', async () => {
    const { lines } = await said(
      personCommand,
      ['list'],
      {},
      house([jimin, { ...jimin, login: 'gone', disabled: true }]),
    );
    expect(lines[0]).toContain('한지민 (Han Ji-min)');
    expect(lines[0]).not.toContain('disabled');
    expect(lines[1]).toMatch(/^gone .*disabled$/);
  });
});

describe('maru client', () => {
  it('registers an app with every scope and address that was given', async () => {
    const open = house();
    const options = {
      name: 'Growth chart',
      scope: ['openid launch', 'patient/Observation.rs'],
      redirect: ['https://a.example/cb', 'https://b.example/cb'],
    };
    await said(clientCommand, ['add', 'growth-chart'], options, open);
    expect(open.done[0]?.[1]).toEqual({
      id: 'growth-chart',
      name: 'Growth chart',
      scopes: ['openid', 'launch', 'patient/Observation.rs'],
      redirectUris: ['https://a.example/cb', 'https://b.example/cb'],
    });
    expect(open.audited).toEqual([expect.objectContaining({ interaction: 'client-add', action: 'C' })]);
  });

  it('reads public keys from a file, and says where it is none', async () => {
    const open = house();
    const jwks = fileOf('keys.json', '{"keys":[{"kty":"EC"}]}');
    await said(clientCommand, ['add', 'reporter'], { name: 'R', scope: 'system/*.rs', jwks }, open);
    expect(open.done[0]?.[1]).toMatchObject({ jwks: { keys: [{ kty: 'EC' }] }, redirectUris: [] });
    const broken = fileOf('broken.json', '{"keys":');
    const asked = said(clientCommand, ['add', 'reporter'], { name: 'R', scope: 'system/*.rs', jwks: broken });
    await expect(asked).rejects.toThrow();
  });

  it('says that a client which is to go is not there, and notes nothing', async () => {
    const open = house();
    await expect(said(clientCommand, ['remove', 'x'], {}, open)).rejects.toMatchObject({
      code: 'access.client-unknown',
    });
    expect(open.audited).toEqual([]);
  });

  it('forgets what it knew of a client that was locked out', async () => {
    const open = house();
    await said(clientCommand, ['disable', 'x'], {}, open);
    expect(open.done).toEqual([['client-disabled', 'x', true], ['forget']]);
  });
});
