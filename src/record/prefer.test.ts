import { describe, expect, it } from 'vitest';
import { preferenceOf } from './prefer.ts';

describe('Prefer', () => {
  it.each([
    [undefined, undefined, 'strict'],
    ['return=minimal', 'minimal', 'strict'],
    ['return=representation', 'representation', 'strict'],
    ['return=OperationOutcome', 'OperationOutcome', 'strict'],
    ['handling=lenient', undefined, 'lenient'],
    ['return=minimal; handling=lenient', 'minimal', 'lenient'],
    ['handling="lenient", return="minimal"', 'minimal', 'lenient'],
    ['respond-async, handling=strict', undefined, 'strict'],
    ['return=everything', undefined, 'strict'],
  ])('%s', (header, give, handling) => {
    expect(preferenceOf(header)).toEqual({ give, handling });
  });
});
