import { describe, expect, it } from 'vitest';
import type { StayLine } from './api.ts';
import { moveWarnings } from './move-warnings.ts';
import { bedOf, RESTRICTED, stayOf } from './testing.ts';

const woman = (more: Partial<StayLine> = {}) =>
  stayOf({ encounter: 'enc-2', patient: { id: 'lee', name: '이영희' }, gender: 'female', ...more });
const to = bedOf('6102-1');

/** What is said of moving somebody from 6101 to the first bed of 6102, beside somebody. */
function said(moved: StayLine, beside?: StayLine, where = '6102-2') {
  const from = bedOf('6101-1', { stay: moved });
  const other = beside === undefined ? [] : [bedOf(where, { stay: beside })];
  return moveWarnings({ beds: [from, to, ...other] }, from, to);
}

describe('what speaks against a bed', () => {
  it.each<[string, StayLine, StayLine | undefined, readonly string[]]>([
    ['nothing in an empty room', stayOf(), undefined, []],
    ['nothing beside the same sex', stayOf(), stayOf({ encounter: 'enc-2' }), []],
    ['a room of the other sex', stayOf(), woman(), ['other-sex']],
    ['nothing of sex where it is not told', stayOf(), RESTRICTED, []],
    [
      'an isolated patient into a shared room',
      woman({ flags: ['isolation-contact'] }),
      woman(),
      ['isolated-in-shared'],
    ],
    ['a room with an isolated patient', woman(), woman({ flags: ['isolation-airborne'] }), ['into-isolation']],
    [
      'two isolated patients in one room, once',
      woman({ flags: ['isolation-droplet'] }),
      woman({ flags: ['isolation-contact'] }),
      ['isolated-in-shared'],
    ],
    ['nothing of other flags', woman({ flags: ['fall-risk', 'dnr'] }), woman({ flags: ['fall-risk'] }), []],
    ['both, where both are so', stayOf({ flags: ['isolation-contact'] }), woman(), ['other-sex', 'isolated-in-shared']],
    ['nothing for an isolated patient alone', woman({ flags: ['isolation-contact'] }), undefined, []],
  ])('%s', (_, moved, beside, warnings) => expect(said(moved, beside)).toEqual(warnings));

  it('looks at the room moved to, not at the one that is left', () => {
    expect(said(stayOf(), woman({ flags: ['isolation-airborne'] }), '6101-2')).toEqual([]);
  });

  it('does not warn of the patient who is moved within the room', () => {
    const from = bedOf('6102-2', { stay: woman({ flags: ['isolation-contact'] }) });
    expect(moveWarnings({ beds: [from, to] }, from, to)).toEqual([]);
  });

  it('warns of a room whose beds belong together although one of them is empty', () => {
    const from = bedOf('6101-1', { stay: stayOf() });
    const beds = [from, to, bedOf('6102-2'), bedOf('6102-3', { stay: woman() })];
    expect(moveWarnings({ beds }, from, to)).toEqual(['other-sex']);
  });
});
