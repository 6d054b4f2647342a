import { describe, expect, it } from 'vitest';
import { OutcomeError } from '../kernel/index.ts';
import type { EntryAsk } from './bundle-entries.ts';
import { Targets } from './transaction-targets.ts';

const entry = (index: number, url = 'Patient/1'): EntryAsk => ({
  index,
  url,
  method: 'PUT',
  path: url.split('/'),
  query: '',
  conditions: {},
  fullUrl: undefined,
});

describe('what the entries of a transaction mean', () => {
  it('is known of each entry by its place', () => {
    const targets = new Targets();
    targets.claim(entry(0), 'Patient', '1');
    targets.claim(entry(1), 'Patient', '2');
    expect([targets.of(entry(0)), targets.of(entry(1))]).toEqual(['1', '2']);
  });

  it('is one change of each resource: a second names the first, counted as people count', () => {
    const targets = new Targets();
    targets.claim(entry(0), 'Patient', '1');
    const again = () => targets.claim(entry(4), 'Patient', '1');
    expect(again).toThrow(OutcomeError);
    expect(again).toThrow(/Entry 5 \(PUT Patient\/1\): Patient\/1 is changed by entry 1 too/);
    expect(again).toThrow(expect.objectContaining({ code: 'record.entry-twice', status: 400 }) as Error);
  });

  it('keeps types apart that share an id', () => {
    const targets = new Targets();
    targets.claim(entry(0), 'Patient', '1');
    expect(() => targets.claim(entry(1, 'Condition/1'), 'Condition', '1')).not.toThrow();
  });

  it('lets several entries find the same resource, as none of them changes it', () => {
    const targets = new Targets();
    targets.found(entry(0), '7');
    targets.found(entry(1), '7');
    expect([...targets.existing]).toEqual([0, 1]);
    expect(targets.of(entry(1))).toBe('7');
  });

  it('is never guessed where nobody said it', () => {
    expect(() => new Targets().of(entry(2))).toThrow('entry 2 has no target');
  });
});
