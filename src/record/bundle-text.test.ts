import { describe, expect, it } from 'vitest';
import type { EpochMs } from '../kernel/index.ts';
import { bundleText } from './bundle-text.ts';

const timestamp = 1_790_000_000_000 as EpochMs;

describe('the text of a Bundle', () => {
  it('holds resources exactly as they are stored', () => {
    const text = bundleText({
      type: 'searchset',
      timestamp,
      total: 0,
      links: [['self', 'http://x/y?a="b"']],
      entries: [
        { fullUrl: 'http://x/Basic/1', resource: '{"resourceType":"Basic","v":1.00}', search: { mode: 'match' } },
        {},
      ],
    });
    expect(text).toContain('"resource":{"resourceType":"Basic","v":1.00}');
    expect(JSON.parse(text)).toEqual({
      resourceType: 'Bundle',
      type: 'searchset',
      timestamp: '2026-09-21T14:13:20.000Z',
      total: 0,
      link: [{ relation: 'self', url: 'http://x/y?a="b"' }],
      entry: [
        { fullUrl: 'http://x/Basic/1', resource: { resourceType: 'Basic', v: 1 }, search: { mode: 'match' } },
        {},
      ],
    });
  });

  it('has no empty lists, which FHIR does not allow', () => {
    const text = bundleText({ type: 'history', timestamp, links: [], entries: [] });
    expect(JSON.parse(text)).toEqual({
      resourceType: 'Bundle',
      type: 'history',
      timestamp: '2026-09-21T14:13:20.000Z',
    });
  });
});
