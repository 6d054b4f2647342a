import { describe, expect, it } from 'vitest';
import { horizonOf } from './horizon.ts';

describe('horizons', () => {
  it('are snapshots in numbers of changes', () => {
    expect(horizonOf({ snapshot: '100:110:103,105', base: '1000' })).toEqual({
      low: 1100n,
      high: 1110n,
      open: [1103n, 1105n],
    });
    expect(horizonOf({ snapshot: '7:7:', base: '-2' })).toEqual({ low: 5n, high: 5n, open: [] });
  });
});
