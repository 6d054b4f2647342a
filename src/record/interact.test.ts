import { describe, expect, it } from 'vitest';
import { UNLIMITED } from '../access/index.ts';
import type { Ask } from './ask.ts';
import type { Context } from './context.ts';
import { INTERACTIONS, interact } from './interact.ts';

const NAMES: Readonly<Record<string, string>> = {
  ':type': 'Patient',
  ':id': 'one',
  ':vid': '1',
  ':inner': 'Observation',
};
const ask = (method: string, path: string): Ask => ({
  method,
  path: path === '' ? [] : path.split('/'),
  query: '',
  conditions: {},
});
/** A context in which nothing can be reached: every interaction is found, and none comes further than its first step. */
const nowhere = { reach: UNLIMITED } as unknown as Context;
const codeOf = async (method: string, path: string): Promise<unknown> => {
  try {
    await interact(nowhere, ask(method, path));
    return 'done';
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
};

describe('addresses', () => {
  it.each(INTERACTIONS.map(({ method, pattern }) => [method, pattern] as const))(
    '%s %s leads somewhere',
    async (method, pattern) => {
      const path = pattern
        .split('/')
        .map((part) => NAMES[part] ?? part)
        .join('/');
      expect(await codeOf(method, path)).not.toBe('record.unknown-address');
      expect(await codeOf(method, path)).not.toBe('record.method');
    },
  );

  it.each([
    ['GET', 'Patient/one/two/three/four', 'record.unknown-address'],
    ['GET', 'Patient/one/_history/1/more', 'record.unknown-address'],
    ['GET', '$nothing', 'record.unknown-address'],
    ['POST', 'Patient/$validate', 'record.unknown-address'],
    ['GET', 'Patient/one/$nothing', 'record.unknown-address'],
    ['DELETE', '', 'record.method'],
    ['PUT', 'Patient/one/_history/1', 'record.method'],
    ['DELETE', 'Patient/_history', 'record.method'],
    ['POST', 'Patient/one', 'record.method'],
    ['GET', 'Pacient', 'record.unknown-type'],
    ['GET', 'patient/one', 'record.unknown-type'],
    ['GET', 'Patient/no spaces', 'record.unknown-address'],
    ['GET', `Patient/${'x'.repeat(65)}`, 'record.unknown-address'],
    ['PUT', 'Resource/one', 'record.unknown-type'],
    ['GET', 'DomainResource', 'record.unknown-type'],
  ])('%s %s: %s', async (method, path, code) => {
    expect(await codeOf(method, path)).toBe(code);
  });

  it('are the same for HEAD as for GET', async () => {
    expect(await codeOf('HEAD', 'Patient/one/_history')).toBe(await codeOf('GET', 'Patient/one/_history'));
  });

  it('with the name of a part of JavaScript are no types', async () => {
    for (const name of ['constructor', 'toString', 'hasOwnProperty'])
      expect(await codeOf('GET', name)).toBe('record.unknown-type');
    expect(await codeOf('GET', '__proto__')).toBe('record.unknown-address');
  });
});
