/**
 * A transaction on a session that is played: what is sent, what is tried again, what leaves as an outcome.
 */
import type { PoolClient } from 'pg';
import { describe, expect, it } from 'vitest';
import { OutcomeError } from '../kernel/index.ts';
import { databaseCode, isLost, outcomeOf, RaceLost, runTransaction } from './transaction.ts';

class Session {
  readonly sent: string[] = [];
  released: boolean | undefined;
  readonly #fail: ReadonlyMap<string, Error>;

  constructor(fail: ReadonlyMap<string, Error> = new Map()) {
    this.#fail = fail;
  }

  query(config: string | { text: string }): Promise<{ rows: unknown[] }> {
    const text = typeof config === 'string' ? config : config.text;
    this.sent.push(text);
    if (this.#fail.has(text)) return Promise.reject(this.#fail.get(text));
    return Promise.resolve({ rows: [] });
  }

  release(broken: boolean): void {
    this.released = broken;
  }
}

function serverError(code: string): Error {
  return Object.assign(new Error('key (name)=(Kim) already exists'), { code });
}

function over(sessions: readonly Session[]): () => Promise<PoolClient> {
  const queue = [...sessions];
  return () => Promise.resolve((queue.shift() ?? new Session()) as unknown as PoolClient);
}

describe('a transaction', () => {
  it('gives its value only after the commit, and runs what waits for it', async () => {
    const session = new Session();
    const order: string[] = [];
    const value = await runTransaction(
      over([session]),
      async (transaction) => {
        transaction.afterCommit(() => order.push(`after ${session.sent.at(-1)}`));
        await transaction.query('select 1');
        return 7;
      },
      {},
    );
    expect(value).toBe(7);
    expect(session.sent).toEqual(['begin', 'select 1', 'commit']);
    expect(order).toEqual(['after commit']);
    expect(session.released).toBe(false);
  });

  it('rolls back what fails and gives the session back whole', async () => {
    const session = new Session();
    const fault = new Error('on purpose');
    const failing = runTransaction(over([session]), () => Promise.reject(fault), {});
    await expect(failing).rejects.toBe(fault);
    expect(session.sent).toEqual(['begin', 'rollback']);
    expect(session.released).toBe(false);
  });

  it('does not say success when the commit did not answer, and throws the session away', async () => {
    const lost = Object.assign(new Error('gone'), { code: 'ECONNRESET' });
    const session = new Session(
      new Map([
        ['commit', lost],
        ['rollback', lost],
      ]),
    );
    const after: string[] = [];
    const failing = runTransaction(
      over([session]),
      (transaction) => {
        transaction.afterCommit(() => after.push('ran'));
        return Promise.resolve();
      },
      {},
    );
    await expect(failing).rejects.toMatchObject({ code: 'store.unavailable', status: 503 });
    expect(session.released).toBe(true);
    expect(after).toEqual([]);
  });

  it.each(['40001', '40P01', '55P03'])('is tried again on a new session after %s', async (code) => {
    const sessions = [new Session(new Map([['commit', serverError(code)]])), new Session()];
    expect(await runTransaction(over(sessions), () => Promise.resolve('done'), {})).toBe('done');
    expect(sessions.map(({ sent }) => sent.at(-1))).toEqual(['rollback', 'commit']);
  });

  it('is not tried again after any other fault, nor more often than allowed', async () => {
    let tries = 0;
    const count = (fault: Error) => (): Promise<never> => {
      tries++;
      return Promise.reject(fault);
    };
    await expect(runTransaction(over([]), count(serverError('23505')), {})).rejects.toMatchObject({ code: '23505' });
    expect(tries).toBe(1);
    await expect(runTransaction(over([]), count(new RaceLost()), { attempts: 4 })).rejects.toMatchObject({
      code: 'store.conflict',
      category: 'conflict',
    });
    expect(tries).toBe(5);
  });

  it('sets its own limit of time', async () => {
    const session = new Session();
    await runTransaction(over([session]), () => Promise.resolve(), { statementTimeout: 1500.2 });
    expect(session.sent[0]).toBe('begin; set local statement_timeout = 1501');
  });
});

describe('what the driver says', () => {
  it.each(['08006', '57P01', '57P02', '57P03', '53300', 'ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE'])(
    '%s is a lost server',
    (code) => {
      expect(isLost(serverError(code))).toBe(true);
      expect(outcomeOf(serverError(code))).toMatchObject({ category: 'unavailable', code: 'store.unavailable' });
    },
  );

  it.each([
    'Connection terminated unexpectedly',
    'timeout exceeded when trying to connect',
    'Client was closed: connection lost',
  ])('without a code, "%s" is one too', (message) => {
    expect(databaseCode(new Error(message))).toBe('08006');
  });

  it.each(['23505', '42601', '22P02', ''])('%s is none', (code) => {
    expect(isLost(serverError(code))).toBe(false);
    expect(outcomeOf(serverError(code))).not.toBeInstanceOf(OutcomeError);
  });

  it('never quotes data in an outcome', () => {
    const outcome = outcomeOf(serverError('57P01')) as OutcomeError;
    expect(outcome.message).not.toContain('Kim');
    expect(outcomeOf(serverError('57014'))).toMatchObject({ code: 'store.statement-timeout', status: 504 });
  });

  it('leaves an outcome as it is', () => {
    const own = new OutcomeError('not-found', 'sample.gone', 'Gone.');
    expect(outcomeOf(own)).toBe(own);
    expect(databaseCode(undefined)).toBe('');
  });
});
