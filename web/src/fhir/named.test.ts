import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadNamed } from './named.ts';

afterEach(() => vi.unstubAllGlobals());

describe('names of many resources', () => {
  it('are asked in one search for each type', async () => {
    const asked: string[] = [];
    vi.stubGlobal('fetch', async (path: string) => {
      asked.push(path);
      return Response.json({
        resourceType: 'Bundle',
        entry: [{ resource: { resourceType: 'Practitioner', id: 'a' } }],
      });
    });
    const [a, again, missing] = await Promise.all(['a', 'a', 'b'].map((id) => loadNamed(`Practitioner/${id}`)));
    expect(asked).toEqual(['/fhir/R4/Practitioner?_id=a%2Cb&_count=2']);
    expect(a).toMatchObject({ id: 'a' });
    expect(again).toBe(a);
    expect(missing).toBeNull();
  });

  it('a failure reaches everybody who waits', async () => {
    vi.stubGlobal('fetch', async () => new Response('', { status: 500 }));
    const both = await Promise.allSettled([loadNamed('Location/a'), loadNamed('Location/b')]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});
