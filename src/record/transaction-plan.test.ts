import { describe, expect, it } from 'vitest';
import { NOTHING, UNLIMITED, type Reach } from '../access/index.ts';
import type { EntryAsk } from './bundle-entries.ts';
import { DEFAULT_RECORD_SETTINGS, type Context } from './context.ts';
import { planOf } from './transaction-plan.ts';

const contextWith = (reach: Reach): Context => ({ reach, settings: DEFAULT_RECORD_SETTINGS }) as unknown as Context;
const entry = (method: string, url: string, body?: unknown): EntryAsk => {
  const [path = '', query = ''] = url.split('?');
  return {
    index: 0,
    url,
    fullUrl: undefined,
    method,
    path: path === '' ? [] : path.split('/'),
    query,
    conditions: {},
    ...(body === undefined ? {} : { body }),
  };
};
const patient = { resourceType: 'Patient', id: '1' };
const codeOf = (one: EntryAsk, reach: Reach = UNLIMITED): unknown => {
  try {
    return planOf(contextWith(reach), one).kind;
  } catch (error) {
    return (error as { code: unknown }).code;
  }
};

describe('what an entry of a transaction is', () => {
  it.each([
    ['POST', 'Patient', { resourceType: 'Patient' }, 'create'],
    ['PUT', 'Patient/1', patient, 'update'],
    ['PUT', 'Patient?identifier=1', { resourceType: 'Patient' }, 'update'],
    ['PATCH', 'Patient/1', [], 'patch'],
    ['PATCH', 'Patient?identifier=1', { resourceType: 'Parameters' }, 'patch'],
    ['DELETE', 'Patient/1', undefined, 'delete'],
    ['DELETE', 'Patient?identifier=1', undefined, 'delete'],
    ['GET', 'Patient/1', undefined, 'read'],
    ['GET', '?_id=1', undefined, 'read'],
    ['HEAD', 'Patient/1', undefined, 'read'],
    ['POST', 'Patient/_search', undefined, 'read'],
  ])('%s %s is a %s', (method, url, body, kind) => {
    expect(codeOf(entry(method, url, body))).toBe(kind);
  });

  it.each([
    ['POST', 'Patient/1', patient, 'record.entry-unsupported'],
    ['POST', '', patient, 'record.unknown-type'],
    ['POST', '$import', patient, 'record.unknown-type'],
    ['PUT', 'Patient', patient, 'record.entry-unsupported'],
    ['DELETE', 'Patient', undefined, 'record.entry-unsupported'],
    ['PUT', 'Patient/1/_history/2', patient, 'record.entry-unsupported'],
    ['PUT', 'Patient/not an id', patient, 'record.entry-unsupported'],
    ['POST', 'Pacient', patient, 'record.unknown-type'],
    ['POST', 'Observation', patient, 'record.type-differs'],
    ['PUT', 'Patient/2', patient, 'record.id-differs'],
    ['POST', 'Patient', undefined, 'record.not-a-resource'],
    ['PATCH', 'Patient/1', patient, 'record.not-a-patch'],
  ])('%s %s with that body is refused: %s', (method, url, body, code) => {
    expect(codeOf(entry(method, url, body))).toBe(code);
  });

  it('is refused before anything is looked up where the caller may do nothing of the kind', () => {
    for (const one of [
      entry('POST', 'Patient', patient),
      entry('PUT', 'Patient/1', patient),
      entry('PATCH', 'Patient/1', []),
      entry('DELETE', 'Patient/1'),
    ]) {
      expect(codeOf(one, NOTHING)).toBe('record.out-of-reach');
    }
    expect(codeOf(entry('GET', 'Patient/1'), NOTHING)).toBe('read');
  });

  it('names the resource that a plain delete means', async () => {
    const plan = planOf(contextWith(UNLIMITED), entry('DELETE', 'Patient/1'));
    expect(plan.kind === 'delete' && (await plan.resolve(undefined as never))).toEqual(['1']);
  });
});
