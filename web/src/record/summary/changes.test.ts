import { QueryClient } from '@tanstack/react-query';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { changesQuery, WATCHED } from './changes.ts';

afterEach(() => vi.unstubAllGlobals());

describe('what changed since the last look', () => {
  it('is counted by page; what cannot be asked is unknown, not none', async () => {
    vi.stubGlobal('fetch', async (path: string) =>
      path.includes('/AllergyIntolerance')
        ? new Response('', { status: 500 })
        : Response.json({ resourceType: 'Bundle', total: path.includes('/Condition') ? 2 : 0 }),
    );
    const changes = await new QueryClient().fetchQuery(changesQuery('1', 0));
    expect(changes.find(({ key }) => key === 'problems')?.count).toBe(2);
    expect(changes.find(({ key }) => key === 'allergies')?.count).toBeUndefined();
    expect(changes.find(({ key }) => key === 'vitals')?.count).toBe(0);
  });

  it('asks for counts only, of this patient, since that time', async () => {
    const asked: string[] = [];
    vi.stubGlobal('fetch', async (path: string) => {
      asked.push(decodeURIComponent(path));
      return Response.json({ resourceType: 'Bundle', total: 0 });
    });
    await new QueryClient().fetchQuery(changesQuery('1', Date.parse('2026-01-01T00:00:00Z')));
    expect(asked).toHaveLength(WATCHED.length);
    for (const path of asked)
      expect(path).toMatch(/patient=1&.*_lastUpdated=gt2026-01-01T00:00:00.000Z&_summary=count$/);
  });
});
