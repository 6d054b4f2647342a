import { describe, expect, it } from 'vitest';
import type { Applied } from './api.ts';
import { choose, chosenPaths } from './set-choices.ts';

const title = { ko: '가', en: 'a' };
const leaf = (path: string, chosen = false): Applied => ({ path, title, chosen });
const group = (path: string, behaviour: string, children: readonly Applied[]): Applied => ({
  path,
  title,
  behaviour,
  children,
  chosen: children.some((one) => one.chosen),
});

const SET = [
  group('0', 'any', [leaf('0.0', true), leaf('0.1')]),
  group('1', 'exactly-one', [
    group('1.0', 'all', [leaf('1.0.0', true), leaf('1.0.1', true)]),
    leaf('1.1'),
    leaf('1.10'),
  ]),
];

describe('choices of a set', () => {
  it('begin with what fits the patient', () => {
    expect([...chosenPaths(SET)]).toEqual(['0.0', '1.0.0', '1.0.1']);
  });

  it('of alternatives are one: choosing another leaves the whole group before', () => {
    expect([...choose(SET, chosenPaths(SET), '1.1', true)]).toEqual(['0.0', '1.1']);
    expect([...choose(SET, new Set(['1.1']), '1.10', true)]).toEqual(['1.10']);
    expect([...choose(SET, new Set(['1.1']), '1.0.1', true)]).toEqual(['1.0.1']);
  });

  it('within a group do not touch each other, and can be left', () => {
    expect([...choose(SET, new Set(['1.0.0']), '1.0.1', true)]).toEqual(['1.0.0', '1.0.1']);
    expect([...choose(SET, chosenPaths(SET), '0.1', true)]).toContain('0.0');
    expect([...choose(SET, chosenPaths(SET), '0.0', false)]).toEqual(['1.0.0', '1.0.1']);
  });
});
