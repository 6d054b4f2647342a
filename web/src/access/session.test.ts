import { describe, expect, it } from 'vitest';
import type { Tokens } from './oauth.ts';
import { Session } from './session.ts';

function tokens(access: string, ends: number): Tokens {
  return { access, refresh: `refresh-${access}`, ends, scope: '', patient: undefined };
}

describe('a session', () => {
  it('renews a token before it ends, once for all who ask', async () => {
    let renewals = 0;
    const renew = async () => tokens(`new${(renewals += 1)}`, 2_000_000);
    const session = new Session({ now: () => 950_000, renew });
    session.start(tokens('old', 1_000_000));
    expect(await Promise.all([session.token(), session.token(), session.token()])).toEqual(['new1', 'new1', 'new1']);
    expect(renewals).toBe(1);
  });

  it('does not renew a token that still lives', async () => {
    const session = new Session({ now: () => 0, renew: async () => Promise.reject(new Error('not asked')) });
    session.start(tokens('old', 1_000_000));
    expect(await session.token()).toBe('old');
  });

  it('asks the server silently where the refresh token is no good', async () => {
    const session = new Session({
      now: () => 0,
      renew: async () => Promise.reject(new Error('reused')),
      silent: async () => tokens('silent', 900_000),
    });
    session.start(tokens('old', 0));
    expect(await session.token()).toBe('silent');
    expect(session.state).toBe('signed-in');
  });

  it('is over where neither works, and says so', async () => {
    const states: string[] = [];
    const session = new Session({
      now: () => 0,
      renew: async () => Promise.reject(new Error('gone')),
      silent: async () => undefined,
    });
    session.subscribe(() => states.push(session.state));
    session.start(tokens('old', 0));
    expect(await session.token()).toBeUndefined();
    expect(states).toEqual(['signed-in', 'ended']);
  });

  it('does not renew for a token that was already replaced', async () => {
    const session = new Session({ now: () => 0, renew: async () => Promise.reject(new Error('not asked')) });
    session.start(tokens('new', 1_000_000));
    expect(await session.refused('old')).toBe(true);
  });

  it('resumes an open session, or is signed out', async () => {
    const open = new Session({ silent: async () => tokens('a', 1) });
    expect(await open.resume()).toBe(true);
    const none = new Session({ silent: async () => undefined });
    expect(await none.resume()).toBe(false);
    expect(none.state).toBe('signed-out');
    const offline = new Session({ silent: async () => Promise.reject(new Error('offline')) });
    expect(await offline.resume()).toBe(false);
  });
});
