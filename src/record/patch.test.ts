import { describe, expect, it } from 'vitest';
import { NOTHING, UNLIMITED, type Grant, type Interaction, type Reach } from '../access/index.ts';
import type { EpochMs } from '../kernel/index.ts';
import type { Ask } from './ask.ts';
import type { Before } from './before.ts';
import type { Context } from './context.ts';
import { decidePatch, demandPatch, noMatch, patched } from './patch.ts';
import type { AnyResource } from './resource.ts';
import type { Written } from './write.ts';

const observation = (patient = '1'): AnyResource => ({
  resourceType: 'Observation',
  id: 'o',
  status: 'preliminary',
  code: { text: '혈압' },
  subject: { reference: `Patient/${patient}` },
});
const current = { rid: 1, fid: 'o', ver: 4, ts: 0 as EpochMs, del: false };
const before: Before = { current, resource: observation() };
const finalize = [{ op: 'replace', path: '/status', value: 'final' }];

const ask = (body: unknown, ifMatch?: string): Ask => ({
  method: 'PATCH',
  path: ['Observation', 'o'],
  query: '',
  conditions: { ifMatch },
  body,
});
const contextOf = (reach: Reach): Context => ({ reach }) as Context;
const may = (rights: Partial<Record<Interaction, Grant>>): Reach => ({
  grants: (_type, interaction) => {
    const grant = rights[interaction];
    return grant === undefined ? [] : [grant];
  },
});
const decide = (body: unknown, reach: Reach = UNLIMITED, was: Before = before, ifMatch?: string) =>
  decidePatch(contextOf(reach), ask(body, ifMatch), 'Observation', 'o', was);

describe('what is a patch', () => {
  it.each([[[]], [finalize], [{ resourceType: 'Parameters' }]])('%j may be one', (body) => {
    expect(() => demandPatch(body)).not.toThrow();
  });

  it.each([undefined, null, 'text', 5, {}, { resourceType: 'Observation' }])('%j is none', (body) => {
    expect(() => demandPatch(body)).toThrow(expect.objectContaining({ code: 'record.not-a-patch' }) as Error);
  });
});

describe('a patch', () => {
  it('changes what it names and nothing else', () => {
    const { resource, tail } = decide(finalize);
    expect(resource).toEqual({ ...observation(), status: 'final' });
    expect(tail).toContain('"status":"final"');
    expect(before.resource).toEqual(observation());
  });

  it('cannot make another resource of it', () => {
    expect(() => decide([{ op: 'replace', path: '/id', value: 'other' }])).toThrow();
    expect(() => decide([{ op: 'replace', path: '/resourceType', value: 'Condition' }])).toThrow();
  });

  it('cannot leave something that is not valid', () => {
    expect(() => decide([{ op: 'replace', path: '/status', value: 'nearly-final' }])).toThrow();
    expect(() => decide([{ op: 'remove', path: '/status' }])).toThrow();
  });

  it('is refused where another has changed the resource meanwhile', () => {
    expect(() => decide(finalize, UNLIMITED, before, 'W/"3"')).toThrow(
      expect.objectContaining({ code: 'record.version-conflict' }) as Error,
    );
    expect(decide(finalize, UNLIMITED, before, 'W/"4"').current).toBe(current);
  });

  it('of what is not there says so', () => {
    expect(() => decide(finalize, UNLIMITED, {})).toThrow(
      expect.objectContaining({ code: 'record.not-found' }) as Error,
    );
  });

  it('of what was deleted says that to who sees everything, and nothing to others', () => {
    const deleted: Before = { current: { ...current, del: true } };
    const own = may({ read: { patients: ['1'] }, update: { patients: ['1'] } });
    expect(() => decide(finalize, UNLIMITED, deleted)).toThrow(expect.objectContaining({ status: 410 }) as Error);
    expect(() => decide(finalize, own, deleted)).toThrow(expect.objectContaining({ status: 404 }) as Error);
  });
});

describe('a patch by somebody with limits', () => {
  const own = may({ read: { patients: ['1'] }, update: { patients: ['1'] } });

  it('reaches the own patient', () => {
    expect(decide(finalize, own).resource).toMatchObject({ status: 'final' });
  });

  it('finds nothing of another patient: the same words as where nothing is', () => {
    const messages = [{ current, resource: observation('2') }, {}].map((was: Before) => {
      try {
        decide(finalize, own, was);
        return 'done';
      } catch (error) {
        return (error as Error).message;
      }
    });
    expect(messages[0]).toBe(messages[1]);
    expect(messages[0]).not.toBe('done');
  });

  it('may not be moved to another patient', () => {
    const move = [{ op: 'replace', path: '/subject/reference', value: 'Patient/2' }];
    expect(() => decide(move, own)).toThrow(expect.objectContaining({ code: 'record.out-of-reach' }) as Error);
  });

  it('is forbidden, not hidden, where it may be read', () => {
    expect(() => decide(finalize, may({ read: {} }))).toThrow(expect.objectContaining({ status: 403 }) as Error);
    expect(() => decide(finalize, NOTHING)).toThrow(expect.objectContaining({ status: 404 }) as Error);
  });

  it('is answered with content only to who may read it', () => {
    const change = decide(finalize);
    const written = { type: 'Observation', fid: 'o', ver: 5, ts: 0 as EpochMs, text: '{}' } as unknown as Written;
    expect(patched(contextOf(may({ update: {} })), change, written).text).toBeUndefined();
    expect(patched(contextOf(UNLIMITED), change, written)).toMatchObject({ status: 200, text: '{}' });
  });

  it('by criteria that match nothing changes nothing, and says so', () => {
    expect(noMatch('Observation')).toMatchObject({ status: 404, code: 'record.no-match' });
    expect(noMatch('Observation').message).toContain('nothing was changed');
  });
});
