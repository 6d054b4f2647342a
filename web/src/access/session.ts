/**
 * Who is signed in, in this tab: tokens in memory, renewed before they end, forgotten in every tab at sign-out.
 *
 * Proof   session.test.ts, test/journey/sign-in.test.ts
 */
import type { TokenSource } from '../fhir/client.ts';
import { refreshedTokens, silentTokens, type Tokens } from './oauth.ts';

/** `starting` until it is known whether a session is open; `ended` where one was and is no more. */
export type SessionState = 'starting' | 'signed-out' | 'signed-in' | 'ended';

const RENEW_BEFORE_MS = 60_000;

export class Session implements TokenSource {
  #state: SessionState = 'starting';
  #tokens: Tokens | undefined;
  #renewal: Promise<boolean> | undefined;
  readonly #listeners = new Set<() => void>();
  readonly #now: () => number;
  readonly #renew: (refresh: string) => Promise<Tokens>;
  readonly #silent: () => Promise<Tokens | undefined>;

  constructor(
    parts: {
      now?: () => number;
      renew?: (refresh: string) => Promise<Tokens>;
      silent?: () => Promise<Tokens | undefined>;
    } = {},
  ) {
    this.#now = parts.now ?? Date.now;
    this.#renew = parts.renew ?? refreshedTokens;
    this.#silent = parts.silent ?? silentTokens;
  }

  get state(): SessionState {
    return this.#state;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): SessionState => this.#state;

  #become(state: SessionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }

  start(tokens: Tokens): void {
    this.#tokens = tokens;
    this.#become('signed-in');
  }

  /** Is a session open at the server? Asks without a page. */
  async resume(): Promise<boolean> {
    const tokens = await this.#silent().catch(() => undefined);
    if (tokens === undefined) {
      this.#become('signed-out');
      return false;
    }
    this.start(tokens);
    return true;
  }

  end(state: 'signed-out' | 'ended'): void {
    this.#tokens = undefined;
    this.#become(state);
  }

  async token(): Promise<string | undefined> {
    const tokens = this.#tokens;
    if (tokens !== undefined && tokens.ends - this.#now() < RENEW_BEFORE_MS) await this.#renewOnce();
    return this.#tokens?.access;
  }

  async refused(token: string): Promise<boolean> {
    if (this.#tokens !== undefined && this.#tokens.access !== token) return true;
    return await this.#renewOnce();
  }

  /** Requests that need a new token at the same time share one renewal: a refresh token works once. */
  #renewOnce(): Promise<boolean> {
    this.#renewal ??= this.#renewNow().finally(() => {
      this.#renewal = undefined;
    });
    return this.#renewal;
  }

  async #renewNow(): Promise<boolean> {
    const refresh = this.#tokens?.refresh;
    const renewed = refresh === undefined ? undefined : await this.#renew(refresh).catch(() => undefined);
    const tokens = renewed ?? (await this.#silent().catch(() => undefined));
    if (tokens === undefined) {
      this.end('ended');
      return false;
    }
    this.#tokens = tokens;
    return true;
  }
}

/** The session of this tab. */
export const session = new Session();
