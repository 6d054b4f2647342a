import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOf, type EpochMs } from '../../kernel/index.ts';
import { GENESIS, proveChain, sealAll, sealOf, START, type ChainHead, type StoredLink } from './chain.ts';
import { entryText, derivedOf } from './entry.ts';

const agent = { id: 'p', name: 'Kim', role: 'physician' as const, clientId: 'maru-web', address: '127.0.0.1' };

function chainOf(length: number): StoredLink[] {
  const events = Array.from({ length }, (_, at) =>
    entryText(
      {
        agent,
        kind: 'rest',
        interaction: 'read',
        action: 'R',
        outcome: 'success',
        patients: [`pat-${at}`],
        entities: [`Observation/o${at}`],
      },
      instantOf((1_764_000_000_000 + at) as EpochMs),
    ),
  );
  return sealAll(START, events).map((link) => Object.assign({}, link, derivedOf(link.event)));
}

async function* stream(links: readonly StoredLink[]): AsyncIterable<StoredLink> {
  yield* links;
}

const prove = (links: readonly StoredLink[], anchors: readonly ChainHead[] = []) => proveChain(stream(links), anchors);
const length = 12;
const place = fc.integer({ min: 1, max: length });

describe('proveChain', () => {
  it('proves what was sealed, however it was batched', async () => {
    const whole = chainOf(length);
    for (let cut = 0; cut <= length; cut++) {
      const first = sealAll(
        START,
        whole.slice(0, cut).map((link) => link.event),
      );
      const head = first.at(-1) ?? START;
      const rest = sealAll(
        head,
        whole.slice(cut).map((link) => link.event),
      );
      expect([...first, ...rest].map((link) => link.hash)).toEqual(whole.map((link) => link.hash));
    }
    expect(await prove(whole, [{ seq: 5, hash: whole[4]?.hash ?? '' }])).toEqual({
      intact: true,
      head: { seq: length, hash: whole.at(-1)?.hash },
    });
    expect(await prove([])).toEqual({ intact: true, head: { seq: 0, hash: GENESIS } });
  });

  it('names the entry whose text was changed, by any one character', async () => {
    await fc.assert(
      fc.asyncProperty(place, fc.nat(), fc.string({ minLength: 1, maxLength: 1 }), async (seq, position, char) => {
        const links = chainOf(length);
        const link = links[seq - 1];
        if (link === undefined) return;
        const at = position % link.event.length;
        const event = link.event.slice(0, at) + char + link.event.slice(at + 1);
        fc.pre(event !== link.event);
        links[seq - 1] = { ...link, event };
        expect(await prove(links)).toMatchObject({ intact: false, seq, fault: 'content' });
      }),
    );
  });

  it('names the first of two exchanged entries', async () => {
    await fc.assert(
      fc.asyncProperty(place, place, async (one, other) => {
        fc.pre(one < other);
        const links = chainOf(length);
        const [a, b] = [links[one - 1], links[other - 1]];
        if (a === undefined || b === undefined) return;
        links[one - 1] = { ...b, seq: a.seq };
        links[other - 1] = { ...a, seq: b.seq };
        expect(await prove(links)).toMatchObject({ intact: false, seq: one, fault: 'order' });
      }),
    );
  });

  it('names the entry after one that was changed and sealed anew', async () => {
    const links = chainOf(length);
    const link = links[4];
    if (link === undefined) throw new Error('no link');
    const event = link.event.replace('physician', 'nurse');
    links[4] = { ...link, event, hash: sealOf(link.seq, link.prev, event) };
    expect(await prove(links)).toMatchObject({ intact: false, seq: 6, fault: 'order' });
  });

  it('names the first missing entry', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: length - 1 }), async (seq) => {
        const links = chainOf(length).filter((link) => link.seq !== seq);
        expect(await prove(links)).toMatchObject({ intact: false, seq, fault: 'gap' });
      }),
    );
  });

  it('finds a lost end by an anchor, and only by it', async () => {
    const links = chainOf(length);
    const anchor = { seq: length, hash: links.at(-1)?.hash ?? '' };
    const cut = links.slice(0, length - 3);
    expect(await prove(cut)).toMatchObject({ intact: true });
    expect(await prove(cut, [anchor])).toMatchObject({ intact: false, seq: length - 2, fault: 'truncated' });
    expect(await prove([], [anchor])).toMatchObject({ intact: false, seq: 1, fault: 'truncated' });
  });

  it('finds a chain made anew by an anchor', async () => {
    const links = chainOf(length);
    const anchor = { seq: 8, hash: links[7]?.hash ?? '' };
    const events = links.map((link) => (link.seq === 3 ? link.event.replace('pat-2', 'pat-x') : link.event));
    const anew = sealAll(START, events).map((link) => Object.assign({}, link, derivedOf(link.event)));
    expect(await prove(anew)).toMatchObject({ intact: true });
    expect(await prove(anew, [anchor])).toMatchObject({ intact: false, seq: 8, fault: 'rewritten' });
  });

  it('finds columns beside the text that were changed to hide an access', async () => {
    const links = chainOf(length);
    const link = links[6];
    if (link === undefined) throw new Error('no link');
    links[6] = { ...link, patients: [] };
    expect(await prove(links)).toMatchObject({ intact: false, seq: 7, fault: 'derived' });
    links[6] = { ...link, recorded: '2020-01-01T00:00:00.000Z' };
    expect(await prove(links)).toMatchObject({ intact: false, seq: 7, fault: 'derived' });
  });
});
