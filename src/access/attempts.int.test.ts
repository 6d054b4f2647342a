import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { embeddedTestStore, type TestedStore } from '../store/index.ts';
import { countAttempt, forgetAttempts, sweepAttempts, TooManyAttempts, WINDOW } from './attempts.ts';
import { accessMigrations } from './migrations.ts';
import { MovedClock } from './testing.ts';

describe('tries', () => {
  let store: TestedStore;
  const clock = new MovedClock();
  beforeAll(async () => {
    store = await embeddedTestStore().open([accessMigrations]);
  });
  beforeEach(async () => {
    clock.reset();
    await store.query('truncate access_attempt');
  });
  afterAll(() => store.close());

  /** How many of so many tries were let through. */
  const tries = async (
    count: number,
    login: (at: number) => string,
    address: (at: number) => string,
  ): Promise<number> => {
    let through = 0;
    for (let at = 0; at < count; at++)
      through += await countAttempt(store, clock, login(at), address(at)).then(
        () => 1,
        () => 0,
      );
    return through;
  };

  it('are five by login and address', async () => {
    expect(
      await tries(
        8,
        () => 'kim',
        () => '10.0.0.1',
      ),
    ).toBe(5);
    expect(
      await tries(
        2,
        () => 'kim',
        () => '10.0.0.2',
      ),
    ).toBe(2);
    expect(
      await tries(
        2,
        () => 'lee',
        () => '10.0.0.1',
      ),
    ).toBe(2);
  });

  it('are thirty by login from anywhere: many addresses gain little', async () => {
    expect(
      await tries(
        60,
        () => 'kim',
        (at) => `10.0.0.${at}`,
      ),
    ).toBe(30);
  });

  it('are a hundred by address on anybody: many logins gain little', async () => {
    expect(
      await tries(
        150,
        (at) => `person-${at}`,
        () => '10.0.0.1',
      ),
    ).toBe(100);
  });

  it('count a login in any case as one', async () => {
    expect(
      await tries(
        8,
        (at) => (at % 2 === 0 ? 'Kim' : 'KIM'),
        () => '10.0.0.1',
      ),
    ).toBe(5);
  });

  it('keep no endless login', async () => {
    await countAttempt(store, clock, 'x'.repeat(5000), '10.0.0.1');
    const [row] = await store.query<{ longest: number }>('select max(length(key)) as longest from access_attempt');
    expect(row?.longest).toBeLessThan(120);
  });

  it('say how long to wait, never longer than the window', async () => {
    await tries(
      5,
      () => 'kim',
      () => '10.0.0.1',
    );
    clock.move(60_000);
    const error: unknown = await countAttempt(store, clock, 'kim', '10.0.0.1').catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(TooManyAttempts);
    const { retryAfter, status } = error as TooManyAttempts;
    expect(status).toBe(429);
    expect(retryAfter).toBeGreaterThan(WINDOW / 1000 - 120);
    expect(retryAfter).toBeLessThanOrEqual(WINDOW / 1000 - 59);
  });

  it('begin anew when the window is over, and after a success', async () => {
    await tries(
      9,
      () => 'kim',
      () => '10.0.0.1',
    );
    clock.move(WINDOW + 1);
    expect(
      await tries(
        9,
        () => 'kim',
        () => '10.0.0.1',
      ),
    ).toBe(5);
    await forgetAttempts(store, 'kim', '10.0.0.1');
    expect(
      await tries(
        9,
        () => 'kim',
        () => '10.0.0.1',
      ),
    ).toBe(5);
  });

  it('are counted right when they come at the same moment', async () => {
    const all = await Promise.allSettled(
      Array.from({ length: 40 }, () => countAttempt(store, clock, 'kim', '10.0.0.1')),
    );
    expect(all.filter((one) => one.status === 'fulfilled').length).toBe(5);
    for (const one of all) if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(TooManyAttempts);
  });

  it('are forgotten when nobody needs them', async () => {
    await tries(
      1,
      () => 'kim',
      () => '10.0.0.1',
    );
    await sweepAttempts(store, clock);
    expect((await store.query('select 1 from access_attempt')).length).toBe(3);
    clock.move(WINDOW + 1);
    await sweepAttempts(store, clock);
    expect((await store.query('select 1 from access_attempt')).length).toBe(0);
  });
});
