import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  authorizeAddress,
  challengeOf,
  leaveToSignIn,
  newPending,
  nonceOf,
  SignInFailure,
  takePending,
  tokensFrom,
  tokensOf,
} from './oauth.ts';

const idToken = (nonce: string) => `x.${Buffer.from(JSON.stringify({ nonce, name: '김' })).toString('base64url')}.x`;

function at(query: string): URL {
  return new URL(`http://x/signed-in?${query}`);
}

afterEach(() => vi.unstubAllGlobals());

describe('the code flow', () => {
  it('has the challenge of RFC 7636, appendix B', async () => {
    expect(await challengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe(
      'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    );
  });

  it('asks with PKCE, state, nonce and the own origin', async () => {
    const pending = newPending('/patients');
    const query = new URL(await authorizeAddress(pending, 'http://127.0.0.1:8080', 'none'), 'http://x').searchParams;
    expect(Object.fromEntries(query)).toMatchObject({
      client_id: 'maru-web',
      redirect_uri: 'http://127.0.0.1:8080/signed-in',
      state: pending.state,
      nonce: pending.nonce,
      code_challenge_method: 'S256',
      prompt: 'none',
    });
  });

  it('never uses a secret twice', () => {
    const [a, b] = [newPending(''), newPending('')];
    expect(new Set([a.state, a.nonce, a.verifier, b.state, b.nonce, b.verifier]).size).toBe(6);
  });

  it('refuses an answer to another question, and one that says no', async () => {
    const pending = newPending('/');
    await expect(tokensFrom(at('code=c&state=other'), pending)).rejects.toMatchObject({ code: 'state-mismatch' });
    await expect(tokensFrom(at(`error=access_denied&state=${pending.state}`), pending)).rejects.toMatchObject({
      code: 'access_denied',
    });
  });

  it('refuses an identity token of another sign-in', async () => {
    const pending = newPending('/');
    vi.stubGlobal('fetch', async () =>
      Response.json({ access_token: 'a', expires_in: 900, id_token: idToken('other') }),
    );
    const back = new URL(`http://x/signed-in?code=c&state=${pending.state}`);
    await expect(tokensFrom(back, pending)).rejects.toBeInstanceOf(SignInFailure);
  });

  it('changes a code into tokens', async () => {
    const pending = newPending('/');
    const sent: URLSearchParams[] = [];
    vi.stubGlobal('fetch', async (_path: string, init: { body: URLSearchParams }) => {
      sent.push(init.body);
      return Response.json({
        access_token: 'a',
        expires_in: 900,
        refresh_token: 'r',
        scope: 'openid',
        id_token: idToken(pending.nonce),
      });
    });
    const tokens = await tokensFrom(new URL(`http://x/signed-in?code=c&state=${pending.state}`), pending);
    expect(tokens).toMatchObject({ access: 'a', refresh: 'r' });
    expect(sent[0]?.get('code_verifier')).toBe(pending.verifier);
  });

  it('finds the question of whichever answer comes back, where a page left twice', async () => {
    const kept = new Map<string, string>();
    const storage = new Proxy(
      {},
      {
        ownKeys: () => [...kept.keys()],
        getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
        get: (_, name) =>
          ({
            getItem: (key: string) => kept.get(key) ?? null,
            setItem: (key: string, value: string) => kept.set(key, value),
            removeItem: (key: string) => kept.delete(key),
          })[name as 'getItem'],
      },
    );
    const left: string[] = [];
    vi.stubGlobal('sessionStorage', storage);
    vi.stubGlobal('location', { origin: 'http://x', assign: (address: string) => left.push(address) });
    await Promise.all([leaveToSignIn('/patients'), leaveToSignIn('/patients')]);
    const states = left.map((address) => new URL(address, 'http://x').searchParams.get('state'));
    expect(new Set(states).size).toBe(2);
    expect(takePending(states[0] ?? null)).toMatchObject({ state: states[0], path: '/patients' });
    expect(takePending(states[0] ?? null)).toBeUndefined();
    expect(kept.size).toBe(0);
  });

  it('knows when a token ends', () => {
    expect(tokensOf({ access_token: 'a', expires_in: 900 }, 1000).ends).toBe(901_000);
    expect(nonceOf(idToken('n'))).toBe('n');
  });
});
