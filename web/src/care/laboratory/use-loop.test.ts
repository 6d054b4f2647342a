import { describe, expect, it } from 'vitest';
import type { Step } from './api.ts';
import type { OwnKind } from './own-code.ts';
import { withStep } from './use-loop.ts';

const scan = (kind: OwnKind, raw: string): Step => ({ scan: kind, raw });

describe('the steps of a loop', () => {
  it('keep the newest scan of a kind, and the badges of two people', () => {
    let steps: readonly Step[] = [];
    for (const one of [
      scan('badge', 'a'),
      scan('band', 'x'),
      scan('band', 'y'),
      scan('badge', 'a'),
      scan('badge', 'b'),
    ])
      steps = withStep(steps, one);
    expect(steps).toEqual([scan('badge', 'a'), scan('band', 'y'), scan('badge', 'b')]);
  });

  it('keep the newest of an action', () => {
    const print: Step = { action: 'print-label', at: 'bedside' };
    const again: Step = { action: 'print-label', at: 'station' };
    expect(withStep(withStep([], print), again)).toEqual([again]);
  });
});
