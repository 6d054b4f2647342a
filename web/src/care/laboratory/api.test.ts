import { QueryClient } from '@tanstack/react-query';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { callsQuery } from './api.ts';
import { callOf } from './testing.ts';

afterEach(() => void vi.unstubAllGlobals());

/** Asks for the calls of patients of a house in which each has one; which patients each question was about. */
async function asked(patients: readonly string[] | undefined, broken?: string) {
  const questions: string[] = [];
  vi.stubGlobal('fetch', async (path: string) => {
    const of = new URL(path, 'http://house').searchParams.get('patient') ?? 'all';
    questions.push(of);
    if (broken !== undefined && of.includes(broken)) return new Response('{}', { status: 500 });
    const calls = of.split(',').map((patient) => callOf({ task: `task-${patient}`, patient }));
    return new Response(JSON.stringify({ at: '2026-11-24T05:00:00Z', calls }), { status: 200 });
  });
  const told = await new QueryClient().fetchQuery({ ...callsQuery(patients), retry: false });
  return { questions, tasks: told.calls.map(({ task }) => task) };
}

const people = (count: number) => Array.from({ length: count }, (_, at) => `p${at}`);

describe('critical results that wait', () => {
  it('are asked for of all, or of the patients of a ward in one question', async () => {
    expect((await asked(undefined)).questions).toEqual(['all']);
    expect((await asked(['kim', 'lee'])).questions).toEqual(['kim,lee']);
  });

  it('are asked for nobody where there is nobody, which is not the same as of all', () => {
    expect(callsQuery([]).enabled).toBe(false);
    expect(callsQuery(undefined).enabled).toBe(true);
  });

  it.each([1, 99, 100, 101, 250])('are told of each of %d patients, a hundred in a question', async (count) => {
    const { questions, tasks } = await asked(people(count));
    expect(tasks).toEqual(people(count).map((one) => `task-${one}`));
    expect(questions).toHaveLength(Math.ceil(count / 100));
    for (const one of questions) expect(one.split(',').length).toBeLessThanOrEqual(100);
  });

  it('fail as a whole where a part was not answered: no patient is silently left out', async () => {
    await expect(asked(people(150), 'p149')).rejects.toMatchObject({ kind: 'fault' });
  });

  it('of one ward, or of an empty one, are not taken for those of another or of the house', () => {
    expect(callsQuery([]).queryKey).not.toEqual(callsQuery(undefined).queryKey);
    expect(callsQuery(['a']).queryKey).not.toEqual(callsQuery(['b']).queryKey);
    expect(callsQuery(people(101)).queryKey).not.toEqual(callsQuery(people(100)).queryKey);
  });
});
